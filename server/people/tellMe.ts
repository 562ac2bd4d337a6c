/** Who is signed in, as they are told: their name, their duties and their part of the district. */
import type { Caller } from "../ask/caller.ts";
import type { Me } from "../contract/types.ts";
import { type Role, roles } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { demoPeople } from "./demoPeople.ts";
import { outdated, somebodyLetsIn } from "./standing.ts";

interface Stored {
  name: string | null;
  account: string | null;
  roles: Role[] | null;
  unit: number | null;
  zone: Me["zone"];
  device: string | null;
  outdated: boolean | null;
  set_up: boolean;
  least_length: number;
  undo_min: number;
}

export type Who = Pick<Caller, "kind" | "personId" | "deviceId" | "roles">;
/** Somebody who has just signed in: the duties are looked up. */
export const signedIn = (personId: number): Who => ({ kind: "person", personId, deviceId: null, roles: new Set() });

const told = ({ personId, deviceId }: Who) => sql`
  select p.name, p.account, p.roles, p.unit_id as unit, d.name as device, ${outdated} as outdated,
    case when z.id is not null then json_build_object('id', z.id, 'name', z.name) end as zone,
    ${somebodyLetsIn} as set_up, r.least_length, r.undo_min
  from sign_in_policy r left join person p on p.id = ${personId}::bigint left join zone z on z.id = p.zone_id
    left join device d on d.id = ${deviceId}::bigint`;

const inOrder = (held: Iterable<Role>): Role[] => {
  const set = new Set(held);
  return (Object.keys(roles) as Role[]).filter((role) => set.has(role));
};

/** @param demo the question comes to a demo, where others can be tried */
export async function tellMe(on: Queryable, who: Who, demo: boolean): Promise<Me> {
  const [row] = (await on.query<Stored>(told(who))) as [Stored];
  const mustChange = who.kind === "person" && row.outdated === true;
  const { personId, deviceId } = who;
  return {
    kind: who.kind,
    person: personId === null || row.name === null ? null : { id: personId, name: row.name, account: row.account },
    device: deviceId === null || row.device === null ? null : { id: deviceId, name: row.device },
    roles: mustChange ? [] : inOrder(row.roles ?? who.roles),
    zone: row.zone,
    unit: row.unit,
    demo,
    demoPeople: demo ? await demoPeople(on) : [],
    setUp: demo || row.set_up,
    mustChange,
    leastLength: row.least_length,
    undo_min: row.undo_min,
  };
}
