/** Maps of pages: the outline, the ground around it, and what its neighbours are called; as few numbers as a map of some 120 mm shows. */
import { today } from "../ask/day.ts";
import type { HandbookMap } from "../contract/types.ts";
import type { BaseClass } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { type Box, clipped, frameOf, type Geometry, linesOf } from "./frames.ts";
import type { Query } from "./kept.ts";

/** Wider than that, lanes would be a grey cloud; degrees of latitude. */
const lanesUpTo = 0.012;
const streetsUpTo = 0.03;
const lanes: readonly BaseClass[] = ["alley", "built"];
const streets: readonly BaseClass[] = ["minor", "park"];
/** Of two lines a printed map of 110 mm shows the difference of a fifth of a millimetre. */
const details = 1 / 550;

interface Shape {
  readonly key: string;
  readonly outline: string | null;
  readonly shape: string | null;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}
interface Ground {
  readonly key: string;
  readonly class: BaseClass;
  readonly name: string | null;
  readonly geometry: string;
}
interface Neighbour {
  readonly key: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** @param zones key → the zone whose outline is drawn, of a zone's page itself; null = none */
export interface Asked {
  readonly key: string;
  readonly zone: number | null;
  readonly site: number | null;
}

const shapes = (asked: readonly Asked[]): Sql => sql`
  select a.key, ST_AsGeoJSON(ST_Simplify(z.geom::geometry, (ST_YMax(z.geom) - ST_YMin(z.geom)) * ${details}::float8, true), 6) as outline,
    ST_AsGeoJSON(ST_Simplify(s.geom, greatest((ST_YMax(s.geom) - ST_YMin(s.geom)) * ${details}::float8, 1e-7), true), 6) as shape,
    ST_XMin(m.geom) as west, ST_YMin(m.geom) as south, ST_XMax(m.geom) as east, ST_YMax(m.geom) as north
  from unnest(${asked.map(({ key }) => key)}::text[], ${asked.map(({ zone }) => zone)}::bigint[], ${asked.map(({ site }) => site)}::bigint[])
      a (key, zone, site)
    left join zone z on z.id = a.zone left join site s on s.id = a.site, lateral (select coalesce(s.geom, z.geom::geometry) as geom) m`;

interface Framed {
  readonly key: string;
  readonly box: Box;
}
const around = (framed: readonly Framed[]): Sql => sql`
  select f.key, b.class, b.name, ST_AsGeoJSON(ST_Simplify(b.geom, (f.north - f.south) * ${details}::float8, true), 6) as geometry
  from unnest(${framed.map(({ key }) => key)}::text[], ${framed.map(({ box }) => box[0])}::float8[], ${framed.map(({ box }) => box[1])}::float8[],
      ${framed.map(({ box }) => box[2])}::float8[], ${framed.map(({ box }) => box[3])}::float8[]) f (key, west, south, east, north)
    join base_feature b on b.geom && ST_MakeEnvelope(f.west, f.south, f.east, f.north, 4326)
  where b.class <> 'place' and (b.class <> all(${lanes}::text[]) or f.north - f.south <= ${lanesUpTo}::float8)
    and (b.class <> all(${streets}::text[]) or f.north - f.south <= ${streetsUpTo}::float8)
  order by b.id`;

const nextTo = (asked: readonly Asked[]): Sql => sql`
  select a.key, n.name, ST_X(m.at) as lon, ST_Y(m.at) as lat
  from unnest(${asked.map(({ key }) => key)}::text[], ${asked.map(({ zone }) => zone)}::bigint[]) a (key, zone)
    join zone z on z.id = a.zone
    join zone n on n.level = z.level and n.id <> z.id and ST_Intersects(n.geom, z.geom)
    join (select ${today} as day) d on (n.valid_from is null or n.valid_from <= d.day) and (n.valid_to is null or d.day < n.valid_to),
    lateral (select ST_PointOnSurface(n.geom) as at) m
  order by n.code`;

const parsed = (text: string | null): Geometry | null => (text === null ? null : (JSON.parse(text) as Geometry));

function byKey<Row extends { readonly key: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const list = found.get(row.key);
    if (list) list.push(row);
    else found.set(row.key, [row]);
  }
  return found;
}

function groundIn(box: Box, rows: readonly Ground[]): HandbookMap["ground"] {
  return rows.flatMap(({ class: own, name, geometry }) => {
    const shape = JSON.parse(geometry) as Geometry;
    const area = shape.type.endsWith("Polygon");
    return linesOf(shape).flatMap((line) => (area ? [line] : clipped(line, box)).map((part) => ({ class: own, name, area, line: part })));
  });
}

const shapeKind = (shape: Geometry | null): HandbookMap["shapeKind"] =>
  shape === null ? "none" : shape.type.endsWith("Point") ? "point" : shape.type.endsWith("LineString") ? "line" : "area";

/** Maps by key; three statements for all of them. */
export async function mapsOf(query: Query, asked: readonly Asked[]): Promise<ReadonlyMap<string, HandbookMap>> {
  if (asked.length === 0) return new Map();
  const found = await query<Shape>(shapes(asked));
  const framed = found.map((one) => ({ key: one.key, box: frameOf([one.west, one.south, one.east, one.north], one.shape !== null) }));
  const grounds = byKey(await query<Ground>(around(framed)));
  const neighbours = byKey(await query<Neighbour>(nextTo(asked.filter(({ site }) => site === null))));
  return new Map(
    found.map((one, i) => {
      const { box } = framed[i] as Framed;
      const [outline, shape] = [parsed(one.outline), parsed(one.shape)];
      const map: HandbookMap = {
        frame: [...box],
        outline: outline ? linesOf(outline) : [],
        shape: shape ? linesOf(shape) : [],
        shapeKind: shapeKind(shape),
        ground: groundIn(box, grounds.get(one.key) ?? []),
        neighbours: (neighbours.get(one.key) ?? []).map(({ name, lon, lat }) => ({ name, lon, lat })),
      };
      return [one.key, map];
    }),
  );
}
