/** What a partition looks like: polygons of its faces and zones, with their measures on the WGS84 ellipsoid. Kept from one partition to the next where nothing changed. */
import type { Position } from "../draw.ts";
import type { ZoneLevel } from "../vocabulary.ts";
import { facesByZone } from "./belong.ts";
import { twiceArea } from "./exact.ts";
import { area_m2, measureOf } from "./metres.ts";
import type { Arc, Partition } from "./partition.ts";
import { areasOf, type Half, halvesOf, simpleRings, walksOf } from "./walks.ts";

/** Rings are open (the first position is not repeated); the first is the outer one, anticlockwise, the rest are holes. */
export type Polygon = readonly (readonly Position[])[];
type Box = readonly [west: number, south: number, east: number, north: number];

export interface FaceShape {
  readonly face: number;
  readonly polygon: Polygon;
  readonly box: Box;
  readonly area_m2: number;
  /** Ids of its arcs. */
  readonly arcs: readonly number[];
}

export interface ZoneShape {
  readonly zone: number;
  readonly level: ZoneLevel;
  /** Outer borders only: faces that touch are one polygon. More than one = the zone does not hang together. */
  readonly polygons: readonly Polygon[];
  readonly box: Box;
  readonly area_m2: number;
  readonly perimeter_m: number;
  /** 4πA/P², 1 of a circle (Polsby–Popper). */
  readonly compactness: number;
}

type ArcHalf = Half & { readonly arc: Arc };

/** Polygons on the left of these halves, the largest first. */
function polygonsOf(halves: readonly ArcHalf[]): Polygon[] {
  const areas = areasOf(walksOf(halves) ?? []) ?? [];
  areas.sort((a, b) => b.outer.twiceArea - a.outer.twiceArea);
  return areas.map(({ outer, holes }) => {
    const rings = [outer, ...holes].flatMap((walk) => simpleRings(walk.points));
    return rings.sort((a, b) => Math.sign(twiceArea(b)) - Math.sign(twiceArea(a)));
  });
}

function boxAround(arcs: Iterable<Arc>): Box {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const arc of arcs) {
    const { box } = measureOf(arc);
    [w, s, e, n] = [Math.min(w, box[0]), Math.min(s, box[1]), Math.max(e, box[2]), Math.max(n, box[3])];
  }
  return [w, s, e, n];
}

interface KnownFace {
  readonly arcs: readonly Arc[];
  readonly shape: FaceShape;
}
/** By the first arc of a face, for each of its sides: what is not used any more goes with its arc. */
const knownFaces = { left: new WeakMap<Arc, KnownFace>(), right: new WeakMap<Arc, KnownFace>() };
const alike = <T>(a: readonly T[], b: readonly T[]) => a.length === b.length && a.every((value, i) => value === b[i]);

function faceShape(face: number, arcs: readonly Arc[]): FaceShape {
  const key = arcs[0] as Arc;
  const known = knownFaces[key.left === face ? "left" : "right"];
  const before = known.get(key);
  if (before?.shape.face === face && alike(before.arcs, arcs)) return before.shape;
  const halves = halvesOf(face, arcs);
  const shape: FaceShape = {
    face,
    polygon: polygonsOf(halves)[0] ?? [],
    box: boxAround(arcs),
    area_m2: area_m2(halves),
    arcs: arcs.map((arc) => arc.id),
  };
  known.set(key, { arcs, shape });
  return shape;
}

/** Arcs around each face, ascending; `outside` included. */
function arcsByFace(arcs: ReadonlyMap<number, Arc>): Map<number, Arc[]> {
  const around = new Map<number, Arc[]>();
  const add = (face: number, arc: Arc) => {
    const list = around.get(face);
    if (list) list.push(arc);
    else around.set(face, [arc]);
  };
  for (const arc of arcs.values()) {
    add(arc.left, arc);
    add(arc.right, arc);
  }
  return around;
}

