/** The state of the connection and the rate, in words. */
import type { Connection } from "./live";
import { READABLE_PER_SECOND } from "./rate";

interface Words {
  words: string;
  tone: "ok" | "warn" | "bad";
}

const WORDS: Record<Connection, Words> = {
  connecting: { words: "Connecting", tone: "warn" },
  live: { words: "Live", tone: "ok" },
  polling: { words: "Live line lost, checking every 3 s", tone: "warn" },
  lost: { words: "No answer from the server, trying again", tone: "bad" },
  signed_out: { words: "You are signed out. Load the page to sign in again", tone: "bad" },
  refused: { words: "This login may not watch messages any more", tone: "bad" },
};

/** What the dot beside the title means. */
export function freshWords(connection: Connection, isPaused: boolean): Words {
  if (isPaused && connection === "live") return { words: "Paused", tone: "warn" };
  return WORDS[connection];
}

/** How many lines come a second, and whether all of them are shown. */
export function rateWords(perSecond: number): string {
  if (perSecond > READABLE_PER_SECOND)
    return `${Math.round(perSecond).toString()} lines a second, ${READABLE_PER_SECOND.toString()} of them shown`;
  return `${perSecond.toFixed(1)} lines a second, all shown`;
}
