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
  document.getElementById("preview-card").hidden = false;
  for (const field of form.querySelectorAll(".slot-field")) {
    const length = [...field.querySelector("textarea").value].length;
    field.querySelector("meter").value = length;
    field.querySelector("output").textContent = length;
  }
  clearTimeout(timer);
  timer = setTimeout(preview, 400);
}

function put(field, text) {
  field.value = `${field.value.trim()} ${text}`.trim();
}

if (form) {
  // Without this script the button sends the form and gets the page back with its empty slots filled.
  document.getElementById("fill")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const button of form.querySelectorAll("button[data-ready]")) {
      const field = document.getElementById(button.dataset.into);
      if (!field.value.trim()) put(field, button.dataset.text);
    }
    form.querySelector("button.go")?.focus();
    changed();
  });
  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-into]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    put(field, button.dataset.text);
    field.focus();
    changed();
  });
}
