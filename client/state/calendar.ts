/** Days and times of the district's own calendar, whatever the reader's computer is set to. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  let made = formats.get(timeZone);
  if (!made) {
    const digits = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    made = new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", ...digits });
    formats.set(timeZone, made);
  }
  return made;
}

/** The wall clock of a zone as if it were UTC, in seconds. */
function wallSeconds(unix: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format(timeZone).formatToParts(unix * 1000)) part[type] = Number(value);
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second) / 1000;
}

/** Unix seconds at which the wall clock there shows a day (yyyy-MM-dd) and a time (HH:mm). */
export function unixAt(day: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`) / 1000;
  // Twice: the offset of the first guess may belong to the other side of a clock change.
  let unix = wanted - (wallSeconds(wanted, timeZone) - wanted);
  unix = wanted - (wallSeconds(unix, timeZone) - unix);
  return unix;
}
/** Unix seconds at which a day begins there. */
export const dayStart = (day: string, timeZone: string) => unixAt(day, "00:00", timeZone);

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
/** Unix seconds at which the day after begins. */
export const dayEnd = (day: string, timeZone: string) => dayStart(dayAfter(day), timeZone);

/** "2026-11-21 08:05" in the district's zone, from unix seconds. */
export function timeText(unix: number, timeZone: string): string {
  return new Date(wallSeconds(unix, timeZone) * 1000).toISOString().slice(0, 16).replace("T", " ");
}
/** "08:05:30" in the district's zone, from unix seconds. */
export const clockText = (unix: number, timeZone: string) => new Date(wallSeconds(unix, timeZone) * 1000).toISOString().slice(11, 19);
type Offset = (unix: number) => number;
const offsets = new Map<string, Offset>();

/** How far the wall clock there is ahead, seconds. Looked up once for each day that has one offset; for the others, by half hours: clocks change on no other. */
function offsetReader(timeZone: string): Offset {
  const offsetAt = (unix: number) => wallSeconds(unix, timeZone) - unix;
  const days = new Map<number, number | null>();
  const halves = new Map<number, number>();
  const lookUp = <K, V>(known: Map<K, V>, key: K, find: () => V): V => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = find();
    known.set(key, fresh);
    return fresh;
  };
  let last = { day: Number.NaN, offset: 0 };
  return (unix) => {
    const day = Math.floor(unix / 86_400);
    if (day === last.day) return last.offset;
    const [begin, end] = [day * 86_400, (day + 1) * 86_400];
    const offset = lookUp(days, day, () => (offsetAt(begin) === offsetAt(end) ? offsetAt(begin) : null));
    if (offset !== null) last = { day, offset };
    const half = Math.floor(unix / 1800);
    return offset ?? lookUp(halves, half, () => offsetAt(half * 1800));
  };
}

/** Reads the hour of the day there, 0 to 23. */
export function hourReader(timeZone: string): (unix: number) => number {
  const offsetOf = offsets.get(timeZone) ?? offsetReader(timeZone);
  offsets.set(timeZone, offsetOf);
  return (unix) => Math.floor((((unix + offsetOf(unix)) % 86_400) + 86_400) / 3600) % 24;
}
export const dayText = (unix: number, timeZone: string) => timeText(unix, timeZone).slice(0, 10);
export const unixOf = (time: string) => Date.parse(time) / 1000;
