import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Console } from "./Console";
import { at, eventLine, messageLine, traceLine } from "./examples";
import { begin, clear, receive, startAnew, togglePause, useConsole } from "./store";

class NoSocket {
  static readonly OPEN = 1;
  readyState = 0;
  close() {
    this.readyState = 3;
  }
}

const SESSION = {
  id: "A41B09CE77D2", service: { id: "S1", name: "Tea Club", collection: "Tea", version: 7 }, number: "447700900001",
  status: "completed", reason: "", reason_text: "", waiting_until: null, variables: {}, request_id: "R1", trace: [
    traceLine({ changes: [{ scope: "user", key: "code", before: null, after: "418207" }] }),
    traceLine({ id: "T2", number: 2, label: "Ask shop", outcome: "failed", outcome_label: "Failed", error: "The web address did not answer" }),
  ],
};
const CODES = { results: [{ id: "1", code: "84433", name: "", kind: "short", keywords: ["JOIN%"] }], next: null };

function answer(url: string): Response {
  if (url.includes("/sessions/")) return Response.json(SESSION);
  return Response.json(url.includes("routing-codes") ? CODES : { results: [], next: null });
}

function show(query = ""): void {
  begin(new URLSearchParams(query));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Console liveUrl="ws://h/ws/console" backlogUrl="/console/backlog" zone="UTC" serviceUrl="/services/{id}" />
    </QueryClientProvider>,
  );
}

const rows = () => [...document.querySelectorAll(".console-line")].map((row) => row.textContent);

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("WebSocket", NoSocket);
  vi.stubGlobal("fetch", vi.fn((url: string) => Promise.resolve(answer(url))));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("shows what arrives, newest first, with its status in words", () => {
  show();
  act(() => { startAnew([messageLine({ id: "A", at: at(1) }), messageLine({ id: "B", at: at(2), text: "YES", status: "session_reply" })]); });

  expect(rows()[0]).toContain("YES");
  expect(rows()[0]).toContain("Session reply");
  expect(rows()).toHaveLength(2);
});

test("opens the whole trace of a session in place", async () => {
  show();
  act(() => { startAnew([messageLine({ session: "A41B09CE77D2" })]); });
  fireEvent.click(screen.getByRole("button", { name: /Show all of the line/ }));

  const steps = await screen.findByRole("table", { name: "Steps of the session" });

  expect(within(steps).getByText("418207")).toBeTruthy();
  expect(within(steps).getByText("The web address did not answer")).toBeTruthy();
  expect(screen.getByText("Version").textContent).toContain("7");
});

test("holds the table still while paused and says how much came", () => {
  show();
  act(() => { startAnew([messageLine({ id: "A", at: at(1) })]); });
  act(togglePause);
  act(() => { receive([messageLine({ id: "B", at: at(2) })], []); });

  expect(rows()).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Show 1 newer" }));
  expect(rows()).toHaveLength(2);
});

test("shows steps beside messages when asked", () => {
  show();
  act(() => { startAnew([messageLine(), traceLine(), eventLine()]); });
  expect(rows()).toHaveLength(2);

  fireEvent.click(screen.getByRole("switch", { name: "Steps" }));
  expect(rows()).toHaveLength(3);
});

test("begins with the filters of the address and removes one by its cross", () => {
  show("code=83000");
  act(() => { startAnew([messageLine()]); });
  expect(rows()).toHaveLength(0);
  expect(screen.getByText("Nothing matches these filters.")).toBeTruthy();

  fireEvent.click(screen.getByRole("button", { name: "Remove the filter Code 83000" }));
  expect(rows()).toHaveLength(1);
});

test("clears, and stays clear when the backlog tells the same again", () => {
  show();
  act(() => { startAnew([messageLine()]); });
  act(clear);
  act(() => { receive([messageLine({ updated: at(50) })], []); });

  expect(rows()).toHaveLength(0);
  expect(useConsole.getState().lines.size).toBe(1);
});

test("goes along the rows by J and K and pauses by Space", () => {
  show();
  act(() => { startAnew([messageLine({ id: "A", at: at(1) }), messageLine({ id: "B", at: at(2) })]); });
  fireEvent.keyDown(document.body, { key: "j" });
  fireEvent.keyDown(document.activeElement ?? document.body, { key: "j" });
  expect((document.activeElement as HTMLElement).dataset["line"]).toBe("A");

  fireEvent.keyDown(document.body, { key: " " });
  expect(screen.getByRole("button", { name: /Resume/ })).toBeTruthy();
});

test("does not take letters typed in a field for commands", () => {
  show();
  fireEvent.keyDown(screen.getByLabelText("Search by number, text or id"), { key: " " });

  expect(useConsole.getState().frozen).toBeNull();
});

test("offers the code's keywords as quick replies", async () => {
  show();

  expect(await screen.findByRole("button", { name: "JOIN" })).toBeTruthy();
});
