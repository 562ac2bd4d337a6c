/** What a document says in words of its problems, places, units and zones: names, texts, photos. */

import { dayOf } from "../ask/day.ts";
import { maskPhone } from "../ask/mask.ts";
import { moment } from "../ask/parts.ts";
import { anyEvent, anyProblem } from "../ask/past.ts";
import { zoneInForce, zoneName, zoneVersions } from "../ask/zones.ts";
import { mostBriefPairs } from "../contract/brief.ts";
import type { BriefFacts, WallRules } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import type { Row } from "./fold.ts";
import type { Asker, Frame } from "./frame.ts";

/** What is listed of a problem beside its figures. */
export interface Text {
  readonly id: number;
  readonly code: string;
  readonly text: string;
  readonly place: string | null;
  readonly site: string | null;
  readonly person: string | null;
}
export interface Names {
  readonly units: ReadonlyMap<number, string>;
  readonly zones: ReadonlyMap<number, string>;
  readonly categories: ReadonlyMap<string, Word & { readonly major: string }>;
  /** Sub-districts in force as of then, in the order of their codes. */
  readonly outlines: BriefFacts["outlines"];
  readonly rules: Pick<WallRules, "flagLeast" | "flagRed" | "flagBlue">;
}

/** Mobile and landline numbers somebody wrote into a description: a document goes out of the house. */
const phone = /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)/g;
const withoutPhones = (text: string): string => text.replace(phone, (number) => maskPhone(number.replace(/\D/g, "")));

/** In no order. Of who reported a problem nothing is read. */
export async function textsOf({ rows }: Asker, { scope }: Frame, listed: readonly Row[]): Promise<ReadonlyMap<number, Text>> {
  if (listed.length === 0) return new Map();
  const found = await rows<Text & { title: string; description: string | null }>(
    "texts",
    sql`select p.id, p.external_id as code, p.title, p.description, p.place, s.name as site,
        (select v.person_after from ${anyEvent} v where v.problem_id = p.id and v.at <= ${moment(scope)} order by v.seq desc limit 1) as person
      from ${anyProblem} p left join site s on s.id = p.site_id where p.id = any(${listed.map(({ id }) => id)}::bigint[])`,
  );
  return new Map(
    found.map(({ title, description, place, ...row }) => [
      row.id,
      { ...row, text: withoutPhones(description?.trim() || title), place: place && withoutPhones(place) },
    ]),
  );
}

interface Found {
  units: [number, string][] | null;
  zones: [number, string | null][] | null;
  categories: [string, string, string, string][] | null;
  outlines: [number, string][] | null;
  flagLeast: number;
  flagRed: number;
  flagBlue: number;
}
interface Meant {
  readonly units: readonly number[];
  readonly zones: readonly number[];
  readonly categories: readonly string[];
}

/** Units by their names of today, dissolved ones too: no log keeps what they were called. Zones by those of then. */
export async function namesThen({ rows }: Asker, { scope }: Frame, meant: Meant): Promise<Names> {
  const day = sql`(select ${dayOf(moment(scope))})`;
  const [found] = (await rows<Found>(
    "names",
    sql`select (select json_agg(json_build_array(u.id, u.name)) from unit u where u.id = any(${meant.units}::bigint[])) as units,
      (select json_agg(json_build_array(k.id, ${zoneName(scope, sql`k.id`)})) from unnest(${meant.zones}::bigint[]) k (id)) as zones,
      (select json_agg(json_build_array(c.code, c.name_zh, c.name_en, c.major)) from category c where c.code = any(${meant.categories}::text[])) as categories,
      (select json_agg(json_build_array(z.id, z.name) order by z.code, z.id) from ${zoneVersions} z where z.level = 1 and ${zoneInForce(day)}) as outlines,
      flag_least as "flagLeast", flag_red as "flagRed", flag_blue as "flagBlue" from wall_rule`,
  )) as [Found];
  const { flagLeast, flagRed, flagBlue } = found;
  return {
    units: new Map(found.units ?? []),
    zones: new Map((found.zones ?? []).map(([id, name]) => [id, name ?? `#${id}`])),
    categories: new Map((found.categories ?? []).map(([code, zh, en, major]) => [code, { zh, en, major }])),
    outlines: (found.outlines ?? []).map(([zone, name], i) => ({ zone, name, number: i + 1 })),
    rules: { flagLeast, flagRed, flagBlue },
  };
}

export interface Pair {
  readonly problem: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Photos before and after, of what was closed last. Only pictures that are shown, and none taken later than then; one that was
 * withdrawn since is gone.
 */
export async function pairsOf({ rows }: Asker, { scope }: Frame, closed: readonly Row[]): Promise<readonly Pair[]> {
  if (closed.length === 0) return [];
  const last = [...closed].sort((a, b) => (b.closed ?? 0) - (a.closed ?? 0) || b.id - a.id).map(({ id }) => id);
  const photo = (
    kind: "before" | "after",
    order: "first" | "last",
  ) => sql`(select f.id from photo f where f.problem_id = o.id and f.kind = ${kind}::text
    and f.state = 'ready' and f.shown is not null and f.taken_at <= ${moment(scope)} order by ${order === "first" ? sql`f.taken_at, f.id` : sql`f.taken_at desc, f.id desc`} limit 1)`;
  return rows<Pair>(
    "photos",
    sql`select x.problem, x.before, x.after from (select o.id as problem, o.n, ${photo("before", "first")} as before, ${photo("after", "last")} as after
        from unnest(${last}::bigint[]) with ordinality o (id, n)
        where exists (select from photo f where f.problem_id = o.id and f.kind = 'after' and f.state = 'ready')) x
      where x.before is not null and x.after is not null order by x.n limit ${mostBriefPairs}::int`,
  );
}
