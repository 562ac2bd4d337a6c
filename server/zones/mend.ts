/** A partition from polygons as somebody drew them: noded, untangled, gaps and overlaps closed within a tolerance, and all of it told. */
import type { Position } from "../contract/draw.ts";
import type { Partition, PlanZone } from "../contract/partition/partition.ts";
import { PartitionError } from "../contract/partition/partitionError.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { Mend } from "../contract/types.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { asGiven, turned } from "./asGiven.ts";
import { build, type Zoned } from "./built.ts";
import { selfCrossings } from "./crossing.ts";
import { nameOf, openPolygons, usable } from "./given.ts";
import { placeIn } from "./inside.ts";
import { polygon_m2 } from "./measure.ts";
import { MendList } from "./mendList.ts";
import { type Noded, noded, type Owned } from "./noded.ts";
import { differences, mostlyIn, type Piece, piecesBetween } from "./parents.ts";

export interface GivenZone {
  readonly code: string;
  readonly name: string;
  /** Code of the zone above; null: the one that it lies in for the most part. */
  readonly parent: string | null;
  readonly person: string | null;
  readonly unit: number | null;
  /** The id it has in force; absent of a new one. */
  readonly id?: number;
  /** As given: rings may cross themselves, repeat positions, be closed or open, run either way. */
  readonly polygons: readonly Polygon[];
}
export interface GivenLevel {
  readonly level: ZoneLevel;
  readonly zones: readonly GivenZone[];
}

export interface Given {
  /** The lowest of `levels`: the one that owns faces. */
  readonly depth: ZoneLevel;
  /** The district's outline; null: whatever the zones cover together. */
  readonly outline: readonly Polygon[] | null;
  readonly levels: readonly GivenLevel[];
  /** Metres: what is thinner is closed, what is wider is left as nobody's. */
  readonly tolerance_m: number;
}
export interface Mended {
  readonly partition: Partition;
  readonly mended: readonly Mend[];
}

/** A zone of a plan, and what it was given as. */
interface Both {
  readonly zone: PlanZone;
  readonly given: GivenZone;
}

/** Zones of all levels from the first, new ones numbered downwards from -1. */
function numbered(levels: readonly GivenLevel[]): Both[][] {
  let next = -1;
  return levels.map(({ level, zones }) =>
    zones.map((given) => ({
      given,
      zone: {
        id: given.id ?? next--,
        level,
        parent: null,
        code: given.code,
        name: nameOf(given),
        unit: given.unit,
        person: given.person,
        locked: false,
      },
    })),
  );
}

async function tellCrossings(tx: Tx, levels: readonly GivenLevel[], mends: MendList): Promise<void> {
  const all = levels.flatMap(({ level, zones }) => zones.map((zone) => ({ level, zone })));
  const found = await selfCrossings(
    tx,
    all.map(({ zone }) => zone.polygons),
  );
  for (const { area, at } of found) {
    const { level, zone } = all[area] as (typeof all)[number];
    mends.add({ kind: "selfCrossing", level, zones: [nameOf(zone)], area_m2: null, at });
  }
}

function tellNoded({ joins, lost }: Noded, faces: readonly Owned[], lowest: readonly Both[], level: ZoneLevel, mends: MendList): void {
  const name = (zone: number) => nameOf((lowest[zone] as Both).zone);
  const at = (polygon: Polygon): Position => placeIn(polygon);
  for (const join of joins) mends.add({ ...join, level, zones: join.zones.map(name) });
  for (const { polygon, claims } of faces.filter(({ zone }) => zone === null))
    mends.add({
      kind: claims.length ? "overlapLeft" : "gapLeft",
      level,
      zones: claims.map(name),
      area_m2: polygon_m2(polygon),
      at: at(polygon),
    });
  for (const zone of lost) mends.add({ kind: "dropped", level, zones: [name(zone)], area_m2: null, at: null });
}

/** The zone above each zone of a level, by its number; what the zones above were given as, and are not, is told. */
function linked(pieces: readonly Piece[], below: readonly Both[], above: readonly Both[], childOf: (lowest: number) => number | null) {
  const byCode = new Map(above.map(({ given }, i) => [given.code, i]));
  const most = mostlyIn(pieces, childOf);
  return below.map(({ given }, child) => (given.parent === null ? undefined : byCode.get(given.parent)) ?? most.get(child) ?? null);
}

