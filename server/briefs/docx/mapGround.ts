/** What a document's map stands on: sub-districts as they were on the period's last day, water, main roads and railways around them. */
import { zoneInForce, zoneVersions } from "../../ask/zones.ts";
import type { BriefFacts } from "../../contract/types.ts";
import type { BaseClass } from "../../contract/vocabulary.ts";
import { type Sql, sql } from "../../db/sql.ts";

/** Asks the database. */
export type Rows = <Row extends object>(statement: Sql) => Promise<Row[]>;

type Position = readonly [number, number];
/** Lines of degrees; of an area its rings. */
export type Lines = readonly (readonly Position[])[];

export interface Ground {
  /** West, south, east, north, degrees. */
  readonly box: readonly [number, number, number, number];
  readonly zones: readonly { readonly number: number; readonly at: Position; readonly lines: Lines }[];
  readonly features: readonly { readonly class: BaseClass; readonly area: boolean; readonly lines: Lines }[];
}

const drawn: readonly BaseClass[] = ["water", "waterway", "park", "motorway", "arterial", "secondary", "rail"];
/** Of two lines nearer than this the map shows one: its width over so many pixels. */
const pixels = 1600;

interface ZoneRow {
  readonly zone: number | null;
  readonly lon: number;
  readonly lat: number;
  readonly shape: string;
}
interface FeatureRow {
  readonly class: BaseClass;
  readonly shape: string;
}

const zonesThen = (ids: readonly number[], day: string): Sql => sql`
  select z.id as zone, ST_X(m.at) as lon, ST_Y(m.at) as lat, ST_AsGeoJSON(ST_Simplify(z.geom, 0.00003, true), 6) as shape
  from ${zoneVersions} z, lateral (select ST_PointOnSurface(z.geom) as at) m
  where z.id = any(${ids}::bigint[]) and ${zoneInForce(sql`${day}::date`)} order by z.id`;
const districtOutline = sql`select null::bigint as zone, ST_X(m.at) as lon, ST_Y(m.at) as lat, ST_AsGeoJSON(d.outline, 6) as shape
  from district d, lateral (select ST_PointOnSurface(d.outline) as at) m where d.outline is not null`;

const around = ([west, south, east, north]: Ground["box"]): Sql => sql`
  select b.class, ST_AsGeoJSON(ST_Simplify(b.geom, ${(east - west) / pixels}::float8, true), 6) as shape
  from base_feature b where b.class = any(${drawn}::text[])
    and b.geom && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326) order by b.id`;

interface Shape {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly Shape[];
}
/** Nested arrays of positions, however deep, as lines. */
function linesIn(coordinates: unknown): Lines {
  if (!Array.isArray(coordinates) || coordinates.length === 0) return [];
  const inner = coordinates[0] as unknown;
  if (Array.isArray(inner) && typeof inner[0] === "number") return [coordinates as Position[]];
  return coordinates.flatMap((one) => linesIn(one));
}
const linesOf = (shape: Shape | null): Lines => (shape === null ? [] : (shape.geometries?.flatMap(linesOf) ?? linesIn(shape.coordinates)));

function boxOf(positions: readonly Position[]): Ground["box"] | null {
  if (positions.length === 0) return null;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of positions)
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  return [west, south, east, north];
}

/** A twentieth more on each side, and never less than some 400 m. */
function framed([west, south, east, north]: Ground["box"]): Ground["box"] {
  const [x, y] = [Math.max((east - west) * 0.04, 0.002), Math.max((north - south) * 0.04, 0.002)];
  return [west - x, south - y, east + x, north + y];
}

const parsed = (text: string): Shape | null => JSON.parse(text) as Shape | null;

export type MapFacts = Pick<BriefFacts, "running" | "asOf" | "to" | "outlines" | "points">;

/** @returns null when there is nothing to draw: no outlines and no problems */
export async function mapGround(facts: MapFacts, rows: Rows): Promise<Ground | null> {
  const day = facts.running ? facts.asOf.slice(0, 10) : facts.to;
  const numbers = new Map(facts.outlines.map(({ zone, number }) => [zone, number]));
  const found = numbers.size > 0 ? await rows<ZoneRow>(zonesThen([...numbers.keys()], day)) : [];
  const outlines = found.length > 0 ? found : await rows<ZoneRow>(districtOutline);
  const zones = outlines.map(({ zone, lon, lat, shape }) => ({
    number: zone === null ? 0 : (numbers.get(zone) ?? 0),
    at: [lon, lat] as const,
    lines: linesOf(parsed(shape)),
  }));
  const box = boxOf(zones.flatMap(({ lines }) => lines.flat())) ?? boxOf(facts.points.map(([lon, lat]) => [lon, lat] as const));
  if (box === null) return null;
  const features = (await rows<FeatureRow>(around(framed(box)))).flatMap(({ class: own, shape }) => {
    const read = parsed(shape);
    return read === null ? [] : [{ class: own, area: read.type.includes("Polygon"), lines: linesOf(read) }];
  });
  return { box: framed(box), zones, features };
}
