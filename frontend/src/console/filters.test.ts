import { expect, test } from "vitest";

import { at, eventLine, messageLine, traceLine } from "./examples";
import type { Filters } from "./filters";
import { NO_FILTERS, fromQuery, matches, toJson, toQuery, withToggled, withValues } from "./filters";

const where = (fields: Partial<Filters>): Filters => ({ ...NO_FILTERS, ...fields });

test("goes to the address and back unchanged", () => {
  const filters = where({ chosen: { code: ["84433", "BRAMBLE"], text: ["a&b=c"] }, search: "47", problems: true, steps: true });

  expect(fromQuery(new URLSearchParams(toQuery(filters).toString()))).toEqual(filters);
});

test("ignores what the address has too much", () => {
  expect(fromQuery(new URLSearchParams("evil=1&code=&code=84433&code=84433&problems=yes"))).toEqual(
    where({ chosen: { code: ["84433"] } }),
  );
});

test("tells the server only what is chosen", () => {
  expect(toJson(where({ chosen: { status: ["failed"] }, problems: true }))).toEqual({ status: ["failed"], problems: "1" });
  expect(toJson(NO_FILTERS)).toEqual({});
});

test("adds and removes a value, and the filter with its last value", () => {
  const one = withToggled(NO_FILTERS, "code", "84433");

  expect(one.chosen).toEqual({ code: ["84433"] });
  expect(withToggled(one, "code", "84433").chosen).toEqual({});
  expect(withValues(one, "code", []).chosen).toEqual({});
});

test.each<[string, Partial<Filters>, boolean]>([
  ["any of the values", { chosen: { code: ["1", "84433"] } }, true],
  ["none of the values", { chosen: { code: ["1"] } }, false],
  ["all filters", { chosen: { code: ["84433"], direction: ["MO"] } }, true],
  ["one of two filters", { chosen: { code: ["84433"], direction: ["MT"] } }, false],
  ["a part of the number", { chosen: { number: ["0900001"] } }, true],
  ["a part of the text whatever its case", { chosen: { text: ["join"] } }, true],
  ["a search for an id", { search: "m1" }, true],
  ["a search for nothing there", { search: "zzz" }, false],
  ["the service", { chosen: { service: ["S1"] } }, true],
  ["the collection", { chosen: { collection: ["Tea Club"] } }, true],
])("a message by %s", (_, fields, expected) => {
  const service = { id: "S1", name: "Vote", collection: "Tea Club" };

  expect(matches(messageLine({ service }), where(fields))).toBe(expected);
});

test("shows steps only when asked for", () => {
  expect(matches(traceLine(), NO_FILTERS)).toBe(false);
  expect(matches(traceLine(), where({ steps: true }))).toBe(true);
});

test("leaves steps and events out of filters that only messages have", () => {
  const filters = where({ steps: true, chosen: { direction: ["MO"] } });

  expect(matches(traceLine(), filters)).toBe(false);
  expect(matches(eventLine(), filters)).toBe(false);
});

test("finds problems of every kind", () => {
  const filters = where({ steps: true, problems: true });

  expect(matches(messageLine({ status: "failed" }), filters)).toBe(true);
  expect(matches(messageLine({ status: "delivered", at: at(1) }), filters)).toBe(false);
  expect(matches(eventLine(), filters)).toBe(true);
  expect(matches(traceLine({ error: "The web address did not answer" }), filters)).toBe(true);
  expect(matches(traceLine(), filters)).toBe(false);
});
