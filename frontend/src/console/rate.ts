/** How fast lines come, and which of them to show when they come too fast to read. */
import type { Line } from "../types";

export const READABLE_PER_SECOND = 20;
const WINDOW_MS = 5_000;
const SLOTS = READABLE_PER_SECOND;

/** Lines a second over the last five seconds. */
export class RateMeter {
  private arrivals: { at: number; count: number }[] = [];

  add(count: number, now: number): void {
    if (count > 0) this.arrivals.push({ at: now, count });
  }

  reset(): void {
    this.arrivals = [];
  }

  perSecond(now: number): number {
    this.arrivals = this.arrivals.filter((arrival) => arrival.at > now - WINDOW_MS);
    const total = this.arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
    return (total * 1_000) / WINDOW_MS;
  }
}

const SECOND_CHARACTERS = "2026-11-21T14:03:27".length;

/** The twentieth of a second in which a line happened. */
function slotOf(line: Line): number {
  const milliseconds = Number(line.at.slice(SECOND_CHARACTERS + 1, SECOND_CHARACTERS + 4)) || 0;
  return Math.floor((milliseconds * SLOTS) / 1_000);
}

/** Rows in order, cut where a second ends. */
function bySecond(rows: readonly Line[]): Line[][] {
  const seconds: Line[][] = [];
  let current = "";
  for (const row of rows) {
    const last = seconds.at(-1);
    if (last && row.at.startsWith(current)) last.push(row);
    else {
      seconds.push([row]);
      current = row.at.slice(0, SECOND_CHARACTERS);
    }
  }
  return seconds;
}

/** The oldest row of every slot of one crowded second, and those to be shown always. */
function thinned(second: readonly Line[], always: ReadonlySet<string>): Line[] {
  const slots = second.map(slotOf);
  return second.filter((row, place) => slots[place] !== slots[place + 1] || always.has(row.id));
}

/**
 * At most twenty rows of every second, spread over it; `rows` come newest first. The choice hangs
 * on the lines alone: the oldest of each slot stays when later ones come, so rows do not jump away.
 */
export function sampled(rows: readonly Line[], always: ReadonlySet<string>): readonly Line[] {
  return bySecond(rows).flatMap((second) => (second.length > READABLE_PER_SECOND ? thinned(second, always) : second));
}
