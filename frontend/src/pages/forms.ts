import { on } from "./on";

/** A `[data-busy]` button shows that its form is on its way; a `[data-submits]` field sends its form. */
export function showBusyAndSubmit(): void {
  on("submit", "form", (form) => form.querySelector("[data-busy]")?.setAttribute("aria-busy", "true"));
  on("change", "[data-submits]", (field) => { field.closest("form")?.requestSubmit(); });
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[data-busy]")) button.removeAttribute("aria-busy");
  });
}
