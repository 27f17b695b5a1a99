import { useEffect, useRef } from "react";

import { NoRows } from "./NoRows";
import { Row } from "./Row";
import { leastWidth, shownColumns } from "./columns";
import { usePlace } from "./place";
import { setFollowing, togglePause, useConsole } from "./store";
import { newerThan } from "./view";

const AT_TOP_PX = 8;

function Newer({ count }: { count: number }) {
  if (!count) return null;
  return (
    <div className="console-newer">
      <button type="button" className="btn btn-small" onClick={togglePause}>
        Show {count} newer
      </button>
    </div>
  );
}

/** The rows, newest first; following keeps the newest in sight. */
export function TraceTable() {
  const { clock } = usePlace();
  const rows = useConsole((state) => state.rows);
  const frozen = useConsole((state) => state.frozen);
  const open = useConsole((state) => state.open);
  const columns = shownColumns(useConsole((state) => state.columns));
  const isFollowing = useConsole((state) => state.isFollowing);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = frozen ?? rows;
  useEffect(() => {
    if (isFollowing) scroller.current?.scrollTo({ top: 0 });
  }, [isFollowing, shown]);
  return (
    <div
      className="console-scroll"
      ref={scroller}
      onScroll={(event) => { setFollowing(event.currentTarget.scrollTop <= AT_TOP_PX); }}
    >
      <table className="table table-sticky" style={{ minWidth: leastWidth(columns) }}>
        <caption className="sr-only">Messages in and out, newest first</caption>
        <colgroup>{columns.map((column) => <col key={column.id} style={column.width ? { width: column.width } : undefined} />)}</colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.id === "status" ? "right" : ""}>
                {column.id === "time" ? `Time (${clock.label})` : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => <Row key={line.id} line={line} columns={columns} isOpen={open.has(line.id)} />)}
        </tbody>
      </table>
      {frozen && <Newer count={newerThan(rows, frozen)} />}
      {!shown.length && <NoRows />}
    </div>
  );
}
