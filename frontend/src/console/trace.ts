/** A session's visits as people read them. */
import type { TraceLine, VariableChange } from "../types";

/** Whether the handler only asked our own database, which answered at once. */
function isAnsweredAtOnce(line: TraceLine, next: TraceLine | undefined): next is TraceLine {
  return line.status === "waiting" && next?.node === line.node && next.at === line.at;
}

function joined(first: TraceLine, second: TraceLine): TraceLine {
  return {
    ...second,
    duration_ms: first.duration_ms + second.duration_ms,
    fields: { ...first.fields, ...second.fields },
    changes: [...first.changes, ...second.changes],
    effects: [...first.effects, ...second.effects],
  };
}

/** The visits in order; one that waited for nobody and was answered in the same moment is one. */
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
