import { expect, test } from "vitest";

import { askFrom, askNext, delayBefore } from "./reconnect";

test("waits twice as long after every failure, up to fifteen seconds", () => {
  const delays = [0, 1, 2, 3, 4, 5, 50].map((attempt) => delayBefore(attempt, 0.5));

  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000]);
});

test("spreads the attempts of many browsers", () => {
  expect(delayBefore(2, 0)).toBe(1500);
  expect(delayBefore(2, 1)).toBe(2500);
});

test("asks from ten seconds before the last known time", () => {
  expect(askFrom("2026-11-21T14:03:27.500Z")).toBe("2026-11-21T14:03:17.500Z");
  expect(askFrom(null)).toBeNull();
});

test("goes on after an incomplete backlog, but never in circles", () => {
  expect(askNext("2026-01-01", "2026-01-02")).toBe("2026-01-02");
  expect(askNext("2026-01-02", "2026-01-02")).toBeNull();
  expect(askNext("2026-01-02", null)).toBeNull();
});
