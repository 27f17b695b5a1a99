import type { Line } from "../types";
import { Facts } from "./Facts";
import { SessionTrace } from "./SessionTrace";

function reasonOf(line: Line): string {
  return line.kind === "trace" ? line.error : line.reason_text;
}

/** Everything about one line: its text in full, its ids, why, and the whole trace of its session. */
export function Details({ line }: { line: Line }) {
  const reason = reasonOf(line);
  const session = line.kind === "event" ? null : line.session;
  return (
    <div className="console-details">
      {session ? <SessionTrace id={session} line={line} /> : <Facts line={line} session={null} />}
      {line.kind === "message" && line.text && <p className="console-text">{line.text}</p>}
      {reason && <p className="error">{reason}</p>}
    </div>
  );
}
