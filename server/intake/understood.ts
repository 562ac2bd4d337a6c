/** What can be made of what was sent: the category it names and the place it gives, or the fields that are wanting. */

import { today } from "../ask/day.ts";
import { type Position, toDegrees } from "../contract/coordinates/systems.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { farthest_m } from "../log/report.ts";
import type { Sent } from "./sent.ts";

export interface Understood {
  /** Code of a minor category in use. */
  readonly category: string | null;
  /** Degrees of EPSG:4326. */
  readonly position: Position | null;
  /** Names of fields; empty = a problem can be made of it. */
  readonly wanting: readonly string[];
}

const onGlobe = ([lon, lat]: Position): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

/** The position in EPSG:4326; null when none was given, half of one, or one off the globe. */
export function positionOf({ lon, lat, crs }: Pick<Sent, "lon" | "lat" | "crs">): Position | null {
  if (lon === null || lat === null || crs === null || !onGlobe([lon, lat])) return null;
  const moved = toDegrees(crs, [lon, lat]);
  return onGlobe(moved) ? moved : null;
}

interface Looked {
  readonly code: string | null;
  readonly near: boolean;
}

/** A name that two categories have names none. A category that others are under is no minor one. */
const looked = (word: string | null, position: Position | null) => sql`
  with named as (select c.code, c.code = ${word}::text as by_code from category c
    where (c.code = ${word}::text or c.name_zh = ${word}::text or lower(c.name_en) = lower(${word}::text))
      and (c.retired_on is null or c.retired_on > ${today})
      and not exists (select from category m where m.major = c.code and m.code <> c.code))
  select coalesce((select code from named where by_code), (select min(code) from named having count(*) = 1)) as code,
    ${position !== null}::boolean and coalesce((select st_dwithin(d.outline::geography,
      st_setsrid(st_makepoint(${position?.[0] ?? 0}::float8, ${position?.[1] ?? 0}::float8), 4326)::geography, ${farthest_m}::float8)
      from district d), true) as near`;

/** The fields of a position that are wanting: those left out, or both when they lead nowhere. */
function wantingPlace({ lon, lat }: Sent): string[] {
  const missing = [...(lon === null ? ["lon"] : []), ...(lat === null ? ["lat"] : [])];
  return missing.length ? missing : ["lon", "lat"];
}

export async function understand(on: Queryable, sent: Sent): Promise<Understood> {
  const given = positionOf(sent);
  const [row] = await on.query<Looked>(looked(sent.category, given));
  const { code, near } = row as Looked;
  const wanting = [...(code === null ? ["category"] : []), ...(near ? [] : wantingPlace(sent))];
  return { category: code, position: near ? given : null, wanting };
}
