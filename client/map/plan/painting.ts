/** What state each face and each border of a plan is painted by. Pure. */
import { rankOfArc, zoneOfFace } from "../../../server/contract/partition/belong.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { State } from "./feed.ts";
import { tintOf } from "./inks.ts";
import type { PlanPicture } from "./picture.ts";
import { edges, nobodyFill, unknownFill } from "./specs.ts";
import { colourCount, type Neighbours } from "./zoneColours.ts";

/** The zone of a level that each face is in. */
export type ZoneByFace = ReadonlyMap<number, number | null>;
export const zonesByFace = (partition: Partition, level: ZoneLevel): ZoneByFace =>
  new Map([...partition.faces.keys()].map((face) => [face, zoneOfFace(partition, face, level)]));

/** Zones of a level and their neighbours, in the order the plan has them; every zone of the level is there. */
export function zoneNeighbours(partition: Partition, level: ZoneLevel, byFace: ZoneByFace): Neighbours {
  const found = new Map<number, Set<number>>();
  for (const zone of partition.zones.values()) if (zone.level === level) found.set(zone.id, new Set());
  for (const { left, right } of partition.arcs.values()) {
    const [a, b] = [byFace.get(left) ?? null, byFace.get(right) ?? null];
    if (a === null || b === null || a === b) continue;
    found.get(a)?.add(b);
    found.get(b)?.add(a);
  }
  return found;
}

/** Zones whose ground cannot be changed: locked, or below one that is. */
export function lockedZones({ zones }: Partition): ReadonlySet<number> {
  const locked = new Set<number>();
  for (const { id, locked: own, parent } of zones.values()) if (own || (parent !== null && locked.has(parent))) locked.add(id);
  return locked;
}

/** How a face stands out: its zone is selected, its piece picked, its zone under the pointer. */
function edgeOf(
  plan: PlanPicture,
  byFace: ZoneByFace,
): (face: number) => { readonly zone: boolean; readonly piece: boolean; readonly over: boolean } {
  const { partition, level, selected, pieces, hovered } = plan;
  const below = (level + 1) as ZoneLevel;
  const piece = (face: number) => (level === partition.depth ? face : zoneOfFace(partition, face, below));
  const has = (all: ReadonlySet<number>, one: number | null | undefined) => one !== null && one !== undefined && all.has(one);
  return (face) => {
    const zone = byFace.get(face);
    return {
      zone: has(selected, zone),
      piece: pieces.size > 0 && partition.faces.has(face) && has(pieces, piece(face)),
      over: hovered !== null && zone === hovered,
    };
  };
}

function fillOf(plan: PlanPicture, zone: number | null, colours: ReadonlyMap<number, number>): number {
  if (zone === null) return nobodyFill;
  if (plan.fill === "zone") return colours.get(zone) ?? unknownFill;
  const deviation = plan.tints?.get(zone);
  return deviation === undefined ? unknownFill : colourCount + tintOf(deviation);
}

export function* faceStates(plan: PlanPicture, byFace: ZoneByFace, colours: ReadonlyMap<number, number>): Generator<[number, State]> {
  const locked = lockedZones(plan.partition);
  const stands = edgeOf(plan, byFace);
  for (const [face, owner] of plan.partition.faces) {
    const { zone, piece, over } = stands(face);
    const edge = zone ? edges.selected : piece ? edges.piece : over ? edges.hovered : edges.none;
    const lock = owner !== null && locked.has(owner) ? 1 : 0;
    yield [face, { fill: fillOf(plan, byFace.get(face) ?? null, colours), edge, lock }];
  }
}

export function* arcStates(plan: PlanPicture, byFace: ZoneByFace): Generator<[number, State]> {
  const stands = edgeOf(plan, byFace);
  const known = new Map<number, ReturnType<typeof stands>>();
  const of = (face: number) => {
    const old = known.get(face) ?? stands(face);
    known.set(face, old);
    return old;
  };
  for (const { id, left, right } of plan.partition.arcs.values()) {
    const [a, b] = [of(left), of(right)];
    const edge = a.zone !== b.zone ? edges.selected : a.piece !== b.piece ? edges.piece : a.over !== b.over ? edges.hovered : edges.none;
    yield [id, { rank: rankOfArc(plan.partition, id), edge }];
  }
}
