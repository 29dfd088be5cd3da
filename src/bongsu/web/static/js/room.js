// The room's chart, and links that fill a form standing elsewhere on the page.
const NS = "http://www.w3.org/2000/svg";
const path = (name, d) => {
  const one = document.createElementNS(NS, "path");
  one.setAttribute("class", name);
  one.setAttribute("d", d);
  return one;
};

async function draw() {
  const box = document.getElementById("chart");
  const answer = box && (await fetch(box.dataset.src).catch(() => null));
  if (!answer?.ok) return;
  const data = await answer.json();
  const last = Math.max(1, data.at.length - 1);
  const top = Math.max(1, ...data.count, ...data.high.map((n) => n ?? 0));
  const x = (i) => ((420 * i) / last).toFixed(1);
  const y = (n) => (164 - (156 * n) / top).toFixed(1);
  const line = (values) => values.map((n, i) => (n === null ? "" : `${i && values[i - 1] !== null ? "L" : "M"}${x(i)} ${y(n)}`)).join("");
  const parts = [path("line", line(data.count))];
  if (data.mean.every((n) => n !== null)) {
    const low = data.low.map((n, i) => `L${x(i)} ${y(n)}`).reverse().join("");
    parts.unshift(path("band", `${line(data.high)}${low}Z`), path("mean", line(data.mean)));
  }
  box.replaceChildren(...parts);
}
draw();
setInterval(draw, 15000);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet]");
  const sheet = link && document.getElementById(link.dataset.sheet);
  if (!sheet) return;
  event.preventDefault();
  sheet.open = true;
  const { sheet: _, label, ...fields } = link.dataset;
  for (const [name, value] of Object.entries(fields)) {
    const field = sheet.querySelector(`select[name="${CSS.escape(name)}"]`);
    if (!field) continue;
    // Something added after the page was loaded is not in its list yet.
    if (![...field.options].some((o) => o.value === value)) field.add(new Option(label, value));
    field.value = value;
  }
  sheet.scrollIntoView({ block: "center" });
  sheet.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
});
