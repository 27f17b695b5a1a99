/** Times in the login's zone, and how long ago something was. */

export interface Clock {
  zone: string;
  label: string;
  time: (iso: string) => string;
  exact: (iso: string) => string;
  day: (iso: string) => string;
}

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { day: "2-digit", month: "2-digit", year: "numeric" };

function usableZone(zone: string): string {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}

/** A clock for one zone; an unknown zone counts as UTC. */
export function clockFor(wanted: string): Clock {
  const zone = usableZone(wanted || "UTC");
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  const [time, exact, day] = [format(TIME), format({ ...TIME, fractionalSecondDigits: 3 }), format(DAY)];
  const parts = format({ timeZoneName: "short" }).formatToParts(new Date());
  return {
    zone,
    label: parts.find((part) => part.type === "timeZoneName")?.value ?? zone,
    time: (iso) => time.format(new Date(iso)),
    exact: (iso) => exact.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
  };
}

/** "0.3 s ago", "12 s ago", "4 min ago", "2 h ago". */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s ago`;
  if (seconds < 60) return `${Math.floor(seconds).toString()} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60).toString()} min ago`;
  return `${Math.floor(seconds / 3_600).toString()} h ago`;
}

/** Milliseconds as "2 ms", "1.4 s"; what took no measurable time as "<1 ms". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return "<1 ms";
  if (milliseconds < 1_000) return `${Math.round(milliseconds).toString()} ms`;
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
