import { on } from "./on";

const KEY = "mep-theme";

function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}

function tellButtons(): void {
  for (const button of document.querySelectorAll("[data-theme-switch]"))
    button.setAttribute("aria-pressed", String(isDark()));
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

/** `[data-theme-switch]` turns light to dark and back, and this browser remembers it. */
export function switchTheme(): void {
  tellButtons();
  on("click", "[data-theme-switch]", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    remember(theme);
    tellButtons();
  });
}
