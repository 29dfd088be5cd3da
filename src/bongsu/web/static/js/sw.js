// The service worker: shows what is pushed, and opens the room when it is pressed. Served at /sw.js for the whole site.
// What a phone shares is held on the phone until its reader presses the button on the clip page.
// It keeps one page for reading offline, the emergency copy, and only where its reader asked for it; rooms are private.
const COPY = "bongsu-emergency";
const SHARED = "bongsu-shared";
const PAGE = "/packet/offline/";
const REFRESH_MS = 12 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    said = { body: event.data?.text() ?? "" };
  }
  const about = {
    body: said.body ?? "",
    tag: said.tag || "bongsu",
    renotify: true,
    requireInteraction: true,
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    data: { link: said.link ?? "/" },
  };
  event.waitUntil(self.registration.showNotification(said.title || "Bongsu", about));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.link ?? "/", self.location.origin);
  const target = wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const there = open.find((page) => new URL(page.url).pathname === new URL(target).pathname);
      return there ? there.focus() : self.clients.openWindow(target);
    }),
  );
});

// Keeps the page and the files it names. A page that is no longer ours to read takes the copy away; a sign-in page, or
// a server in trouble, leaves it: the day sign-in is down is the day it is for.
async function renew() {
  const got = await fetch(PAGE, { credentials: "same-origin", cache: "no-store" });
  if (got.status === 403 || got.status === 404) await caches.delete(COPY);
  if (!got.ok || got.redirected) return got;
  const kept = await caches.open(COPY);
  const needs = (got.headers.get("x-offline-needs") ?? "").split(" ").filter(Boolean);
  await kept.addAll(needs);
  await kept.put(PAGE, got.clone());
  for (const one of await kept.keys()) {
    const path = new URL(one.url).pathname;
    if (path !== PAGE && !needs.includes(path)) await kept.delete(one);
  }
  return got;
}

const wanted = () => caches.has(COPY);
const copy = async () => (await wanted()) ? (await caches.open(COPY)).match(PAGE) : undefined;

async function refreshIfOld() {
  const kept = await copy();
  if (kept && Date.now() - Date.parse(kept.headers.get("date") ?? 0) > REFRESH_MS) await renew().catch(() => {});
}

async function page(request) {
  if (!(await wanted())) return fetch(request);
  try {
    const got = await renew();
    if (got.ok && !got.redirected) return got;
    if (got.status < 500 && !got.redirected) return got;
    return (await copy()) ?? got;
  } catch {
    return (await copy()) ?? Response.error();
  }
}

async function home(request) {
  try {
    return await fetch(request);
  } catch {
    return (await copy()) ? Response.redirect(PAGE) : Response.error();
  }
}

// Nothing of it leaves the phone here: the clip page takes it out, shows it, and sends it when its reader says so.
async function share(request) {
  const spare = request.clone();
  try {
    const told = await request.formData();
    await caches.delete(SHARED);
    const held = await caches.open(SHARED);
    const pictures = told.getAll("picture").filter((one) => one instanceof File && one.size);
    const about = { pictures: pictures.map((one) => one.name) };
    for (const name of ["title", "text", "url"]) about[name] = told.get(name) ?? "";
    for (const [n, one] of pictures.entries()) await held.put(`/clip/shared/${n}`, new Response(one, { headers: { "content-type": one.type } }));
    await held.put("/clip/shared/about", Response.json(about));
    return Response.redirect("/clip/?shared=1", 303);
  } catch {
    return fetch(spare);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (pathname === "/accounts/logout/" && request.method === "POST") {
    event.waitUntil(Promise.all([caches.delete(COPY), caches.delete(SHARED)]));
  } else if (pathname === "/clip/share/" && request.method === "POST") {
    event.respondWith(share(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    if (pathname === PAGE) event.respondWith(page(request));
    else if (pathname === "/") event.respondWith(home(request));
    else event.waitUntil(refreshIfOld());
  } else if (pathname.endsWith("/css/offline.css") || pathname.endsWith("/js/offline.js")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
