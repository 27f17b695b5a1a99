import { on } from "./on";

const KEY = "mep-folded";

function foldedIds(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

function show(button: HTMLElement, isOpen: boolean): void {
  button.setAttribute("aria-expanded", String(isOpen));
  const rows = document.getElementById(button.dataset["expands"] ?? "");
  if (rows) rows.hidden = !isOpen;
}

function remember(id: string, isOpen: boolean): void {
  const folded = foldedIds();
  if (isOpen) folded.delete(id);
  else folded.add(id);
  try {
    localStorage.setItem(KEY, JSON.stringify([...folded]));
  } catch {
    return;
  }
}

/** `[data-expands="id"]` folds and unfolds an element; what was folded stays so in this browser. */
export function expandGroups(): void {
  const folded = foldedIds();
  for (const button of document.querySelectorAll<HTMLElement>("[data-expands]"))
    if (folded.has(button.dataset["expands"] ?? "")) show(button, false);
  on("click", "[data-expands]", (button) => {
    const isOpen = button.getAttribute("aria-expanded") !== "true";
    show(button, isOpen);
    remember(button.dataset["expands"] ?? "", isOpen);
  });
}
