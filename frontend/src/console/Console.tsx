import { useMemo } from "react";

import { Phone } from "../phone/Phone";
import { ConsoleBar } from "./ConsoleBar";
import { FilterBar } from "./FilterBar";
import { PlaceContext } from "./place";
import { TraceTable } from "./TraceTable";
import { clockFor } from "./clock";
import { useKeys } from "./useKeys";
import { useLive } from "./useLive";

interface Props {
  liveUrl: string;
  backlogUrl: string;
  zone: string;
  serviceUrl: string;
}

/** The live table and the phone beside it. */
export function Console({ liveUrl, backlogUrl, zone, serviceUrl }: Props) {
  const place = useMemo(() => ({ clock: clockFor(zone), serviceUrl }), [zone, serviceUrl]);
  useLive(liveUrl, backlogUrl);
  useKeys();
  return (
    <PlaceContext value={place}>
      <ConsoleBar />
      <div className="console">
        <section className="console-table" aria-label="Messages">
          <FilterBar />
          <TraceTable />
        </section>
        <Phone />
      </div>
    </PlaceContext>
  );
}
