/** Moments as a clock on the wall of a time zone shows them. Offsets are kept by the quarter of an hour: asking for each cell would take seconds. */
const quarter_ms = 900_000;
/** No zone is further from UTC. */
const most_ms = 86_400_000;

export class ZoneTime {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @param timeZone of the IANA's list */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("sv-SE", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    });
  }

  /** The wall's time as if it were UTC's, in ms since 1970. */
  wall(at: number): number {
    const key = Math.floor(at / quarter_ms);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      const start = key * quarter_ms;
      const known = Date.parse(`${this.#format.format(start).replace(" ", "T")}Z`) - start;
      // Years before the first are spelt without their era: of those the zone is left out.
      offset = Math.abs(known) < most_ms ? known : 0;
      this.#offsets.set(key, offset);
    }
    return at + offset;
  }

  /** yyyy-MM-dd HH:mm */
  text(at: number): string {
    return new Date(this.wall(at)).toISOString().slice(0, 16).replace("T", " ");
  }

  /** yyyy-MM-dd */
  day(at: number): string {
    return new Date(this.wall(at)).toISOString().slice(0, 10);
  }
}
