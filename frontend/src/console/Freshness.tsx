import { ago } from "./clock";
import { freshWords, rateWords } from "./freshness";
import { meter, useConsole } from "./store";
import { useNow } from "./useNow";

/** Whether the table is live, since when it heard nothing, and how fast lines come. */
export function Freshness() {
  const connection = useConsole((state) => state.connection);
  const heardAt = useConsole((state) => state.heardAt);
  const isPaused = useConsole((state) => state.frozen !== null);
  const now = useNow();
  const { words, tone } = freshWords(connection, isPaused);
  return (
    <>
      <span className={`fresh ml-2 ${tone === "ok" ? "" : "fresh-late"}`}>
        <span className={`dot dot-live dot-${tone} mr-1`} aria-hidden="true" />
        <span>
          <span role="status">{words}</span>
          {connection === "live" && !isPaused && heardAt > 0 && <span aria-hidden="true">, {ago(now - heardAt)}</span>}
        </span>
      </span>
      {connection === "live" && <span className="fresh">{rateWords(meter.perSecond(now))}</span>}
    </>
  );
}
