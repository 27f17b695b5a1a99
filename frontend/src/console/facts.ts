/** The small facts above a trace. */
import type { Line, SessionDetail } from "../types";

export interface Fact {
  name: string;
  value: string;
  isId?: boolean;
}

function messageFacts(line: Extract<Line, { kind: "message" }>): Fact[] {
  const parts = `${line.parts.toString()} ${line.parts === 1 ? "part" : "parts"}, ${line.encoding}`;
  return [
    { name: "Network", value: line.network === "UNKNOWN" ? "" : line.network },
    { name: "Keyword", value: line.keyword },
    { name: "", value: line.encoding ? parts : "" },
    { name: "Account", value: line.gateway },
    { name: "SMS", value: line.id, isId: true },
    { name: "At the carrier", value: line.provider_id, isId: true },
  ];
}

function stateOf({ status, reason_text: why }: SessionDetail): string {
  const words = status.charAt(0).toUpperCase() + status.slice(1);
  return why ? `${words}: ${why}` : words;
}

function sessionFacts(session: SessionDetail): Fact[] {
  return [
    { name: "Session", value: session.id, isId: true },
    { name: "Version", value: session.service.version.toString() },
    { name: "State", value: stateOf(session) },
  ];
}

/** Names and values, those without a value left out. */
export function factsOf(line: Line, session: SessionDetail | null): Fact[] {
  const facts = [
    ...(session ? sessionFacts(session) : []),
    ...(line.kind === "message" ? messageFacts(line) : []),
    { name: "Request", value: line.request_id, isId: true },
  ];
  return facts.filter((fact) => fact.value);
}
