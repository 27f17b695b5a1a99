/** Rows as a CSV file that Excel and every parser read alike (RFC 4180, UTF-8 with BOM). */

const BOM = "\uFEFF";
const STARTS_A_FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** One cell; what a spreadsheet would run as a formula gets an apostrophe before it. */
export function cell(value: string): string {
  const safe = STARTS_A_FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A whole file out of its head and its rows. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const records = [head, ...rows].map((row) => row.map(cell).join(","));
  return `${BOM}${records.join("\r\n")}\r\n`;
}

/** Hand a file to the person. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
