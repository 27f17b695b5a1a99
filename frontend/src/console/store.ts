/** What the console shows and how; data only, changed by the functions below it. */
import { create } from "zustand";

import type { Line } from "../types";
import { USUAL_COLUMNS } from "./columns";
import type { Filters } from "./filters";
import { NO_FILTERS, fromQuery, matches } from "./filters";
import type { Lines } from "./lines";
import { inOrder, merge, restart } from "./lines";
import type { Connection } from "./live";
import { RateMeter } from "./rate";
import { isTexts, keep, recall } from "./remembered";
import { rowsOf } from "./view";

export interface ConsoleState {
  lines: Lines;
  rows: readonly Line[];
  frozen: readonly Line[] | null;
  filters: Filters;
  clearedAt: string;
  columns: readonly string[];
  open: ReadonlySet<string>;
  isFollowing: boolean;
  connection: Connection;
  heardAt: number;
  hasLoaded: boolean;
}

const COLUMNS_KEY = "mep-console-columns";
const START: ConsoleState = {
  lines: new Map(),
  rows: [],
  frozen: null,
  filters: NO_FILTERS,
  clearedAt: "",
  columns: USUAL_COLUMNS,
  open: new Set(),
  isFollowing: true,
  connection: "connecting",
  heardAt: 0,
  hasLoaded: false,
};

export const useConsole = create<ConsoleState>(() => START);
export const meter = new RateMeter();

/** Begin with the filters of the address and the columns chosen last time. */
export function begin(query: URLSearchParams): void {
  const columns = recall<readonly string[]>(COLUMNS_KEY, USUAL_COLUMNS, isTexts);
  useConsole.setState({ ...START, filters: fromQuery(query), columns });
}

function shown(state: ConsoleState, change: Partial<ConsoleState>): Partial<ConsoleState> {
  const next = { ...state, ...change };
  return { ...change, rows: rowsOf(next.lines, next.filters, next.clearedAt, next.open) };
}

function update(change: (state: ConsoleState) => Partial<ConsoleState>): void {
  useConsole.setState((state) => shown(state, change(state)));
}

/** Take in what arrived; only what came by itself counts for the rate. */
export function receive(arrived: readonly Line[], live: readonly Line[]): void {
  const { lines, filters } = useConsole.getState();
  const fresh = live.filter((line) => !lines.has(line.id) && matches(line, filters));
  meter.add(new Set(fresh.map((line) => line.id)).size, Date.now());
  update((state) => ({ lines: merge(state.lines, arrived), heardAt: Date.now(), hasLoaded: true }));
}

export function startAnew(backlog: readonly Line[]): void {
  update((state) => ({ lines: restart(state.lines, backlog), heardAt: Date.now(), hasLoaded: true }));
}

export function setConnection(connection: Connection): void {
  useConsole.setState({ connection });
}

export function setFilters(filters: Filters): void {
  meter.reset();
  update((state) => ({ filters, frozen: state.frozen ? [] : null }));
  useConsole.setState((state) => ({ frozen: state.frozen ? state.rows : null }));
}

export function togglePause(): void {
  useConsole.setState((state) => ({ frozen: state.frozen ? null : state.rows }));
}

export function toggleFollow(): void {
  useConsole.setState((state) => ({ isFollowing: !state.isFollowing }));
}

export function setFollowing(isFollowing: boolean): void {
  useConsole.setState({ isFollowing });
}

/** Empty the table; what happens from now on fills it again. */
export function clear(): void {
  update((state) => ({ clearedAt: inOrder(state.lines)[0]?.at ?? state.clearedAt, open: new Set() }));
  useConsole.setState((state) => ({ frozen: state.frozen ? [] : null }));
}

export function toggleOpen(id: string): void {
  useConsole.setState((state) => {
    const open = new Set(state.open);
    if (!open.delete(id)) open.add(id);
    return { open };
  });
}

export function setColumns(columns: readonly string[]): void {
  keep(COLUMNS_KEY, columns);
  useConsole.setState({ columns });
}
