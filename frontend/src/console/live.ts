/** The line to the server: a socket that asks for what it missed, and polling while it is down. */
import { fetchBacklog } from "../api";
import type { Line, ServerMessage } from "../types";
import type { Filters } from "./filters";
import { toJson, toQuery } from "./filters";
import { askFrom, askNext, delayBefore } from "./reconnect";

export type Connection = "connecting" | "live" | "polling" | "lost" | "signed_out" | "refused";

export interface Listener {
  lines: (lines: Line[], isLive: boolean) => void;
  restart: (lines: Line[]) => void;
  connection: (state: Connection) => void;
  filters: () => Filters;
  last: () => string | null;
}

const BACKLOG_EVERY_MS = 10_000;
const POLL_EVERY_MS = 3_000;

/** Codes with which the server closes for good: trying again would change nothing. */
const ENDINGS: Readonly<Record<number, Connection>> = { 4401: "signed_out", 4403: "refused" };

/** One console's connection; `start` it once, `stop` it when the page goes. */
export class Live {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private asked: (string | null)[] = [];
  private timers: ReturnType<typeof setTimeout>[] = [];
  private isStopped = false;

  constructor(
    private readonly liveUrl: string,
    private readonly backlogUrl: string,
    private readonly listener: Listener,
  ) {}

  start(): void {
    this.isStopped = false;
    this.connect();
    this.timers.push(setInterval(() => void this.poll(), POLL_EVERY_MS));
    this.timers.push(setInterval(() => { this.ask(askFrom(this.listener.last())); }, BACKLOG_EVERY_MS));
  }

  stop(): void {
    this.isStopped = true;
    this.timers.forEach(clearTimeout);
    this.timers = [];
    this.socket?.close();
  }

  /** Ask for the newest rows under new filters. */
  refresh(): void {
    if (!this.ask(null)) void this.poll(true);
  }

  private connect(): void {
    if (this.isStopped) return;
    const socket = new WebSocket(this.liveUrl);
    this.socket = socket;
    socket.onopen = () => { this.opened(); };
    socket.onmessage = (event: MessageEvent<string>) => { this.heard(JSON.parse(event.data) as ServerMessage); };
    socket.onclose = (event: CloseEvent) => { this.closed(ENDINGS[event.code]); };
  }

  private opened(): void {
    this.attempt = 0;
    this.asked = [];
    this.listener.connection("live");
    this.ask(askFrom(this.listener.last()));
  }

  private closed(ending: Connection | undefined): void {
    if (this.isStopped) return;
    if (ending) {
      this.stop();
      this.listener.connection(ending);
      return;
    }
    this.listener.connection("lost");
    this.timers.push(setTimeout(() => { this.connect(); }, delayBefore(this.attempt, Math.random())));
    this.attempt += 1;
  }

  private isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private ask(since: string | null): boolean {
    if (!this.isOpen()) return false;
    this.asked.push(since);
    this.socket?.send(JSON.stringify({ type: "backlog", since, filters: toJson(this.listener.filters()) }));
    return true;
  }

  private heard(message: ServerMessage): void {
    if (message.type === "lines") {
      this.listener.lines(message.lines, true);
      return;
    }
    const since = this.asked.shift() ?? null;
    this.take(message.lines, since);
    const next = message.complete ? null : askNext(since, message.lines.at(-1)?.updated ?? null);
    if (next) this.ask(next);
  }

  private take(lines: Line[], since: string | null): void {
    if (since === null) this.listener.restart(lines);
    else this.listener.lines(lines, false);
  }

  private async poll(afresh = false): Promise<void> {
    if (this.isStopped || this.isOpen()) return;
    try {
      await this.fetchFrom(afresh ? null : askFrom(this.listener.last()));
      if (!this.isOpen()) this.listener.connection("polling");
    } catch {
      this.listener.connection("lost");
    }
  }

  private async fetchFrom(since: string | null): Promise<void> {
    const query = toQuery(this.listener.filters());
    if (since) query.set("since", since);
    const backlog = await fetchBacklog(this.backlogUrl, query);
    this.take(backlog.lines, since);
    const next = backlog.complete ? null : askNext(since, backlog.lines.at(-1)?.updated ?? null);
    if (next && !this.isStopped) await this.fetchFrom(next);
  }
}
