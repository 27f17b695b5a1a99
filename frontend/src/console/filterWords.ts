/** The names of filters and their values in words, and the values worth offering. */
import type { Line, ServiceName } from "../types";
import { sourceWords } from "./columns";
import type { FilterName } from "./filters";
import { valueOf } from "./filters";
import { statusWords } from "./statuses";

export const FILTER_WORDS: Readonly<Record<FilterName, string>> = {
  direction: "Way",
  type: "Type",
  code: "Code",
  service: "Service",
  collection: "Collection",
  keyword: "Keyword",
  status: "Status",
  source: "Source",
  network: "Network",
  number: "End user",
  text: "Text",
};

const ALWAYS: Partial<Record<FilterName, readonly string[]>> = {
  direction: ["MO", "MT"],
  type: ["SMS", "email", "injected"],
  source: ["mo", "session", "api", "inject", "simulator"],
  status: [
    "routed", "session_reply", "catch_all", "unrouted", "blocked",
    "queued", "accepted", "delivered", "failed", "rejected", "unknown", "not_sent",
  ],
};

/** A value of a filter as people read it. */
export function valueWords(name: FilterName, value: string, lines: Iterable<Line>): string {
  if (name === "status") return statusWords(value).label;
  if (name === "source") return sourceWords(value);
  if (name === "service") return named(value, lines, ({ id, name: words }) => [id, words]);
  if (name === "collection") return named(value, lines, ({ collection, collection_name: words }) => [collection, words]);
  return value;
}

/** The name that goes with an id; the id itself while no line tells it. */
function named(wanted: string, lines: Iterable<Line>, of: (service: ServiceName) => [string, string | undefined]): string {
  for (const { service } of lines) {
    const [id, words] = service ? of(service) : [];
    if (id === wanted && words) return words;
  }
  return wanted;
}

/** What can be chosen: the usual values, and all that have been seen. */
export function offered(name: FilterName, lines: Iterable<Line>): string[] {
  const seen = new Set(ALWAYS[name] ?? []);
  for (const line of lines) {
    const value = valueOf(line, name);
    if (value && line.kind === "message") seen.add(value);
  }
  return [...seen];
}
