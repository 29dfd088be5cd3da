// Links that fill a form standing elsewhere on the page.
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
