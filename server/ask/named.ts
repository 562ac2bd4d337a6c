/** Named shapes in a clause become what they are: a drawing, or the surroundings of sites. */
import { decodeShape, type Shape } from "../contract/draw.ts";
import { type Anchor, type Area, formatAnchor, type GeoClause, parseGeo } from "../contract/geo.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Caller } from "./caller.ts";

/** An anchor that is no name any more. */
export type PlainAnchor = Exclude<Anchor, { shape: number } | { zone: number }> | DatedZone;
/** A zone as it was on a day (yyyy-MM-dd); without one, as it is, or was last. */
export interface DatedZone {
  readonly zone: number;
  readonly on?: string;
}
export interface Around {
  readonly distance_m: number;
  readonly of: readonly PlainAnchor[];
}
/** An area that is no name any more; surroundings among several areas stay what they are: a distance. */
export type PlainArea = Exclude<Area, { shape: number }> | { readonly around: Around };
export type PlainClause =
  | (Around & { readonly op: "within" | "beyond" })
  | { readonly op: "inside" | "outside"; readonly areas: readonly PlainArea[] };

/** What a named shape stands for. */
export type Definition = { readonly draw: Shape } | { readonly around: Around };
export type Definitions = ReadonlyMap<number, Definition>;

/** Reads a stored definition. @throws when the stored text is none: it was checked when it was kept */
export function readDefinition(text: string): Definition {
  const draw = text.startsWith("draw/") ? decodeShape(text.slice(5)) : null;
  if (draw) return { draw };
  const clause = parseGeo(text);
  if (!("of" in clause) || clause.op !== "within") throw new Error(`A named shape's definition cannot be read: ${text.slice(0, 80)}`);
  return { around: { distance_m: clause.distance_m, of: clause.of as readonly PlainAnchor[] } };
}

/** What is kept as `n`: the caller's own. Before anybody is signed in, what nobody in particular kept is the demo's. */
export const ownedBy = ({ personId, kind }: Caller): Sql =>
  sql`coalesce(n.owner_id = ${personId}::bigint, ${kind}::text = 'demo' and n.owner_id is null)`;

/** What is kept under a name as `n` (a shape, a view) and the caller sees: their own, their office's, everybody's. */
export const sharedWith = (caller: Caller): Sql => sql`(n.share = 'all' or ${ownedBy(caller)}
  or (n.share = 'office' and (n.unit_id = any(${caller.units}::bigint[]) or ${caller.kind}::text = 'demo'
    or n.unit_id = (select e.unit_id from person e where e.id = ${caller.personId}::bigint))))`;

const noInside: Word = {
  zh: "这个常用图形是点或线，没有“内”；请用“…米内”",
  en: "a named shape with an inside: this one is a point or a line, so ask within a distance of it",
};
const noDistance: Word = {
  zh: "这个常用图形是按距离定的范围，不能再量距离；请用“内”或“外”",
  en: "a drawn shape: this one is defined by a distance, so ask inside or outside of it",
};

function plainAnchor(parameter: string, anchor: Anchor, known: Definitions): PlainAnchor {
  if (!("shape" in anchor)) return anchor;
  const definition = known.get(anchor.shape);
  if (definition && "draw" in definition) return definition;
  throw new ParameterError(parameter, formatAnchor(anchor), noDistance);
}

export const plainAnchors = (parameter: string, anchors: readonly Anchor[], known: Definitions): PlainAnchor[] =>
  anchors.map((anchor) => plainAnchor(parameter, anchor, known));

function plainArea(area: Area, known: Definitions): PlainArea {
  if (!("shape" in area)) return area;
  const definition = known.get(area.shape);
  if (definition && "draw" in definition && definition.draw.kind !== "area") throw new ParameterError("geo", formatAnchor(area), noInside);
  return definition as Definition;
}

/** The clause with its zones as they were on days: those that distances are measured to. */
export function datedClause(clause: PlainClause, days: ReadonlyMap<number, string>): PlainClause {
  if ("of" in clause) return { ...clause, of: datedAnchors(clause.of, days) };
  const areas = clause.areas.map((area) =>
    "around" in area ? { around: { ...area.around, of: datedAnchors(area.around.of, days) } } : area,
  );
  return { ...clause, areas };
}
export const datedAnchors = (anchors: readonly PlainAnchor[], days: ReadonlyMap<number, string>): PlainAnchor[] =>
  anchors.map((anchor) => {
    const on = "zone" in anchor ? days.get(anchor.zone) : undefined;
    return on === undefined ? anchor : { ...(anchor as DatedZone), on };
  });

/** A clause without names. Surroundings by themselves are a distance clause, which the index of the problems serves best. @throws ParameterError */
export function plainClause(clause: GeoClause, known: Definitions): PlainClause {
  if ("of" in clause) return { ...clause, of: plainAnchors("geo", clause.of, known) };
  const areas = clause.areas.map((area) => plainArea(area, known));
  const [only, more] = areas;
  if (only && "around" in only && !more) return { ...only.around, op: clause.op === "inside" ? "within" : "beyond" };
  return { op: clause.op, areas };
}
