/** The proof of a plan: computed anew from its partition and the ground, whoever asks and whatever was said before. */
import { zoneOfFace } from "../contract/partition/belong.ts";
import { faultsOf } from "../contract/partition/check.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { faceShapes, type Polygon, zoneShapes } from "../contract/partition/shapes.ts";
import type { SignOffKind } from "../contract/plan.ts";
import type { ZonePlanProof } from "../contract/types.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { coverOf } from "./cover.ts";
import { placeIn } from "./inside.ts";
import { chainAt } from "./sides.ts";
import { sitePlace } from "./things.ts";

const mostSites = 500;

export const levelsOf = ({ depth }: Partition): ZoneLevel[] => ([1, 2, 3] as const).filter((level) => level <= depth);

/** Ground that lacks a zone of some level, in order of faces. */
function nobodys(partition: Partition): ZonePlanProof["nobodys"] {
  const shapes = faceShapes(partition);
  return [...partition.faces.keys()]
    .filter((face) => levelsOf(partition).some((level) => zoneOfFace(partition, face, level) === null))
    .flatMap((face) => {
      const shape = shapes.get(face);
      if (!shape) return [];
      const [lon, lat] = placeIn(shape.polygon);
      return [{ face, area_m2: shape.area_m2, lon, lat }];
    });
}

/** Every piece of ground once: the zones of the lowest level, and the faces that have none. */
function piecesOf(partition: Partition): (readonly Polygon[])[] {
  const zones = [...zoneShapes(partition, partition.depth).values()].map((shape) => shape.polygons);
  const shapes = faceShapes(partition);
  const rest = [...partition.faces].flatMap(([face, zone]) => (zone === null ? [shapes.get(face)?.polygon ?? []] : []));
  return [...zones, ...rest.map((polygon) => [polygon])];
}

interface Site {
  readonly site: number;
  readonly name: string;
  readonly type: string;
  readonly lon: number;
  readonly lat: number;
}

/** Sites that name nobody themselves; a line at its middle. */
const personless = sql`select s.id as site, s.name, s.site_type as type, ST_X(m.at) as lon, ST_Y(m.at) as lat
  from site s, lateral (select ${sitePlace} as at) m
  where coalesce(s.person, '') = '' order by s.id`;

async function withoutPerson(on: Queryable, partition: Partition): Promise<ZonePlanProof["withoutPerson"]> {
  const at = chainAt(partition);
  const rows = (await on.query<Site>(personless)).flatMap((site) => {
    const zone = partition.zones.get(at([site.lon, site.lat])[partition.depth - 1] ?? 0);
    return zone?.person ? [] : [{ ...site, zone: zone?.name ?? null }];
  });
  return { total: rows.length, rows: rows.slice(0, mostSites) };
}

/** @param on asked twice: what overlays say, and the sites */
export async function prove(on: Queryable, version: number, partition: Partition): Promise<ZonePlanProof> {
  const cover = await coverOf(on, piecesOf(partition));
  const sites = await withoutPerson(on, partition);
  const shapes = levelsOf(partition).map((level) => zoneShapes(partition, level));
  const zones = [...partition.zones.values()].map((zone) => ({ zone, shape: shapes[zone.level - 1]?.get(zone.id) }));
  const named = ({ id, level, name }: (typeof zones)[number]["zone"]) => ({ zone: id, level, name });
  const lists = {
    nobodys: nobodys(partition),
    multipart: zones.flatMap(({ zone, shape }) =>
      shape && shape.polygons.length > 1 ? [{ ...named(zone), parts: shape.polygons.length }] : [],
    ),
    withoutPerson: sites,
    personless: zones.flatMap(({ zone, shape }) => (shape && zone.level === partition.depth && !zone.person ? [named(zone)] : [])),
  };
  const counts: Readonly<Record<SignOffKind, number>> = {
    nobodys: lists.nobodys.length,
    multipart: lists.multipart.length,
    withoutPerson: sites.total,
  };
  return {
    version,
    ...cover,
    faults: faultsOf(partition).map(({ why, at }) => ({ why, lon: at?.[0] ?? null, lat: at?.[1] ?? null })),
    ...lists,
    empty: zones.flatMap(({ zone, shape }) => (shape ? [] : [named(zone)])),
    needs: (Object.keys(counts) as SignOffKind[]).filter((kind) => counts[kind] > 0),
  };
}
