import type { KeyboardEvent } from "react";
import { useState } from "react";

import { Icon } from "../icons/Icon";
import { sendText } from "./store";

/** Where the text is written; Enter sends it, Shift Enter begins a new line. */
export function Composer({ code }: { code: string }) {
  const [text, setText] = useState("");
  const send = () => {
    if (!code || !text.trim()) return;
    void sendText(code, text);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form className="phone-type" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea
        data-phone-text
        rows={1}
        maxLength={1600}
        aria-label={`Text to ${code}`}
        placeholder={code ? `Text ${code}` : "No code to text"}
        value={text}
        onChange={(event) => { setText(event.target.value); }}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="phone-send" aria-label="Send" title="Send" disabled={!code || !text.trim()}>
        <Icon name="arrow-up" />
      </button>
    </form>
  );
}
