/** Steps tried out: what must be done, what must be refused. */
import { expect } from "vitest";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { facesOfZone } from "../../../server/contract/partition/belong.ts";
import { faultsOf, uncovered_m2 } from "../../../server/contract/partition/check.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Refusal, Step } from "../../../server/contract/partition/steps.ts";
import { readStep } from "../../../server/contract/partition/text.ts";

/** The partition after steps that are all done; it has no faults. */
export function stepped(start: Partition, ...steps: Step[]): Partition {
  let partition = start;
  for (const step of steps) {
    const outcome = applyStep(partition, readStep(JSON.parse(JSON.stringify(step))));
    if ("refused" in outcome) throw new Error(`${step.kind}: ${outcome.refused.code}, ${outcome.refused.why.en}`);
    partition = outcome.done;
    expect(faultsOf(partition)).toEqual([]);
    expect(Math.abs(uncovered_m2(partition))).toBeLessThan(1e-4);
  }
  return partition;
}

export function refusal(partition: Partition, step: Step): Refusal {
  const outcome = applyStep(partition, readStep(JSON.parse(JSON.stringify(step))));
  if ("done" in outcome) throw new Error(`${step.kind} was done`);
  expect(outcome.refused.why.zh).toMatch(/[\u4e00-\u9fff]/);
  expect(outcome.refused.why.en.length).toBeGreaterThan(5);
  return outcome.refused;
}

/** A zone's area in square metres; 0 when it has no ground. */
export function area(partition: Partition, zone: number): number {
  const { level } = partition.zones.get(zone) as PlanZone;
  return zoneShapes(partition, level).get(zone)?.area_m2 ?? 0;
}
export const faceArea = (partition: Partition, face: number) => faceShapes(partition).get(face)?.area_m2 ?? 0;

/** Zones that one partition has and another does not. */
export const newZones = (before: Partition, now: Partition) => [...now.zones.values()].filter((zone) => !before.zones.has(zone.id));
export const faces = (partition: Partition, zone: number) => [...facesOfZone(partition, zone)];
