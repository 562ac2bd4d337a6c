/** From the plan to the mesh: the drawn lines laid in, faces cut into blocks, every street numbered. */
import { arrange } from "./arrange.ts";
import { cutBlocks } from "./blocks.ts";
import { smooth } from "./curves.ts";
import type { Pt } from "./geo.ts";
import type { EdgeClass, Mesh } from "./mesh.ts";
import type { PlanLine } from "./plan.ts";
import { lineStep, outline, rivers, roads } from "./plan.ts";
import { streamOf } from "./rng.ts";

/** A numbered line of the mesh: a river, a road, a border. Streets grown by rule have no name yet. */
interface Line {
  readonly cls: EdgeClass;
  readonly plan?: PlanLine;
}

export interface Skeleton {
  readonly mesh: Mesh;
  readonly lines: Line[];
  /** Smooth centre lines of the plan's own lines, by line number. */
  readonly drawn: readonly (readonly Pt[])[];
}

/** Draws the skeleton of the district for a seed. */
export function makeSkeleton(seed: number): Skeleton {
  const plan = [...rivers, ...roads];
  const lines: Line[] = plan.map((p) => ({ cls: p.cls, plan: p }));
  const drawn = plan.map((p) => smooth(p.points, lineStep));
  const border = outline(streamOf(seed, "outline"));
  const mesh = arrange(
    border,
    lines.push({ cls: "border" }) - 1,
    plan.map((p, i) => ({ points: drawn[i] ?? [], cls: p.cls, line: i })),
  );
  cutBlocks(mesh, streamOf(seed, "blocks"), (cls) => lines.push({ cls }) - 1);
  return { mesh, lines, drawn };
}
