import { expect, test } from "vitest";

import { at, traceLine } from "./examples";
import { changesOf, visitsOf } from "./trace";

const asked = traceLine({ id: "1", node: "n2", status: "waiting", outcome: "", at: at(1), duration_ms: 1, effects: [{ kind: "subscribe", text: "subscribe" }] });
const answered = traceLine({ id: "2", node: "n2", outcome: "subscribed", at: at(1, 3), duration_ms: 2 });

test("shows a visit that was answered at once as one, with the time it took", () => {
  const visits = visitsOf([asked, answered, traceLine({ id: "3", node: "n3", at: at(1) })]);

  expect(visits.map((visit) => visit.id)).toEqual(["2", "3"]);
  expect(visits[0]).toMatchObject({ outcome: "subscribed", at: asked.at, duration_ms: 5, effects: asked.effects });
});

test("keeps a visit that waited for somebody apart from its answer", () => {
  expect(visitsOf([asked, { ...answered, at: at(1, 250) }])).toHaveLength(2);
  expect(visitsOf([asked, { ...answered, node: "n3" }])).toHaveLength(2);
});

test("leaves out the ids of the text that was sent", () => {
  const change = { scope: "request", key: "mt.smsId", before: null, after: "45E7" };
  const own = { scope: "session", key: "mt.smsId", before: null, after: "1" };

  expect(changesOf(traceLine({ changes: [change, own] }))).toEqual([own]);
});
