/** Steps speak of zones and faces by number; done again on another version, what an earlier step made has another one. Pure. */
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";

/** Numbers as they were → numbers as they are now. */
export interface Others {
  readonly zones: Map<number, number>;
  readonly faces: Map<number, number>;
}

/** Notes which numbers the things have that a step made: first then, now again. They are made in the same order. */
export function zonesMade(before: Partition, after: Partition, beforeNow: Partition, afterNow: Partition, others: Others): void {
  const made = (from: ReadonlyMap<number, unknown>, to: ReadonlyMap<number, unknown>) => [...to.keys()].filter((id) => !from.has(id));
  const pair = (was: number[], is: number[], into: Map<number, number>) => {
    for (const [i, id] of was.entries()) if (is[i] !== undefined && is[i] !== id) into.set(id, is[i] as number);
  };
  // Zones stand by level first: numbers count downwards as they are made.
  const byAge = (ids: number[]) => ids.sort((a, b) => b - a);
  pair(byAge(made(before.zones, after.zones)), byAge(made(beforeNow.zones, afterNow.zones)), others.zones);
  pair(made(before.faces, after.faces), made(beforeNow.faces, afterNow.faces), others.faces);
}

/** The same step in the numbers of now. @param was the partition that it was meant for: pieces are zones above the lowest level, faces at it */
export function renumber(step: Step, was: Partition, { zones, faces }: Others): Step {
  const zone = <T extends number | null>(id: T): T => (id === null ? id : ((zones.get(id) ?? id) as T));
  const face = (id: number) => faces.get(id) ?? id;
  const piece = step.kind === "assign" || step.kind === "share" ? (step.level === was.depth ? face : zone) : zone;
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
