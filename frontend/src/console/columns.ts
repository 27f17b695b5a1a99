/** The columns of the table: their heads, widths, and what they say of a line. */
import type { Line } from "../types";
import { outcomeWords, statusWords } from "./statuses";

export interface Column {
  id: string;
  head: string;
  width: number | null;
  text: (line: Line) => string;
}

type Texts = Record<Line["kind"], (line: never) => string>;
const SOURCES: Record<string, string> = {
  mo: "Message in",
  session: "Session",
  api: "API",
  inject: "Injected",
  simulator: "Phone",
};

function by<K extends Line["kind"]>(kinds: { [kind in K]: (line: Extract<Line, { kind: kind }>) => string }) {
  const texts = kinds as unknown as Partial<Texts>;
  return (line: Line) => texts[line.kind]?.(line as never) ?? "";
}

/** Words for where a message came from. */
export function sourceWords(source: string): string {
  return SOURCES[source] ?? source;
}

/** What a visited handler did, in one line. */
export function effectsText(line: Extract<Line, { kind: "trace" }>): string {
  return line.error || line.effects.map((effect) => effect.text).join(", ");
}

/** "MO", "MT", or what kind of line it is. */
export const wayOf = by({ message: (line) => line.direction, trace: () => "Step", event: () => "Event" });

export const COLUMNS: readonly Column[] = [
  { id: "time", head: "Time", width: 86, text: (line) => line.at },
  { id: "way", head: "Way", width: 78, text: wayOf },
  { id: "type", head: "Type", width: 76, text: by({ message: (line) => line.type, event: (line) => line.event }) },
  {
    id: "number",
    head: "End user",
    width: 128,
    text: (line) => (line.kind === "trace" ? line.number_of_user : line.number),
  },
  { id: "code", head: "Code", width: 82, text: by({ message: (line) => line.code }) },
  { id: "network", head: "Network", width: 110, text: by({ message: (line) => line.network }) },
  {
    id: "text",
    head: "Message",
    width: null,
    text: by({
      message: (line) => line.text,
      trace: (line) => [line.label, effectsText(line)].filter(Boolean).join(": "),
      event: (line) => line.reason_text || line.text,
    }),
  },
  { id: "keyword", head: "Keyword", width: 92, text: by({ message: (line) => line.keyword }) },
  { id: "service", head: "Service", width: 170, text: (line) => line.service?.name ?? "" },
  { id: "source", head: "Source", width: 96, text: by({ message: (line) => sourceWords(line.source) }) },
  { id: "gateway", head: "Account", width: 110, text: by({ message: (line) => line.gateway }) },
  { id: "id", head: "ID", width: 132, text: (line) => line.id },
  {
    id: "status",
    head: "Status",
    width: 148,
    text: (line) => (line.kind === "trace" ? outcomeWords(line) : statusWords(line.status)).label,
  },
];

export const USUAL_COLUMNS: readonly string[] = ["time", "way", "number", "code", "text", "keyword", "service", "status"];

const LEAST_TEXT_WIDTH = 180;

/** How wide the table must be so that no column is squeezed. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? LEAST_TEXT_WIDTH), 0);
}

/** The columns to show, in their own order; the message always among them. */
export function shownColumns(ids: readonly string[]): readonly Column[] {
  return COLUMNS.filter((column) => column.id === "text" || ids.includes(column.id));
}
