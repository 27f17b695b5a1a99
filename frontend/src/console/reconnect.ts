/** When to try the socket again, and from when to ask for what was missed. */

const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const OVERLAP_MS = 10_000;

/** Milliseconds before the given attempt (0 is the first), doubled each time, with some luck. */
export function delayBefore(attempt: number, luck: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.75 + luck * 0.5));
}

/** The last known time less ten seconds, because lines may be committed out of order. */
export function askFrom(last: string | null): string | null {
  if (last === null) return null;
  return new Date(Date.parse(last) - OVERLAP_MS).toISOString();
}

/** Where an incomplete backlog goes on; null when it brought nothing later and would go in circles. */
export function askNext(asked: string | null, lastOfAnswer: string | null): string | null {
  if (lastOfAnswer === null) return null;
  return asked !== null && lastOfAnswer <= asked ? null : lastOfAnswer;
}
