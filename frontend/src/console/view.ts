/** The rows of the table, out of everything the console knows. */
import type { Line } from "../types";
import type { Filters } from "./filters";
import { matches } from "./filters";
import type { Lines } from "./lines";
import { inOrder } from "./lines";
import { sampled } from "./rate";

export const MAX_ROWS = 500;

/** Newest first, filtered, after the last clearing, thinned to a readable rate, at most 500. */
export function rowsOf(lines: Lines, filters: Filters, clearedAt: string, kept: ReadonlySet<string>): readonly Line[] {
  const wanted = inOrder(lines).filter((line) => line.at > clearedAt && matches(line, filters));
  return sampled(wanted, kept).slice(0, MAX_ROWS);
}

/** How many rows came since the shown ones were frozen. */
export function newerThan(rows: readonly Line[], shown: readonly Line[]): number {
  const known = new Set(shown.map((row) => row.id));
  const first = rows.findIndex((row) => known.has(row.id));
  return first < 0 ? rows.length : first;
}
