// Forms with class "act" are sent without leaving the page. What was typed is never lost: it stays until the server has
// taken it, and is kept for this tab (sessionStorage) in case the page goes away before.
const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
const words = {
  ko: { offline: "보내지 못했습니다. 연결되면 다시 눌러 주세요. 쓴 글은 그대로 있습니다.", done: "했습니다." },
  en: { offline: "Not sent. Press again once you are connected; what you wrote is still here.", done: "Done." },
}[document.documentElement.lang] ?? {};

export function toast(text, kind = "") {
  const box = document.getElementById("toasts");
  if (!box || !text) return;
  const one = document.createElement("div");
  one.className = `toast ${kind}`;
  one.textContent = text;
  box.append(one);
  setTimeout(() => one.remove(), 6000);
}

export function fillKeys(root = document) {
  for (const field of root.querySelectorAll('input[name="csrfmiddlewaretoken"]')) if (!field.value) field.value = token();
  for (const field of root.querySelectorAll('input[name="once"]')) if (!field.value) field.value = newKey();
}

// A form is known by where it sends and the hidden fields that say about what.
export function formName(form) {
  const about = [...form.querySelectorAll('input[type="hidden"]')].filter((f) => !["csrfmiddlewaretoken", "once", "base_version"].includes(f.name));
  return `${form.getAttribute("action")}?${about.map((f) => `${f.name}=${f.value}`).join("&")}`;
}

const written = (form) => [...form.querySelectorAll("textarea, input:not([type=hidden]):not([type=password]):not([type=submit])")].filter((f) => f.name);
const isTouched = (f) => (f.type === "checkbox" || f.type === "radio" ? f.checked !== f.defaultChecked : f.value !== f.defaultValue);
export const isEdited = (form) => written(form).some(isTouched) || [...form.querySelectorAll("select")].some((s) => [...s.options].some((o) => o.selected !== o.defaultSelected && (o.defaultSelected || s.selectedIndex > 0)));

function keep(form) {
  const texts = written(form).filter((f) => isTouched(f) && !["checkbox", "radio", "range", "file"].includes(f.type)).map((f) => [f.name, f.value]);
  const name = `typed ${formName(form)}`;
  if (texts.length) sessionStorage.setItem(name, JSON.stringify(texts));
  else sessionStorage.removeItem(name);
}

export function restore(root = document) {
  for (const form of root.querySelectorAll("form.act")) {
    const kept = sessionStorage.getItem(`typed ${formName(form)}`);
    if (!kept) continue;
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements.namedItem(name);
      if (field && "value" in field && field.value === field.defaultValue) field.value = value;
    }
    if (isEdited(form)) form.closest("details")?.setAttribute("open", "");
  }
}

function showProblem(form, detail, field) {
  let place = form.querySelector(".form-error");
  if (!place) {
    place = document.createElement("div");
    place.className = "form-error";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = detail;
  const named = field && form.elements.namedItem(field);
  if (named && "setAttribute" in named) {
    named.setAttribute("aria-invalid", "true");
    named.focus();
  }
}

async function send(form, button) {
  fillKeys(form);
  const body = new FormData(form, button?.name ? button : undefined);
  form.querySelectorAll("[aria-invalid]").forEach((f) => f.removeAttribute("aria-invalid"));
  const place = form.querySelector(".form-error");
  if (place) place.textContent = "";
  const buttons = [...form.querySelectorAll("button")];
  form.dataset.busy = "1";
  buttons.forEach((b) => b.setAttribute("aria-busy", "true"));
  try {
    const target = button?.getAttribute("formaction") ?? form.getAttribute("action");
    const answer = await fetch(target, { method: "POST", body, headers: { Accept: "application/problem+json, application/json;q=0.9" }, credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.redirected) return location.reload();
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) return showProblem(form, said.detail ?? `${answer.status}`, said.field);
    sessionStorage.removeItem(`typed ${formName(form)}`);
    form.reset();
    form.querySelectorAll('input[name="once"]').forEach((f) => (f.value = newKey()));
    form.closest("details[data-close]")?.removeAttribute("open");
    toast(said.message ?? words.done);
    delete form.dataset.busy; // news of this very act may be waiting for it
    form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: said }));
    if (said.go) location.assign(said.go);
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    // The network failed. The key stays the same: if the server did take it, it will not do it twice.
    showProblem(form, words.offline);
  } finally {
    delete form.dataset.busy;
    buttons.forEach((b) => b.removeAttribute("aria-busy"));
  }
}

export function startForms() {
  fillKeys();
  restore();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.act") || event.defaultPrevented) return;
    event.preventDefault();
    if (!form.dataset.busy) send(form, event.submitter);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.act");
    if (form) keep(form);
    if (event.target.matches?.("input[type=range]")) {
      const shown = document.querySelector(`output[for="${CSS.escape(event.target.id)}"]`);
      if (shown) shown.textContent = event.target.value;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form.act")?.requestSubmit();
  });
}
