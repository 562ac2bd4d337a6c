/** What words of a place mean, as places: roads' crossings looked up, distances and directions gone. */
import type { Ask } from "../ask/route.ts";
import type { Position } from "../contract/draw.ts";
import { degree_m } from "../contract/partition/ellipsoid.ts";
import type { LocatedPlace } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import type { Address } from "./address.ts";
import { type Lines, meetings } from "./crossing.ts";
import type { Entry, Gazetteer, House } from "./gazetteer.ts";
import { type Meant, type Understood, understand } from "./understand.ts";

/** A place is told by no less than this. */
const least_m = 15;
/** A house whose number is not known lies so far from the next number, metres a number, at most. */
const perNumber_m = 8;

type Rows = Ask["rows"];

/** Lines of roads by name. */
async function linesOf(rows: Rows, names: readonly string[]): Promise<ReadonlyMap<string, Lines>> {
  const lines = new Map<string, Position[][]>();
  if (names.length === 0) return lines;
  const stored = await rows<{ name: string; line: string }>(
    "roads",
    sql`select f.name, ST_AsGeoJSON(d.geom, 8) as line from base_feature f cross join lateral ST_Dump(f.geom) d
      where f.name = any(${[...new Set(names)]}::text[]) and GeometryType(d.geom) = 'LINESTRING' order by f.id, d.path`,
  );
  for (const { name, line } of stored) {
    const points = (JSON.parse(line) as { coordinates: Position[] }).coordinates;
    const known = lines.get(name);
    if (known) known.push(points);
    else lines.set(name, [points]);
  }
  return lines;
}

function moved([lon, lat]: Position, { offset }: Address): Position {
  if (!offset) return [lon, lat];
  const [east, north] = degree_m(lat);
  const angle = (offset.bearing_deg * Math.PI) / 180;
  return [lon + (Math.sin(angle) * offset.distance_m) / east, lat + (Math.cos(angle) * offset.distance_m) / north];
}

const apart_m = ([ax, ay]: Position, [bx, by]: Position): number => {
  const [east, north] = degree_m((ay + by) / 2);
  return Math.hypot((ax - bx) * east, (ay - by) * north);
};

/** Farther outside the zone that was named before it a place is hardly meant. */
const besideZone_m = 100;
/** Of places in zones that were named: whether each lies in its zone, or just beside it. */
async function inZones(rows: Rows, asked: readonly { readonly at: Position; readonly zone: number }[]): Promise<readonly boolean[]> {
  if (asked.length === 0) return [];
  const stored = await rows<{ inside: boolean }>(
    "zones",
    sql`select ST_DWithin(z.geog, ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326)::geography, ${besideZone_m}::float8) as inside
      from unnest(${asked.map(({ at }) => at[0])}::float8[], ${asked.map(({ at }) => at[1])}::float8[], ${asked.map(({ zone }) => zone)}::bigint[])
        with ordinality u (lon, lat, zone, i) join zone z on z.id = u.zone order by u.i`,
  );
  return stored.map(({ inside }) => inside);
}

/** Between the two houses whose numbers are nearest, or beside the one. */
function houseAt([first, second]: readonly House[], number: number): { at: Position; accuracy_m: number } {
  const { site, number: known } = first as House;
  const at: Position = [site.lon, site.lat];
  if (known === number || !second || second.number === known)
    return { at, accuracy_m: known === number ? Math.max(30, site.reach_m) : 40 + Math.abs(known - number) * perNumber_m };
  const share = (number - known) / (second.number - known);
  if (share < 0 || share > 1) return { at, accuracy_m: 40 + Math.abs(known - number) * perNumber_m };
  const span = apart_m(at, [second.site.lon, second.site.lat]);
  return {
    at: [site.lon + share * (second.site.lon - site.lon), site.lat + share * (second.site.lat - site.lat)],
    accuracy_m: 40 + Math.min(span / 2, Math.abs(known - number) * perNumber_m),
  };
}

/** Of a road that leads through the zone named before it: where it comes nearest to the zone's middle. */
function onRoad(entry: Entry, lines: Lines | undefined, within: readonly Entry[]): { at: Position; accuracy_m: number } {
  const zone = within.at(-1);
  const points = lines?.flat() ?? [];
  if (!zone || points.length === 0) return { at: [entry.lon, entry.lat], accuracy_m: entry.reach_m };
  const middle: Position = [zone.lon, zone.lat];
  const at = points.reduce((best, point) => (apart_m(point, middle) < apart_m(best, middle) ? point : best));
  return { at, accuracy_m: Math.min(entry.reach_m, zone.reach_m) };
}

type Bare = Omit<LocatedPlace, "accuracy_m" | "score" | "how"> & {
  readonly at: Position;
  readonly accuracy_m: number;
  readonly how: LocatedPlace["how"];
};

