/** What is wrong with the zones in force today: without a unit, on top of each other, or leaving part of the district to nobody. */

import type { Rows } from "../ask/check.ts";
import { today } from "../ask/day.ts";
import { zoneInForce } from "../ask/zones.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { zoneName } from "../duty/words.ts";
import { type Found, foundRows, type Item, itemOf, mostItems } from "./attentionItem.ts";

/** Smaller than this is the rounding of a border, not ground. */
const least_m2 = 1;
/**
 * Overlays are made on a grid, a tenth of a millimetre wide. Without one GEOS first tries without rounding and takes its failure back
 * by an exception, which the embedded engine does not survive: its answer is "no rows", and the next answer is not to be trusted.
 */
const grid = 1e-9;

/** Zones in force today; `lowest` = those of the lowest level there is. */
const standing = sql`standing as (select z.* from zone z, (select ${today} as day offset 0) d where ${zoneInForce(sql`d.day`)}),
  lowest as (select z.* from standing z where z.level = (select max(level) from standing))`;

interface Named {
  readonly id: number;
  readonly level: number;
  readonly code: string;
  readonly name: string;
  readonly total: number;
}

const zoneItem = (zone: Named, note: Word): Item => itemOf(zoneName(zone).zh, { zone: zone.id, note });

/** Lowest zones without a unit. */
export async function ownerless(rows: Rows): Promise<Found> {
  const list = await rows<Named>(
    "ownerless",
    sql`with ${standing} select id, level, code, name, count(*) over ()::int as total from lowest where unit_id is null order by id limit ${mostItems}::int`,
  );
  return foundRows("zone_no_unit", list, (zone) => zoneItem(zone, { zh: "没有责任单位", en: "it has no unit" }));
}

interface Overlap extends Named {
  readonly other_code: string;
  readonly other_name: string;
  readonly area_m2: number;
}

const areaWord = (area_m2: number): Word => {
  const figure = area_m2 >= 10 ? Math.round(area_m2).toLocaleString("en") : area_m2.toFixed(1);
  return { zh: `${figure} 平方米`, en: `${figure} m²` };
};

/** Zones of one level that share more than their border. Neighbours come from the index; only those whose insides meet are cut. */
export async function overlaps(rows: Rows): Promise<Found> {
  const list = await rows<Overlap>(
    "overlaps",
    sql`with ${standing}, meeting as materialized (
        select a.id, b.id as other, ST_Area(ST_CollectionExtract(ST_Intersection(a.geom, b.geom, ${grid}::float8), 3)::geography) as area_m2
        from standing a join standing b on a.level = b.level and a.id < b.id and a.geom && b.geom
        where a.level > 0 and ST_Relate(a.geom, b.geom, '2********'))
      select a.id, a.level, a.code, a.name, b.code as other_code, b.name as other_name, m.area_m2, count(*) over ()::int as total
      from meeting m join zone a on a.id = m.id join zone b on b.id = m.other where m.area_m2 > ${least_m2}::float8
      order by m.area_m2 desc, m.id, m.other limit ${mostItems}::int`,
  );
  return foundRows("zone_overlap", list, (row) => {
    const other = zoneName({ level: row.level, code: row.other_code, name: row.other_name });
    const area = areaWord(row.area_m2);
    return zoneItem(row, { zh: `与${other.zh}重叠 ${area.zh}`, en: `overlaps ${other.en} by ${area.en}` });
  });
}

interface Gap {
  readonly lon: number;
  readonly lat: number;
  readonly area_m2: number;
  readonly total: number;
}

/** Parts of the district that no lowest zone covers; without an outline or a zone nothing can be said. */
export async function gaps(rows: Rows): Promise<Found> {
  const list = await rows<Gap>(
    "gaps",
    sql`with ${standing}, covered as (select ST_Union(geom, ${grid}::float8) as geom from lowest),
      part as materialized (select p.geom, ST_Area(p.geom::geography) as area_m2 from district d, covered c,
        lateral ST_Dump(ST_CollectionExtract(ST_Difference(d.outline, c.geom, ${grid}::float8), 3)) p where d.outline is not null and c.geom is not null)
      select ST_X(m.at) as lon, ST_Y(m.at) as lat, p.area_m2, count(*) over ()::int as total
      from part p, lateral (select ST_PointOnSurface(p.geom) as at) m where p.area_m2 > ${least_m2}::float8
      order by p.area_m2 desc limit ${mostItems}::int`,
  );
  return foundRows("uncovered", list, ({ lon, lat, area_m2 }) => {
    const area = areaWord(area_m2);
    return itemOf(`${lon.toFixed(5)}, ${lat.toFixed(5)}`, {
      note: { zh: `面积 ${area.zh}（经度, 纬度；EPSG:4326）`, en: `${area.en} (longitude, latitude; EPSG:4326)` },
    });
  });
}
