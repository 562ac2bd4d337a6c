/** Zones' and units' numbers within a plan: its partition, its steps, and what takes them back. A zone that is new in the plan (below 0) keeps its number. */
import type { Partition, PlanZone } from "../contract/partition/partition.ts";
import type { PartitionPatch } from "../contract/partition/patch.ts";
import type { Step } from "../contract/partition/steps.ts";
import { partitionText, readPartition } from "../contract/partition/text.ts";
import type { Numbers } from "./numbers.ts";

const maybe = (numbers: Numbers, kind: string, id: number | null): number | null => (id === null ? null : numbers.of(kind, id));

const zoneOf = (numbers: Numbers, zone: PlanZone): PlanZone => ({
  ...zone,
  id: numbers.of("zone", zone.id),
  parent: maybe(numbers, "zone", zone.parent),
  unit: maybe(numbers, "unit", zone.unit),
});

/** A text that is no partition stays as it is. */
export function partitionIn(numbers: Numbers, text: string): string {
  let plan: Partition;
  try {
    plan = readPartition(text);
  } catch {
    return text;
  }
  const zones = new Map([...plan.zones.values()].map((zone) => zoneOf(numbers, zone)).map((zone) => [zone.id, zone]));
  const faces = new Map([...plan.faces].map(([face, zone]) => [face, maybe(numbers, "zone", zone)]));
  return partitionText({ ...plan, zones, faces });
}

/** @param depth of the plan: at its level pieces are faces, which have numbers of their own */
export function stepIn(numbers: Numbers, depth: number, step: Step): Step {
  const zone = (id: number): number => numbers.of("zone", id);
  const piece = (level: number) => (id: number) => (level === depth ? id : zone(id));
  switch (step.kind) {
    case "cut":
      return { ...step, zones: step.zones?.map(zone) ?? null };
    case "merge":
    case "lock":
      return { ...step, zones: step.zones.map(zone) };
    case "assign":
      return { ...step, pieces: step.pieces.map(piece(step.level)), to: maybe(numbers, "zone", step.to) };
    case "zoneAdd":
      return { ...step, parent: maybe(numbers, "zone", step.parent) };
    case "zoneChange":
      return {
        ...step,
        zone: zone(step.zone),
        to: { ...step.to, ...(step.to.unit === undefined ? {} : { unit: maybe(numbers, "unit", step.to.unit) }) },
      };
    case "zoneRemove":
      return { ...step, zone: zone(step.zone) };
    case "share":
      return {
        ...step,
        parent: maybe(numbers, "zone", step.parent),
        zones: step.zones.map((one) => ({ ...one, id: maybe(numbers, "zone", one.id) })),
        pieces: step.pieces.map(([id, index]) => [piece(step.level)(id), index] as const),
      };
    default:
      return step;
  }
}

export function backIn(numbers: Numbers, back: PartitionPatch): PartitionPatch {
  const { zones, faces } = back;
  if (!zones || !faces) return back;
  return {
    ...back,
    zones: {
      drop: zones.drop.map((id) => numbers.of("zone", id)),
      put: zones.put.map(([index, id, zone]) => [index, numbers.of("zone", id), zoneOf(numbers, zone)] as const),
    },
    faces: { drop: faces.drop, put: faces.put.map(([index, face, zone]) => [index, face, maybe(numbers, "zone", zone)] as const) },
  };
}
