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

// `words` come from the page in the reader's language, with {t}, {h} and {m} to fill: "{t} 남음", "{m}분 지남".
export function timeLeft(due, now, words) {
  const s = Math.trunc((due - now) / 1000);
  const two = (n) => String(n).padStart(2, "0");
  if (s < 0) {
    const late = Math.ceil(-s / 60); // begun minutes count: nobody reads "0 minutes late"
    return { text: (late < 60 ? words.minutes : words.hours).replace("{h}", Math.floor(late / 60)).replace("{m}", late % 60), late: true };
  }
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  return { text: words.left.replace("{t}", hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${two(minutes)}:${two(s % 60)}`), late: false };
}

export function tick(root = document) {
  const now = orgNow();
  for (const one of root.querySelectorAll("[data-due]")) {
    const left = timeLeft(Date.parse(one.dataset.due), now, one.dataset);
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
