// One stream per browser, shared by its tabs: the tab that holds the lock listens, the others are told by it. Where a
// browser lacks Web Locks or BroadcastChannel, each tab listens for itself.
import { setClock, tick } from "./clock.js";
import { fillKeys, isEdited, restore } from "./forms.js";

const state = document.getElementById("live");
const body = document.body;
const cursors = new Map(); // topic → number of the last line seen
const waiting = new Map(); // panel element id → html that waits until the reader has left its form
let dropped = 0;

function show(now) {
  if (!state || state.dataset.state === now) return;
  state.dataset.state = now;
  state.textContent = state.dataset[now];
}

// ── putting news on the page ──
const isBusy = (panel) => {
  const active = document.activeElement;
  if (active && panel.contains(active) && active.matches("input, textarea, select")) return true;
  return [...panel.querySelectorAll("form")].some((form) => form.dataset.busy || isEdited(form));
};

// Motion only for what changed: a part that says something new, the passing of time apart.
const PARTS = "li, .do, .slot, .banner, blockquote";
function said(part) {
  const still = part.cloneNode(true);
  still.querySelectorAll("time, [data-due]").forEach((one) => one.remove());
  return still.textContent.trim();
}

function put(panel, html) {
  if (isBusy(panel)) {
    waiting.set(panel.id, html);
    panel.dataset.stale = "1";
    return;
  }
  waiting.delete(panel.id);
  delete panel.dataset.stale;
  const open = new Set([...panel.querySelectorAll("details[open]")].map((d, n) => d.id || d.querySelector("summary")?.textContent || n));
  const scrolled = [...panel.querySelectorAll(".scroll")].map((s) => s.scrollTop);
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  const place = active && (active.id ? `#${CSS.escape(active.id)}` : active.matches("a[href]") ? `a[href="${CSS.escape(active.getAttribute("href"))}"]` : active.tagName.toLowerCase());
  const before = new Set([...panel.querySelectorAll(PARTS)].map(said));
  panel.innerHTML = html;
  [...panel.querySelectorAll("details")].forEach((d, n) => open.has(d.id || d.querySelector("summary")?.textContent || n) && (d.open = true));
  [...panel.querySelectorAll(".scroll")].forEach((s, n) => (s.scrollTop = scrolled[n] ?? 0));
  if (place) panel.querySelector(place)?.focus({ preventScroll: true });
  for (const part of panel.querySelectorAll(PARTS)) if (!before.has(said(part))) part.classList.add("fresh");
  fillKeys(panel);
  restore(panel);
  tick(panel);
  panel.dispatchEvent(new CustomEvent("panel", { bubbles: true }));
}

// New lines of a journal stand above the others. One that tells several together takes the place of those it tells.
const span = (row) => row.dataset.seqs.split("-").map(Number);
function putLines(html) {
  for (const list of document.querySelectorAll("[data-lines]")) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const rows = [...fresh.content.children];
    const oldest = Math.min(...rows.map((row) => span(row)[0]));
    const newest = Math.max(0, ...[...list.children].map((row) => span(row)[1]));
    // More came than one message holds: what stands here no longer adjoins it.
    if (oldest > newest + 1) list.replaceChildren();
    for (const row of rows.reverse()) {
      const [from, to] = span(row);
      const covered = [...list.children].filter((old) => span(old)[0] >= from && span(old)[1] <= to);
      if (covered.some((old) => old.querySelector("details[open]"))) row.querySelector("details")?.setAttribute("open", "");
      const known = covered.some((old) => span(old)[1] === to);
      covered.forEach((old) => old.remove());
      if (!known) row.classList.add("fresh");
      const below = [...list.children].find((old) => span(old)[1] < from);
      list.insertBefore(row, below ?? null);
    }
    while (list.children.length > Number(list.dataset.lines)) list.lastElementChild.remove();
    const older = list.parentElement.querySelector("[data-older]");
    const last = list.lastElementChild && span(list.lastElementChild)[0];
    if (older && last > 1) {
      older.hidden = false;
      older.querySelector("a").href = `?before=${last}#journal`;
    }
    tick(list);
  }
}

function onPanels(news) {
  setClock(news.now, news.speed);
  const mine = topics().has(news.topic);
  if (!mine) return;
  // A lower number is something this tab has seen, unless the server itself has gone back (a restored backup).
  if (!news.back && news.seq < (cursors.get(news.topic) ?? -1)) return;
  cursors.set(news.topic, news.seq);
  for (const [name, html] of Object.entries(news.panels)) {
    const panel = document.getElementById(`panel-${name}`);
    if (panel) put(panel, html);
  }
  if (here?.topic === news.topic) onHere(here);
  if (news.lines) putLines(news.lines);
  document.dispatchEvent(new CustomEvent("news", { detail: news }));
}

let here = null; // who looks, as last heard: a panel put anew does not know

function onHere(news) {
  if (!topics().has(news.topic)) return;
  here = news;
  for (const place of document.querySelectorAll("[data-here]")) {
    place.textContent = String(news.people.length);
    place.title = news.people.map((p) => (p.title ? `${p.name} (${p.title})` : p.name)).join(", ");
  }
  for (const list of document.querySelectorAll("[data-here-list]")) {
    list.replaceChildren(
      ...news.people.map((p) => {
        const face = document.createElement("span");
        face.className = "face";
        face.textContent = p.name;
        face.title = p.title;
        return face;
      }),
    );
  }
}

