// A button that copies a text standing on the page; without a clipboard it selects the text.
import { toast } from "./forms.js";
const said = {
  ko: "복사했습니다.",
  en: "Copied.",
}[document.documentElement.lang];
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard?.writeText(field.value).then(() => toast(said), () => {});
  });
}
