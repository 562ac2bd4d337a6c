/** A filter's names looked up once: an id or code that does not exist is refused, never "no hits". */
import type { Filter } from "../contract/filter.ts";
import { type Anchor, type Area, formatAnchor } from "../contract/geo.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Caller } from "./caller.ts";
import {
  type Definition,
  datedAnchors,
  datedClause,
  type PlainAnchor,
  type PlainClause,
  plainAnchors,
  plainClause,
  readDefinition,
  sharedWith,
} from "./named.ts";
import { anyProblem } from "./past.ts";
import { enclosed, mostCrossings } from "./rings.ts";
import { zoneDay } from "./zones.ts";

/** A filter all of whose names exist, who asks it, and what its names stand for. */
export interface Checked {
  readonly filter: Filter;
  /** The filter's geo clauses with named shapes replaced by what they are. */
  readonly clauses: readonly PlainClause[];
  /** The further anchors, likewise. */
  readonly of: readonly PlainAnchor[];
  readonly caller: Caller;
  /** The level of each zone that is named. */
  readonly levels: ReadonlyMap<number, number>;
  /** Zones that are asked as they were on a day (yyyy-MM-dd), because they are others now. */
  readonly days: ReadonlyMap<number, string>;
  /** The geometry of the district's outline when it is named, as text: no column says what lies in it. */
  readonly outlines: ReadonlyMap<number, string>;
  /** What of the problems is looked among, in brackets; all of them when left out. See `amongFew`. */
  readonly among?: Sql;
}

/** Runs one statement; what a route's Ask offers. */
export type Rows = <Row extends object>(timer: string, statement: Sql) => Promise<Row[]>;

const unknown: Record<string, Word> = {
  category: { zh: "没有这个类别代码", en: "a category code that exists" },
  unit: { zh: "没有这个责任单位", en: "the id of a unit that exists" },
  person: { zh: "没有这个人", en: "the id of a person that exists" },
  site: { zh: "没有这个点位", en: "the id of a site that exists" },
  zone: { zh: "没有这个责任区（可能已撤销）", en: "the id of a zone that exists" },
  shape: { zh: "没有这个常用图形（可能已删除，或未共享给您）", en: "the id of a named shape that exists and is shared with you" },
  problem: { zh: "没有这个问题", en: "ids of problems that exist" },
};

/** A drawing is of a city, not of a continent: an edge of half the globe has no one way round. */
const widest = 10;
const tooWide: Word = { zh: `跨度不超过 ${widest} 度的图形`, en: `a drawing no more than ${widest} degrees across` };

const across = (numbers: readonly number[]): number => Math.max(...numbers) - Math.min(...numbers);

/** A ring that is no area: it would hold nothing, which looks like "no problems". */
const encloses: Word = {
  zh: "围住一块地方的图形；这个图形的顶点在一条线上，什么也没有围住",
  en: "a drawing that encloses something; the vertices of this one lie on a line",
};
const tangled: Word = {
  zh: `自相交不超过 ${mostCrossings} 处的图形；请画得简单些`,
  en: `a drawing that crosses itself at most ${mostCrossings} times; draw a simpler one`,
};

/** @throws ParameterError for a drawing that means no place: wider than a country, or a ring that encloses nothing */
function refuseDrawn(parameter: string, place: Anchor | Area): void {
  if (!("draw" in place)) return;
  const { kind, points } = place.draw;
  const width = Math.max(across(points.map(([x]) => x)), across(points.map(([, y]) => y)));
  const polygons = width <= widest && kind === "area" ? enclosed(points) : undefined;
  const fault = width > widest ? tooWide : polygons === null ? tangled : polygons?.length === 0 ? encloses : null;
  if (fault) throw new ParameterError(parameter, formatAnchor(place), fault);
}

interface Found {
  kind: string;
  name: string;
  level: number;
  /** Of a named shape its text, of the district's outline its geometry. */
  definition: string | null;
  /** Of a zone, the day it is asked as it was on. */
  day: string | null;
}

/** Who asks what: a route's Ask holds it. */
export interface Asked {
  readonly filter: Filter;
  readonly caller: Caller;
  readonly rows: Rows;
}

/** One name that is to be looked up. */
interface Named {
  readonly parameter: string;
  readonly kind: "category" | "unit" | "person" | "site" | "zone" | "shape" | "problem";
  readonly name: string;
  /** The named shape that speaks of it: what was asked for. */
  readonly by?: string;
}

const ids = (kind: Named["kind"], list: readonly (number | string)[]): Named[] =>
  list.map((one) => ({ parameter: kind, kind, name: String(one) }));

function namedBy(parameter: string, place: Anchor | Area): Named[] {
  if ("site" in place) return [{ parameter, kind: "site", name: String(place.site) }];
  if ("zone" in place) return [{ parameter, kind: "zone", name: String(place.zone) }];
  return "shape" in place ? [{ parameter, kind: "shape", name: String(place.shape) }] : [];
}