function tellParents(
  pieces: readonly Piece[],
  parentOf: (lowest: number) => number | null,
  above: readonly Both[],
  tolerance_m: number,
  mends: MendList,
) {
  for (const [number, parts] of differences(pieces, parentOf, tolerance_m)) {
    const { zone } = above[number] as Both;
    for (const { face } of parts) mends.add({ kind: "parent", level: zone.level, zones: [zone.name], area_m2: face.area_m2, at: face.at });
  }
}

/** Ids of the zones above by the id of a zone. */
async function parentsOf(
  tx: Tx,
  ground: readonly (readonly Polygon[])[],
  levels: readonly (readonly Both[])[],
  tolerance_m: number,
  mends: MendList,
) {
  const parents = new Map<number, number | null>();
  // The zone of the level below that each zone of the lowest one is in.
  let upTo: (number | null)[] = [...ground.keys()];
  for (let i = levels.length - 2; i >= 0; i--) {
    const [above, below] = [levels[i] as Both[], levels[i + 1] as Both[]];
    const pieces = await piecesBetween(
      tx,
      ground,
      above.map(({ given }) => given.polygons),
    );
    const childOf = upTo;
    const links = linked(pieces, below, above, (zone) => childOf[zone] ?? null);
    below.forEach(({ zone }, child) => {
      const link = links[child] ?? null;
      parents.set(zone.id, link === null ? null : (above[link] as Both).zone.id);
    });
    upTo = upTo.map((child) => (child === null ? null : (links[child] ?? null)));
    const parentOf = upTo;
    tellParents(pieces, (zone) => parentOf[zone] ?? null, above, tolerance_m, mends);
  }
  return parents;
}

interface Ground {
  readonly partition: Partition;
  /** Polygons of each zone of the lowest level. */
  readonly ground: readonly (readonly Polygon[])[];
}

async function made(tx: Tx, given: Given, levels: readonly (readonly Both[])[], mends: MendList): Promise<Ground> {
  const lowest = levels.at(-1) as readonly Both[];
  const outline = given.outline && openPolygons(given.outline).map(turned);
  const polygons = lowest.map((one) => one.given.polygons.map(turned));
  const zones = levels.flat().map(({ zone }) => zone);
  const idOf = (zone: number | null) => (zone === null ? null : (lowest[zone] as Both).zone.id);
  const own = polygons.flatMap((list, i) => list.map((polygon): Zoned => ({ polygon, zone: idOf(i) })));
  const fine = asGiven(given.depth, zones, own, outline);
  if (fine) return { partition: fine, ground: polygons };
  const result = await noded(tx, polygons, outline, given.tolerance_m);
  const lost = new Set([...result.lost].map(idOf));
  const kept = zones.filter(({ id }) => !lost.has(id));
  for (const way of result.ways) {
    const faces = way();
    const zoned = faces.map(({ polygon, zone }) => ({ polygon, zone: idOf(zone) }));
    const partition = faces.some(({ zone }) => zone !== null) ? build(given.depth, kept, zoned) : null;
    if (!partition) continue;
    tellNoded(result, faces, lowest, given.depth, mends);
    return { partition, ground: lowest.map((_, i) => faces.filter(({ zone }) => zone === i).map(({ polygon }) => polygon)) };
  }
  throw unusable(given.depth);
}

const unusable = (depth: ZoneLevel) =>
  new PartitionError("levels", depth, {
    zh: `最低一级至少有一个能用的责任区（在区界之内）`,
    en: "a zone of the lowest level that can be used, within the district's outline",
  });

/**
 * Noded already, it comes back vertex by vertex; nothing is told then.
 * @throws PartitionError when no zone of the lowest level can be used
 */
export async function partitionFrom(tx: Tx, given: Given): Promise<Mended> {
  const mends = new MendList();
  const used = given.levels.toSorted((a, b) => a.level - b.level).map((one) => ({ ...one, zones: usable(one, mends) }));
  if (!used.at(-1)?.zones.length) throw unusable(given.depth);
  await tellCrossings(tx, used, mends);
  const levels = numbered(used);
  const { partition, ground } = await made(tx, given, levels, mends);
  const parents = await parentsOf(tx, ground, levels, given.tolerance_m, mends);
  const zones = new Map([...partition.zones].map(([id, zone]) => [id, { ...zone, parent: parents.get(id) ?? null }]));
  return { partition: { ...partition, zones }, mended: mends.lines() };
}
