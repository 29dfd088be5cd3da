// Countdowns tick with the organisation's clock: a demo's runs faster than ours.
// now = org time at `anchor` + (our time since) × speed. Speed 0 means real time.
let orgAt = Date.now();
let ourAt = performance.now();
let speed = 1;

export function setClock(now, pace) {
  const at = Date.parse(now);
  if (Number.isNaN(at)) return;
  orgAt = at;
  ourAt = performance.now();
  speed = pace || 1;
}

export function orgNow() {
  return orgAt + (performance.now() - ourAt) * speed;
}

export function timeLeft(due, now) {
  const total = Math.trunc((due - now) / 1000);
  const late = due < now;
  const s = Math.abs(total);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600);
  const text = hours ? `${hours}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}` : `${two(Math.floor(s / 60))}:${two(s % 60)}`;
  return { text: late ? `+${text}` : text, late };
}

export function tick(root = document) {
  const now = orgNow();
  for (const one of root.querySelectorAll("[data-due]")) {
    const left = timeLeft(Date.parse(one.dataset.due), now);
    if (one.textContent !== left.text) one.textContent = left.text;
    one.classList.toggle("late", left.late);
    one.closest(".due")?.classList.toggle("late", left.late);
  }
}

export function startClock() {
  const { now, speed: pace } = document.body.dataset;
  if (now) setClock(now, Number(pace));
  tick();
  setInterval(tick, 500);
}