/** Of named shapes: only those the caller may use, with their definitions. */
function statement(all: readonly Named[], caller: Caller, filter: Filter): Sql {
  const names = (kind: Named["kind"]) => [...new Set(all.filter((one) => one.kind === kind).map((one) => one.name))];
  return sql`select 'category' as kind, v as name, 0 as level, null::text as definition, null::text as day from unnest(${names("category")}::text[]) v
      where exists (select 1 from category c where c.code = v or c.major = v)
    union all select 'unit', id::text, 0, null, null from unit where id = any(${names("unit")}::bigint[])
    union all select 'person', id::text, 0, null, null from person where id = any(${names("person")}::bigint[])
    union all select 'site', id::text, 0, null, null from site where id = any(${names("site")}::bigint[])
    union all select 'zone', z.id::text, z.level, case when z.level = 0 then z.geom::geometry::text end, ${zoneDay(filter)}
      from zone z where z.id = any(${names("zone")}::bigint[])
    union all select 'problem', id::text, 0, null, null from ${anyProblem} where id = any(${names("problem")}::bigint[])
    union all select 'shape', n.id::text, 0, n.definition, null from named_shape n
      where n.id = any(${names("shape")}::bigint[]) and n.removed_at is null and ${sharedWith(caller)}`;
}

/** Of surroundings that were kept: a site or zone they name may have gone since. */
const gone = ({ kind, name }: Named): Word => ({
  zh: `所围绕的地点都还在的常用图形；${kind === "site" ? "点位" : "责任区"} ${name} 已不存在`,
  en: `a named shape whose places all still exist; ${kind} ${name} has gone`,
});

/** What was found of the names. @throws ParameterError for the first that was not */
async function lookUp(all: readonly Named[], { caller, filter, rows }: Asked): Promise<readonly Found[]> {
  if (!all.length) return [];
  const known = await rows<Found>("check", statement(all, caller, filter));
  const keys = new Set(known.map((one) => `${one.kind}/${one.name}`));
  const missing = all.find((one) => !keys.has(`${one.kind}/${one.name}`));
  if (missing?.by) throw new ParameterError(missing.parameter, missing.by, gone(missing));
  if (missing) throw new ParameterError(missing.parameter, missing.name, unknown[missing.kind] as Word);
  return known;
}

interface Place {
  readonly parameter: string;
  readonly place: Anchor | Area;
}

/** Surroundings name sites and zones in their turn. */
function namedAround({ parameter, place }: Place, shapes: ReadonlyMap<number, Definition>): Named[] {
  const definition = "shape" in place ? shapes.get(place.shape) : undefined;
  if (!definition || !("around" in definition)) return [];
  return definition.around.of.flatMap((one) => namedBy(parameter, one)).map((one) => ({ ...one, by: formatAnchor(place) }));
}

/**
 * Looks up what a filter and further anchors name, in one statement; none when they name nothing.
 * @param of the parameter the further anchors came from, for the refusal
 * @throws ParameterError naming category, unit, person, problem, geo or `of`; also for a drawing that means no place
 */
export async function check(asked: Asked, anchors: readonly Anchor[] = [], of = "of"): Promise<Checked> {
  const { filter, caller } = asked;
  const geo = filter.geo.flatMap((clause): readonly (Anchor | Area)[] => ("of" in clause ? clause.of : clause.areas));
  const places: Place[] = [...geo.map((place) => ({ parameter: "geo", place })), ...anchors.map((place) => ({ parameter: of, place }))];
  for (const { parameter, place } of places) refuseDrawn(parameter, place);
  const own = [...ids("category", filter.category), ...ids("unit", filter.unit), ...ids("person", filter.person)];
  const all = [...own, ...ids("problem", filter.problem), ...places.flatMap(({ parameter, place }) => namedBy(parameter, place))];
  const known = await lookUp(all, asked);
  const shapes = new Map(
    known.flatMap(({ kind, name, definition }) =>
      kind === "shape" && definition !== null ? [[Number(name), readDefinition(definition)] as [number, Definition]] : [],
    ),
  );
  const around = await lookUp(
    places.flatMap((one) => namedAround(one, shapes)),
    asked,
  );
  const zones = [...known, ...around].filter((one) => one.kind === "zone");
  const days = new Map(zones.flatMap(({ name, level, day }) => (level > 0 && day !== null ? [[Number(name), day] as const] : [])));
  return {
    filter,
    clauses: filter.geo.map((clause) => datedClause(plainClause(clause, shapes), days)),
    of: datedAnchors(plainAnchors(of, anchors, shapes), days),
    caller,
    levels: new Map(zones.map((one) => [Number(one.name), one.level])),
    days,
    outlines: new Map(zones.flatMap(({ name, definition }) => (definition === null ? [] : [[Number(name), definition]]))),
  };
}
