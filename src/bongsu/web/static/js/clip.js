// The clip page: a picture is pasted, dropped or shared into the file field, and shown before it is sent.
const form = document.querySelector("form[data-clip]");
const field = form?.querySelector('input[type="file"]');
const shown = form?.querySelector("[data-pictures]");

function show() {
  shown.replaceChildren(
    ...[...field.files].map((file) => {
      const item = document.createElement("li");
      const picture = document.createElement("img");
      picture.alt = "";
      const reader = new FileReader();
      reader.onload = () => (picture.src = reader.result);
      reader.readAsDataURL(file);
      const words = document.createElement("small");
      words.textContent = `${file.name} · ${Math.ceil(file.size / 1000)} kB`;
      item.append(picture, words);
      return item;
    }),
  );
}

function add(files) {
  const all = new DataTransfer();
  for (const file of [...field.files, ...files].slice(0, Number(field.dataset.most))) all.items.add(file);
  field.files = all.files;
  show();
}

async function takeShared() {
  if (!("caches" in window)) return;
  const held = await caches.open("bongsu-shared");
  const about = await (await held.match("/clip/shared/about"))?.json();
  if (!about) return;
  for (const name of ["title", "text", "url"]) {
    const place = form.elements.namedItem(name);
    if (place && !place.value) place.value = about[name];
  }
  if (!form.elements.url.value) form.elements.url.value = about.text.match(/https?:\/\/[^\s<>"']+/)?.[0] ?? "";
  const files = [];
  for (const [n, name] of about.pictures.entries()) {
    const got = await held.match(`/clip/shared/${n}`);
    if (got) files.push(new File([await got.blob()], name, { type: got.headers.get("content-type") ?? "" }));
  }
  add(files);
  await caches.delete("bongsu-shared");
}

if (form && field) {
  field.addEventListener("change", show);
  document.addEventListener("paste", (event) => {
    const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    add(pictures);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    const pictures = [...(event.dataTransfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    add(pictures);
  });
  if (new URLSearchParams(location.search).get("shared")) takeShared();
}
// The share sheet leads here only where the worker stands.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
