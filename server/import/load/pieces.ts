/** Which zones a point lies in. Zones are cut into small pieces once, so that a ward's thousand corners are not walked for every point. */
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { Position } from "../read/shape.ts";

export interface ZonesOf {
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
  /** False also when the district has no outline. */
  readonly outside: boolean;
}

/** Made and dropped in the loading's own transaction: nobody else sees it, and the embedded engine has no temporary tables to lend. */
export async function makePieces(tx: Tx): Promise<void> {
  await tx.query(sql`create unlogged table import_piece (zone_id bigint, level int not null, geom geometry not null)`);
  await tx.query(sql`insert into import_piece select z.id, z.level, p from zone z, lateral st_subdivide(z.geom, 64) p where z.level > 0`);
  await tx.query(
    sql`insert into import_piece select null, 0, p from district d, lateral st_subdivide(d.outline, 64) p where d.outline is not null`,
  );
  await tx.query(sql`create index on import_piece using gist (geom)`);
  await tx.query(sql`analyze import_piece`);
}

export async function dropPieces(tx: Tx): Promise<void> {
  await tx.query(sql`drop table import_piece`);
}

/** Exactly one zone of each level, the lowest id where a point lies on a border. Cutting rounds: what fell between two pieces is asked of the whole zones. */
const zonesAt = (point: ReturnType<typeof sql>) => sql`
  select coalesce(c.z1, (select min(z.id) from zone z where z.level = 1 and st_intersects(z.geom, ${point}))) as zone1,
    coalesce(c.z2, (select min(z.id) from zone z where z.level = 2 and st_intersects(z.geom, ${point}))) as zone2,
    coalesce(c.z3, (select min(z.id) from zone z where z.level = 3 and st_intersects(z.geom, ${point}))) as zone3,
    c.inside
  from (select min(k.zone_id) filter (where k.level = 1) as z1, min(k.zone_id) filter (where k.level = 2) as z2,
      min(k.zone_id) filter (where k.level = 3) as z3, coalesce(bool_or(k.level = 0), false) as inside
    from import_piece k where st_intersects(k.geom, ${point})) c`;

/** For each position, in order. */
export function zonesOf(tx: Tx, positions: readonly Position[]): Promise<ZonesOf[]> {
  const point = sql`p.geom`;
  return tx.query<ZonesOf>(sql`
    select z.zone1, z.zone2, z.zone3,
      (select outline is not null from district) and not z.inside and not st_intersects((select outline from district), p.geom) as outside
    from (select st_setsrid(st_makepoint(x, y), 4326) as geom, i
      from unnest(${positions.map((p) => p[0])}::float8[], ${positions.map((p) => p[1])}::float8[]) with ordinality u(x, y, i)) p,
      lateral (${zonesAt(point)}) z order by p.i`);
}

/** After zones have changed: problems whose zone is another now. */
export async function rezoneProblems(tx: Tx): Promise<number> {
  const some = await tx.query(sql`select 1 from problem limit 1`);
  if (some.length === 0) return 0;
  await makePieces(tx);
  const point = sql`p.geom`;
  const moved = await tx.query(sql`
    update problem p set zone1_id = n.zone1, zone2_id = n.zone2, zone3_id = n.zone3
    from (select p.id, z.zone1, z.zone2, z.zone3 from problem p, lateral (${zonesAt(point)}) z) n
    where n.id = p.id and (p.zone1_id, p.zone2_id, p.zone3_id) is distinct from (n.zone1, n.zone2, n.zone3) returning 1`);
  await dropPieces(tx);
  return moved.length;
}
