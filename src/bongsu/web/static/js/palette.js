// ⌘K / Ctrl-K finds; ? lists the keys.
let chosen = 0;
let timer = 0;
let asked = 0;

function choose(list, input, index) {
  const items = [...list.children];
  if (!items.length) return;
  chosen = (index + items.length) % items.length;
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
  input.setAttribute("aria-activedescendant", items[chosen].id);
  items[chosen].scrollIntoView({ block: "nearest" });
}

function draw(list, input, found) {
  list.replaceChildren(
    ...found.map((one, n) => {
      const item = document.createElement("li");
      item.id = `found-${n}`;
      item.setAttribute("role", "option");
      const link = document.createElement(one.href ? "a" : "span");
      if (one.href) link.href = one.href;
      link.tabIndex = -1;
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = one.kind;
      const name = document.createElement("span");
      name.textContent = one.name;
      link.append(kind, name);
      item.append(link);
      return item;
    }),
  );
  choose(list, input, 0);
}

export function startPalette() {
  const box = document.getElementById("palette");
  const keys = document.getElementById("keys");
  if (!box || !keys) return;
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const search = async () => {
    const mine = ++asked;
    const answer = await fetch(`${box.dataset.search}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/problem+json" } }).catch(() => null);
    if (answer?.ok && mine === asked) draw(list, input, (await answer.json()).found);
  };
  const open = (dialog) => {
    if (dialog.open) return;
    dialog.showModal();
    if (dialog === box) {
      input.value = "";
      input.focus();
      search();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(list, input, chosen + 1);
    else if (event.key === "ArrowUp") choose(list, input, chosen - 1);
    else if (event.key === "Enter") list.children[chosen]?.querySelector("a")?.click();
    else return;
    event.preventDefault();
  });
  for (const dialog of [box, keys]) dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) open(document.getElementById(button.dataset.open));
  });
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return open(box);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("input, textarea, select, dialog[open]")) return;
    const pair = before + event.key;
    before = event.key === "g" ? "g" : "";
    if (event.key === "?") open(keys);
    else if (pair === "gw") location.assign("/");
    else if (pair === "gr") location.assign("/rooms/");
    else if (event.key === "n") document.querySelector(".next .go, .next a, .next")?.focus();
    else if (["1", "2", "3"].includes(event.key)) {
      const column = document.querySelectorAll(".cols > .col")[Number(event.key) - 1];
      if (column?.id) location.hash = column.id;
      column?.scrollIntoView();
    }
  });
}
