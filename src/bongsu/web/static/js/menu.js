// The menu of a narrow screen: Escape closes it and gives the focus back; so does pressing anywhere else.
export function startMenu() {
  const menu = document.querySelector("details.more");
  if (!menu) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}
