import * as Popover from "@radix-ui/react-popover";
import { useState } from "react";

import { Icon } from "../icons/Icon";
import { FilterValues } from "./FilterValues";
import { FILTER_WORDS } from "./filterWords";
import type { FilterName } from "./filters";

/** Adds a filter: first what, then which values. */
export function FilterMenu() {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState<FilterName | null>(null);
  const change = (opened: boolean) => {
    setOpen(opened);
    setName(null);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={change}>
      <Popover.Trigger className="btn btn-dashed">
        <Icon name="plus" />Filter
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover filter-list" align="start" sideOffset={4} aria-label="Filter">
          {name ? (
            <FilterValues name={name} onBack={() => { setName(null); }} />
          ) : (
            Object.entries(FILTER_WORDS).map(([key, words]) => (
              <button type="button" className="menu-item" key={key} onClick={() => { setName(key as FilterName); }}>
                {words}
              </button>
            ))
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
