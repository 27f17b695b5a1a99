import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { at, eventLine, messageLine, traceLine } from "../console/examples";
import { retry, sendText, setNumber, takeLines, usePhone } from "./store";

const answer = (body: unknown, status: number) => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(body, { status })));
};

beforeEach(() => {
  localStorage.clear();
  setNumber("447700900001");
});
afterEach(() => { vi.unstubAllGlobals(); });

test("shows a text at once and lets the server's line take its place", async () => {
  answer({ id: "M1", request_id: "R1" }, 202);

  const sending = sendText("84433", "JOIN");
  expect(usePhone.getState().pending.map(({ text }) => text)).toEqual(["JOIN"]);
  await sending;
  takeLines([messageLine({ id: "M1" })]);

  expect(usePhone.getState().pending).toEqual([]);
  expect([...usePhone.getState().messages.keys()]).toEqual(["M1"]);
});

test("does not show a text twice when its line was faster than the answer", async () => {
  answer({ id: "M1", request_id: "R1" }, 202);

  const sending = sendText("84433", "JOIN");
  takeLines([messageLine({ id: "M1" })]);
  await sending;

  expect(usePhone.getState().pending).toEqual([]);
});

test("keeps a refused text with the reason, and sends it again", async () => {
  answer({ detail: "The code is switched off" }, 422);
  await sendText("84433", "JOIN");
  const [refused] = usePhone.getState().pending;
  answer({ id: "M2", request_id: "R2" }, 202);

  await retry(refused?.key ?? "", "84433");

  expect(refused?.error).toBe("The code is switched off");
  expect(usePhone.getState().pending[0]).toMatchObject({ text: "JOIN", error: "", sent: { id: "M2" } });
});

test("takes only its own messages, and never an older state", () => {
  takeLines([
    messageLine({ status: "delivered", updated: at(2) }),
    messageLine({ id: "other", number: "447700900002" }),
    traceLine(),
  ]);
  takeLines([messageLine({ status: "queued", updated: at(1) })]);

  expect([...usePhone.getState().messages.values()].map((line) => line.status)).toEqual(["delivered"]);
});

test("says why nothing comes back, and what to do about it", () => {
  takeLines([
    traceLine({ id: "t1", label: "Tell", error: "447700900001 has opted out", reason: "opted_out" }),
    traceLine({ id: "t2" }),
    eventLine({ id: "e1", reason_text: "There is no such service" }),
    eventLine({ id: "e2", number: "447700900002" }),
  ]);

  expect([...usePhone.getState().hints.values()].map((hint) => hint.text)).toEqual([
    "Tell: 447700900001 has opted out. Text START to get texts again.",
    "There is no such service",
  ]);
});

test("knows its messages when the login sees masked numbers only", () => {
  takeLines([messageLine({ number: "4477••••0001" }), messageLine({ id: "other", number: "4477••••0002" })]);

  expect([...usePhone.getState().messages.keys()]).toEqual(["M1"]);
});

test("remembers the numbers it was", () => {
  setNumber("447700900002");

  expect(usePhone.getState().recent.slice(0, 2)).toEqual(["447700900002", "447700900001"]);
  expect(usePhone.getState().messages.size).toBe(0);
});
