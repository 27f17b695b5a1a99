import { expect, test } from "vitest";

import { at, messageLine } from "./examples";
import { RateMeter, sampled } from "./rate";

const burst = (second: number, count: number) =>
  Array.from({ length: count }, (_, place) =>
    messageLine({ id: `${second.toString()}-${place.toString()}`, at: at(second, Math.floor((place * 1000) / count)) }),
  ).reverse();

test("measures over five seconds and forgets what is older", () => {
  const meter = new RateMeter();
  meter.add(100, 1_000);
  meter.add(50, 4_000);

  expect(meter.perSecond(5_000)).toBe(30);
  expect(meter.perSecond(6_500)).toBe(10);
  expect(meter.perSecond(20_000)).toBe(0);
});

test("shows all while they can be read", () => {
  const rows = burst(1, 20);

  expect(sampled(rows, new Set())).toEqual(rows);
});

test("shows at most twenty of a second, spread over it", () => {
  const shown = sampled(burst(1, 200), new Set());

  expect(shown).toHaveLength(20);
  expect(shown.map((row) => row.at.slice(20, 22))).toEqual(
    Array.from({ length: 20 }, (_, slot) => (slot * 5).toString().padStart(2, "0")).reverse(),
  );
});

test("does not take a shown row away when later ones come", () => {
  const first = sampled(burst(1, 200).slice(100), new Set());

  const later = new Set(sampled(burst(1, 200), new Set()).map((row) => row.id));

  expect(first.every((row) => later.has(row.id))).toBe(true);
});

test("leaves quiet seconds whole and always shows what is opened", () => {
  const shown = sampled([...burst(2, 3), ...burst(1, 200)], new Set(["1-7"]));

  expect(shown).toHaveLength(24);
  expect(shown.map((row) => row.id)).toContain("1-7");
});
