/** People by the names a log gives. A name is linked where it can be one person's only: of this bundle, and of the unit that had the problem. */
import { sql } from "../../db/sql.ts";
import type { LogEvent } from "../../life/fold.ts";
import type { Loading } from "../loading.ts";

interface Named {
  readonly id: number;
  readonly name: string;
  readonly unit_id: number | null;
}

export class PeopleIds {
  readonly #byName = new Map<string, Named[]>();

  private constructor(rows: readonly Named[]) {
    for (const row of rows) this.#byName.set(row.name, [...(this.#byName.get(row.name) ?? []), row]);
  }

  static async of({ tx, manifest }: Loading): Promise<PeopleIds> {
    const layers = manifest.layers.filter((layer) => layer.into === "people").map((layer) => layer.id);
    if (layers.length === 0) return new PeopleIds([]);
    return new PeopleIds(await tx.query<Named>(sql`select id, name, unit_id from person where layer = any(${layers}::text[])`));
  }

  /** The event with the people it names: who did it (of no unit, or of the one that had the problem), and who it was given to. */
  readonly link = (event: LogEvent, unitBefore: number | null): LogEvent => {
    if (this.#byName.size === 0) return event;
    const unit = event.unitId ?? unitBefore;
    const actorId = this.#only(event.actor, (p) => p.unit_id === null || p.unit_id === (unitBefore ?? unit));
    const personId = this.#only(event.person, (p) => p.unit_id !== null && p.unit_id === unit);
    return actorId === null && personId === null ? event : { ...event, actorId, personId };
  };

  #only(name: string | null, fits: (person: Named) => boolean): number | null {
    const named = name === null ? undefined : this.#byName.get(name);
    const found = named?.filter(fits);
    return found?.length === 1 ? (found[0]?.id ?? null) : null;
  }
}
