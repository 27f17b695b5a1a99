/** What the server says, exactly as it says it. */

export interface ServiceName {
  id: string;
  name: string;
  collection: string;
  collection_name?: string;
}

interface LineBase {
  id: string;
  at: string;
  updated: string;
  service: ServiceName | null;
  request_id: string;
  reason: string;
}

export interface MessageLine extends LineBase {
  kind: "message";
  direction: "MO" | "MT";
  type: string;
  number: string;
  end_user: string;
  code: string;
  network: string;
  text: string;
  parts: number;
  encoding: string;
  keyword: string;
  session: string | null;
  source: string;
  gateway: string;
  status: string;
  reason_text: string;
  provider_id: string;
  test: boolean;
}

export interface VariableChange {
  scope: string;
  key: string;
  before: unknown;
  after: unknown;
}

export interface TraceLine extends LineBase {
  kind: "trace";
  session: string;
  number: number;
  node: string;
  label: string;
  handler: string;
  group: string;
  icon: string;
  outcome: string;
  outcome_label: string;
  status: "left" | "waiting" | "ended" | "failed";
  duration_ms: number;
  fields: Record<string, unknown>;
  changes: VariableChange[];
  effects: { kind: string; text: string }[];
  error: string;
  number_of_user: string;
  session_status: string;
}

export interface EventLine extends LineBase {
  kind: "event";
  event: string;
  number: string;
  service_id: string;
  status: string;
  reason_text: string;
  text: string;
}

export type Line = MessageLine | TraceLine | EventLine;

export interface Backlog {
  type: "backlog";
  lines: Line[];
  now: string;
  complete: boolean;
}

export type ServerMessage = Backlog | { type: "lines"; lines: Line[] };

export interface SessionDetail {
  id: string;
  service: ServiceName & { version: number };
  number: string;
  status: string;
  reason: string;
  reason_text: string;
  started_at: string;
  ended_at: string | null;
  waiting_until: string | null;
  node: string;
  variables: Record<string, unknown>;
  request_id: string;
  trace: TraceLine[];
}

export interface RoutingCode {
  id: string;
  code: string;
  name: string;
  kind: string;
  keywords: string[];
}

export interface Page<T> {
  results: T[];
  next: string | null;
}

export interface Sent {
  id: string;
  request_id: string;
}

export interface GraphNode {
  id: string;
  kind: string;
  label: string;
  notes?: string;
  position?: [number, number] | null;
  settings: Record<string, unknown>;
  summary?: string;
  outcomes?: { id: string; label: string }[];
}

export interface GraphLink {
  from: string;
  outcome: string;
  to: string;
}

export interface ServiceGraph {
  start: string | null;
  nodes: GraphNode[];
  links: GraphLink[];
}

export interface HandlerInfo {
  kind: string;
  label: string;
  group: string;
  icon: string;
  outcomes: string[];
  outcome_labels: Record<string, string>;
  outcomes_from: string;
}
