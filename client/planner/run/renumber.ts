/** Steps speak of zones and faces by number; done again on another version, what an earlier step made has another one. Pure. */
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";

/** Numbers as they were → numbers as they are now. */
export interface Others {
  readonly zones: Map<number, number>;
  readonly faces: Map<number, number>;
}

/** Numbers of what a step made, in the order in which it was made. */
export interface Made {
  readonly zones: readonly number[];
  readonly faces: readonly number[];
}
export const noOthers = (): Others => ({ zones: new Map(), faces: new Map() });

/** No zone and no face has these numbers. */
const noZone = Number.MIN_SAFE_INTEGER;
const noFace = Number.MAX_SAFE_INTEGER;

export function madeBetween(before: Partition, after: Partition): Made {
  const made = (from: ReadonlyMap<number, unknown>, to: ReadonlyMap<number, unknown>) => [...to.keys()].filter((id) => !from.has(id));
  // Zones stand by level first: numbers count downwards as they are made.
  return { zones: made(before.zones, after.zones).sort((a, b) => b - a), faces: made(before.faces, after.faces) };
}

/**
 * Notes which numbers the things have that a step made: first then, now again. They are made in the same order. What was not made again
 * has no number: a later step that speaks of it is refused, and does not land on a stranger that has its old one.
 */
export function noteMade(was: Made, is: Made | null, others: Others): void {
  for (const [i, id] of was.zones.entries()) others.zones.set(id, is?.zones[i] ?? noZone);
  for (const [i, id] of was.faces.entries()) others.faces.set(id, is?.faces[i] ?? noFace);
}

/** The same step in the numbers of now. @param depth of the partition: pieces are zones above its lowest level, faces at it */
export function renumber(step: Step, depth: number, { zones, faces }: Others): Step {
  const zone = <T extends number | null>(id: T): T => (id === null ? id : ((zones.get(id) ?? id) as T));
  const face = (id: number) => faces.get(id) ?? id;
  const piece = step.kind === "assign" || step.kind === "share" ? (step.level === depth ? face : zone) : zone;
  switch (step.kind) {
    case "cut":
      return { ...step, zones: step.zones?.map(zone) ?? null };
    case "merge":
    case "lock":
      return { ...step, zones: step.zones.map(zone) };
    case "dissolve":
      return { ...step, faces: step.faces.map(face) };
    case "assign":
      return { ...step, pieces: step.pieces.map(piece), to: zone(step.to) };
    case "zoneAdd":
      return { ...step, parent: zone(step.parent) };
    case "zoneChange":
    case "zoneRemove":
      return { ...step, zone: zone(step.zone) };
    case "share":
      return {
        ...step,
        parent: zone(step.parent),
        zones: step.zones.map((one) => ({ ...one, id: zone(one.id) })),
        pieces: step.pieces.map(([id, index]) => [piece(id), index] as const),
      };
    default:
      return step;
  }
}
