import { on } from "./on";

function openMenus(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
}

function close(menu: HTMLDetailsElement): void {
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

function goAlong(menu: HTMLElement, step: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>(".menu-item")];
  const here = items.indexOf(document.activeElement as HTMLElement);
  items[(here + step + items.length) % items.length]?.focus();
}

/** `details.menu` closes at a click elsewhere and at Esc; arrows go along its items. */
export function closeMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  on("keydown", "details.menu[open]", (menu, event) => {
    const key = (event as KeyboardEvent).key;
    if (key === "Escape") close(menu as HTMLDetailsElement);
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    event.preventDefault();
    goAlong(menu, key === "ArrowDown" ? 1 : -1);
  });
}
