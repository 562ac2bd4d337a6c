/** Shapes made ready by the database: transformed, repaired, measured; those that cannot be right refused. */
import { sql } from "../../db/sql.ts";
import { type System, systemOf } from "../crs.ts";
import { type Loading, readRows, tryAll } from "../loading.ts";
import type { LayerSpec, Manifest } from "../manifest.ts";
import { isNear, misplaced } from "../nearby.ts";
import type { Fields } from "../read/fields.ts";
import type { Row } from "../read/row.ts";
import { mapShape, type Position, type Shape, shapeOf } from "../read/shape.ts";
import type { Place } from "../report.ts";
import { ewkb } from "../wkb.ts";

/** A row with its geometry as the database stores it. */
export interface Shaped<T> {
  readonly row: Place;
  readonly value: T;
  /** EWKB in hexadecimal, EPSG:4326; polygons are MultiPolygon. */
  readonly geom: string;
  readonly length_m: number;
  readonly area_m2: number;
  /** Of the district's outline. */
  readonly outside: boolean;
}

/** A row with its shape as it was read. */
export interface Draft<T> {
  readonly row: Place;
  readonly value: T;
  readonly shape: Shape;
}

/** What shapes are made with. */
export interface Making extends Pick<Loading, "tx" | "log"> {
  readonly manifest: Pick<Manifest, "centre">;
  readonly layer: Pick<LayerSpec, "into">;
}

interface Made {
  readonly i: number;
  readonly geom: string | null;
  readonly valid: boolean;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly length_m: number;
  readonly area_m2: number;
  readonly before_m2: number | null;
  readonly outside: boolean;
}

/** All rows of the layer. `areas`: only polygons will do. */
export async function readShapes<T>(loading: Loading, areas: boolean, read: (row: Row, fields: Fields) => T): Promise<Shaped<T>[]> {
  const { tx, layer, log } = loading;
  const system = await systemOf(tx, layer);
  const all: Shaped<T>[] = [];
  const drafts = readRows(loading, 1_000, (row, fields): Draft<T> => {
    const shape = shapeOf(row, layer, (reason) => log.say("mended", row, "geometry", "", reason));
    return { row, value: read(row, fields), shape };
  });
  for await (const batch of drafts) {
    const fit = batch.filter(({ row, shape }) => {
      if (!areas || shape.type.endsWith("Polygon")) return true;
      log.say("refused", row, "geometry", shape.type, {
        zh: "须为面（Polygon 或 MultiPolygon）",
        en: "should be a Polygon or MultiPolygon",
      });
      return false;
    });
    all.push(...(await makeShapes(loading, system, fit)));
  }
  return all;
}

/** Those the database takes and that lie near the city, in order; the others are said. */
export async function makeShapes<T>(making: Making, system: System, drafts: readonly Draft<T>[]): Promise<Shaped<T>[]> {
  const { tx, log } = making;
  const made = await tryAll(
    tx,
    drafts,
    async (some) => {
      const rows = await make(
        making,
        system,
        some.map((d) => d.shape),
      );
      return rows.map((one) => ({ draft: some[one.i - 1] as Draft<T>, one }));
    },
    ({ row }, why) =>
      log.say("refused", row, "geometry", why, { zh: "数据库不接受这个几何", en: "the database does not accept this geometry" }),
  );
  return made.flatMap(({ draft, one }) => judge(making, system, draft, one));
}

function make({ tx, layer }: Making, { srid, change }: System, shapes: readonly Shape[]): Promise<Made[]> {
  const given = shapes.map((shape) => ewkb(change ? mapShape(shape, change) : shape, srid));
  return tx.query<Made>(sql`
    with given as materialized (
      select i, st_transform(g::geometry, 4326) as raw from unnest(${given}::text[]) with ordinality u(g, i)),
    mended as materialized (
      select i, raw, st_isvalid(raw) as valid,
        case when st_dimension(raw) < 2 then raw
          when st_isvalid(raw) then st_multi(raw)
          else st_multi(st_collectionextract(st_makevalid(raw), 3)) end as geom
      from given)
    select m.i::int as i, m.valid, case when st_isempty(m.geom) then null else encode(st_asewkb(m.geom), 'hex') end as geom,
      st_xmin(m.geom) as west, st_ymin(m.geom) as south, st_xmax(m.geom) as east, st_ymax(m.geom) as north,
      case when st_dimension(m.geom) = 1 then st_length(m.geom::geography) else 0 end as length_m,
      case when st_dimension(m.geom) = 2 then st_area(m.geom::geography) else 0 end as area_m2,
      case when m.valid then null else st_area(m.raw::geography) end as before_m2,
      coalesce(${layer.into !== "base"} and not st_intersects(d.outline, m.geom), false) as outside
    from mended m left join district d on true order by m.i`);
}

function judge<T>({ log, manifest }: Making, system: System, { row, value, shape }: Draft<T>, one: Made): Shaped<T>[] {
  if (one.geom === null) {
    log.say("refused", row, "geometry", shape.type, { zh: "修复后没有面积", en: "nothing is left of it when repaired" });
    return [];
  }
  const corners: Position[] = [
    [one.west, one.south],
    [one.east, one.north],
  ];
  const bad = corners.find((corner) => !isNear(corner, manifest.centre));
  if (bad) {
    const swapped: Position | null = system.srid === 4326 ? [bad[1], bad[0]] : null;
    log.say(
      "refused",
      row,
      "geometry",
      bad.join(" "),
      misplaced(bad, manifest.centre, system.name, swapped) ?? { zh: "位置不对", en: "misplaced" },
    );
    return [];
  }
  if (!one.valid) sayMended(log, row, one);
  if (one.outside) log.say("noted", row, "geometry", corners[0]?.join(" "), { zh: "在区界之外", en: "outside the district's boundary" });
  return [{ row, value, geom: one.geom, length_m: one.length_m, area_m2: one.area_m2, outside: one.outside }];
}

function sayMended(log: Loading["log"], row: Place, { before_m2, area_m2 }: Made): void {
  const [before, after] = [before_m2 ?? 0, area_m2].map((m2) => m2.toFixed(1));
  log.say("mended", row, "geometry", "", {
    zh: `面自相交，已修复；面积 ${before} → ${after} 平方米`,
    en: `the polygon was not valid and was repaired; area ${before} → ${after} m²`,
  });
}
