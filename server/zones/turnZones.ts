/** The zones of a plan written as those in force: the same zone keeps its row and id, new ones get one, and what the plan does not have ends. */
import { searchText } from "../ask/searchText.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { zoneShapes } from "../contract/partition/shapes.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { levelsOf } from "./proving.ts";
import { multiPolygonText } from "./wkt.ts";

/** A zone's number in the plan → its id. */
export type ZoneIds = ReadonlyMap<number, number>;

interface Ancestor {
  readonly new_ids: Readonly<Record<string, number>>;
}

/**
 * A zone that was new in a plan before this one, and got its id when that one came into force, is that zone here, too: told by its number and its code.
 * Every other new one gets an id of its own.
 */
export async function ids(on: Queryable, plan: number, { zones }: Partition): Promise<ZoneIds> {
  const planned = [...zones.keys()].filter((id) => id < 0);
  const known = new Map([...zones.keys()].filter((id) => id > 0).map((id) => [id, id]));
  const ancestors = await on.query<Ancestor>(sql`with recursive up as (select from_id, 0 as n from zone_plan where id = ${plan}::bigint
      union all select p.from_id, up.n + 1 from up join zone_plan p on p.id = up.from_id)
    select p.new_ids from up join zone_plan p on p.id = up.from_id where p.in_force_at is not null order by up.n`);
  const codes = new Map(
    (await on.query<{ id: number; code: string; level: number }>(sql`select id, code, level from zone`)).map((zone) => [zone.id, zone]),
  );
  for (const id of planned) {
    const zone = zones.get(id);
    const same = ancestors
      .flatMap(({ new_ids }) => new_ids[id] ?? [])
      .find((at) => codes.get(at)?.code === zone?.code && codes.get(at)?.level === zone?.level);
    if (same !== undefined && ![...known.values()].includes(same)) known.set(id, same);
  }
  const fresh = planned.filter((id) => !known.has(id));
  const numbers = await on.query<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('zone', 'id')) as id from generate_series(1, ${fresh.length}::int) order by 1`,
  );
  for (const [i, id] of fresh.entries()) known.set(id, (numbers[i] as { id: number }).id);
  return known;
}

/** Zones that have ground, as rows `g`. A zone without any is not in force. */
function given(plan: number, partition: Partition, known: ZoneIds): Sql {
  const shapes = new Map(levelsOf(partition).flatMap((level) => [...zoneShapes(partition, level)]));
  const rows = [...partition.zones.values()].flatMap((zone) => {
    const shape = shapes.get(zone.id);
    if (!shape) return [];
    const { id, level, code, name, parent, unit, person } = zone;
    const search = searchText(name, code === name ? null : code);
    const above = parent === null ? null : (known.get(parent) ?? null);
    return [
      {
        ...{ id: known.get(id), level, code, name, parent: above, unit, person, search },
        key: `${plan}.${-id}`,
        wkt: multiPolygonText(shape.polygons),
      },
    ];
  });
  return sql`select x.id, x.level, x.code, x.name, case when x.level > 1 then x.parent else (select min(z.id) from zone z where z.level = 0) end as parent,
      (select u.id from unit u where u.id = x.unit) as unit, nullif(x.person, '') as person, x.search, x.key,
      case when ST_IsValid(s.geom) then s.geom else ST_Multi(ST_CollectionExtract(ST_UnaryUnion(s.geom, 1e-12), 3)) end as geom
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, level int, code text, name text, parent bigint, unit bigint, person text,
      search text, key text, wkt text), lateral (select ST_GeomFromText(x.wkt, 4326) as geom offset 0) s`;
}

/** Ground is the same to a tenth of a millimetre. Overlays need a grid: see server/admin/attentionZones.ts. */
const grid = 1e-9;
/** So long as they take. */
const unhurried = { timeout_ms: 0 };

/** What changes of the ground. */
export interface Changed {
  /** Zones that have other ground now, new ones among them. */
  readonly ground: readonly number[];
  readonly ended: readonly number[];
}

/** @returns what has other ground now: of the rest no problem moves */
export async function writeZones(
  tx: Tx,
  { id, from }: { readonly id: number; readonly from: string },
  partition: Partition,
  known: ZoneIds,
): Promise<Changed> {
  await tx.query(sql`create unlogged table zone_given as ${given(id, partition, known)}`, unhurried);
  await tx.query(sql`alter table zone_given add primary key (id)`);
  // A ring may begin elsewhere, run the other way round, or have one vertex more on a straight line: the ground is the same, and the row keeps it.
  await tx.query(
    sql`update zone_given g set geom = z.geom from zone z where z.id = g.id and z.valid_to is null and not z.geom = g.geom
      and (ST_Normalize(z.geom) = ST_Normalize(g.geom) or ST_IsEmpty(ST_CollectionExtract(ST_SymDifference(z.geom, g.geom, ${grid}::float8), 3)))`,
    unhurried,
  );
  const ground = await tx.query<{ id: number }>(sql`select g.id from zone_given g left join zone z on z.id = g.id
    where z.id is null or z.valid_to is not null or not z.geom = g.geom order by g.id`);
  const ended = await tx.query<{ id: number }>(sql`update zone z set valid_to = ${from}::date where z.valid_to is null and z.level > 0
    and not exists (select from zone_given g where g.id = z.id) returning z.id`);
  await tx.query(sql`insert into zone (id, layer, external_id, level, code, name, parent_id, unit_id, person, search, geom, area_m2, valid_from)
    overriding system value select g.id, 'plan', g.key, g.level, g.code, g.name, g.parent, g.unit, g.person, g.search, g.geom, ST_Area(g.geom::geography), ${from}::date
    from zone_given g where not exists (select from zone z where z.id = g.id) order by g.level, g.id`);
  await tx.query(sql`update zone z set level = g.level, code = g.code, name = g.name, parent_id = g.parent, unit_id = g.unit, person = g.person,
      search = g.search, geom = g.geom, area_m2 = case when z.geom = g.geom then z.area_m2 else ST_Area(g.geom::geography) end, valid_to = null, successor_id = null
    from zone_given g where g.id = z.id and (z.level, z.code, z.name, z.parent_id, z.unit_id, z.person, z.search, z.geom, z.valid_to)
      is distinct from (g.level, g.code, g.name, g.parent, g.unit, g.person, g.search, g.geom, null::date)`);
  await tx.query(sql`drop table zone_given`);
  return { ground: ground.map((zone) => zone.id), ended: ended.map((zone) => zone.id) };
}
