/** Zones themselves: new, changed, removed, locked. */
import type { ZoneLevel } from "../vocabulary.ts";
import { noSuchZone } from "./merge.ts";
import { hasCode } from "./naming.ts";
import type { Partition, PlanZone } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { refused, Work } from "./work.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

export const codeTaken = (code: string) =>
  refused("taken", { zh: `编码「${code}」已被同级的另一个责任区使用`, en: `The code “${code}” belongs to another zone of this level` });

/** Why a zone of a level cannot be under this one. */
export function badParent(partition: Partition, level: ZoneLevel, parent: number | null): Outcome | null {
  if (level > partition.depth)
    return refused("wrongLevel", {
      zh: `本区的责任区只有 ${partition.depth} 级`,
      en: `This district has zones of ${partition.depth} levels only`,
    });
  if (parent === null) return null;
  const above = partition.zones.get(parent);
  if (!above) return noSuchZone();
  if (above.level === level - 1) return null;
  return refused("wrongLevel", { zh: `上级应是第 ${level - 1} 级的责任区`, en: `The zone above should be of level ${level - 1}` });
}

export function zoneAdd(partition: Partition, { level, parent, code, name }: Of<"zoneAdd">): Outcome {
  const wrong = badParent(partition, level, parent);
  if (wrong) return wrong;
  if (hasCode(partition.zones, level, code)) return codeTaken(code);
  const work = new Work(partition);
  work.addZone({ level, parent, code, name, unit: null, person: null, locked: false });
  return { done: work.done() };
}

export function zoneChange(partition: Partition, { zone: id, to }: Of<"zoneChange">): Outcome {
  const zone = partition.zones.get(id);
  if (!zone) return noSuchZone();
  const next: PlanZone = { ...zone, ...to };
  if (next.code === zone.code && next.name === zone.name && next.unit === zone.unit && next.person === zone.person)
    return refused("nothing", { zh: "没有任何改动", en: "Nothing has been changed" });
  if (hasCode(partition.zones, zone.level, next.code, id)) return codeTaken(next.code);
  const work = new Work(partition);
  work.putZone(next);
  return { done: work.done() };
}

export function zoneRemove(partition: Partition, { zone: id }: Of<"zoneRemove">): Outcome {
  if (!partition.zones.has(id)) return noSuchZone();
  const work = new Work(partition);
  for (const [face, zone] of partition.faces) if (zone === id) work.giveFace(face, null);
  for (const zone of partition.zones.values()) if (zone.parent === id) work.putZone({ ...zone, parent: null });
  work.dropZone(id);
  return { done: work.done() };
}

export function lock(partition: Partition, { zones, locked }: Of<"lock">): Outcome {
  const work = new Work(partition);
  for (const id of zones) {
    const zone = work.zones.get(id);
    if (!zone) return noSuchZone();
    if (zone.locked !== locked) work.putZone({ ...zone, locked });
  }
  if (!work.isChanged) return refused("nothing", { zh: locked ? "已经锁定" : "没有锁定", en: locked ? "Locked already" : "Not locked" });
  return { done: work.done() };
}
