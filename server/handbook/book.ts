/** The book as it stands today: every target with the zones above it, who holds what, roles and texts. Four statements. */
import { today } from "../ask/day.ts";
import type { HandbookClass } from "../contract/handbook.ts";
import type { HandbookHolder, HandbookRules } from "../contract/types.ts";
import type { SiteType } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { loadRules, type Query } from "./kept.ts";
import { holdsNow, targetParts } from "./targets.ts";

export interface Target {
  readonly kind: "zone" | "site";
  readonly id: number;
  readonly key: string;
  readonly class: HandbookClass;
  readonly type: SiteType | null;
  readonly code: string;
  readonly name: string;
  /** On the zone's or the site's own record. */
  readonly person: string | null;
  readonly unit: string | null;
  readonly address: string | null;
  readonly area_m2: number;
  readonly length_m: number;
  /** Zones of level 1, 2 and 3: a zone's own and those above, a site's those it lies in. */
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
  /** Of its shape. */
  readonly shape: string;
}
export interface Book {
  readonly day: string;
  readonly rules: HandbookRules;
  /** In the book's order. */
  readonly targets: readonly Target[];
  readonly byKey: ReadonlyMap<string, Target>;
  /** Key of a target, a blank, code of a role → who holds it. */
  readonly held: ReadonlyMap<string, readonly HandbookHolder[]>;
}

const targetRows = sql`with ${targetParts}
  select t.kind, t.id, t.key, t.class, t.type, t.code, t.name, t.person, u.name as unit, s.address, coalesce(z.area_m2, s.area_m2) as area_m2,
    coalesce(s.length_m, 0) as length_m, t.zone1, t.zone2, t.zone3, md5(ST_AsBinary(coalesce(z.geom::geometry, s.geom))) as shape
  from target t left join zone_now z on t.kind = 'zone' and z.id = t.id left join site s on t.kind = 'site' and s.id = t.id
    left join unit u on u.id = coalesce(z.unit_id, s.unit_id)`;

interface HolderRow extends HandbookHolder {
  readonly place: string;
}
const holderRows = sql`with today as materialized (select ${today} as day)
  select case when h.zone_id is not null then 'zone/' || h.zone_id else 'site/' || h.site_id end || ' ' || h.role as place, h.id, h.person_id as person,
    coalesce(p.name, h.name) as name, case when h.person_id is not null then p.phone else h.phone end as phone, u.name as unit, h.note,
    h.since::text as since
  from handbook_holder h cross join today d left join person p on p.id = h.person_id left join unit u on u.id = p.unit_id
  where ${holdsNow} order by h.id`;

/** Codes are compared as they are written, so that a zone comes before those under it. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const last = "\uffff";

/** Sub-district, its communities, their cells, and behind each zone the sites in it; sites that lie in no zone at the end. */
function ordered(targets: readonly Target[]): Target[] {
  const codes = new Map(targets.filter(({ kind }) => kind === "zone").map(({ id, code }) => [id, code]));
  const codeOf = (id: number | null) => (id === null ? "" : (codes.get(id) ?? ""));
  const placed = targets.map((target) => {
    const nowhere = target.kind === "site" && target.zone1 === null && target.zone2 === null && target.zone3 === null;
    const path = nowhere ? [last] : [codeOf(target.zone1), codeOf(target.zone2), codeOf(target.zone3)];
    return { target, path: [...path, target.kind === "zone" ? "0" : `1${target.type}`, target.code, target.key] };
  });
  const order = (a: readonly string[], b: readonly string[]) => {
    const i = a.findIndex((part, n) => part !== b[n]);
    return i < 0 ? 0 : compare(a[i] as string, b[i] ?? "");
  };
  return placed.sort((a, b) => order(a.path, b.path)).map(({ target }) => target);
}

export async function loadBook(query: Query): Promise<Book> {
  const rules = await loadRules(query);
  const targets = ordered(await query<Target>(targetRows));
  const held = new Map<string, HandbookHolder[]>();
  for (const { place, ...holder } of await query<HolderRow>(holderRows)) held.set(place, [...(held.get(place) ?? []), holder]);
  const [now] = (await query<{ day: string }>(sql`select (${today})::text as day`)) as [{ day: string }];
  return { day: now.day, rules, targets, byKey: new Map(targets.map((target) => [target.key, target])), held };
}
