import { memo } from "react";

import type { Line } from "../types";
import { Cell } from "./Cell";
import { Details } from "./Details";
import type { Column } from "./columns";
import { toggleOpen } from "./store";

interface Props {
  line: Line;
  columns: readonly Column[];
  isOpen: boolean;
}

/** One line of the table, and under it, when open, all there is to know about it. */
export const Row = memo(function Row({ line, columns, isOpen }: Props) {
  return (
    <>
      <tr className={`console-line ${isOpen ? "chosen" : ""}`} onClick={() => { toggleOpen(line.id); }}>
        {columns.map((column) => <Cell key={column.id} column={column} line={line} isOpen={isOpen} />)}
      </tr>
      {isOpen && (
        <tr>
          <td className="console-more" colSpan={columns.length}>
            <Details line={line} />
          </td>
        </tr>
      )}
    </>
  );
}, (before, after) => before.line === after.line && before.isOpen === after.isOpen && before.columns.length === after.columns.length && before.columns.every((column, place) => column === after.columns[place]));
