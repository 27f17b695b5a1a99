/** J and K go along the rows, Enter opens one, Space pauses; all off in fields. */
import { useEffect } from "react";

import { recall } from "./remembered";
import { togglePause } from "./store";

export const SHORTCUTS_KEY = "mep-shortcuts";

export function shortcutsAreOn(): boolean {
  return recall(SHORTCUTS_KEY, true, (value): value is boolean => typeof value === "boolean");
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable], [role=dialog]"));
}

function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && Boolean(target.closest("button:not(.console-open), a, summary"));
}

function goAlong(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".console-open")];
  const here = rows.findIndex((row) => row === document.activeElement);
  const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step));
  rows[next]?.focus();
}

const DEEDS: Record<string, () => void> = {
  j: () => { goAlong(1); },
  k: () => { goAlong(-1); },
  " ": togglePause,
};

function isMeantForUs(event: KeyboardEvent): boolean {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  return !hasModifier && !isTyping(event.target) && shortcutsAreOn();
}

function onKey(event: KeyboardEvent): void {
  if (!isMeantForUs(event)) return;
  const deed = DEEDS[event.key.toLowerCase()];
  if (!deed || (event.key === " " && isOnControl(event.target))) return;
  event.preventDefault();
  deed();
}

export function useKeys(): void {
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => { document.removeEventListener("keydown", onKey); };
  }, []);
}
