// The service worker: shows what is pushed, and opens the room when it is pressed. Served at /sw.js for the whole site.
// It keeps no page for reading offline: rooms are private. (The emergency copy, when there is one, registers its own
// "fetch" handler from a module of its own, imported here.)
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
