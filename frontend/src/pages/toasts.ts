import { on } from "./on";

const SHOWN_MS = 8_000;

function startLeaving(toast: HTMLElement): void {
  let timer = setTimeout(() => { toast.remove(); }, SHOWN_MS);
  const stay = () => { clearTimeout(timer); };
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { toast.remove(); }, SHOWN_MS);
  };
  for (const event of ["mouseenter", "focusin"]) toast.addEventListener(event, stay);
  for (const event of ["mouseleave", "focusout"]) toast.addEventListener(event, leave);
}

/** Say something at the bottom right for eight seconds; it takes the place of the one before. */
export function toast(words: string): void {
  const place = document.querySelector("[data-toasts]");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "toast";
  note.dataset["toast"] = "";
  note.textContent = words;
  place.replaceChildren(note);
  startLeaving(note);
}

/** One toast at a time, gone after eight seconds unless pointed at; `[data-toast-close]` closes it. */
export function tendToasts(): void {
  const toasts = [...document.querySelectorAll<HTMLElement>("[data-toast]")];
  for (const older of toasts.slice(0, -1)) older.remove();
  toasts.slice(-1).forEach(startLeaving);
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());
}
