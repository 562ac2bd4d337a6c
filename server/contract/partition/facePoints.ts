/** Which face each of many points lies in, kept from one partition to the next. */
import type { Position } from "../draw.ts";
import { finderOf } from "./find.ts";
import { outside, type Partition } from "./partition.ts";
import type { FaceShape } from "./shapes.ts";

const inside = ([x, y]: Position, [w, s, e, n]: FaceShape["box"]): boolean => x >= w && x <= e && y >= s && y <= n;

export class FacePoints {
  readonly #points: readonly Position[];
  readonly #inFace = new Map<number, number[]>();
  constructor(points: readonly Position[]) {
    this.#points = points;
  }
  of(face: number): readonly number[] {
    return this.#inFace.get(face) ?? [];
  }
  locateAll(partition: Partition): void {
    this.#inFace.clear();
    this.#put(this.#points.keys(), partition);
  }
  /** Locates anew what lies in some faces, and what lies outside where a fresh face is now. @returns faces that got something */
  locate(faces: ReadonlySet<number>, fresh: readonly FaceShape[], partition: Partition): Set<number> {
    const moved: number[] = [];
    const stays: number[] = [];
    for (const face of faces) {
      if (face === outside) continue;
      for (const index of this.of(face)) moved.push(index);
      this.#inFace.delete(face);
    }
    for (const index of this.of(outside)) {
      const at = this.#points[index] as Position;
      (fresh.some(({ box }) => inside(at, box)) ? moved : stays).push(index);
    }
    this.#inFace.set(outside, stays);
    return this.#put(moved, partition);
  }
  #put(points: Iterable<number>, partition: Partition): Set<number> {
    const finder = finderOf(partition);
    const faces = new Set<number>();
    for (const index of points) {
      const face = finder.faceAt(this.#points[index] as Position);
      faces.add(face);
      const list = this.#inFace.get(face);
      if (list) list.push(index);
      else this.#inFace.set(face, [index]);
    }
    return faces;
  }
}
