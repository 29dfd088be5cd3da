// Lets this browser ring: asks for leave, subscribes with the installation's key, and tells the server.
const box = document.getElementById("push");
const button = box?.querySelector("button");
const say = (name) => {
  for (const one of box.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== name;
};
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

async function subscription() {
  const worker = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  if (known) return known;
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
}

async function start() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return say("refused");
    const sent = await fetch(box.dataset.to, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrftoken": document.querySelector('meta[name="csrf"]').content },
      body: JSON.stringify(await subscription()),
    });
    if (!sent.ok) return say("failed");
    location.hash = "channels";
    location.reload();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
  }
}

if (box) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) say("unable");
  else if (Notification.permission === "denied") say("refused");
  else {
    button.hidden = false;
    button.addEventListener("click", start);
  }
}
