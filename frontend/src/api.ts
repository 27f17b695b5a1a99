/** Calls to the server; the only place that knows its addresses. */
import type { Backlog, MessageLine, Page, RoutingCode, Sent, SessionDetail } from "./types";

/** A refusal in the server's own words. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const UNREACHABLE = "The server did not answer. Check that it runs, then try again.";

/** The token that Django wants beside the session cookie; the page says in which cookie it is. */
export function csrfToken(
  cookies: string = document.cookie,
  name: string = document.documentElement.dataset["csrfCookie"] ?? "csrftoken",
): string {
  const cookie = cookies.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1) ?? "";
}

function wordsOf(body: unknown, status: number): string {
  const problem = (body ?? {}) as { detail?: unknown; title?: unknown };
  if (typeof problem.detail === "string" && problem.detail) return problem.detail;
  if (typeof problem.title === "string" && problem.title) return problem.title;
  if (status === 401 || status === 403) return "You are signed out, or may not do this. Sign in again.";
  return `The server refused this (${status.toString()}).`;
}

async function call<T>(url: string, init: RequestInit = {}): Promise<T> {
  const headers = { Accept: "application/json", ...init.headers };
  const answer = await fetch(url, { credentials: "same-origin", ...init, headers }).catch(() => {
    throw new ApiError(UNREACHABLE, 0);
  });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(wordsOf(body, answer.status), answer.status);
  return body as T;
}

function post<T>(url: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return call<T>(url, { method: "POST", headers, body: JSON.stringify(body) });
}

export function fetchBacklog(url: string, query: URLSearchParams): Promise<Backlog> {
  return call(`${url}?${query.toString()}`);
}

export function fetchSession(id: string): Promise<SessionDetail> {
  return call(`/api/v1/sessions/${encodeURIComponent(id)}`);
}

export function fetchRoutingCodes(): Promise<Page<RoutingCode>> {
  return call("/api/v1/routing-codes");
}

export function fetchMessages(number: string): Promise<Page<MessageLine>> {
  return call(`/api/v1/messages?${new URLSearchParams({ number }).toString()}`);
}

export function sendAsPhone(from: string, to: string, text: string): Promise<Sent> {
  return post("/api/v1/simulator/messages", { from, to, text });
}
