import type { TraceLine } from "../types";
import { TimelineRow } from "./TimelineRow";
import { usePlace } from "./place";
import { visitsOf } from "./trace";

interface Props {
  trace: readonly TraceLine[];
  waitingUntil: string | null;
}

/** The visited handlers of a session, in the order of the visits. */
export function Timeline({ trace, waitingUntil }: Props) {
  const { clock } = usePlace();
  const visits = visitsOf(trace);
  const second = (place: number) => visits[place]?.at.slice(0, 19);
  return (
    <>
      <table className="timeline" aria-label="Steps of the session">
        <tbody>
          {visits.map((line, place) => (
            <TimelineRow key={line.id} line={line} isSameSecond={place > 0 && second(place) === second(place - 1)} />
          ))}
        </tbody>
      </table>
      {!trace.length && <p className="mute">The session has not visited a handler yet.</p>}
      {waitingUntil && <p className="mute">Waits until {clock.day(waitingUntil)} {clock.time(waitingUntil)} {clock.label} at the latest.</p>}
    </>
  );
}
