/** Deletes the borders between faces of one zone: they become the first of them. */
import type { Position } from "../draw.ts";
import { Joined } from "./ground.ts";
import { joinAt } from "./join.ts";
import type { Arc, Partition } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { refused, Work } from "./work.ts";

type Dissolve = Extract<Step, { kind: "dissolve" }>;

function fault(partition: Partition, faces: readonly number[]): Outcome | null {
  const missing = faces.find((face) => !partition.faces.has(face));
  if (missing !== undefined) return refused("noZone", { zh: "要合并的地块已不存在", en: "A piece of ground is not there any more" });
  if (faces.length < 2)
    return refused("nothing", { zh: "请选择两块以上相邻的地块", en: "Choose two or more pieces that lie side by side" });
  const zone = partition.faces.get(faces[0] as number);
  if (faces.some((face) => partition.faces.get(face) !== zone))
    return refused("apart", {
      zh: "只能删除同一责任区内部的边线；不同责任区请先合并",
      en: "Only lines within one zone can be deleted; merge the zones first",
    });
  return null;
}

export function dissolve(partition: Partition, step: Dissolve): Outcome {
  const faces = [...new Set(step.faces)];
  const wrong = fault(partition, faces);
  if (wrong) return wrong;
  const work = new Work(partition);
  const all = new Set(faces);
  const arcs = new Map<number, Arc>(faces.flatMap((face) => work.table.around(face)).map((arc) => [arc.id, arc]));
  const inner = [...arcs.values()].filter((arc) => all.has(arc.left) && all.has(arc.right));
  const joined = new Joined<number>();
  for (const arc of inner) joined.join(arc.left, arc.right);
  if (new Set(faces.map((face) => joined.top(face))).size > 1)
    return refused("apart", { zh: "这些地块不相连", en: "These pieces do not hang together" });
  dissolved(work, faces, [...arcs.values()], new Set(inner));
  return { done: work.done() };
}

function dissolved(work: Work, [keep, ...gone]: readonly number[], arcs: readonly Arc[], inner: ReadonlySet<Arc>): void {
  const into = new Set(gone);
  const face = (id: number) => (into.has(id) ? (keep as number) : id);
  const ends: Position[] = [];
  for (const arc of [...arcs].sort((a, b) => a.id - b.id)) {
    if (inner.has(arc)) {
      work.dropArc(arc);
      ends.push(arc.points[0] as Position, arc.points[arc.points.length - 1] as Position);
    } else if (into.has(arc.left) || into.has(arc.right)) {
      work.putArc({ ...arc, left: face(arc.left), right: face(arc.right) });
    }
  }
  for (const id of gone) work.dropFace(id);
  for (const place of ends) joinAt(work, place);
}
