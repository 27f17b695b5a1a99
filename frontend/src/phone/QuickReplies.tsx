import type { RoutingCode } from "../types";
import { sendText } from "./store";
import { quickReplies } from "./thread";

/** The code's keywords, to send with one tap. */
export function QuickReplies({ code }: { code: RoutingCode | null }) {
  const texts = quickReplies(code?.keywords ?? []);
  if (!code || !texts.length) return null;
  return (
    <div className="phone-quick" role="group" aria-label="Quick replies">
      {texts.map((text) => (
        <button type="button" key={text} onClick={() => void sendText(code.code, text)}>{text}</button>
      ))}
    </div>
  );
}
