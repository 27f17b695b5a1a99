import { Icon } from "../icons/Icon";
import type { Line, SessionDetail } from "../types";
import { factsOf } from "./facts";
import { usePlace } from "./place";

interface Props {
  line: Line;
  session: SessionDetail | null;
}

function Id({ name, value }: { name: string; value: string }) {
  return (
    <button type="button" className="copy" aria-label={`Copy ${name} ${value}`} data-copy={value}>
      <span className="mono">{value}</span>
      <Icon name="copy" size="xs" />
    </button>
  );
}

/** Ids to copy and other small facts, in one line. */
export function Facts({ line, session }: Props) {
  const { serviceUrl } = usePlace();
  return (
    <div className="console-facts">
      {factsOf(line, session).map(({ name, value, isId }) => (
        <span key={name} className="inline-flex items-center gap-1">
          {name} {isId ? <Id name={name} value={value} /> : <b>{value}</b>}
        </span>
      ))}
      {serviceUrl && line.service && (
        <a className="link" href={serviceUrl.replace("{id}", line.service.id)}>Open {line.service.name}</a>
      )}
    </div>
  );
}
