/** Hands over what arrived once per animation frame, so that a burst is drawn once. */

const HIDDEN_TAB_MS = 250;

function soon(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_TAB_MS);
  else requestAnimationFrame(run);
}

/** A function that collects items and gives all of them to `take` at the next frame. */
export function batched<T>(take: (items: T[]) => void, later: (run: () => void) => void = soon): (items: readonly T[]) => void {
  let waiting: T[] = [];
  const flush = () => {
    const items = waiting;
    waiting = [];
    take(items);
  };
  return (items) => {
    if (!items.length) return;
    const isFirst = !waiting.length;
    waiting.push(...items);
    if (isFirst) later(flush);
  };
}
