/** The zones in force on a day, as rows and as the partition that a new plan begins with. */
import { Conflict } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { WkbReader } from "../ask/wkb.ts";
import type { Position } from "../contract/draw.ts";
import { partitionOf } from "../contract/partition/build.ts";
import { PartitionError } from "../contract/partition/partitionError.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { usualTolerance_m } from "../contract/plan.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { type Given, type GivenZone, type Mended, partitionFrom } from "./mend.ts";

/** A zone as it held on a day. */
export interface ZoneOnDay {
  readonly id: number;
  readonly level: ZoneLevel;
  readonly code: string;
  readonly name: string;
  readonly parent: number | null;
  readonly unit: number | null;
  readonly person: string | null;
  readonly area_m2: number;
  readonly polygons: readonly Polygon[];
}

/** Condition over versions `v` of zones: they held on a day. */
export const heldOn = (day: Sql): Sql =>
  sql`(v.valid_from is null or v.valid_from <= ${day}) and (v.valid_to is null or ${day} < v.valid_to)`;

function ring(from: WkbReader): Position[] {
  const points = Array.from({ length: from.count() }, (): Position => [from.number(), from.number()]);
  // The last position repeats the first.
  return points.slice(0, -1);
}
const polygon = (from: WkbReader): Polygon => Array.from({ length: from.count() }, () => ring(from));

/** Polygons of a (multi)polygon's binary, with its own doubles. */
function polygonsOf(wkb: Uint8Array): readonly Polygon[] {
  const from = new WkbReader(wkb);
  if (from.type() === 3) return [polygon(from)];
  return Array.from({ length: from.count() }, () => {
    from.type();
    return polygon(from);
  });
}

/** Zones of levels 1 to 3 that held on a day, by level and id. */
export async function zonesOn(on: Queryable, day: Sql): Promise<ZoneOnDay[]> {
  const rows = await on.query<Omit<ZoneOnDay, "polygons"> & { readonly wkb: Buffer }>(sql`
    select v.zone_id as id, v.level, v.code, v.name, v.parent_id as parent, v.unit_id as unit, v.person, v.area_m2, ST_AsBinary(v.geom) as wkb
    from zone_version v where v.level between 1 and 3 and ${heldOn(day)} order by v.level, v.zone_id`);
  return rows.map(({ wkb, ...zone }) => ({ ...zone, polygons: polygonsOf(wkb) }));
}

export async function outlineOf(tx: Tx): Promise<readonly Polygon[] | null> {
  const [row] = await tx.query<{ wkb: Buffer | null }>(sql`select ST_AsBinary(coalesce((select outline from district),
    (select v.geom from zone_version v where v.level = 0 and ${heldOn(today)} order by v.zone_id limit 1))) as wkb`);
  return row?.wkb ? polygonsOf(row.wkb) : null;
}

function givenOf(zones: readonly ZoneOnDay[], outline: Given["outline"]): Given {
  const codes = new Map(zones.map((zone) => [zone.id, zone.code]));
  const depth = Math.max(...zones.map((zone) => zone.level)) as ZoneLevel;
  const given = ({ parent, area_m2: _area, level: _level, ...zone }: ZoneOnDay): GivenZone => ({
    ...zone,
    parent: parent === null ? null : (codes.get(parent) ?? null),
  });
  const levels = ([1, 2, 3] as const).filter((level) => level <= depth);
  return {
    ...{ depth, outline, tolerance_m: usualTolerance_m },
    levels: levels.map((level) => ({ level, zones: zones.filter((zone) => zone.level === level).map(given) })),
  };
}

const nothing = () =>
  new Conflict({
    zh: "今天没有生效的责任区，也没有区界，无从起草：请先导入，或导入文件建方案",
    en: "There are no zones in force today and no outline of the district that a plan could begin with: import a file.",
  });

/** A district without zones begins as ground of nobody's, for three levels. */
const untouched = (outline: readonly Polygon[]): Mended => ({
  partition: partitionOf(
    3,
    [],
    outline.map((one) => ({ polygon: one, zone: null })),
  ),
  mended: [],
});

/** The zones in force today as a partition, mended where they leak. @throws Conflict when there are none that could be used */
export async function partitionInForce(tx: Tx): Promise<Mended> {
  const zones = await zonesOn(tx, today);
  const outline = await outlineOf(tx);
  try {
    if (zones.length > 0) return await partitionFrom(tx, givenOf(zones, outline));
    if (outline) return untouched(outline);
  } catch (error) {
    if (!(error instanceof PartitionError)) throw error;
    const { zh, en } = error.expected;
    throw new Conflict({ zh: `现行责任区不能作为起点：${zh}`, en: `The zones in force cannot be begun with: ${en}` });
  }
  throw nothing();
}
