const FIELDS = "input, textarea, select, [contenteditable]";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}

/** `/` goes to the page's `[data-search]`. */
export function focusSearch(): void {
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector<HTMLInputElement>("[data-search]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || !search || isTyping(event.target)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
