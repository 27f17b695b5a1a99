import { NO_FILTERS, toQuery } from "./filters";
import { setFilters, useConsole } from "./store";

const NOBODY = "Nobody has texted yet. Try it on the phone.";

function focusPhone(): void {
  document.querySelector<HTMLElement>("[data-phone-text]")?.focus();
}

/** What stands in an empty table: a skeleton at first, then a sentence and what to do. */
export function NoRows() {
  const hasLoaded = useConsole((state) => state.hasLoaded);
  const isFiltered = useConsole((state) => toQuery(state.filters).size > 0);
  const isCleared = useConsole((state) => state.clearedAt !== "");
  if (!hasLoaded)
    return (
      <div className="console-skeleton" aria-hidden="true">
        {[0, 1, 2, 3, 4].map((row) => <div className="skeleton" key={row} />)}
      </div>
    );
  const [sentence, deed, run] = isFiltered
    ? ["Nothing matches these filters.", "Remove the filters", () => { setFilters(NO_FILTERS); }] as const
    : [isCleared ? "Cleared. What happens next appears here." : NOBODY, "Write a text", focusPhone] as const;
  return (
    <div className="empty">
      <p className="empty-title">{sentence}</p>
      <button type="button" className="btn" onClick={run}>{deed}</button>
    </div>
  );
}
