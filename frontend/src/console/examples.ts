/** Lines for tests. */
import type { EventLine, MessageLine, TraceLine } from "../types";

const AT = "2026-11-21T14:03:27.000000+00:00";
const BASE = { at: AT, updated: AT, service: null, request_id: "", reason: "" };

export function messageLine(fields: Partial<MessageLine> = {}): MessageLine {
  return {
    ...BASE, kind: "message", id: "M1", direction: "MO", type: "SMS", number: "447700900001", end_user: "",
    code: "84433", network: "UNKNOWN", text: "JOIN", parts: 1, encoding: "GSM-7", keyword: "", session: null,
    source: "mo", gateway: "", status: "routed", reason_text: "", provider_id: "", test: false, ...fields,
  };
}

export function traceLine(fields: Partial<TraceLine> = {}): TraceLine {
  return {
    ...BASE, kind: "trace", id: "T1", session: "A41B09CE77D2", number: 1, node: "n1", label: "Welcome",
    handler: "send_sms", group: "Send", icon: "message-square", outcome: "sent", outcome_label: "Sent",
    status: "left", duration_ms: 2, fields: {}, changes: [], effects: [], error: "",
    number_of_user: "447700900001", session_status: "completed", ...fields,
  };
}

export function eventLine(fields: Partial<EventLine> = {}): EventLine {
  return {
    ...BASE, kind: "event", id: "E1", event: "invoke", number: "447700900001", service_id: "",
    status: "refused", reason_text: "There is no such service", text: "", ...fields,
  };
}

/** A moment in the minute of the examples: seconds, then milliseconds. */
export function at(seconds: number, milliseconds = 0): string {
  return new Date(Date.UTC(2026, 10, 21, 14, 3, seconds, milliseconds)).toISOString();
}
