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

/** The twentieth of a second in which a line happened. */
function slotOf(line: Line): string {
  const milliseconds = Number(line.at.slice(20, 23)) || 0;
  return `${line.at.slice(0, 19)}/${Math.floor((milliseconds * SLOTS) / 1_000).toString()}`;
}

function crowdedSeconds(rows: readonly Line[]): Set<string> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.at.slice(0, 19), (counts.get(row.at.slice(0, 19)) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > READABLE_PER_SECOND).map(([second]) => second));
}

/**
 * At most twenty rows of every second, spread over it. The choice hangs on the lines alone: the
 * oldest of each slot stays when later ones come, so rows do not jump away under the pointer.
 */
export function sampled(rows: readonly Line[], always: ReadonlySet<string>): readonly Line[] {
  const crowded = crowdedSeconds(rows);
  if (!crowded.size) return rows;
  const oldest = new Map<string, string>();
  for (const row of rows) oldest.set(slotOf(row), row.id);
  return rows.filter(
    (row) => !crowded.has(row.at.slice(0, 19)) || oldest.get(slotOf(row)) === row.id || always.has(row.id),
  );
}
