/** Every step by its kind: one list. */
import { assign } from "./assign.ts";
import { cut } from "./cut.ts";
import { dissolve } from "./dissolve.ts";
import { limits } from "./limits.ts";
import { changedLock } from "./locks.ts";
import { merge } from "./merge.ts";
import type { Partition } from "./partition.ts";
import { reroute } from "./reroute.ts";
import { share } from "./share.ts";
import type { Outcome, Step, StepKind } from "./steps.ts";
import { addVertex, moveVertices, removeVertex } from "./vertices.ts";
import { isRefused, refused } from "./work.ts";
import { lock, zoneAdd, zoneChange, zoneRemove } from "./zoneSteps.ts";

const doers: { readonly [K in StepKind]: (partition: Partition, step: Extract<Step, { kind: K }>) => Outcome } = {
  cut,
  merge,
  dissolve,
  assign,
  moveVertices,
  addVertex,
  removeVertex,
  reroute,
  zoneAdd,
  zoneChange,
  zoneRemove,
  lock,
  share,
};

/** More than is ever read again. */
function isTooLarge({ arcs, faces, zones }: Partition): boolean {
  if (arcs.size > limits.arcs || faces.size > limits.faces || zones.size > limits.zones) return true;
  let positions = 0;
  for (const arc of arcs.values()) positions += arc.points.length;
  return positions > limits.positions;
}

/** The partition after a step, or why not. Deterministic: the same bytes on every machine. Never throws on a step that readStep has read. */
export function applyStep(partition: Partition, step: Step): Outcome {
  const outcome = (doers[step.kind] as (partition: Partition, step: Step) => Outcome)(partition, step);
  if (isRefused(outcome)) return outcome;
  if (isTooLarge(outcome.done))
    return refused("tooMany", { zh: "方案会过大：请减少边界", en: "The plan would be too large: it takes fewer borders" });
  const zone = changedLock(partition, outcome.done);
  if (!zone) return outcome;
  return refused("locked", {
    zh: `「${zone.name}」已锁定：请先解锁再改动它的范围`,
    en: `“${zone.name}” is locked: unlock it before its ground is changed`,
  });
}
