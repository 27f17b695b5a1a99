import { retry } from "./store";
import type { Pending } from "./thread";

interface Props {
  pending: Pending;
  code: string;
}

/** A text on its way to the server, or why it did not get there. */
export function PendingBubble({ pending, code }: Props) {
  const { text, error, key } = pending;
  return (
    <>
      <div className={`bubble bubble-out bubble-new ${error ? "bubble-failed" : ""}`}>
        <span className="sr-only">You: </span>
        {text}
      </div>
      <div className="bubble-meta bubble-meta-out">
        {error ? (
          <>
            <span className="bad">Not sent. {error}</span>
            <button type="button" onClick={() => void retry(key, code)}>Try again</button>
          </>
        ) : (
          <span>{pending.sent ? "sent, waiting to be seen" : "sending"}</span>
        )}
      </div>
    </>
  );
}
