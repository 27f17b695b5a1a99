import type { Line } from "../types";
import { outcomeWords, statusWords } from "./statuses";

/** What became of a line, in one word; the reason is its tooltip. */
export function StatusBadge({ line }: { line: Line }) {
  const { label, tone } = line.kind === "trace" ? outcomeWords(line) : statusWords(line.status);
  const why = line.kind === "trace" ? line.error : line.reason_text;
  return <span className={`badge ${tone ? `badge-${tone}` : ""}`} title={why || undefined}>{label}</span>;
}
