import { useState } from "react";

import { Icon } from "../icons/Icon";
import { FILTER_WORDS, offered, valueWords } from "./filterWords";
import type { FilterName } from "./filters";
import { TEXTS, withToggled } from "./filters";
import { setFilters, useConsole } from "./store";

interface Props {
  name: FilterName;
  onBack: () => void;
}

function isTyped(name: FilterName): boolean {
  return (TEXTS as readonly string[]).includes(name);
}

/** The values of one filter to tick, or any other to type. */
export function FilterValues({ name, onBack }: Props) {
  const filters = useConsole((state) => state.filters);
  const lines = useConsole((state) => state.lines);
  const [typed, setTyped] = useState("");
  const chosen = filters.chosen[name] ?? [];
  const known = isTyped(name) ? [] : offered(name, lines.values());
  const values = [...new Set([...chosen, ...known])].filter((value) =>
    valueWords(name, value, lines.values()).toLowerCase().includes(typed.toLowerCase()),
  );
  const add = () => {
    if (typed.trim()) setFilters(withToggled(filters, name, values.length === 1 && values[0] ? values[0] : typed.trim()));
    setTyped("");
  };
  return (
    <>
      <button type="button" className="menu-item" onClick={onBack}>
        <Icon name="arrow-left" />{FILTER_WORDS[name]}
      </button>
      <form className="search" onSubmit={(event) => { event.preventDefault(); add(); }}>
        <input
          autoFocus
          aria-label={FILTER_WORDS[name]}
          placeholder={isTyped(name) ? "Contains, then Enter" : "Find, or type and Enter"}
          value={typed}
          onChange={(event) => { setTyped(event.target.value); }}
        />
      </form>
      <div className="popover-scroll">
        {values.map((value) => (
          <label className="check" key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => { setFilters(withToggled(filters, name, value)); }}
            />
            <span className="cut">{valueWords(name, value, lines.values())}</span>
          </label>
        ))}
      </div>
    </>
  );
}
