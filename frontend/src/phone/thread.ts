/** The conversation of one phone: what the server knows, then what is still on its way. */
import type { MessageLine } from "../types";
import { statusWords } from "../console/statuses";
import { isAbout } from "./hints";

export interface Pending {
  key: string;
  at: string;
  text: string;
  error: string;
  sent: { id: string; request_id: string } | null;
}

/** Whether the server already tells of a text that we sent. */
function hasArrived(pending: Pending, messages: readonly MessageLine[]): boolean {
  const { sent } = pending;
  if (!sent) return false;
  return messages.some(
    (line) => line.direction === "MO" && (line.id === sent.id || (line.request_id !== "" && line.request_id === sent.request_id)),
  );
}

/** Those still to be shown as sending or failed. */
export function stillPending(pending: readonly Pending[], messages: readonly MessageLine[]): Pending[] {
  return pending.filter((text) => !hasArrived(text, messages));
}

/** The messages of one phone, oldest first. */
export function threadOf(messages: Iterable<MessageLine>, number: string): MessageLine[] {
  const mine = [...messages].filter((line) => isAbout(line, number) && line.type !== "email");
  return mine.sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1));
}

export interface Meta {
  text: string;
  tone: "" | "ok" | "warn" | "bad";
}

function fate(line: MessageLine): Meta {
  const { label, tone } = statusWords(line.status);
  const text = line.reason_text ? `${label.toLowerCase()}: ${line.reason_text}` : label.toLowerCase();
  return { text, tone: tone === "info" || tone === "accent" ? "" : tone };
}

/** What stands under a bubble after the time: parts, encoding, delivery, and the code if it is another. */
export function metaOf(line: MessageLine, code: string): Meta[] {
  const other: Meta[] = line.code && line.code !== code ? [{ text: line.code, tone: "" }] : [];
  if (line.direction === "MO") return [...other, fate(line)];
  const parts = `${line.parts.toString()} ${line.parts === 1 ? "part" : "parts"}`;
  return [...other, { text: parts, tone: "" }, { text: line.encoding, tone: "" }, fate(line)];
}

const MOST_QUICK = 6;
const DUTIES = ["HELP", "STOP", "INFO", "END", "UNSUBSCRIBE", "CANCEL", "QUIT", "STOPALL", "STOP ALL"];

/** Texts worth a button, campaigns before STOP and HELP; a pattern or a catch-all is nothing to tap. */
export function quickReplies(keywords: readonly string[]): string[] {
  const words = keywords.map((keyword) => keyword.replaceAll("%", "").trim());
  const typed = new Set(words.filter((word) => /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u.test(word)));
  return [...typed].sort((one, other) => duty(one) - duty(other)).slice(0, MOST_QUICK);
}

/** Where a word stands among the duties; -1 for a campaign's. */
function duty(word: string): number {
  return DUTIES.indexOf(word.toUpperCase());
}

/** Six to sixteen digits without a leading zero; spaces, dashes and a plus are forgiven. */
export function asNumber(typed: string): string | null {
  const digits = typed.replace(/[\s+().-]/g, "");
  return /^[1-9]\d{5,15}$/.test(digits) ? digits : null;
}
