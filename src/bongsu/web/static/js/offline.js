// Says how old this copy is.
const line = document.getElementById("age");
const days = Math.floor((Date.now() - Date.parse(line.dataset.made)) / 86_400_000);
const words = days < 1 ? line.dataset.today : days === 1 ? line.dataset.day : line.dataset.days.replace("{n}", days);
line.querySelector("b").textContent = words;
line.classList.toggle("old", days >= 8);
