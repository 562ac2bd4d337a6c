/** Figures of a plan's zones at a level: loads, work, shape, what hangs apart. Kept for the last partition asked of, so that a picture costs one count. */
import { type Balance, balanceOf, type Weights, workOf } from "../../../server/contract/partition/balance.ts";
import { type Load, type LoadGround, type Loads, loadsOf } from "../../../server/contract/partition/load.ts";
import { outside, type Partition, type PlanZone } from "../../../server/contract/partition/partition.ts";
import { faceShapes, type ZoneShape, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";

export interface ZoneFigures {
  /** Null: nobody's ground. */
  readonly zone: PlanZone | null;
  /** Null while what is counted has not come. */
  readonly load: Load | null;
  readonly work: number | null;
  /** Of the mean, −1 …; null of nobody's, and while it is not known. */
  readonly deviation: number | null;
  readonly area_m2: number;
  readonly compactness: number | null;
  /** Pieces of ground that do not touch; 0 = none at all. */
  readonly parts: number;
}
export interface Figures {
  readonly rows: readonly ZoneFigures[];
  /** What is nobody's; null = nothing is. */
  readonly nobodys: ZoneFigures | null;
  readonly balance: Balance | null;
}

const counting = new WeakMap<LoadGround, Loads>();
function loadsFor(ground: LoadGround): Loads {
  const known = counting.get(ground) ?? loadsOf(ground);
  counting.set(ground, known);
  return known;
}
/** Zones with none are not there at all: nothing was counted in them. */
const shapeOf = (shapes: ReadonlyMap<number, ZoneShape>, zone: number) => shapes.get(zone);

function nobodysArea(partition: Partition): number {
  let sum = 0;
  for (const [face, { area_m2 }] of faceShapes(partition)) if (partition.faces.get(face) === null) sum += area_m2;
  return sum;
}
/** Ground of a level that is nobody's: faces without a zone, and zones below without one above. */
function orphaned(partition: Partition, level: ZoneLevel): number {
  let sum = nobodysArea(partition);
  for (const below of partition.zones.values()) {
    if (below.level <= level || below.parent !== null) continue;
    sum += zoneShapes(partition, below.level).get(below.id)?.area_m2 ?? 0;
  }
  return sum;
}

function made(partition: Partition, level: ZoneLevel, weights: Weights, ground: LoadGround | null): Figures {
  const shapes = zoneShapes(partition, level);
  const loads = ground && loadsFor(ground).zones(partition, level);
  const zones = [...partition.zones.values()].filter((zone) => zone.level === level);
  // A zone without ground has no part in the mean.
  const works = new Map(
    zones.flatMap(({ id }) => (loads?.get(id) && shapes.has(id) ? [[id, workOf(loads.get(id) as Load, weights)] as const] : [])),
  );
  const balance = loads ? balanceOf(works) : null;
  const rows = zones.map((zone): ZoneFigures => {
    const shape = shapeOf(shapes, zone.id);
    return {
      zone,
      load: loads?.get(zone.id) ?? null,
      work: works.get(zone.id) ?? null,
      deviation: balance?.deviation.get(zone.id) ?? null,
      area_m2: shape?.area_m2 ?? 0,
      compactness: shape?.compactness ?? null,
      parts: shape?.polygons.length ?? 0,
    };
  });
  const lost = loads?.get(null) ?? null;
  const area_m2 = orphaned(partition, level);
  const nobodys =
    area_m2 > 0
      ? { zone: null, load: lost, work: lost && workOf(lost, weights), deviation: null, area_m2, compactness: null, parts: 0 }
      : null;
  return { rows, nobodys, balance };
}

interface Kept {
  readonly level: ZoneLevel;
  readonly weights: Weights;
  readonly ground: LoadGround | null;
  readonly figures: Figures;
}
const kept = new WeakMap<Partition, Kept>();

export function figuresOf(partition: Partition, level: ZoneLevel, weights: Weights, ground: LoadGround | null): Figures {
  const known = kept.get(partition);
  if (known && known.level === level && known.weights === weights && known.ground === ground) return known.figures;
  const figures = made(partition, level, weights, ground);
  kept.set(partition, { level, weights, ground, figures });
  return figures;
}

/** Deviation of each zone, for the map's tints; null while it is not known. */
export const tintsOf = ({ balance }: Figures): ReadonlyMap<number, number> | null => balance?.deviation ?? null;

/** How far from the mean a zone is "too heavy". */
export const heavy = 0.25;

/** Places to be looked at, one after the other. */
export type FindKind = "nobodys" | "heavy" | "apart";
export interface Found {
  readonly zone: number | null;
  readonly box: readonly [number, number, number, number];
}

function nobodysFaces(partition: Partition, level: ZoneLevel): Found[] {
  const found: Found[] = [];
  for (const [face, { box }] of faceShapes(partition)) if (partition.faces.get(face) === null) found.push({ zone: null, box });
  for (const below of partition.zones.values()) {
    const shape = below.level === level + 1 && below.parent === null ? zoneShapes(partition, below.level).get(below.id) : undefined;
    if (shape) found.push({ zone: null, box: shape.box });
  }
  return found;
}

/** Everything of a kind, the worst first. */
export function findAll(kind: FindKind, partition: Partition, level: ZoneLevel, { rows }: Figures): readonly Found[] {
  if (kind === "nobodys") return nobodysFaces(partition, level);
  const shapes = zoneShapes(partition, level);
  const bad = kind === "heavy" ? rows.filter((row) => (row.deviation ?? 0) > heavy) : rows.filter((row) => row.parts > 1);
  const worst = [...bad].sort((a, b) => (kind === "heavy" ? (b.deviation ?? 0) - (a.deviation ?? 0) : b.parts - a.parts));
  return worst.flatMap(({ zone }) => {
    const shape = zone && shapes.get(zone.id);
    return zone && shape ? [{ zone: zone.id, box: shape.box }] : [];
  });
}

/** Work of every piece that zones of a level are painted of: of zones below, or of faces at the lowest. */
export function pieceWorks(partition: Partition, level: ZoneLevel, weights: Weights, ground: LoadGround): ReadonlyMap<number, number> {
  const loads = loadsFor(ground);
  const all = level >= partition.depth ? loads.faces(partition) : loads.zones(partition, (level + 1) as ZoneLevel);
  const works = new Map<number, number>();
  for (const [piece, load] of all) if (piece !== null && piece !== outside) works.set(piece, workOf(load, weights));
  return works;
}
