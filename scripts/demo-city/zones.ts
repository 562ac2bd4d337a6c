/** The four levels of responsibility zones: every level groups the blocks of the one above, so they cover it without gap or overlap. */

import { dissolve } from "./dissolve.ts";
import type { Pt } from "./geo.ts";
import { at, dist } from "./geo.ts";
import type { Blocks } from "./grow.ts";
import { blocksOf, grow, partition } from "./grow.ts";
import type { Mesh } from "./mesh.ts";
import { subdistrictSeeds } from "./plan.ts";
import { straighten } from "./straighten.ts";

/** A zone before it has a name. `parent` counts in the level above; `town` is false for the outlying towns (镇). */
export interface Cell {
  readonly level: 0 | 1 | 2 | 3;
  readonly parent: number;
  readonly faces: readonly number[];
  readonly ring: readonly number[];
}

export interface Levels {
  readonly district: Cell;
  readonly subdistricts: readonly Cell[];
  readonly communities: readonly Cell[];
  readonly grids: readonly Cell[];
}

/** About this many grid cells to a community. */
const gridsEach = 6.6;

/** Groups the mesh's blocks into sub-districts, communities and grid cells. Throws when a zone would have a hole. */
export function makeLevels(mesh: Mesh): Levels {
  const blocks = blocksOf(mesh);
  const all = mesh.faces.map((_, f) => f);
  const cell = (level: Cell["level"], parent: number, faces: readonly number[]): Cell => ({
    level,
    parent,
    faces,
    ring: soleRing(mesh, faces),
  });
  const firsts = subdistricts(mesh, blocks, all);
  const seconds = firsts.map((group, i) => sound(mesh, blocks, group, at(subdistrictSeeds, i).share, 0.55));
  const subdistrictCells = firsts.map((faces) => cell(1, 0, faces));
  const communities = seconds.flatMap((groups, i) => groups.map((faces) => cell(2, i, faces)));
  const grids = communities.flatMap((c, i) =>
    sound(mesh, blocks, c.faces, gridCount(c.faces.length), 0.3).map((faces) => cell(3, i, faces)),
  );
  return { district: cell(0, -1, all), subdistricts: subdistrictCells, communities, grids };
}

function gridCount(blocks: number): number {
  return Math.max(2, Math.min(9, Math.round(Math.min(gridsEach * (0.6 + blocks / 40), blocks * 0.72))));
}

function soleRing(mesh: Mesh, faces: readonly number[]): readonly number[] {
  const rings = dissolve(mesh, faces);
  if (rings.length !== 1) throw new Error(`a zone of ${faces.length} blocks has ${rings.length} rings`);
  return at(rings, 0);
}

function subdistricts(mesh: Mesh, blocks: Blocks, all: readonly number[]): number[][] {
  const nearest = (p: Pt): number =>
    all.reduce((best, f) => (dist(at(blocks.centres, f), p) < dist(at(blocks.centres, best), p) ? f : best), 0);
  const seeds = subdistrictSeeds.map((s) => nearest(s.at));
  const owner = grow(blocks, new Set(all), seeds, 1);
  const groups = seeds.map((_, i) => all.filter((f) => owner.get(f) === i));
  straighten(mesh, blocks, groups, 0.5, 30);
  return fillHoles(mesh, groups);
}

/** A partition of the blocks into about k groups without holes. */
function sound(mesh: Mesh, blocks: Blocks, members: readonly number[], k: number, strict: number): number[][] {
  const groups = partition(blocks, members, k, strict);
  straighten(mesh, blocks, groups);
  return fillHoles(mesh, groups);
}

/** Groups that another one surrounds are joined to it. */
function fillHoles(mesh: Mesh, groups: readonly number[][]): number[][] {
  const bad = groups.findIndex((g) => dissolve(mesh, g).length > 1);
  if (bad < 0) return groups.map((g) => [...g]);
  const outer = dissolve(mesh, at(groups, bad));
  const rim = new Set(outer.slice(1).flat());
  const inner = groups.findIndex((g, i) => i !== bad && at(dissolve(mesh, g), 0).every((v) => rim.has(v)));
  if (inner < 0) throw new Error("a zone has a hole that no zone fills");
  const joined = [...at(groups, bad), ...at(groups, inner)];
  return fillHoles(
    mesh,
    groups.flatMap((g, i) => (i === bad ? [joined] : i === inner ? [] : [g])),
  );
}
