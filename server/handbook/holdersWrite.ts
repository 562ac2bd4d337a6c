/** Posts as they stand, and the writing of others: who goes ends today, who comes begins today, who stays keeps their row. */
import type { Caller } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { zoneInForce } from "../ask/zones.ts";
import { type HandbookClass, type HandbookTarget, handbookKey } from "../contract/handbook.ts";
import type { HandbookHolder } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { holdsNow } from "./targets.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_021;

/** Changes of holders take turns, editions with them: an edition is of one moment. */
export async function takeHolders(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

/** Whom somebody wants to hold a post: one of the district's people, or a name. */
export interface Wanted {
  readonly person: number | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly note: string | null;
}
export interface WantedPost {
  readonly target: HandbookTarget;
  readonly role: string;
  readonly seen: readonly number[];
  readonly holders: readonly Wanted[];
}
export const postKey = ({ target, role }: Pick<WantedPost, "target" | "role">): string => `${handbookKey(target)} ${role}`;

const idsOf = (posts: readonly WantedPost[], kind: HandbookTarget["kind"]): number[] =>
  posts.flatMap(({ target }) => (target.kind === kind ? [target.id] : []));

/** Classes of the targets that are there: zones in force, and sites; by key. */
export async function classesOf(tx: Tx, posts: readonly WantedPost[]): Promise<ReadonlyMap<string, HandbookClass>> {
  const found = await tx.query<{ key: string; class: HandbookClass }>(sql`
    select 'zone/' || z.id as key, 'zone' || z.level as class from (select ${today} as day) d, zone z
      where z.id = any(${idsOf(posts, "zone")}::bigint[]) and z.level between 1 and 3 and ${zoneInForce(sql`d.day`)}
    union all select 'site/' || s.id, s.kind from site s where s.id = any(${idsOf(posts, "site")}::bigint[])`);
  return new Map(found.map((row) => [row.key, row.class]));
}

interface Kept extends HandbookHolder {
  readonly post: string;
}

/** Who holds these posts today; by post. */
export async function holdersOf(tx: Tx, posts: readonly WantedPost[]): Promise<ReadonlyMap<string, readonly HandbookHolder[]>> {
  const found = await tx.query<Kept>(sql`
    select case when h.zone_id is not null then 'zone/' || h.zone_id else 'site/' || h.site_id end || ' ' || h.role as post, h.id,
      h.person_id as person, coalesce(p.name, h.name) as name, case when h.person_id is not null then p.phone else h.phone end as phone,
      u.name as unit, h.note, h.since::text as since
    from handbook_holder h cross join (select ${today} as day) d left join person p on p.id = h.person_id left join unit u on u.id = p.unit_id
    where (h.zone_id = any(${idsOf(posts, "zone")}::bigint[]) or h.site_id = any(${idsOf(posts, "site")}::bigint[])) and ${holdsNow}
    order by h.id`);
  const by = new Map<string, HandbookHolder[]>();
  for (const { post, ...holder } of found) by.set(post, [...(by.get(post) ?? []), holder]);
  return by;
}

const isSame = (one: HandbookHolder, other: Wanted): boolean =>
  one.note === other.note &&
  (other.person === null ? one.person === null && one.name === other.name && one.phone === other.phone : one.person === other.person);

/** Ids of those who go, and those who come. */
export function difference(before: readonly HandbookHolder[], wanted: readonly Wanted[]): { going: number[]; coming: Wanted[] } {
  const going = before.filter((one) => !wanted.some((other) => isSame(one, other)));
  const coming = wanted.filter((one) => !before.some((other) => isSame(other, one)));
  return { going: going.flatMap(({ id }) => id ?? []), coming };
}

export async function endHolders(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query(sql`update handbook_holder set until = ${today} where id = any(${ids}::bigint[])`);
}

export async function addHolders(
  tx: Tx,
  { personId }: Caller,
  posts: readonly (WantedPost & { readonly coming: readonly Wanted[] })[],
): Promise<void> {
  const rows = posts.flatMap(({ target, role, coming }) =>
    coming.map((one) => ({
      ...one,
      role,
      zone: target.kind === "zone" ? target.id : null,
      site: target.kind === "site" ? target.id : null,
    })),
  );
  await tx.query(sql`insert into handbook_holder (zone_id, site_id, role, person_id, name, phone, note, since, made_by)
    select x.zone, x.site, x.role, x.person, x.name, x.phone, x.note, ${today}, ${personId}::bigint
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality e(t, i), jsonb_to_record(e.t)
      x (zone bigint, site bigint, role text, person bigint, name text, phone text, note text) order by e.i`);
}
