/** Whether pieces of ground cover the district, and whether two lie on each other: by the database's own overlays, which know nothing of arcs and faces. */
import { degree_m } from "../contract/partition/ellipsoid.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { rounding_m2 } from "../contract/plan.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { multiPolygonText } from "./wkt.ts";

export interface Cover {
  readonly outline_m2: number;
  /** 0 = within what rounding may cost. */
  readonly uncovered_m2: number;
  readonly overlap_m2: number;
}

/**
 * A tenth of a micrometre. Without a grid GEOS first tries without rounding, and takes its failure back by an exception that the embedded
 * engine does not survive.
 */
const grid = 1e-12;

interface Measured {
  readonly outline_m2: number | null;
  readonly lat: number;
  /** In square degrees: borders run straight on the map, and the ellipsoid's areas would make a vertex on a straight line some square metres. */
  readonly uncovered: number;
  readonly overlap: number;
}

/** Without an outline of the district the pieces' own union stands for it, holes and all. */
const statement = (texts: readonly string[]) => sql`
  with piece as materialized (select ST_SnapToGrid(ST_GeomFromText(w, 4326), ${grid}::float8) as g from unnest(${texts}::text[]) w),
    whole as materialized (select ST_UnaryUnion(ST_Collect(g), ${grid}::float8) as g from piece),
    outline as materialized (select ST_SnapToGrid(outline, ${grid}::float8) as g from district where outline is not null)
  select ST_Area(coalesce(o.g, w.g)::geography) as outline_m2, coalesce((ST_YMin(w.g) + ST_YMax(w.g)) / 2, 0) as lat,
    coalesce(ST_Area(ST_CollectionExtract(ST_Difference(o.g, w.g, ${grid}::float8), 3)), case when w.g is null then ST_Area(o.g) else 0 end, 0) as uncovered,
    coalesce((select sum(ST_Area(g)) from piece) - ST_Area(w.g), 0) as overlap
  from whole w left join outline o on true`;

const vertices = (polygons: readonly Polygon[]): number =>
  polygons.reduce((sum, rings) => sum + rings.reduce((n, ring) => n + ring.length, 0), 0);

/** @param pieces ground that is somebody's or nobody's, each once */
export async function coverOf(on: Queryable, pieces: readonly (readonly Polygon[])[]): Promise<Cover> {
  const [row] = (await on.query<Measured>(statement(pieces.map(multiPolygonText)), { timeout_ms: 0 })) as [Measured];
  const [east, north] = degree_m(row.lat);
  const least = rounding_m2 * pieces.reduce((sum, polygons) => sum + vertices(polygons), 0);
  const counted = (squareDegrees: number): number => {
    const area_m2 = squareDegrees * east * north;
    return area_m2 > least ? area_m2 : 0;
  };
  return { outline_m2: row.outline_m2 ?? 0, uncovered_m2: counted(row.uncovered), overlap_m2: counted(row.overlap) };
}
