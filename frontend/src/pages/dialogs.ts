import { on } from "./on";

/** `[data-open-dialog="id"]` opens a dialog, `[data-close]` inside closes it, Esc does so by itself. */
export function openAndCloseDialogs(): void {
  on("click", "[data-open-dialog]", (button) => {
    const dialog = document.getElementById(button.dataset["openDialog"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
  on("click", "[data-close]", (button) => { button.closest("dialog")?.close(); });
}
