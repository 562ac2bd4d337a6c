/** Pieces painted into a zone. */
import type { ZoneLevel } from "../vocabulary.ts";
import { noSuchZone, notOfLevel } from "./merge.ts";
import type { Partition } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { refused, Work } from "./work.ts";

type Assign = Extract<Step, { kind: "assign" }>;

export function noLevel(partition: Partition, level: ZoneLevel): Outcome | null {
  if (level <= partition.depth) return null;
  return refused("wrongLevel", {
    zh: `本区的责任区只有 ${partition.depth} 级`,
    en: `This district has zones of ${partition.depth} levels only`,
  });
}

/** Gives a face, or a zone of the level below, to a zone of a level or to nobody. @returns null when done, or why not */
export function give(work: Work, level: ZoneLevel, piece: number, to: number | null): Outcome | null {
  if (level === work.before.depth) {
    if (!work.faces.has(piece)) return refused("noZone", { zh: "要划入的地块已不存在", en: "A piece of ground is not there any more" });
    work.giveFace(piece, to);
    return null;
  }
  const zone = work.zones.get(piece);
  if (!zone) return noSuchZone();
  if (zone.level !== level + 1) return notOfLevel(zone, level + 1);
  if (zone.parent !== to) work.putZone({ ...zone, parent: to });
  return null;
}

export function assign(partition: Partition, { level, pieces, to }: Assign): Outcome {
  const target = to === null ? null : partition.zones.get(to);
  if (target === undefined) return noSuchZone();
  const wrong = noLevel(partition, level) ?? (target && target.level !== level ? notOfLevel(target, level) : null);
  if (wrong) return wrong;
  const work = new Work(partition);
  for (const piece of pieces) {
    const fault = give(work, level, piece, to);
    if (fault) return fault;
  }
  if (!work.isChanged) return refused("nothing", { zh: "这些地块原本就在这里", en: "These pieces are there already" });
  return { done: work.done() };
}