/** By the map of arcs, which steps that only give ground away leave as it is. */
const knownShapes = new WeakMap<ReadonlyMap<number, Arc>, ReadonlyMap<number, FaceShape>>();

/** The shape of every face. The same FaceShape object as in an earlier partition while the face's arcs are the same objects: compare by identity. */
export function faceShapes(partition: Partition): ReadonlyMap<number, FaceShape> {
  const known = knownShapes.get(partition.arcs);
  if (known) return known;
  const around = arcsByFace(partition.arcs);
  const shapes = new Map<number, FaceShape>();
  for (const face of partition.faces.keys()) {
    const arcs = around.get(face);
    if (arcs) shapes.set(face, faceShape(face, arcs));
  }
  knownShapes.set(partition.arcs, shapes);
  return shapes;
}

/** Halves with one of these faces on the left and none of them on the right. */
function borderOf(partition: Partition, shapes: readonly FaceShape[]): ArcHalf[] {
  const mine = new Set(shapes.map((shape) => shape.face));
  const halves: ArcHalf[] = [];
  for (const shape of shapes) {
    for (const id of shape.arcs) {
      const arc = partition.arcs.get(id) as Arc;
      const forward = arc.left === shape.face;
      if (!mine.has(forward ? arc.right : arc.left)) halves.push({ arc, forward });
    }
  }
  return halves;
}

function shapeOf(partition: Partition, zone: number, level: ZoneLevel, shapes: readonly FaceShape[]): ZoneShape {
  const halves = borderOf(partition, shapes);
  const arcs = halves.map((half) => half.arc);
  const area = shapes.reduce((sum, shape) => sum + shape.area_m2, 0);
  const perimeter = arcs.reduce((sum, arc) => sum + measureOf(arc).length_m, 0);
  return {
    zone,
    level,
    polygons: polygonsOf(halves),
    box: boxAround(arcs),
    area_m2: area,
    perimeter_m: perimeter,
    compactness: (4 * Math.PI * area) / perimeter ** 2,
  };
}

interface KnownZone {
  readonly faces: readonly FaceShape[];
  readonly shape: ZoneShape;
}
/** By the first face of a zone; one for each level. */
const knownZones = new WeakMap<FaceShape, Map<ZoneLevel, KnownZone>>();

function zoneShape(partition: Partition, zone: number, level: ZoneLevel, faces: readonly FaceShape[]): ZoneShape {
  const levels = knownZones.get(faces[0] as FaceShape) ?? new Map<ZoneLevel, KnownZone>();
  knownZones.set(faces[0] as FaceShape, levels);
  const before = levels.get(level);
  if (before?.shape.zone === zone && alike(before.faces, faces)) return before.shape;
  const shape = shapeOf(partition, zone, level, faces);
  levels.set(level, { faces, shape });
  return shape;
}

type ZoneShapes = ReadonlyMap<number, ZoneShape>;
/** A partition never changes: what it looks like is found out once. */
const knownLevels = new WeakMap<Partition, Map<ZoneLevel, ZoneShapes>>();

/** Zones of a level that have ground; kept by identity as above while their faces are the same. */
export function zoneShapes(partition: Partition, level: ZoneLevel): ZoneShapes {
  const levels = knownLevels.get(partition) ?? new Map<ZoneLevel, ZoneShapes>();
  knownLevels.set(partition, levels);
  const shapes = levels.get(level) ?? shapesOfLevel(partition, level);
  levels.set(level, shapes);
  return shapes;
}

function shapesOfLevel(partition: Partition, level: ZoneLevel): ZoneShapes {
  const faces = faceShapes(partition);
  const shapes = new Map<number, ZoneShape>();
  for (const [zone, list] of facesByZone(partition, level)) {
    if (zone === null) continue;
    const mine = list.flatMap((face) => faces.get(face) ?? []);
    if (mine.length) shapes.set(zone, zoneShape(partition, zone, level, mine));
  }
  return shapes;
}
