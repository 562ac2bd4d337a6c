/** What cells are laid over: the district's outline, or what is known of its ground, and of it where the filter may find anything. */
import { areaOf, type Caller } from "../ask/caller.ts";
import type { Checked } from "../ask/check.ts";
import { insideZone, placesOf } from "../ask/parts.ts";
import { NotFound } from "../ask/route.ts";
import { zoneStands } from "../ask/zones.ts";
import type { Position } from "../contract/draw.ts";
import { and, type Sql, sql } from "../db/sql.ts";

interface Stored {
  outline: { type: "MultiPolygon"; coordinates: Position[][][] } | { type: string; coordinates: unknown } | null;
  is_outline: boolean;
  lon: number | null;
  lat: number | null;
}

/** One row: without a district, too. A hull of one place is a point and no ground. */
const statement = sql`select d.outline is not null as is_outline,
    ST_AsGeoJSON(coalesce(d.outline, h.hull), 7)::json as outline, ST_X(d.centre) as lon, ST_Y(d.centre) as lat
  from (select 1) one left join district d on true left join lateral (select ST_Multi(ST_ConvexHull(ST_Collect(g.geom))) as hull
    from (select geom::geometry as geom from zone z where ${zoneStands} union all select geom from site) g where d.outline is null) h on true`;

export interface Ground {
  readonly rings: readonly (readonly Position[])[];
  readonly centre: Position;
  /** False: no outline is known, the rings are the hull of zones and sites. */
  readonly isOutline: boolean;
}

type Rows = <Row extends object>(timer: string, statement: Sql) => Promise<Row[]>;
const none = {
  zh: "本区没有区界，也没有责任区和点位：无处可铺格子。",
  en: "The district has no outline, no zones and no sites: there is no ground to lay cells over.",
};

/** @throws NotFound when nothing is known of the ground */
export async function groundOf(rows: Rows): Promise<Ground> {
  const [stored] = await rows<Stored>("ground", statement);
  const { outline, is_outline, lon, lat } = stored as Stored;
  if (outline?.type !== "MultiPolygon") throw new NotFound(none);
  const rings = (outline.coordinates as Position[][][]).flat();
  const corners = rings.flat();
  const middle = (of: 0 | 1) => corners.reduce((sum, corner) => sum + corner[of], 0) / corners.length;
  return { rings, centre: [lon ?? middle(0), lat ?? middle(1)], isOutline: is_outline };
}

/** Who sees the problems of one zone only is told of its ground: elsewhere they know of nothing, which is not 0. */
function boundTo(caller: Caller): Sql[] {
  const area = areaOf(caller);
  return area?.zone && area.units === null ? [insideZone(area.zone.id)] : [];
}

/** Where the filter and its caller may find anything, as conditions over a place `p`; none = everywhere. */
export const reachOf = (checked: Checked): Sql[] => [...boundTo(checked.caller), ...placesOf(checked)];

/** Which of some places meet the conditions, by number from 0. */
export async function meeting(rows: Rows, places: readonly Position[], conditions: readonly Sql[]): Promise<number[]> {
  const list = await rows<{ n: number }>(
    "reach",
    sql`select (p.n - 1)::int as n from (select u.n, g.geom, g.geom::geography as geog
        from unnest(${places.map(([lon]) => lon)}::float8[], ${places.map(([, lat]) => lat)}::float8[]) with ordinality u(lon, lat, n),
          lateral (select ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326) as geom offset 0) g) p
      where ${and(conditions)} order by p.n`,
  );
  return list.map(({ n }) => n);
}
