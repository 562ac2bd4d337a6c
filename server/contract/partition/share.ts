/** A suggestion, accepted: pieces into zones that are there or new. */
import type { ZoneLevel } from "../vocabulary.ts";
import { give, noLevel } from "./assign.ts";
import { noSuchZone, notOfLevel } from "./merge.ts";
import { hasCode } from "./naming.ts";
import type { Partition } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { isRefused, refused, Work } from "./work.ts";
import { badParent, codeTaken } from "./zoneSteps.ts";

type Share = Extract<Step, { kind: "share" }>;

/** Ids of the zones of a suggestion, new ones made. */
function zonesFor(work: Work, level: ZoneLevel, parent: number | null, zones: Share["zones"]): number[] | Outcome {
  const ids: number[] = [];
  for (const { id, code, name } of zones) {
    if (id !== null) {
      const zone = work.zones.get(id);
      if (!zone) return noSuchZone();
      if (zone.level !== level) return notOfLevel(zone, level);
      ids.push(id);
    } else {
      if (hasCode(work.zones, level, code)) return codeTaken(code);
      ids.push(work.addZone({ level, parent, code, name, unit: null, person: null, locked: false }).id);
    }
  }
  return ids;
}

export function share(partition: Partition, { level, parent, zones, pieces }: Share): Outcome {
  const wrong = noLevel(partition, level) ?? badParent(partition, level, parent);
  if (wrong) return wrong;
  const work = new Work(partition);
  const ids = zonesFor(work, level, parent, zones);
  if (isRefused(ids) || !Array.isArray(ids)) return ids as Outcome;
  for (const [piece, index] of pieces) {
    const zone = ids[index];
    if (zone === undefined) return noSuchZone();
    const fault = give(work, level, piece, zone);
    if (fault) return fault;
  }
  if (!work.isChanged) return refused("nothing", { zh: "方案与现状相同", en: "The suggestion is what is there already" });
  return { done: work.done() };
}
