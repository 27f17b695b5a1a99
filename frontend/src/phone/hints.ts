/** Why a phone hears nothing: what failed or was refused of its number, in words. */
import type { Line } from "../types";

export interface Hint {
  id: string;
  at: string;
  text: string;
}

const MORE: Readonly<Record<string, string>> = { opted_out: "Text START to get texts again." };

/** What a line says to somebody who waits for an answer; nothing for most. */
export function hintOf(line: Line): Hint | null {
  if (line.kind === "message") return null;
  const words = line.kind === "trace" ? line.error && `${line.label}: ${line.error}` : line.reason_text;
  if (!words) return null;
  const more = line.reason ? MORE[line.reason] : undefined;
  return { id: line.id, at: line.at, text: more ? `${words}. ${more}` : words };
}

/** The number of whoever a line is about. */
export function numberOf(line: Line): string {
  return line.kind === "trace" ? line.number_of_user : line.number;
}

/** A number as logins see it that may not see numbers: four digits at each end, fewer of a short one. */
export function masked(number: string): string {
  const kept = Math.min(4, Math.floor(number.length / 3));
  return number.slice(0, kept) + "•".repeat(number.length - 2 * kept) + number.slice(number.length - kept);
}

/** Whether a line is about a number, as far as this login can tell. */
export function isAbout(line: Line, number: string): boolean {
  const shown = numberOf(line);
  return shown === number || shown === masked(number);
}
