import { afterEach, expect, test, vi } from "vitest";

import { ApiError, csrfToken, sendAsPhone } from "./api";

afterEach(() => { vi.unstubAllGlobals(); });

function answer(body: unknown, status: number) {
  const fetched = vi.fn(() => Promise.resolve(Response.json(body, { status })));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("finds the token in the cookie that the page names", () => {
  expect(csrfToken("a=1; mep_csrf_8000=T0K; b=2", "mep_csrf_8000")).toBe("T0K");
  expect(csrfToken("xmep_csrf_8000=no", "mep_csrf_8000")).toBe("");
});

test("posts JSON with the token", async () => {
  const fetched = answer({ id: "M1", request_id: "R1" }, 202);

  await expect(sendAsPhone("447700900001", "84433", "JOIN")).resolves.toEqual({ id: "M1", request_id: "R1" });
  expect(fetched).toHaveBeenCalledWith(
    "/api/v1/simulator/messages",
    expect.objectContaining({ method: "POST", body: '{"from":"447700900001","to":"84433","text":"JOIN"}' }),
  );
});

test("says a refusal in the server's words", async () => {
  answer({ title: "Invalid", detail: "The code 84433 is switched off" }, 422);

  await expect(sendAsPhone("1", "2", "3")).rejects.toThrow("The code 84433 is switched off");
});

test("has words of its own when the server has none", async () => {
  answer("<html>", 403);

  await expect(sendAsPhone("1", "2", "3")).rejects.toThrow("Sign in again");
});

test("says that nobody answered", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));

  await expect(sendAsPhone("1", "2", "3")).rejects.toEqual(new ApiError("The server did not answer. Check that it runs, then try again.", 0));
});
