import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Line } from "../types";
import { messageLine } from "./examples";
import { NO_FILTERS } from "./filters";
import type { Connection } from "./live";
import { Live } from "./live";

/** A socket whose other end is the test. */
class Wire {
  static readonly OPEN = 1;
  static all: Wire[] = [];
  readyState = 0;
  sent: { since: string | null; filters: object }[] = [];
  onopen = () => {};
  onclose: (event: { code: number }) => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};

  constructor(readonly url: string) {
    Wire.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as (typeof this.sent)[0]);
  }
  close(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  say(message: object) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const heard: { lines: Line[]; isLive: boolean | "restart" }[] = [];
const states: Connection[] = [];
let last: string | null = null;
let live: Live;

const wire = () => Wire.all.at(-1) ?? expect.fail("no socket was opened");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(Response.json({ type: "backlog", lines: [messageLine()], complete: true }))));
  heard.length = states.length = Wire.all.length = 0;
  last = null;
  live = new Live("ws://h:1/ws/console", "/console/backlog", {
    lines: (lines, isLive) => { heard.push({ lines, isLive }); },
    restart: (lines) => { heard.push({ lines, isLive: "restart" }); },
    connection: (state) => { states.push(state); },
    filters: () => ({ ...NO_FILTERS, chosen: { code: ["84433"] } }),
    last: () => last,
  });
  live.start();
});

afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("asks for the newest rows under the filters when it connects first", () => {
  wire().open();

  expect(wire().sent).toEqual([{ type: "backlog", since: null, filters: { code: ["84433"] } }]);
  expect(states).toEqual(["live"]);
});

test("asks from ten seconds before the last line when it connects again", () => {
  last = "2026-11-21T14:03:27.000Z";
  wire().open();

  expect(wire().sent[0]?.since).toBe("2026-11-21T14:03:17.000Z");
});

test("tells live lines from those of a backlog", () => {
  wire().open();
  wire().say({ type: "backlog", lines: [], now: "", complete: true });
  wire().say({ type: "lines", lines: [messageLine()] });

  expect(heard.map(({ isLive }) => isLive)).toEqual(["restart", true]);
});

test("asks on while a backlog is incomplete, from its last line", () => {
  wire().open();
  wire().say({ type: "backlog", lines: [messageLine({ updated: "2026-11-21T14:00:00Z" })], now: "", complete: false });
  wire().say({ type: "backlog", lines: [], now: "", complete: true });

  expect(wire().sent.map(({ since }) => since)).toEqual([null, "2026-11-21T14:00:00Z"]);
  expect(heard.map(({ isLive }) => isLive)).toEqual(["restart", false]);
});

test("asks again every ten seconds, since hints may be lost", () => {
  last = "2026-11-21T14:03:27.000Z";
  wire().open();
  vi.advanceTimersByTime(20_000);

  expect(wire().sent).toHaveLength(3);
});

test("connects again after a loss and polls meanwhile", async () => {
  wire().open();
  wire().close();
  expect(states.at(-1)).toBe("lost");

  await vi.advanceTimersByTimeAsync(3_000);

  expect(Wire.all.length).toBeGreaterThan(1);
  expect(states.at(-1)).toBe("polling");
  expect(heard.at(-1)?.lines).toHaveLength(1);
});

test("polls on while a backlog is incomplete", async () => {
  const pages = [
    { lines: [messageLine({ updated: "2026-11-21T14:00:00Z" })], complete: false },
    { lines: [messageLine({ id: "M2" })], complete: true },
  ];
  const fetched = vi.fn<(url: string) => Promise<Response>>(() => Promise.resolve(Response.json(pages.shift() ?? { lines: [], complete: true })));
  vi.stubGlobal("fetch", fetched);

  await vi.advanceTimersByTimeAsync(3_000);

  expect(fetched.mock.calls.map(([url]) => url)).toEqual([
    "/console/backlog?code=84433",
    "/console/backlog?code=84433&since=2026-11-21T14%3A00%3A00Z",
  ]);
  expect(heard.map(({ isLive }) => isLive)).toEqual(["restart", false]);
});

test.each([[4401, "signed_out"], [4403, "refused"]])("does not try again after the server said %d", async (code, state) => {
  wire().open();
  wire().close(code);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(states.at(-1)).toBe(state);
  expect(Wire.all).toHaveLength(1);
});

test("stops for good", async () => {
  live.stop();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(Wire.all).toHaveLength(1);
});
