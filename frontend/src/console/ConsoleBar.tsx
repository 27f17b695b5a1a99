import { Icon } from "../icons/Icon";
import { Freshness } from "./Freshness";
import { COLUMNS } from "./columns";
import { csv, download } from "./csv";
import { clear, toggleFollow, togglePause, useConsole } from "./store";

function saveVisibleRows(): void {
  const { frozen, rows } = useConsole.getState();
  const records = (frozen ?? rows).map((row) => COLUMNS.map((column) => column.text(row)));
  const stamp = new Date().toISOString().slice(0, 16).replace(/[-:]/g, "");
  download(`console-${stamp}Z.csv`, csv(COLUMNS.map((column) => column.head), records));
}

/** Title, how fresh the table is, and what can be done with all of it. */
export function ConsoleBar() {
  const isPaused = useConsole((state) => state.frozen !== null);
  const isFollowing = useConsole((state) => state.isFollowing);
  return (
    <header className="bar">
      <h1>Console</h1>
      <Freshness />
      <span className="grow" />
      <button type="button" className="btn btn-ghost" onClick={saveVisibleRows}>
        <Icon name="download" />CSV
      </button>
      <button type="button" className="btn btn-ghost" onClick={clear}>
        <Icon name="brush-cleaning" />Clear
      </button>
      <button type="button" className="btn btn-ghost" aria-pressed={isFollowing} onClick={toggleFollow}>
        <Icon name={isFollowing ? "check" : "arrow-up-to-line"} />Follow
      </button>
      <button type="button" className="btn" onClick={togglePause}>
        <Icon name={isPaused ? "play" : "pause"} />
        {isPaused ? "Resume" : "Pause"}
        <kbd>Space</kbd>
      </button>
    </header>
  );
}
