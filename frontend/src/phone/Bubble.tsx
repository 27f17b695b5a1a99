import { usePlace } from "../console/place";
import { Icon } from "../icons/Icon";
import type { MessageLine } from "../types";
import { metaOf } from "./thread";

interface Props {
  line: MessageLine;
  code: string;
}

/** One text, and under it when, in how many parts, and whether it arrived. */
export function Bubble({ line, code }: Props) {
  const { clock } = usePlace();
  const isOut = line.direction === "MO";
  return (
    <>
      <div className={`bubble bubble-new ${isOut ? "bubble-out" : "bubble-in"}`}>
        <span className="sr-only">{isOut ? "You: " : "Reply: "}</span>
        {line.text}
      </div>
      <div className={`bubble-meta ${isOut ? "bubble-meta-out" : ""}`}>
        <span title={clock.exact(line.at)}>{clock.time(line.at)}</span>
        {metaOf(line, code).map((meta) => (
          <span key={meta.text} className={`inline-flex items-center gap-1 ${meta.tone}`}>
            <span aria-hidden="true">·</span>
            {meta.tone === "ok" && <Icon name="check" size="xs" />}
            {meta.text}
          </span>
        ))}
      </div>
    </>
  );
}
