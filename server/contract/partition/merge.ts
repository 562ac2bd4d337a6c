/** Zones of one level become the first of them. */
import type { ZoneLevel } from "../vocabulary.ts";
import { zoneOfFace } from "./belong.ts";
import { Joined } from "./ground.ts";
import type { Partition, PlanZone } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { refused, Work } from "./work.ts";

type Merge = Extract<Step, { kind: "merge" }>;

/** Zones with ground among these that do not touch the rest. */
function hangTogether(partition: Partition, level: ZoneLevel, zones: ReadonlySet<number>): boolean {
  const joined = new Joined<number>();
  const grounded = new Set<number>();
  const zone = new Map<number, number | null>();
  for (const face of partition.faces.keys()) {
    const of = zoneOfFace(partition, face, level);
    zone.set(face, of);
    if (of !== null && zones.has(of)) grounded.add(of);
  }
  for (const { left, right } of partition.arcs.values()) {
    const [a, b] = [zone.get(left) ?? null, zone.get(right) ?? null];
    if (a !== null && b !== null && zones.has(a) && zones.has(b)) joined.join(a, b);
  }
  return new Set([...grounded].map((id) => joined.top(id))).size < 2;
}

export function noSuchZone(): Outcome {
  return refused("noZone", {
    zh: "责任区已不存在（可能已被合并或删除）",
    en: "The zone is not there any more (it may have been merged or removed)",
  });
}
export const notOfLevel = (zone: PlanZone, level: number) =>
  refused("wrongLevel", { zh: `「${zone.name}」不是第 ${level} 级的责任区`, en: `“${zone.name}” is not a zone of level ${level}` });

export function merge(partition: Partition, { level, zones }: Merge): Outcome {
  const ids = [...new Set(zones)];
  for (const id of ids) {
    const zone = partition.zones.get(id);
    if (!zone) return noSuchZone();
    if (zone.level !== level) return notOfLevel(zone, level);
  }
  const [keep, ...gone] = ids;
  if (keep === undefined || !gone.length)
    return refused("oneZone", { zh: "合并至少需要两个责任区", en: "Merging takes two zones or more" });
  const into = new Set(gone);
  if (!hangTogether(partition, level, new Set(ids)))
    return refused("apart", { zh: "这些责任区不相邻，不能合并", en: "These zones do not lie side by side: they cannot be merged" });
  const work = new Work(partition);
  for (const [face, zone] of partition.faces) if (zone !== null && into.has(zone)) work.giveFace(face, keep);
  for (const zone of partition.zones.values()) if (zone.parent !== null && into.has(zone.parent)) work.putZone({ ...zone, parent: keep });
  for (const id of gone) work.dropZone(id);
  return { done: work.done() };
}
