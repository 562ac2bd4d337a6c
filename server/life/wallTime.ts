/** Wall time of a time zone and back, right across summer time, through Intl with a cache. All times are ms since 1970; all offsets ms east of Greenwich. */

export const day_ms = 86_400_000;
export const hour_ms = 3_600_000;
export const minute_ms = 60_000;

/** Cached offsets at a zone's whole UTC days; a district lives in one zone and some decades. */
const mostCached = 50_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const there = formats.get(zone);
  if (there) return there;
  const numeric = "numeric";
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
  const made = new Intl.DateTimeFormat("en-US", { ...parts, timeZone: zone, hourCycle: "h23", era: "short" });
  formats.set(zone, made);
  return made;
}

/** How far the zone's clocks are ahead of UTC at a moment. @throws RangeError for a zone that does not exist */
function askOffset(zone: string, at: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
  const year = parts.get("era") === "BC" ? 1 - part("year") : part("year");
  const wall = new Date(0);
  wall.setUTCFullYear(year, part("month") - 1, part("day"));
  wall.setUTCHours(part("hour"), part("minute"), part("second"));
  return wall.getTime() - Math.floor(at / 1000) * 1000;
}

/** The offset at the beginning of a UTC day, counted from 1970-01-01. */
function dayOffset(zone: string, day: number): number {
  let known = offsets.get(zone);
  if (!known || known.size >= mostCached) {
    known = new Map();
    offsets.set(zone, known);
  }
  const there = known.get(day);
  if (there !== undefined) return there;
  const asked = askOffset(zone, day * day_ms);
  known.set(day, asked);
  return asked;
}

/** A stretch of time in which a zone's clocks are not put forward or back. */
export interface Even {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** One UTC day in stretches of even clocks: one, or two when the clocks change in it. */
export function evenStretches(zone: string, day: number): readonly Even[] {
  const [from, to] = [day * day_ms, (day + 1) * day_ms];
  const [first, last] = [dayOffset(zone, day), dayOffset(zone, day + 1)];
  if (first === last) return [{ from, to, offset: first }];
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (askOffset(zone, middle) === first) before = middle;
    else after = middle;
  }
  const stretches = [
    { from, to: after, offset: first },
    { from: after, to, offset: last },
  ];
  return stretches.filter((one) => one.to > one.from);
}

function offsetAt(zone: string, at: number): number {
  const stretches = evenStretches(zone, Math.floor(at / day_ms));
  return (stretches.find((one) => at < one.to) ?? stretches[0])?.offset ?? 0;
}

/** What the zone's clocks show at a moment, written as if it were UTC. */
const wallTime = (zone: string, at: number): number => at + offsetAt(zone, at);

/** The year a zone's clocks show at a moment. */
export const yearOf = (zone: string, at: number): number => new Date(wallTime(zone, at)).getUTCFullYear();

/** The same wall time so many days later. An hour that the clocks skip is counted on from before the skip; of one shown twice the first is meant. */
export function sameWallTime(zone: string, at: number, days: number): number {
  const wall = wallTime(zone, at) + days * day_ms;
  const before = offsetAt(zone, wall - day_ms);
  const after = offsetAt(zone, wall + day_ms);
  const fits = [wall - before, wall - after].filter((moment) => wallTime(zone, moment) === wall);
  return fits.length ? Math.min(...fits) : wall - before;
}
