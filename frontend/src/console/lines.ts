/** The lines the console knows: merged by id, newest first, never more than it can hold. */
import type { Line } from "../types";

export type Lines = ReadonlyMap<string, Line>;

/** Enough for twenty seconds at 200 lines a second, so that a sampled view has all to choose from. */
export const MAX_LINES = 4_000;
const SLACK_LINES = 400;

/** Whether `next` says something that `known` does not. */
function isNews(known: Line | undefined, next: Line): boolean {
  return !known || (next.updated >= known.updated && next !== known);
}

function newestFirst(a: Line, b: Line): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** All lines, newest first; equal times by id, so that the order never wavers. */
export function inOrder(lines: Lines): Line[] {
  return [...lines.values()].sort(newestFirst);
}

function pruned(lines: Map<string, Line>): Map<string, Line> {
  if (lines.size <= MAX_LINES + SLACK_LINES) return lines;
  return new Map(inOrder(lines).slice(0, MAX_LINES).map((line) => [line.id, line]));
}

/** Add what arrived; a later or equal `updated` replaces, an older one is ignored. */
export function merge(lines: Lines, arrived: readonly Line[]): Lines {
  const news = arrived.filter((line) => isNews(lines.get(line.id), line));
  if (!news.length) return lines;
  const merged = new Map(lines);
  for (const line of news) if (isNews(merged.get(line.id), line)) merged.set(line.id, line);
  return pruned(merged);
}

/** Start the table anew from a backlog, keeping what is newer than its oldest line. */
export function restart(lines: Lines, backlog: readonly Line[]): Lines {
  const oldest = backlog.reduce((at, line) => (line.at < at ? line.at : at), backlog[0]?.at ?? "~");
  const kept = [...lines.values()].filter((line) => line.at >= oldest);
  return merge(new Map(kept.map((line) => [line.id, line])), backlog);
}

/** The latest moment any line tells of: what to ask the backlog from. */
export function lastUpdated(lines: Iterable<Line>): string | null {
  let last: string | null = null;
  for (const line of lines) if (last === null || line.updated > last) last = line.updated;
  return last;
}
