// On a phone the three columns are three tabs; the chosen one is in the address.
export function startTabs() {
  // A row of pages wider than the screen starts at the page one is on.
  const place = document.querySelector(".subnav [aria-current]");
  const reveal = () => place?.scrollIntoView({ inline: "center", block: "nearest" });
  reveal();
  document.fonts?.ready.then(reveal); // words may be wider than they were
  const tabs = document.querySelector(".tabs");
  if (!tabs) return;
  const links = [...tabs.querySelectorAll("a[href^='#']")];
  const columns = links.map((link) => document.getElementById(link.hash.slice(1)));
  document.body.classList.add("tabbed");
  const show = (index) => {
    columns.forEach((column, n) => column?.classList.toggle("on", n === index));
    links.forEach((link, n) => (n === index ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  // A link to anything inside a column opens that column.
  const byHash = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const index = target ? columns.findIndex((column) => column?.contains(target)) : -1;
    if (index < 0) return false;
    show(index);
    target.closest("details")?.setAttribute("open", "");
    if (!columns.includes(target)) target.scrollIntoView({ block: "center" });
    return true;
  };
  if (!byHash()) show(Math.max(0, links.findIndex((link) => link.hasAttribute("data-first"))));
  addEventListener("hashchange", byHash);
}
