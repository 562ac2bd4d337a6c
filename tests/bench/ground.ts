/** The town in memory: all its rows, read once, for oracles that know nothing of the database. */
import Flatbush from "flatbush";
import KDBush from "kdbush";
import type { Queryable } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import type { Point } from "../server/questions/town.ts";

export interface GroundSite {
  readonly id: number;
  readonly type: string;
  /** One position, or a line's. */
  readonly points: readonly Point[];
}

export interface Ground {
  /** How many times as far one has to look as among a million, to find as many. */
  readonly reach: number;
  readonly count: number;
  readonly id: Float64Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly open: Uint8Array;
  /** Milliseconds; closed: 0 for none. */
  readonly found: Float64Array;
  readonly closed: Float64Array;
  readonly zone2: Float64Array;
  readonly sites: readonly GroundSite[];
  /** The district's time, milliseconds. */
  readonly clock: number;
  /** Of longitude × `squeeze` and latitude, degrees: a degree is as long both ways. */
  readonly squeeze: number;
  readonly points: KDBush;
  readonly tree: Flatbush;
}

const part = 50_000;
const numbers = (text: string): Float64Array => Float64Array.from(text === "" ? [] : text.split(","), Number);

interface Columns {
  columns: string[];
  count: number;
  last: number;
}

async function problems(db: Queryable) {
  const lists: Float64Array[][] = [[], [], [], [], [], [], []];
  for (let last = 0; ; ) {
    const [row] = await db.query<Columns>(
      sql`select count(*)::int as count, max(id) as last, array[string_agg(id::text, ','), string_agg(ST_X(geom)::text, ','), string_agg(ST_Y(geom)::text, ','),
          string_agg(is_open::int::text, ','), string_agg((extract(epoch from found_at) * 1000)::float8::text, ','),
          string_agg(coalesce(extract(epoch from closed_at) * 1000, 0)::float8::text, ','), string_agg(coalesce(zone2_id, 0)::text, ',')] as columns
        from (select * from problem where id > ${last}::bigint order by id limit ${part}::int) p`,
      { timeout_ms: 0 },
    );
    const { columns, count, last: next } = row as Columns;
    if (count === 0) break;
    for (const [i, text] of columns.entries()) lists[i]?.push(numbers(text));
    last = next;
  }
  return lists.map((parts) => {
    const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    parts.reduce((at, one) => {
      all.set(one, at);
      return at + one.length;
    }, 0);
    return all;
  }) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
}

async function sites(db: Queryable): Promise<GroundSite[]> {
  const rows = await db.query<{ id: number; type: string; points: string }>(
    sql`select id, site_type as type, (select string_agg(ST_X(d.geom)::text || ' ' || ST_Y(d.geom)::text, ',' order by d.path) from ST_DumpPoints(geom) d) as points
      from site order by id`,
  );
  const point = (text: string) => text.split(" ").map(Number) as unknown as Point;
  return rows.map(({ id, type, points }) => ({ id, type, points: points.split(",").map(point) }));
}

export async function groundOf(db: Queryable): Promise<Ground> {
  const [id, lon, lat, open, found, closed, zone2] = await problems(db);
  const squeeze = Math.cos((33.6 * Math.PI) / 180);
  const [points, tree] = [new KDBush(id.length), new Flatbush(id.length)];
  for (let i = 0; i < id.length; i++) {
    const [x, y] = [(lon[i] as number) * squeeze, lat[i] as number];
    points.add(x, y);
    tree.add(x, y);
  }
  points.finish();
  tree.finish();
  const [{ clock }] = (await db.query<{ clock: Date }>(sql`select clock() as clock`)) as [{ clock: Date }];
  const more = { sites: await sites(db), clock: clock.getTime(), squeeze, points, tree };
  return { reach: Math.sqrt(1e6 / id.length), count: id.length, id, lon, lat, open: Uint8Array.from(open), found, closed, zone2, ...more };
}
