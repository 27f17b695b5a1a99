/** What every part of the console knows about its login: the clock, and where services are shown. */
import { createContext, use } from "react";

import type { Clock } from "./clock";
import { clockFor } from "./clock";

interface Place {
  clock: Clock;
  serviceUrl: string;
}

export const PlaceContext = createContext<Place>({ clock: clockFor("UTC"), serviceUrl: "" });

export function usePlace(): Place {
  return use(PlaceContext);
}
