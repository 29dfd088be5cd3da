// Everything a page does beyond HTML. Each part works alone; without any of them the page still works.
import { startClock } from "./clock.js";
import { startForms } from "./forms.js";
import { startLive } from "./live.js";
import { startMenu } from "./menu.js";
import { startPalette } from "./palette.js";
import { startTabs } from "./tabs.js";

startClock();
startForms();
startTabs();
startMenu();
startPalette();
startLive();
