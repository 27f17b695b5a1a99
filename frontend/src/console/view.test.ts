import { expect, test } from "vitest";

import { at, messageLine } from "./examples";
import { NO_FILTERS } from "./filters";
import { merge } from "./lines";
import { MAX_ROWS, newerThan, rowsOf } from "./view";

const lines = (count: number) =>
  merge(new Map(), Array.from({ length: count }, (_, place) => messageLine({ id: place.toString(), at: at(place) })));

test("shows at most five hundred rows, the newest", () => {
  const rows = rowsOf(lines(700), NO_FILTERS, "", new Set());

  expect(rows).toHaveLength(MAX_ROWS);
  expect(rows[0]?.id).toBe("699");
});

test("hides what was there when the table was cleared", () => {
  expect(rowsOf(lines(3), NO_FILTERS, at(1), new Set()).map((row) => row.id)).toEqual(["2"]);
});

test("counts what came while paused", () => {
  const shown = rowsOf(lines(3), NO_FILTERS, "", new Set());
  const rows = rowsOf(lines(5), NO_FILTERS, "", new Set());

  expect(newerThan(rows, shown)).toBe(2);
  expect(newerThan(rows, [])).toBe(5);
});
