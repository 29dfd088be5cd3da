// The statement's editor: prepared words by one tap, length meters, and the text exactly as it would be published.
const form = document.getElementById("draft");
const shown = document.getElementById("preview");
let timer = 0;
let asked = 0;

async function preview() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.ok && mine === asked) shown.innerHTML = await answer.text();
}

function changed() {
  for (const field of form.querySelectorAll(".slot-field")) field.querySelector("meter").value = field.querySelector("textarea").value.length;
  clearTimeout(timer);
  timer = setTimeout(preview, 400);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-into]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    field.value = `${field.value.trim()} ${button.dataset.text}`.trim();
    field.focus();
    changed();
  });
}
