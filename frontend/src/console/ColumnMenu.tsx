import * as Popover from "@radix-ui/react-popover";
import { useState } from "react";

import { Icon } from "../icons/Icon";
import { Switch } from "./Switch";
import { COLUMNS } from "./columns";
import { keep } from "./remembered";
import { setColumns, useConsole } from "./store";
import { SHORTCUTS_KEY, shortcutsAreOn } from "./useKeys";

/** Which columns the table has, and whether single keys do something. */
export function ColumnMenu() {
  const columns = useConsole((state) => state.columns);
  const [hasShortcuts, setShortcuts] = useState(shortcutsAreOn);
  const toggle = (id: string) => {
    setColumns(columns.includes(id) ? columns.filter((known) => known !== id) : [...columns, id]);
  };
  const turn = (isOn: boolean) => {
    keep(SHORTCUTS_KEY, isOn);
    setShortcuts(isOn);
  };
  return (
    <Popover.Root>
      <Popover.Trigger className="btn btn-icon" aria-label="Columns" title="Columns">
        <Icon name="table-2" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover filter-list" align="end" sideOffset={4} aria-label="Columns">
          {COLUMNS.filter((column) => column.id !== "text").map((column) => (
            <label className="check" key={column.id}>
              <input type="checkbox" checked={columns.includes(column.id)} onChange={() => { toggle(column.id); }} />
              {column.head}
            </label>
          ))}
          <hr className="menu-rule" />
          <Switch label="Keys J, K and Space" isOn={hasShortcuts} onChange={turn} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
