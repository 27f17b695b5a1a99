import { expect, test } from "vitest";

import { at, messageLine } from "../console/examples";
import { asNumber, metaOf, quickReplies, stillPending, threadOf } from "./thread";

const pending = { key: "1", at: at(1), text: "JOIN", error: "", sent: { id: "M1", request_id: "R1" } };

test("orders a phone's texts oldest first and leaves out others' and e-mails", () => {
  const thread = threadOf(
    [
      messageLine({ id: "B", at: at(2) }),
      messageLine({ id: "A", at: at(1) }),
      messageLine({ id: "other", number: "447700900002" }),
      messageLine({ id: "mail", type: "email" }),
    ],
    "447700900001",
  );

  expect(thread.map((line) => line.id)).toEqual(["A", "B"]);
});

test("keeps a text pending until the server tells of it", () => {
  expect(stillPending([pending], [])).toEqual([pending]);
  expect(stillPending([pending], [messageLine({ id: "M1" })])).toEqual([]);
  expect(stillPending([pending], [messageLine({ id: "other", request_id: "R1" })])).toEqual([]);
});

test("does not take the reply of the same request for the text itself", () => {
  expect(stillPending([pending], [messageLine({ id: "X", direction: "MT", request_id: "R1" })])).toEqual([pending]);
});

test("does not take messages without a request for each other", () => {
  const sent = { ...pending, sent: { id: "M1", request_id: "" } };

  expect(stillPending([sent], [messageLine({ id: "M2", request_id: "" })])).toEqual([sent]);
});

test("says parts, encoding and delivery under a reply", () => {
  const line = messageLine({ direction: "MT", parts: 2, encoding: "UCS-2", status: "delivered" });

  expect(metaOf(line, "84433").map((meta) => meta.text)).toEqual(["2 parts", "UCS-2", "delivered"]);
});

test("says why a text was not taken, and under which sender another came", () => {
  const line = messageLine({ code: "83000", status: "unrouted", reason_text: "No keyword fits" });

  expect(metaOf(line, "84433").map((meta) => meta.text)).toEqual(["83000", "unrouted: No keyword fits"]);
});

test("makes buttons of keywords that can be texted", () => {
  expect(quickReplies(["STOP", "HELP", "JOIN%", "%", "^VOTE (.*)$", "JOIN"])).toEqual(["JOIN", "HELP", "STOP"]);
});

test.each([["447700900001", "447700900001"], ["+44 7700-900001", "447700900001"], ["07700900001", null], ["12345", null], ["4477x", null]])(
  "reads %s as a number",
  (typed, expected) => { expect(asNumber(typed)).toBe(expected); },
);
