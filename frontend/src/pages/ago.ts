import { ago } from "../console/clock";

const EVERY_MS = 1_000;
const LATE_MS = 60_000;

function tell(now: number): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const past = now - Date.parse(time.dateTime);
    if (Number.isNaN(past)) continue;
    time.textContent = ago(Math.floor(past / 1_000) * 1_000).replace(".0", "");
    if (time.dataset["ago"] === "fresh") time.classList.toggle("fresh-late", past > LATE_MS);
  }
}

/** `<time data-ago datetime>` counts up; `data-ago="fresh"` turns amber after a minute. */
export function tellAgo(): void {
  tell(Date.now());
  setInterval(() => { tell(Date.now()); }, EVERY_MS);
}
