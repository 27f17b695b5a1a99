/** The phone's number, code and texts. */
import { create } from "zustand";

import { sendAsPhone } from "../api";
import { isTexts, keep, recall } from "../console/remembered";
import type { Line, MessageLine } from "../types";
import type { Hint } from "./hints";
import { hintOf, isAbout } from "./hints";
import type { Pending } from "./thread";
import { stillPending, threadOf } from "./thread";

interface PhoneState {
  number: string;
  code: string;
  recent: readonly string[];
  messages: ReadonlyMap<string, MessageLine>;
  hints: ReadonlyMap<string, Hint>;
  pending: readonly Pending[];
}

const RECENT_KEY = "mep-phone-numbers";
const CODE_KEY = "mep-phone-code";
const FIRST_NUMBER = "447700900001";
const MOST_RECENT = 8;

function begin(): PhoneState {
  const recent = recall(RECENT_KEY, [FIRST_NUMBER], isTexts);
  const code = recall(CODE_KEY, "", (value): value is string => typeof value === "string");
  return { number: recent[0] ?? FIRST_NUMBER, code, recent, messages: new Map(), hints: new Map(), pending: [] };
}

export const usePhone = create<PhoneState>(begin);

/** Keep what is about this phone: its messages, and why it got none. */
export function takeLines(lines: readonly Line[]): void {
  const mine = lines.filter((line) => isAbout(line, usePhone.getState().number));
  takeHints(mine.map(hintOf).filter((hint) => hint !== null));
  takeMessages(mine.filter((line) => line.kind === "message"));
}

function takeHints(news: readonly Hint[]): void {
  if (!news.length) return;
  usePhone.setState(({ hints }) => ({ hints: new Map([...hints, ...news.map((hint): [string, Hint] => [hint.id, hint])]) }));
}

function takeMessages(mine: readonly MessageLine[]): void {
  const { number, messages, pending } = usePhone.getState();
  const news = mine.filter((line) => line.updated >= (messages.get(line.id)?.updated ?? ""));
  if (!news.length) return;
  const merged = new Map(messages);
  for (const line of news) merged.set(line.id, line);
  usePhone.setState({ messages: merged, pending: stillPending(pending, threadOf(merged.values(), number)) });
}

/** Be another phone. */
export function setNumber(number: string): void {
  const recent = [number, ...usePhone.getState().recent.filter((known) => known !== number)].slice(0, MOST_RECENT);
  keep(RECENT_KEY, recent);
  usePhone.setState({ number, recent, messages: new Map(), hints: new Map(), pending: [] });
}

export function setCode(code: string): void {
  keep(CODE_KEY, code);
  usePhone.setState({ code });
}

function change(key: string, fields: Partial<Pending>): void {
  const { number, messages, pending } = usePhone.getState();
  const changed = pending.map((text) => (text.key === key ? { ...text, ...fields } : text));
  usePhone.setState({ pending: stillPending(changed, threadOf(messages.values(), number)) });
}

async function deliver(key: string, to: string, text: string): Promise<void> {
  try {
    change(key, { sent: await sendAsPhone(usePhone.getState().number, to, text) });
  } catch (error) {
    change(key, { error: error instanceof Error ? error.message : "It was not sent." });
  }
}

/** Text the code; the bubble stands there at once. */
export function sendText(to: string, text: string): Promise<void> {
  const key = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const bubble: Pending = { key, at: new Date().toISOString(), text, error: "", sent: null };
  usePhone.setState((state) => ({ pending: [...state.pending, bubble] }));
  return deliver(key, to, text);
}

/** Send a text again that was refused. */
export function retry(key: string, to: string): Promise<void> {
  const text = usePhone.getState().pending.find((known) => known.key === key)?.text ?? "";
  change(key, { error: "", sent: null });
  return deliver(key, to, text);
}
