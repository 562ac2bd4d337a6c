/** A plan as features of the map's sources. Each is kept for as long as what it is made of is the same object. */
import type { Position as Coordinates, Feature } from "geojson";
import type { Position } from "../../../server/contract/draw.ts";
import { rankOfArc } from "../../../server/contract/partition/belong.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Arc, Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { type FaceShape, faceShapes, type ZoneShape, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { insideOf } from "./inside.ts";
import type { Ghost, PlanMark } from "./picture.ts";

const line = (points: readonly Position[]) => points as unknown as Coordinates[];
const closed = (ring: readonly Position[]) => [...ring, ring[0] as Position] as unknown as Coordinates[];

const faces = new WeakMap<FaceShape, Feature>();
export function faceFeatures(partition: Partition): Map<number, Feature> {
  const made = new Map<number, Feature>();
  for (const [id, shape] of faceShapes(partition)) {
    let feature = faces.get(shape);
    if (!feature) {
      feature = { type: "Feature", id, properties: {}, geometry: { type: "Polygon", coordinates: shape.polygon.map(closed) } };
      faces.set(shape, feature);
    }
    made.set(id, feature);
  }
  return made;
}

/** By the points: a border whose faces changed is not another line. */
const arcs = new WeakMap<readonly Position[], Feature>();
function arcFeature({ id, points }: Arc): Feature {
  const old = arcs.get(points);
  if (old?.id === id) return old;
  const feature: Feature = { type: "Feature", id, properties: {}, geometry: { type: "LineString", coordinates: line(points) } };
  arcs.set(points, feature);
  return feature;
}
export function arcFeatures(partition: Partition): Map<number, Feature> {
  return new Map([...partition.arcs].map(([id, arc]) => [id, arcFeature(arc)]));
}

/** Borders of a level and of those above it. */
export function borderFeatures(partition: Partition, level: ZoneLevel): Map<number, Feature> {
  return new Map([...partition.arcs].filter(([id]) => rankOfArc(partition, id) <= level).map(([id, arc]) => [id, arcFeature(arc)]));
}

/** Pixels that a name wants in its narrow direction. */
const wanted = 46;
/** The zoom from which a zone has room for its name. */
const zoomFor = (room_m: number, lat: number) =>
  Math.log2((40_075_016.686 * Math.cos((lat * Math.PI) / 180) * wanted) / (1024 * Math.max(room_m, 1)));

const labels = new WeakMap<ZoneShape, { readonly zone: PlanZone; readonly feature: Feature }>();
/** Ids of features are not negative, those of new zones are. */
const labelId = (zone: number) => (zone < 0 ? -2 * zone - 1 : 2 * zone);

function labelFeature(zone: PlanZone, shape: ZoneShape): Feature {
  const old = labels.get(shape);
  if (old && old.zone.name === zone.name && old.zone.person === zone.person) return old.feature;
  const best = shape.polygons.map(insideOf).reduce((a, b) => (b.room_m > a.room_m ? b : a));
  const feature: Feature = {
    type: "Feature",
    id: labelId(zone.id),
    properties: {
      name: zone.name,
      person: zone.person ? `\n${zone.person}` : "",
      from: zoomFor(best.room_m, best.at[1]),
      sort: -shape.area_m2,
    },
    geometry: { type: "Point", coordinates: [...best.at] },
  };
  labels.set(shape, { zone, feature });
  return feature;
}
export function labelFeatures(partition: Partition, level: ZoneLevel): Map<number, Feature> {
  const made = new Map<number, Feature>();
  for (const [id, shape] of zoneShapes(partition, level)) {
    const zone = partition.zones.get(id);
    if (zone && shape.polygons.length) made.set(labelId(id), labelFeature(zone, shape));
  }
  return made;
}

const lines = (part: string, kind: string, points: readonly Position[]): Feature => ({
  type: "Feature",
  properties: { part, kind },
  geometry: { type: "LineString", coordinates: line(points) },
});
const circleCorners = 72;
function circle({ at, radius_m }: { readonly at: Position; readonly radius_m: number }): Position[] {
  const [east, north] = degree_m(at[1]);
  return Array.from({ length: circleCorners + 1 }, (_, i) => {
    const turn = (2 * Math.PI * (i % circleCorners)) / circleCorners;
    return [at[0] + (radius_m * Math.cos(turn)) / east, at[1] + (radius_m * Math.sin(turn)) / north];
  });
}
const area = (ring: readonly Position[]): Feature => ({
  type: "Feature",
  properties: { part: "area" },
  geometry: { type: "Polygon", coordinates: [closed(ring)] },
});

export function ghostFeatures(ghost: Ghost | null): Feature[] {
  if (!ghost) return [];
  const round = ghost.circle ? circle(ghost.circle) : null;
  return [
    ...ghost.areas.filter((ring) => ring.length > 2).map(area),
    ...(round ? [area(round), lines("ring", "brush", round)] : []),
    ...ghost.lines.filter(({ points }) => points.length > 1).map(({ points, kind }) => lines("line", kind, points)),
    ...ghost.points.map(
      ({ at, kind }): Feature => ({
        type: "Feature",
        properties: { part: "point", kind },
        geometry: { type: "Point", coordinates: [...at] },
      }),
    ),
  ];
}

/** Clockwise from north, in degrees. */
function bearing([ax, ay]: Position, [bx, by]: Position): number {
  const [east, north] = degree_m((ay + by) / 2);
  return (Math.atan2((bx - ax) * east, (by - ay) * north) * 180) / Math.PI;
}
export function markFeatures(marks: readonly PlanMark[]): Feature[] {
  return marks.flatMap(({ at, kind, from }): Feature[] => {
    const properties = { part: "mark", kind, ...(from && { turn: bearing(from, at) }) };
    const mark: Feature = { type: "Feature", properties, geometry: { type: "Point", coordinates: [...at] } };
    return from ? [lines("arrow", kind, [from, at]), mark] : [mark];
  });
}
