import { on } from "./on";

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** Left and right go along `.tabs` and `.segments`. */
export function moveAlongTabs(): void {
  on("keydown", ".tabs, .segments", (bar, event) => {
    const step = STEPS[(event as KeyboardEvent).key];
    if (!step) return;
    const tabs = [...bar.querySelectorAll<HTMLElement>("a, button")];
    const here = tabs.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    tabs[(here + step + tabs.length) % tabs.length]?.focus();
  });
}
