/** Clocks on the wall of a time zone, as moments. Pure. */

const formatters = new Map<string, Intl.DateTimeFormat>();
/** @throws RangeError for a name that is not of the IANA list */
export function zoneFormatter(zone: string): Intl.DateTimeFormat {
  let made = formatters.get(zone);
  if (!made) {
    const two = "2-digit";
    const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
    made = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...parts });
    formatters.set(zone, made);
  }
  return made;
}

/** Offsets change on full quarters of an hour at most: those are remembered. */
const offsets = new Map<string, number>();
/** A zone's offset from UTC at a moment, ms. */
export function offsetAt(ms: number, zone: string): number {
  const quarter = Math.floor(ms / 900_000);
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const start = quarter * 900_000;
  const part = Object.fromEntries(
    zoneFormatter(zone)
      .formatToParts(start)
      .map((p) => [p.type, Number(p.value)]),
  );
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day ?? 1, part.hour ?? 0, part.minute ?? 0, part.second ?? 0);
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, wall - start);
  return wall - start;
}

/** The moment at which clocks of a zone show this. @param wall ms since 1970 as if the zone were UTC */
export const momentOf = (wall: number, zone: string): number => wall - offsetAt(wall - offsetAt(wall, zone), zone);
