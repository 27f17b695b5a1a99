import { expect, test } from "vitest";

import { at, messageLine } from "./examples";
import { MAX_LINES, inOrder, lastUpdated, merge, restart } from "./lines";

const none = new Map();

test("replaces a line by one with the same id and a later change", () => {
  const known = merge(none, [messageLine({ status: "queued", updated: at(1) })]);

  const lines = merge(known, [messageLine({ status: "delivered", updated: at(2) })]);

  expect(inOrder(lines).map((line) => line.status)).toEqual(["delivered"]);
});

test("ignores an older state that arrives late", () => {
  const known = merge(none, [messageLine({ status: "delivered", updated: at(2) })]);

  const lines = merge(known, [messageLine({ status: "queued", updated: at(1) })]);

  expect(lines).toBe(known);
});

test("takes the later state when both come at once, in whatever order", () => {
  const late = messageLine({ status: "delivered", updated: at(2) });

  const lines = merge(none, [late, messageLine({ status: "queued", updated: at(1) })]);

  expect(lines.get("M1")).toBe(late);
});

test("orders newest first, equal times always alike", () => {
  const a = messageLine({ id: "A", at: at(1) });
  const b = messageLine({ id: "B", at: at(1) });
  const newest = messageLine({ id: "C", at: at(2) });

  expect(inOrder(merge(none, [a, newest, b])).map((line) => line.id)).toEqual(["C", "B", "A"]);
  expect(inOrder(merge(none, [b, a, newest])).map((line) => line.id)).toEqual(["C", "B", "A"]);
});

test("keeps a minute of 200 lines a second within its limit, and the newest of them", () => {
  let lines = merge(none, []);
  for (let second = 0; second < 60; second += 1) {
    const burst = Array.from({ length: 200 }, (_, place) =>
      messageLine({ id: `${second.toString()}-${place.toString()}`, at: at(second, place * 5) }),
    );
    lines = merge(lines, burst);
  }

  expect(lines.size).toBeLessThanOrEqual(MAX_LINES + 400);
  expect(inOrder(lines)[0]?.id).toBe("59-199");
});

test("starts anew at the oldest line of a backlog and keeps what is newer", () => {
  const known = merge(none, [messageLine({ id: "old", at: at(1) }), messageLine({ id: "new", at: at(9) })]);

  const lines = restart(known, [messageLine({ id: "backlog", at: at(5) })]);

  expect(inOrder(lines).map((line) => line.id)).toEqual(["new", "backlog"]);
});

test("is empty after an empty backlog", () => {
  expect(restart(merge(none, [messageLine()]), []).size).toBe(0);
});

test("knows the latest change", () => {
  expect(lastUpdated([messageLine({ updated: at(2) }), messageLine({ updated: at(1) })])).toBe(at(2));
  expect(lastUpdated([])).toBeNull();
});
