import { expect, test } from "vitest";

import { ago, clockFor, duration } from "./clock";
import { COLUMNS, USUAL_COLUMNS, shownColumns } from "./columns";
import { eventLine, messageLine, traceLine } from "./examples";
import { factsOf } from "./facts";
import { offered, valueWords } from "./filterWords";
import { freshWords, rateWords } from "./freshness";
import { outcomeWords, statusWords } from "./statuses";
import { asText } from "./values";

test("tells times in the login's zone", () => {
  const clock = clockFor("Europe/Berlin");

  expect(clock.time("2026-11-21T23:30:05Z")).toBe("00:30:05");
  expect(clock.exact("2026-11-21T14:03:24.902Z")).toBe("15:03:24.902");
  expect(clock.day("2026-11-21T23:30:05Z")).toBe("22/11/2026");
});

test("takes an unknown zone for UTC", () => {
  expect(clockFor("Nowhere/At all").zone).toBe("UTC");
});

test.each([[300, "0.3 s ago"], [12_400, "12 s ago"], [250_000, "4 min ago"], [7_300_000, "2 h ago"], [-50, "0.0 s ago"]])(
  "says %d ms as %s",
  (milliseconds, words) => { expect(ago(milliseconds)).toBe(words); },
);

test("says durations short", () => {
  expect([duration(0), duration(2), duration(1_430)]).toEqual(["<1 ms", "2 ms", "1.4 s"]);
});

test("says the true rate and whether all is shown", () => {
  expect(rateWords(6.2)).toBe("6.2 lines a second, all shown");
  expect(rateWords(211.6)).toBe("212 lines a second, 20 of them shown");
});

test("does not call a paused table live", () => {
  expect(freshWords("live", true).words).toBe("Paused");
  expect(freshWords("lost", true).tone).toBe("bad");
});

test("has words for a status, and shows an unknown one as it came", () => {
  expect(statusWords("session_reply").label).toBe("Session reply");
  expect(statusWords("new_thing")).toEqual({ label: "new thing", tone: "" });
});

test("says how a handler was left, or that it waits", () => {
  expect(outcomeWords(traceLine())).toEqual({ label: "Sent", tone: "" });
  expect(outcomeWords(traceLine({ outcome: "failed", outcome_label: "Failed" })).tone).toBe("bad");
  expect(outcomeWords(traceLine({ outcome: "", status: "waiting" })).label).toBe("Waiting");
});

test("always shows the message, other columns as chosen and in their order", () => {
  expect(shownColumns(["status", "time"]).map((column) => column.id)).toEqual(["time", "text", "status"]);
  expect(shownColumns(USUAL_COLUMNS)).toHaveLength(USUAL_COLUMNS.length);
});

test("says something of every kind of line", () => {
  const text = (line: Parameters<(typeof COLUMNS)[0]["text"]>[0]) => COLUMNS.map((column) => column.text(line)).join(" ");

  expect(text(messageLine())).toContain("JOIN");
  expect(text(traceLine({ effects: [{ kind: "send_sms", text: "1 part" }] }))).toContain("Welcome: 1 part");
  expect(text(eventLine())).toContain("There is no such service");
});

test("offers the usual values and those seen", () => {
  const lines = [messageLine({ code: "84433" }), messageLine({ code: "83000" }), traceLine()];

  expect(offered("code", lines)).toEqual(["84433", "83000"]);
  expect(offered("direction", [])).toEqual(["MO", "MT"]);
});

test("names a service by its name once it was seen", () => {
  const service = { id: "S1", name: "Vote", collection: "Tea" };

  expect(valueWords("service", "S1", [messageLine({ service })])).toBe("Vote");
  expect(valueWords("service", "S2", [])).toBe("S2");
});

test("names a collection by its name once a message told it", () => {
  const service = { id: "S1", name: "Vote", collection: "C1", collection_name: "Autumn" };
  const lines = [traceLine({ service: { id: "S1", name: "Vote", collection: "C1" } }), messageLine({ service })];

  expect(valueWords("collection", "C1", lines)).toBe("Autumn");
  expect(valueWords("collection", "C2", lines)).toBe("C2");
});

test("leaves out facts that are unknown", () => {
  const names = factsOf(messageLine({ request_id: "R1" }), null).map((fact) => fact.name);

  expect(names).toEqual(["", "SMS", "Request"]);
});

test("shows values for reading", () => {
  expect([asText(null), asText("Bob"), asText(2), asText({ a: 1 }), asText(undefined)]).toEqual(["null", "Bob", "2", '{"a":1}', "null"]);
  expect(asText("x".repeat(400))).toHaveLength(161);
});
