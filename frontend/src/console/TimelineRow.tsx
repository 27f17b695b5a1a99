import { Tile } from "../icons/Tile";
import type { TraceLine } from "../types";
import { Change } from "./Change";
import { StatusBadge } from "./StatusBadge";
import { duration } from "./clock";
import { usePlace } from "./place";
import { changesOf } from "./trace";
import { asText } from "./values";

interface Props {
  line: TraceLine;
  isSameSecond: boolean;
}

/** One visited handler: when, which, how it was left, what it changed, how long it took. */
export function TimelineRow({ line, isSameSecond }: Props) {
  const { clock } = usePlace();
  const exact = clock.exact(line.at);
  const effects = line.effects.map((effect) => effect.text).join(", ");
  const fields = Object.entries(line.fields).map(([name, value]) => `${name} “${asText(value)}”`);
  return (
    <tr>
      <td className="timeline-when" title={exact}>{isSameSecond ? exact.slice(-4) : exact}</td>
      <td className="timeline-who">
        <span className="row gap-1.5"><Tile group={line.group} icon={line.icon} small />{line.label}</span>
      </td>
      <td className="timeline-outcome"><StatusBadge line={line} /></td>
      <td className="timeline-more">
        {effects && <span className="mr-2">{effects}</span>}
        {changesOf(line).map((change) => <Change key={`${change.scope}.${change.key}`} change={change} />)}
        {line.error && <span className="error">{line.error}</span>}
        {fields.length > 0 && <span className="mute block">{fields.join(", ")}</span>}
      </td>
      <td className="timeline-took">{duration(line.duration_ms)}</td>
    </tr>
  );
}
