/** What the table is narrowed to, kept in the address so that a view can be shared. */
import type { Line } from "../types";
import { isProblem } from "./statuses";

export const CHOICES = ["direction", "type", "code", "service", "collection", "keyword", "status", "source", "network"] as const;
export const TEXTS = ["number", "text"] as const;
export type FilterName = (typeof CHOICES)[number] | (typeof TEXTS)[number];

export interface Filters {
  readonly chosen: Readonly<Partial<Record<FilterName, readonly string[]>>>;
  readonly search: string;
  readonly problems: boolean;
  readonly steps: boolean;
}

export const NO_FILTERS: Filters = { chosen: {}, search: "", problems: false, steps: false };
const NAMES: readonly FilterName[] = [...CHOICES, ...TEXTS];

/** The address's query as filters. */
export function fromQuery(query: URLSearchParams): Filters {
  const chosen: Partial<Record<FilterName, string[]>> = {};
  for (const name of NAMES) {
    const values = [...new Set(query.getAll(name).filter(Boolean))];
    if (values.length) chosen[name] = values;
  }
  const isOn = (name: string) => query.get(name) === "1";
  return { chosen, search: query.get("q") ?? "", problems: isOn("problems"), steps: isOn("steps") };
}

/** Filters as the address's query, always in the same order. */
export function toQuery(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of NAMES) for (const value of filters.chosen[name] ?? []) query.append(name, value);
  if (filters.search) query.set("q", filters.search);
  if (filters.problems) query.set("problems", "1");
  if (filters.steps) query.set("steps", "1");
  return query;
}

/** The same filters as the JSON that goes over the socket. */
export function toJson(filters: Filters): Record<string, readonly string[] | string> {
  const query: Record<string, readonly string[] | string> = { ...filters.chosen };
  if (filters.search) query["q"] = filters.search;
  if (filters.problems) query["problems"] = "1";
  if (filters.steps) query["steps"] = "1";
  return query;
}

/** With these values for one filter; none removes it. */
export function withValues(filters: Filters, name: FilterName, values: readonly string[]): Filters {
  const others = Object.entries(filters.chosen).filter(([key]) => key !== name);
  const chosen = values.length ? [...others, [name, values]] : others;
  return { ...filters, chosen: Object.fromEntries(chosen) as Filters["chosen"] };
}

/** Put a value in, or take it out. */
export function withToggled(filters: Filters, name: FilterName, value: string): Filters {
  const values = filters.chosen[name] ?? [];
  const others = values.filter((known) => known !== value);
  return withValues(filters, name, others.length < values.length ? others : [...values, value]);
}

/** What a line has under a filter's name; undefined when such lines have no such thing. */
export function valueOf(line: Line, name: FilterName): string | undefined {
  const own = OF_EVERY_LINE[name];
  if (own) return own(line);
  return line.kind === "message" ? line[name as OfMessages] : undefined;
}

type OfMessages = "direction" | "type" | "code" | "keyword" | "source" | "network";

const OF_EVERY_LINE: Partial<Record<FilterName, (line: Line) => string | undefined>> = {
  service: (line) => line.service?.id,
  collection: (line) => line.service?.collection,
  number: (line) => (line.kind === "trace" ? line.number_of_user : line.number),
  status: (line) => line.status,
  text: (line) => (line.kind === "message" ? line.text : textOf(line)),
};

function textOf(line: Exclude<Line, { kind: "message" }>): string {
  if (line.kind === "event") return `${line.text} ${line.reason_text}`;
  const effects = line.effects.map((effect) => effect.text);
  return [line.label, line.error, ...effects, ...Object.values(line.fields).map(String)].join(" ");
}

function contains(haystack: string | undefined, needle: string): boolean {
  return (haystack ?? "").toLowerCase().includes(needle.toLowerCase());
}

function passes(line: Line, name: FilterName, values: readonly string[]): boolean {
  const value = valueOf(line, name);
  if (name === "number" || name === "text") return values.some((wanted) => contains(value, wanted));
  return value !== undefined && values.includes(value);
}

function ids(line: Line): (string | null)[] {
  if (line.kind === "message") return [line.id, line.session, line.request_id, line.provider_id, line.end_user];
  if (line.kind === "trace") return [line.session, line.request_id];
  return [line.id, line.request_id, line.service_id];
}

function isFound(line: Line, search: string): boolean {
  if (contains(valueOf(line, "number"), search) || contains(valueOf(line, "text"), search)) return true;
  return ids(line).some((id) => contains(id ?? "", search));
}

/** Whether the table shows this line under these filters. */
export function matches(line: Line, filters: Filters): boolean {
  if (line.kind === "trace" && !filters.steps) return false;
  if (filters.problems && !isProblem(line)) return false;
  if (filters.search && !isFound(line, filters.search.trim())) return false;
  return NAMES.every((name) => {
    const values = filters.chosen[name];
    return !values || passes(line, name, values);
  });
}
