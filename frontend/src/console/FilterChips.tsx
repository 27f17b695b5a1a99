import { Icon } from "../icons/Icon";
import { FILTER_WORDS, valueWords } from "./filterWords";
import type { FilterName } from "./filters";
import { withValues } from "./filters";
import { setFilters, useConsole } from "./store";

/** The filters in force, each with a cross. */
export function FilterChips() {
  const filters = useConsole((state) => state.filters);
  const lines = useConsole((state) => state.lines);
  const names = Object.keys(filters.chosen) as FilterName[];
  return names.map((name) => {
    const values = (filters.chosen[name] ?? []).map((value) => valueWords(name, value, lines.values()));
    const words = `${FILTER_WORDS[name]} ${values.join(", ")}`;
    return (
      <span className="chip" key={name}>
        <span>{words}</span>
        <button
          type="button"
          aria-label={`Remove the filter ${words}`}
          onClick={() => { setFilters(withValues(filters, name, [])); }}
        >
          <Icon name="x" size="xs" />
        </button>
      </span>
    );
  });
}
