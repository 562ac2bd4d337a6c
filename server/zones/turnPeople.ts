/** Whose zone has ended is of the zone that has most of its ground. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Overlays on a grid of a tenth of a millimetre: see server/admin/attentionZones.ts. */
const grid = 1e-9;

/** Of its own level where there is one, else of the level above; null = nobody has its ground. */
const successor = sql`(select z.id from zone z, lateral (select ST_Area(ST_CollectionExtract(ST_Intersection(z.geom, e.geom, ${grid}::float8), 3)) as area) m
  where z.valid_to is null and z.level between 1 and e.level and ST_Intersects(z.geom, e.geom) and m.area > 0 order by z.level desc, m.area desc, z.id limit 1)`;

/**
 * Ended zones get their successor, and people go there. No zone means the whole district: whose zone nobody has is no dispatcher or inspector any more.
 */
export async function movePeople(tx: Tx): Promise<void> {
  await tx.query(
    sql`update zone e set successor_id = ${successor} where e.valid_to is not null and e.level > 0
      and (e.successor_id is null or exists (select from zone s where s.id = e.successor_id and s.valid_to is not null))`,
    { timeout_ms: 0 },
  );
  await tx.query(sql`update person p set zone_id = z.successor_id, version = p.version + 1,
      roles = case when z.successor_id is null then array(select r from unnest(p.roles) r where r not in ('dispatcher', 'inspector')) else p.roles end
    from zone z where z.id = p.zone_id and z.valid_to is not null`);
}
