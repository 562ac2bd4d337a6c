/** A filter's names looked up once: an id or code that does not exist is refused, never "no hits". */
import { type Anchor, type Area, type Filter, formatAnchor, ParameterError } from "../contract/filter.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Caller } from "./caller.ts";

/** A filter all of whose names exist, who asks it, and the level of each zone it names. */
export interface Checked {
  readonly filter: Filter;
  readonly caller: Caller;
  readonly levels: ReadonlyMap<number, number>;
}

/** Runs one statement; what a route's Ask offers. */
export type Rows = <Row extends object>(timer: string, statement: Sql) => Promise<Row[]>;

const unknown: Record<string, Word> = {
  category: { zh: "没有这个类别代码", en: "a category code that exists" },
  unit: { zh: "没有这个责任单位", en: "the id of a unit that exists" },
  person: { zh: "没有这个人", en: "the id of a person that exists" },
  site: { zh: "没有这个点位", en: "the id of a site that exists" },
  zone: { zh: "没有这个责任区", en: "the id of a zone that exists" },
};

/** A drawing is of a city, not of a continent: an edge of half the globe has no one way round. */
const widest = 10;
const tooWide: Word = { zh: `图形跨度不超过 ${widest} 度`, en: `a drawing no more than ${widest} degrees across` };

const across = (numbers: readonly number[]): number => Math.max(...numbers) - Math.min(...numbers);

function refuseWide(parameter: string, place: Anchor | Area): void {
  if (!("draw" in place)) return;
  const { points } = place.draw;
  const width = Math.max(across(points.map(([x]) => x)), across(points.map(([, y]) => y)));
  if (width > widest) throw new ParameterError(parameter, formatAnchor(place), tooWide);
}

interface Found {
  kind: string;
  name: string;
  level: number;
}

/** Who asks what: a route's Ask holds it. */
export interface Asked {
  readonly filter: Filter;
  readonly caller: Caller;
  readonly rows: Rows;
}

/**
 * Looks up what a filter and further anchors name, in one statement; none when they name nothing.
 * @param of the parameter the further anchors came from, for the refusal
 * @throws ParameterError naming category, unit, person, geo or `of`; also for a drawing wider than a country
 */
export async function check({ filter, caller, rows }: Asked, anchors: readonly Anchor[] = [], of = "of"): Promise<Checked> {
  const geo = filter.geo.flatMap((clause): readonly (Anchor | Area)[] => ("of" in clause ? clause.of : clause.areas));
  const named = [...geo.map((place) => ({ parameter: "geo", place })), ...anchors.map((place) => ({ parameter: of, place }))];
  for (const { parameter, place } of named) refuseWide(parameter, place);
  const sites = named.flatMap(({ place, parameter }) => ("site" in place ? [{ parameter, kind: "site", name: String(place.site) }] : []));
  const zones = named.flatMap(({ place, parameter }) => ("zone" in place ? [{ parameter, kind: "zone", name: String(place.zone) }] : []));
  const codes = filter.category.map((name) => ({ parameter: "category", kind: "category", name }));
  const units = filter.unit.map((id) => ({ parameter: "unit", kind: "unit", name: String(id) }));
  const people = filter.person.map((id) => ({ parameter: "person", kind: "person", name: String(id) }));
  const all = [...codes, ...units, ...people, ...sites, ...zones];
  if (!all.length) return { filter, caller, levels: new Map() };

  const names = (kind: string) => [...new Set(all.filter((one) => one.kind === kind).map((one) => one.name))];
  const known = await rows<Found>(
    "check",
    sql`select 'category' as kind, v as name, 0 as level from unnest(${names("category")}::text[]) v
        where exists (select 1 from category c where c.code = v or c.major = v)
      union all select 'unit', id::text, 0 from unit where id = any(${names("unit")}::bigint[])
      union all select 'person', id::text, 0 from person where id = any(${names("person")}::bigint[])
      union all select 'site', id::text, 0 from site where id = any(${names("site")}::bigint[])
      union all select 'zone', id::text, level from zone where id = any(${names("zone")}::bigint[])`,
  );
  const keys = new Set(known.map((one) => `${one.kind}/${one.name}`));
  const missing = all.find((one) => !keys.has(`${one.kind}/${one.name}`));
  if (missing) throw new ParameterError(missing.parameter, missing.name, unknown[missing.kind] as Word);
  return { filter, caller, levels: new Map(known.filter((one) => one.kind === "zone").map((one) => [Number(one.name), one.level])) };
}