document.addEventListener("focusout", () =>
  setTimeout(() => {
    for (const [id, html] of [...waiting]) {
      const panel = document.getElementById(id);
      if (panel && !isBusy(panel)) put(panel, html);
    }
  }, 0),
);
document.addEventListener("sent", (event) => {
  const panel = event.target.closest(".panel");
  if (panel && waiting.has(panel.id)) put(panel, waiting.get(panel.id));
});

// ── listening ──
function topics() {
  return new Set((body.dataset.topics ?? "").split(/[\s,]+/).filter(Boolean).map((t) => t.split("@")[0]));
}
for (const topic of (body.dataset.topics ?? "").split(/[\s,]+/)) {
  const [name, seq] = topic.split("@");
  if (seq) cursors.set(name, Number(seq));
}

let token = body.dataset.liveToken;
let source = null;
let again = 0;
let heardAt = 0;
let watching = 0;
// The server says something every 15 s; after three times that the connection hangs, whatever the browser thinks.
const SILENT_MS = 45000;

// The panels that stand on this browser's pages, "room:facts": nothing else is drawn for it.
const shown = new Set();
const onPage = () => [...document.querySelectorAll("[data-panel]")].map((panel) => panel.dataset.panel);

function listen(wanted, tell) {
  const before = source ? "&again=1" : ""; // the pages are not new
  source?.close();
  const asked = [...wanted].map(([name, seq]) => (seq >= 0 ? `${name}@${seq}` : name)).join(",");
  const mine = (source = new EventSource(`${body.dataset.live}?token=${encodeURIComponent(token)}&topics=${encodeURIComponent(asked)}&show=${encodeURIComponent([...shown].join(","))}${before}`));
  heardAt = Date.now();
  clearInterval(watching);
  watching = setInterval(() => {
    if (source !== mine || Date.now() - heardAt < SILENT_MS) return;
    tell({ kind: "state", now: "again" });
    listen(wanted, tell);
  }, 5000);
  mine.addEventListener("beat", () => (heardAt = Date.now()));
  const heard = (kind) => (event) => {
    heardAt = Date.now();
    const news = JSON.parse(event.data);
    if (kind === "panels") wanted.set(news.topic, news.back ? news.seq : Math.max(news.seq, wanted.get(news.topic) ?? -1));
    tell({ kind, news });
  };
  mine.addEventListener("panels", heard("panels"));
  mine.addEventListener("here", heard("here"));
  mine.onopen = () => {
    dropped = 0;
    tell({ kind: "state", now: "on" });
  };
  mine.onerror = () => {
    dropped ||= Date.now();
    tell({ kind: "state", now: Date.now() - dropped > 15000 || !navigator.onLine ? "off" : "again" });
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    // The server said no (a token that has run out, a restart): ask for a new token, then connect again.
    clearTimeout(again);
    again = setTimeout(async () => {
      const answer = await fetch("/live-token", { headers: { Accept: "application/problem+json" } }).catch(() => null);
      if (answer?.ok) token = (await answer.json()).token;
      if (source === mine) listen(wanted, tell);
    }, 1000 + Math.random() * 2000);
  };
}

function hear(message) {
  if (message.kind === "panels") onPanels(message.news);
  else if (message.kind === "here") onHere(message.news);
  else if (message.kind === "state") show(message.now);
}

export function startLive() {
  if (!body.dataset.live || !("EventSource" in window)) return;
  const wanted = new Map([...topics()].map((name) => [name, cursors.get(name) ?? -1]));
  onPage().forEach((panel) => shown.add(panel));
  addEventListener("offline", () => show("off"));
  addEventListener("online", () => show("again"));
  if (!navigator.locks || !("BroadcastChannel" in window)) {
    addEventListener("online", () => listen(wanted, hear));
    return listen(wanted, hear);
  }
  // Another reader signed in to the same browser gets a stream of their own.
  const who = (token ?? "").split(":")[0];
  const channel = new BroadcastChannel(`bongsu live ${who}`);
  let leads = false;
  const tell = (message) => {
    hear(message);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }) => {
    if (data.kind === "want") {
      if (!leads) return;
      // A tab joins: what it has seen may be older than what we have; ask from the older on.
      data.show.forEach((panel) => shown.add(panel));
      for (const [name, seq] of data.topics) wanted.set(name, wanted.has(name) ? Math.min(seq, wanted.get(name)) : seq);
      listen(wanted, tell);
    } else if (data.kind === "lead") channel.postMessage({ kind: "want", topics: [...topics()].map((name) => [name, cursors.get(name) ?? -1]), show: onPage() });
    else if (!leads) hear(data);
  };
  channel.postMessage({ kind: "want", topics: [...wanted], show: onPage() });
  navigator.locks.request(`bongsu live ${who}`, () => {
    leads = true;
    for (const name of topics()) wanted.set(name, cursors.get(name) ?? -1);
    listen(wanted, tell);
    // The old connection may hang without a word; asking again from the last line costs nothing and loses nothing.
    addEventListener("online", () => listen(wanted, tell));
    channel.postMessage({ kind: "lead" });
    return new Promise(() => {}); // held until the tab closes
  });
}