function placesOf(meant: Meant, lines: ReadonlyMap<string, Lines>, within: readonly Entry[]): Omit<Bare, "lon" | "lat">[] {
  if (meant.how === "crossing") {
    const [a, b] = meant.roads;
    return meetings(lines.get(a.name) ?? [], lines.get(b.name) ?? []).map(({ at, apart_m: gap }) => ({
      ...{ how: "crossing" as const, name: `${a.name}与${b.name}交叉口`, at, accuracy_m: 20 + gap, kind: "road" as const, thing: null },
    }));
  }
  if (meant.how === "house") {
    const { at, accuracy_m } = houseAt(meant.houses, meant.number);
    return [{ how: "road", name: `${meant.road.name}${meant.number}号`, at, accuracy_m, kind: "road", thing: meant.road.id }];
  }
  const { entry } = meant;
  if (meant.how === "road") {
    const name = meant.number === null ? entry.name : `${entry.name}${meant.number}号`;
    return [{ how: "road", name, ...onRoad(entry, lines.get(entry.name), within), kind: "road", thing: entry.id }];
  }
  return [{ how: "name", name: entry.name, at: [entry.lon, entry.lat], accuracy_m: entry.reach_m, kind: entry.kind, thing: entry.id }];
}

const directionWords = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
function nameOf(name: string, { offset }: Address): string {
  return offset ? `${name}${directionWords[Math.round(offset.bearing_deg / 45) % 8]}${Math.round(offset.distance_m)}米` : name;
}

/** A place before what was said of direction and distance. */
interface Told {
  readonly at: Position;
  readonly score: number;
  readonly place: Omit<Bare, "lon" | "lat">;
}
function toldOf({ meant, within }: Understood, lines: ReadonlyMap<string, Lines>): Told[] {
  return meant.flatMap((one) => placesOf(one, lines, within).map((place) => ({ at: place.at, score: one.score, place })));
}

/** So far from the whole of a road says nothing, when there is something better to go from. */
const mostReach_m = 500;

function finished({ address }: Understood, every: readonly Told[]): LocatedPlace[] {
  const short = address.offset ? every.filter(({ place }) => place.accuracy_m <= mostReach_m) : [];
  const told = short.length ? short : every;
  const further = address.offset ? address.offset.distance_m * 0.1 : address.beside ? 30 : 0;
  const all = told.map(({ at, score, place: { accuracy_m, name, how, at: _at, ...rest } }): LocatedPlace => {
    const [lon, lat] = moved(at, address);
    return {
      ...rest,
      ...{ how: address.offset ? "offset" : how, name: nameOf(name, address), lon, lat, score },
      accuracy_m: Math.round(Math.max(least_m, accuracy_m) + further),
    };
  });
  // A name that is a road's and a site's in one place is one answer.
  const same = (a: LocatedPlace, b: LocatedPlace) => a.name === b.name && apart_m([a.lon, a.lat], [b.lon, b.lat]) < 30;
  return all
    .sort((a, b) => b.score - a.score || a.accuracy_m - b.accuracy_m)
    .filter((place, i, list) => !list.slice(0, i).some((other) => same(other, place)))
    .slice(0, 10);
}

const roadsOf = ({ meant, within }: Understood): string[] =>
  meant.flatMap((one) =>
    one.how === "crossing" ? one.roads.map(({ name }) => name) : one.how === "road" && within.length ? [one.entry.name] : [],
  );

/** Places that each of the texts may mean, the likeliest first. */
export async function located(rows: Rows, names: Gazetteer, texts: readonly string[]): Promise<LocatedPlace[][]> {
  const understood = texts.map((text) => understand(text, names));
  const lines = await linesOf(
    rows,
    understood.flatMap((one) => (one ? roadsOf(one) : [])),
  );
  const told = understood.map((one) => (one ? toldOf(one, lines) : []));
  const asked = told.flatMap((list, i) => {
    const zone = understood[i]?.within.at(-1)?.id;
    return zone === undefined ? [] : list.map((one) => ({ one, at: one.at, zone }));
  });
  const inside = await inZones(rows, asked);
  const strayed = new Set(asked.flatMap(({ one }, i) => (inside[i] ? [] : [one])));
  const judged = told.map((list) => list.map((one) => (strayed.has(one) ? { ...one, score: Math.max(0.01, one.score - 0.3) } : one)));
  return understood.map((one, i) => (one ? finished(one, judged[i] as Told[]) : []));
}

/** Nothing else comes near the first in likelihood, or what does lies in the same place. */
export function isSure([first, ...others]: readonly LocatedPlace[]): boolean {
  if (!first || first.score < 0.55 || first.accuracy_m > 300) return false;
  return others.every(
    (other) => other.score < first.score - 0.1 || apart_m([first.lon, first.lat], [other.lon, other.lat]) <= Math.max(50, first.accuracy_m),
  );
}
