/** On whose behalf a job works: who asked, as they are now. Who has left, or lost the duty, gets no file; whose area is another now gets that of now. */
import { type Caller, Forbidden, nobody, seenKey } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import type { Role, Word } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { mayExport } from "./outgoing.ts";

/** As it is kept beside the job. */
export interface KeptCaller {
  readonly kind: "person" | "demo";
  readonly personId: number | null;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly address: string;
  /** What they could see when the rows were taken. */
  readonly seen: string;
}

export const keptCaller = (caller: Caller): KeptCaller => ({
  kind: caller.kind === "demo" ? "demo" : "person",
  personId: caller.personId,
  name: caller.name,
  roles: [...caller.roles],
  address: caller.address,
  seen: seenKey(caller),
});

interface Stored {
  name: string;
  roles: Role[];
  zone_id: number | null;
  zone_level: number | null;
  units: number[];
}

const noMore: Word = {
  zh: "申请导出的人已不在岗，或不再有导出的职责",
  en: "Whoever asked for it has left, or may not take rows out any more.",
};

const mayStill = (roles: readonly Role[]): boolean => roles.some((role) => (mayExport.who as readonly Role[]).includes(role));

/** @throws Forbidden when they may not any more */
export async function callerNow(db: Queryable, kept: KeptCaller): Promise<Caller> {
  const base = { ...nobody, kind: kept.kind, personId: kept.personId, name: kept.name, address: kept.address };
  // A demo without people: there is nobody to look up.
  if (kept.personId === null) return { ...base, roles: new Set(kept.roles) };
  const [row] = await db.query<Stored>(sql`
    select p.name, p.roles, z.id as zone_id, z.level as zone_level,
      array(with recursive under as (select p.unit_id as id where p.unit_id is not null
        union select u.id from unit u join under on u.parent_id = under.id) select id from under)::bigint[] as units
    from person p left join zone z on z.id = p.zone_id
    where p.id = ${kept.personId}::bigint and (p.left_on is null or p.left_on > ${today})`);
  if (!row || !mayStill(row.roles)) throw new Forbidden(noMore);
  const { name, roles, zone_id, zone_level, units } = row;
  return {
    ...{ ...base, name, units, roles: new Set(roles) },
    zone: zone_id === null || zone_level === null ? null : { id: zone_id, level: zone_level },
  };
}
