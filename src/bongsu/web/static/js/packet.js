// The emergency copy on this device: kept, shown with its age, taken away. The service worker does the keeping (sw.js).
const COPY = "bongsu-emergency";
const box = document.getElementById("offline");

function show(names, kept) {
  for (const one of box.querySelectorAll("[data-say]")) one.hidden = !names.includes(one.dataset.say);
  box.querySelector('[data-do="on"]').hidden = Boolean(kept) || names.includes("unable");
  box.querySelector('[data-do="off"]').hidden = !kept;
  const when = box.querySelector("[data-age]");
  when.textContent = kept ? new Date(kept.headers.get("date")).toLocaleString(document.documentElement.lang) : "";
}

async function look() {
  const kept = (await caches.has(COPY)) ? await (await caches.open(COPY)).match(box.dataset.page) : undefined;
  show([kept ? "on" : "off"], kept);
}

async function keep() {
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const got = await fetch(box.dataset.page, { cache: "no-store" });
    if (!got.ok || got.redirected) throw new Error("no page");
    const into = await caches.open(COPY);
    await into.addAll((got.headers.get("x-offline-needs") ?? "").split(" ").filter(Boolean));
    await into.put(box.dataset.page, got);
    await look();
  } catch {
    await caches.delete(COPY);
    show(["off", "failed"]);
  }
}

if (box) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) show(["unable"]);
  else {
    box.querySelector('[data-do="on"]').addEventListener("click", keep);
    box.querySelector('[data-do="off"]').addEventListener("click", async () => {
      await caches.delete(COPY);
      await look();
    });
    look();
  }
}
