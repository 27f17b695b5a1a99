/** A session's visits as people read them. */
import type { TraceLine, VariableChange } from "../types";

/** Quicker than any person answers: a handler that asked a database or another system. */
const AT_ONCE_MS = 250;

function between(first: TraceLine, second: TraceLine): number {
  return Date.parse(second.at) - Date.parse(first.at);
}

function isAnsweredAtOnce(line: TraceLine, next: TraceLine): boolean {
  return line.status === "waiting" && next.node === line.node && between(line, next) < AT_ONCE_MS;
}

function joined(first: TraceLine, second: TraceLine): TraceLine {
  return {
    ...second,
    at: first.at,
    duration_ms: between(first, second) + second.duration_ms,
    fields: { ...first.fields, ...second.fields },
    changes: [...first.changes, ...second.changes],
    effects: [...first.effects, ...second.effects],
  };
}

/** The visits in order; one that waited for nobody and was answered at once is one. */
export function visitsOf(trace: readonly TraceLine[]): TraceLine[] {
  const visits: TraceLine[] = [];
  for (const line of trace) {
    const last = visits.at(-1);
    if (last && isAnsweredAtOnce(last, line)) visits[visits.length - 1] = joined(last, line);
    else visits.push(line);
  }
  return visits;
}

/** What a visit changed, without the ids of the text it sent, which stand at the text. */
export function changesOf(line: TraceLine): VariableChange[] {
  return line.changes.filter((change) => change.scope !== "request" || !change.key.startsWith("mt."));
}
