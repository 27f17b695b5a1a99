import { on } from "./on";
import { toast } from "./toasts";

/** `[data-copy="text"]` copies the text and says so. */
export function copyOnClick(): void {
  on("click", "[data-copy]", (button) => {
    const text = button.dataset["copy"] ?? "";
    void navigator.clipboard.writeText(text).then(
      () => { toast(`Copied ${text}`); },
      () => { toast("The browser does not allow copying here. Mark the text and copy it."); },
    );
  });
}
