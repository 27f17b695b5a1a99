/** Connects the store and the phone to the server for as long as the page is open. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { takeLines } from "../phone/store";
import type { Line } from "../types";
import { batched } from "./batch";
import { toQuery } from "./filters";
import { lastUpdated } from "./lines";
import { Live } from "./live";
import { receive, setConnection, startAnew, useConsole } from "./store";

const FILTERS_SETTLE_MS = 300;

interface Arrival {
  line: Line;
  isLive: boolean;
}

function sessionsOf(arrivals: readonly Arrival[]): Set<string> {
  const sessions = arrivals.map(({ line }) => (line.kind === "event" ? null : line.session));
  return new Set(sessions.filter((session) => session !== null));
}

function keepInAddress(query: URLSearchParams): void {
  const search = query.toString();
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
}

/** Run once a moment after the filters last changed. */
function onFiltersSettled(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = useConsole.subscribe((state, before) => {
    if (state.filters === before.filters) return;
    keepInAddress(toQuery(state.filters));
    clearTimeout(timer);
    timer = setTimeout(run, FILTERS_SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    leave();
  };
}

export function useLive(liveUrl: string, backlogUrl: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const add = batched<Arrival>((arrivals) => {
      const lines = arrivals.map(({ line }) => line);
      receive(lines, arrivals.filter(({ isLive }) => isLive).map(({ line }) => line));
      takeLines(lines);
      if (useConsole.getState().open.size)
        for (const session of sessionsOf(arrivals)) void client.invalidateQueries({ queryKey: ["session", session] });
    });
    const live = new Live(liveUrl, backlogUrl, {
      lines: (lines, isLive) => { add(lines.map((line) => ({ line, isLive }))); if (!lines.length) receive([], []); },
      restart: startAnew,
      connection: (state) => {
        setConnection(state);
        if (state === "live") void client.invalidateQueries({ queryKey: ["phone"] });
      },
      filters: () => useConsole.getState().filters,
      last: () => lastUpdated(useConsole.getState().lines.values()),
    });
    const leave = onFiltersSettled(() => { live.refresh(); });
    live.start();
    return () => {
      leave();
      live.stop();
    };
  }, [client, liveUrl, backlogUrl]);
}
