/** Every name of a place that the district knows: sites, zones, roads and landmarks, kept in memory as long as none of them changes. */
import { Kept, unhurried } from "../ask/kept.ts";
import type { Ask } from "../ask/route.ts";
import { searchText } from "../ask/searchText.ts";
import { zoneStands } from "../ask/zones.ts";
import { sql } from "../db/sql.ts";
import { houseNumber, plainAddress } from "./address.ts";

export type PlaceKind = "site" | "zone" | "road" | "landmark";
/** One name of one thing; a road's pieces of one name are one. */
export interface Entry {
  readonly kind: PlaceKind;
  readonly id: number;
  readonly name: string;
  /** Lower case: name, pinyin, initials. */
  readonly search: string;
  readonly lon: number;
  readonly lat: number;
  /** How far from that point the thing reaches, metres. */
  readonly reach_m: number;
  /** Of a zone: its level, 1 the highest. */
  readonly level: number | null;
}
/** A house whose number is known: a site's address. */
export interface House {
  readonly number: number;
  readonly site: Entry;
}
export interface Gazetteer {
  readonly entries: readonly Entry[];
  /** By the name as it is compared. */
  readonly named: ReadonlyMap<string, readonly Entry[]>;
  /** By road, in the order of numbers. */
  readonly houses: ReadonlyMap<string, readonly House[]>;
  readonly longest: number;
}

/** A name as it is compared: lower case, blanks and dashes alike. */
export const nameKey = (name: string): string =>
  plainAddress(name)
    .toLowerCase()
    .replace(/[—–－_]/gu, "-");

interface Stored {
  kind: PlaceKind;
  id: number;
  name: string;
  address: string | null;
  level: number | null;
  lon: number;
  lat: number;
  reach_m: number;
}

const roads = ["motorway", "arterial", "secondary", "minor", "alley"] as const;
/** A settlement's name stands at one point: the settlement is wider. */
const placeReach_m = 1000;
const landmarks = ["place", "park", "water", "waterway", "rail"] as const;

/** A box's half diagonal: how far a thing can reach from the middle of it. */
const reach = (
  geom: ReturnType<typeof sql>,
) => sql`ST_Distance(ST_SetSRID(ST_MakePoint(ST_XMin(${geom}), ST_YMin(${geom})), 4326)::geography,
  ST_SetSRID(ST_MakePoint(ST_XMax(${geom}), ST_YMax(${geom})), 4326)::geography) / 2`;

const statement = sql`
  select 'site' as kind, s.id, s.name, s.address, null::int as level, ST_X(g.at) as lon, ST_Y(g.at) as lat, ${reach(sql`s.geom`)} as reach_m
    from site s cross join lateral (select ST_PointOnSurface(s.geom) as at) g
  union all
  select 'zone', z.id, z.name, null, z.level, ST_X(g.at), ST_Y(g.at), ${reach(sql`z.geom`)}
    from zone z cross join lateral (select ST_PointOnSurface(z.geom) as at) g where z.level between 1 and 3 and ${zoneStands}
  union all
  select 'road', b.id, b.name, null, null, ST_X(g.at), ST_Y(g.at), ${reach(sql`b.geom`)}
    from (select min(f.id) as id, f.name, ST_Collect(f.geom) as geom from base_feature f
      where f.class = any(${roads}::text[]) and f.name <> '' group by f.name) b
      cross join lateral (select ST_PointOnSurface(b.geom) as at) g
  union all
  select 'landmark', b.id, b.name, null, null, ST_X(g.at), ST_Y(g.at),
      case when b.class = 'place' then greatest(${reach(sql`b.geom`)}, ${placeReach_m}::float8) else ${reach(sql`b.geom`)} end
    from (select min(f.id) as id, f.name, f.class, ST_Collect(f.geom) as geom from base_feature f
      where f.class = any(${landmarks}::text[]) and f.name <> '' and not exists (select from zone z where z.name = f.name and ${zoneStands})
      group by f.name, f.class) b
      cross join lateral (select ST_PointOnSurface(b.geom) as at) g`;

function housesOf(
  stored: readonly Stored[],
  entries: readonly Entry[],
  named: ReadonlyMap<string, readonly Entry[]>,
): Map<string, House[]> {
  const houses = new Map<string, House[]>();
  for (const [i, { address }] of stored.entries()) {
    const found = address === null ? null : /^(.*?)(\d{1,5}(?:-\d+)?\s*号.*)$/u.exec(plainAddress(address));
    const number = found ? houseNumber(found[2] as string) : null;
    if (!found || number === null) continue;
    // The longest road's name that the words before the number end with.
    const before = nameKey(found[1] as string);
    let road = "";
    for (let from = 0; from < before.length && !road; from++)
      if (named.get(before.slice(from))?.some(({ kind }) => kind === "road")) road = before.slice(from);
    if (road) houses.set(road, [...(houses.get(road) ?? []), { number, site: entries[i] as Entry }]);
  }
  for (const list of houses.values()) list.sort((a, b) => a.number - b.number || a.site.id - b.site.id);
  return houses;
}

function made(stored: readonly Stored[]): Gazetteer {
  const entries = stored.map(({ address: _address, ...one }): Entry => ({ ...one, search: searchText(one.name) }));
  const named = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = nameKey(entry.name);
    if (key) named.set(key, [...(named.get(key) ?? []), entry]);
  }
  const longest = [...named.keys()].reduce((most, key) => Math.max(most, key.length), 0);
  return { entries, named, houses: housesOf(stored, entries, named), longest };
}

/** The names of now: made anew when sites, zones or the base map have changed. Each app that is built has its own. */
export class Names {
  readonly #kept = new Kept<Gazetteer>(1);

  async now({ rows, standing, now }: Pick<Ask, "rows" | "standing" | "now">): Promise<Gazetteer> {
    const [row] = await rows<{ tag: string }>(
      "names",
      sql`select concat_ws(' ', (select string_agg(revision::text, ' ' order by layer) from layer_revision
          where layer in ('district', 'sites', 'zones', 'base')), (select extract(epoch from imported_at) from district)) as tag`,
    );
    return this.#kept.take("", `${row?.tag} ${now().district}`, async () =>
      made(await unhurried({ standing, now })<Stored>("names", statement)),
    );
  }
}
