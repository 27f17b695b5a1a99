import { Fragment, useEffect, useRef } from "react";

import { usePlace } from "../console/place";
import type { MessageLine } from "../types";
import type { Hint } from "./hints";
import { Bubble } from "./Bubble";
import { PendingBubble } from "./PendingBubble";
import { usePhone } from "./store";
import { threadOf } from "./thread";

type Item = MessageLine | Hint;

function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

function Day({ line, before }: { line: Item; before: Item | undefined }) {
  const { clock } = usePlace();
  const day = clock.day(line.at);
  if (before && clock.day(before.at) === day) return null;
  const name = day === clock.day(new Date().toISOString()) ? "Today" : day;
  return <span className="phone-day">{name}, times in {clock.label}</span>;
}

/** The conversation, scrolled to its newest text. */
export function Thread({ code }: { code: string }) {
  const { number, messages, hints, pending } = usePhone();
  const thread = inOrder([...threadOf(messages.values(), number), ...hints.values()]);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [thread.length, pending]);
  return (
    <div className="phone-messages" role="log" aria-live="polite" aria-label={`Texts of ${number}`} tabIndex={0} ref={list}>
      {thread.map((line, place) => (
        <Fragment key={line.id}>
          <Day line={line} before={thread[place - 1]} />
          {"kind" in line ? <Bubble line={line} code={code} /> : <p className="phone-hint">{line.text}</p>}
        </Fragment>
      ))}
      {pending.map((text) => <PendingBubble key={text.key} pending={text} code={code} />)}
    </div>
  );
}
