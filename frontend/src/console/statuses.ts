/** The words and colours of what became of a message. */
import type { Line } from "../types";

export type Tone = "" | "ok" | "warn" | "bad" | "info" | "accent";

export interface StatusWords {
  label: string;
  tone: Tone;
}

export const STATUSES: Readonly<Record<string, StatusWords>> = {
  received: { label: "Received", tone: "" },
  routed: { label: "Routed", tone: "info" },
  session_reply: { label: "Session reply", tone: "info" },
  catch_all: { label: "Catch-all", tone: "warn" },
  unrouted: { label: "Unrouted", tone: "bad" },
  blocked: { label: "Blocked", tone: "bad" },
  queued: { label: "Queued", tone: "" },
  sending: { label: "Sending", tone: "" },
  accepted: { label: "Sent", tone: "" },
  enroute: { label: "On its way", tone: "" },
  delivered: { label: "Delivered", tone: "ok" },
  failed: { label: "Failed", tone: "bad" },
  rejected: { label: "Rejected", tone: "bad" },
  expired: { label: "Expired", tone: "bad" },
  deleted: { label: "Deleted", tone: "warn" },
  unknown: { label: "No report", tone: "warn" },
  unsure: { label: "Not certain", tone: "warn" },
  not_sent: { label: "Not sent", tone: "bad" },
  refused: { label: "Refused", tone: "bad" },
  dropped: { label: "Dropped", tone: "warn" },
  dead: { label: "Gave up", tone: "bad" },
  left: { label: "Done", tone: "" },
  waiting: { label: "Waiting", tone: "info" },
  ended: { label: "Ended", tone: "" },
};

/** A status in words; one we do not know is shown as it came. */
export function statusWords(status: string): StatusWords {
  return STATUSES[status] ?? { label: status.replaceAll("_", " "), tone: "" };
}

/** How a visited handler was left, or that it waits. */
export function outcomeWords(line: Extract<Line, { kind: "trace" }>): StatusWords {
  const words = statusWords(line.status);
  if (!line.outcome) return words;
  const failed = line.outcome === "failed" || line.status === "failed";
  return { label: line.outcome_label || line.outcome, tone: failed ? "bad" : "" };
}

const PROBLEMS = new Set(["unrouted", "blocked", "failed", "rejected", "expired", "deleted", "unsure", "not_sent"]);

/** Whether somebody should look at this line. */
export function isProblem(line: Line): boolean {
  if (line.kind === "event") return true;
  if (line.kind === "trace") return Boolean(line.error) || line.status === "failed" || line.outcome === "failed";
  return PROBLEMS.has(line.status);
}
