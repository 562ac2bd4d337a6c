/** A partition as text and back: what is stored, sent and compared byte for byte. */
import type { Arc, Partition, PlanZone } from "./partition.ts";
import { partitionFrom } from "./readPartition.ts";
import { stepFrom } from "./readStep.ts";
import type { Step } from "./steps.ts";

/** Arcs are the most of a text and seldom change. */
const arcTexts = new WeakMap<Arc, string>();
function arcText(arc: Arc): string {
  const known = arcTexts.get(arc);
  if (known !== undefined) return known;
  const text = JSON.stringify([arc.id, arc.left, arc.right, arc.points.flat()]);
  arcTexts.set(arc, text);
  return text;
}
const zoneText = ({ id, level, parent, code, name, unit, person, locked }: PlanZone) =>
  JSON.stringify({ id, level, parent, code, name, unit, person, locked });

/** One text for one partition: fixed order of members, shortest numbers that read back the same. */
export function partitionText({ depth, next, zones, faces, arcs }: Partition): string {
  const list = (texts: Iterable<string>) => `[\n${[...texts].join(",\n")}\n]`;
  return `{"depth":${depth},"next":${JSON.stringify({ arc: next.arc, face: next.face, zone: next.zone })},
"zones":${list([...zones.values()].map(zoneText))},
"faces":${JSON.stringify([...faces])},
"arcs":${list([...arcs.values()].map(arcText))}}`;
}

/** @throws PartitionError naming the member and the value */
export function readPartition(text: string): Partition {
  return partitionFrom(text);
}

/** A short sum of a text, the same on page and server: pages without https have no crypto.subtle. Two sums of 32 bits, as 16 digits; against mishaps, not against malice. */
export function sumOf(text: string): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  const digits = (value: number) => (value >>> 0).toString(16).padStart(8, "0");
  return digits(a ^ (b >>> 7)) + digits(b ^ text.length);
}

/** A step from outside. @throws PartitionError naming the member, the value and what would be right, in both languages */
export function readStep(raw: unknown): Step {
  return stepFrom(raw);
}
