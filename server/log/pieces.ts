/** Zones cut into small pieces once, so that a ward's thousand corners are not walked for every point. */
import { zoneStands } from "../ask/zones.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Of the zones in force. Made and dropped in one transaction: nobody else sees it, and the embedded engine has no temporary tables to lend. */
export async function makePieces(tx: Tx): Promise<void> {
  await tx.query(sql`create unlogged table zone_piece (zone_id bigint, level int not null, geom geometry not null)`);
  await tx.query(
    sql`insert into zone_piece select z.id, z.level, p from zone z, lateral st_subdivide(z.geom, 64) p where z.level > 0 and ${zoneStands}`,
  );
  await tx.query(
    sql`insert into zone_piece select null, 0, p from district d, lateral st_subdivide(d.outline, 64) p where d.outline is not null`,
  );
  await tx.query(sql`create index on zone_piece using gist (geom)`);
  await tx.query(sql`analyze zone_piece`);
}

export async function dropPieces(tx: Tx): Promise<void> {
  await tx.query(sql`drop table zone_piece`);
}

/**
 * Of a point: zone1, zone2, zone3 and `inside` (the district). Exactly one zone of each level, the lowest id where it lies on a border.
 * Cutting rounds: what fell between two pieces is asked of the whole zones.
 */
export const zonesAt = (point: Sql): Sql => sql`
  select coalesce(c.z1, (select min(z.id) from zone z where z.level = 1 and ${zoneStands} and st_intersects(z.geom, ${point}))) as zone1,
    coalesce(c.z2, (select min(z.id) from zone z where z.level = 2 and ${zoneStands} and st_intersects(z.geom, ${point}))) as zone2,
    coalesce(c.z3, (select min(z.id) from zone z where z.level = 3 and ${zoneStands} and st_intersects(z.geom, ${point}))) as zone3,
    c.inside
  from (select min(k.zone_id) filter (where k.level = 1) as z1, min(k.zone_id) filter (where k.level = 2) as z2,
      min(k.zone_id) filter (where k.level = 3) as z3, coalesce(bool_or(k.level = 0), false) as inside
    from zone_piece k where st_intersects(k.geom, ${point})) c`;
