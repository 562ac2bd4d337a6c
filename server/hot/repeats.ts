/**
 * Which problems came again (反弹), as the filter's `repeat` has it: near one of their category that was closed, and soon after.
 * The closed ones come once and packed, and are compared here: asked one by one, a dense district takes a minute.
 */
import { problems } from "../ask/parts.ts";
import { emptyFilter, type Filter, type Repeat } from "../contract/filter.ts";
import { type Sql, sql } from "../db/sql.ts";
import { makeGrid } from "./grid.ts";
import { apart } from "./metres.ts";
import { turns } from "./turns.ts";

/** Places, kinds and moments, by number. */
export interface Moments {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly category: readonly string[];
  /** µs since 1970, as the database keeps them: when one was found, or closed. */
  readonly at: Float64Array;
}

const day_us = 86_400_000_000;

/** Columns of what was closed in time and near enough to matter, each as one text. */
export function closedBefore(filter: Filter, found: Moments, { within_m, days }: Repeat): Sql {
  const least = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const at = (us: number): Sql => sql`to_timestamp(${us / 1e6}::float8)`;
  // Wider than needed, at any latitude where people live; a second more, for what a double cuts off.
  const margin = (within_m / 111_000) * 4;
  const box = sql`ST_MakeEnvelope(${least(found.lon) - margin}::float8, ${least(found.lat) - margin}::float8,
    ${most(found.lon) + margin}::float8, ${most(found.lat) + margin}::float8, 4326)`;
  return sql`select coalesce(string_agg(ST_X(o.geom)::text, ','), '') as lon, coalesce(string_agg(ST_Y(o.geom)::text, ','), '') as lat,
      coalesce(string_agg(o.category, ','), '') as category,
      coalesce(string_agg(floor(extract(epoch from o.closed_at) * 1000000)::int8::text, ','), '') as at
    from ${problems({ ...emptyFilter, at: filter.at })} o where o.state = 'closed' and o.closed_at < ${at(most(found.at) + 1e6)}
      and o.closed_at >= ${at(least(found.at) - days * day_us - 1e6)} and o.geom && (select ${box})`;
}

/** 1 for each of the found that came again after one of the closed. Gives way to other work every few milliseconds. */
export async function cameAgain(found: Moments, closed: Moments, { within_m, days }: Repeat): Promise<Uint8Array> {
  const size = found.at.length;
  const again = new Uint8Array(size);
  if (size === 0) return again;
  // One grid of both: the found first, the closed after them.
  const both = (a: Float64Array, b: Float64Array): Float64Array => {
    const all = new Float64Array(a.length + b.length);
    all.set(a);
    all.set(b, a.length);
    return all;
  };
  const grid = makeGrid({ lon: both(found.lon, closed.lon), lat: both(found.lat, closed.lat) }, within_m);
  const isAfter = (i: number, j: number): boolean => {
    const [was, now] = [closed.at[j] as number, found.at[i] as number];
    if (was >= now || was < now - days * day_us || closed.category[j] !== found.category[i]) return false;
    const [x, y] = [found.lon[i] as number, found.lat[i] as number];
    return apart(x, y, closed.lon[j] as number, closed.lat[j] as number) <= within_m;
  };
  const rest = turns();
  for (let cell = 0; cell < grid.size; cell++) {
    const members = grid.members(cell);
    // Ascending: a cell without any of the found has none at its head.
    if ((members[0] as number) >= size) continue;
    const lists = [cell, ...grid.near(cell)].map((one) => grid.members(one).filter((i) => i >= size));
    for (const i of members) {
      if (i >= size) break;
      if (lists.some((list) => list.some((j) => isAfter(i, j - size)))) again[i] = 1;
      await rest();
    }
  }
  return again;
}
