const LONGEST = 160;

/** A variable's value for reading: text as it is, the rest as JSON, never longer than a line or two. */
export function asText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
