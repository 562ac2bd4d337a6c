/** Faces by where they lie: a grid of their boxes, brought from one partition to the next by what differs. */
import type { FaceShape } from "./shapes.ts";
import { type Box, meets } from "./table.ts";

type Shapes = ReadonlyMap<number, FaceShape>;

export class FaceGrid {
  now: Shapes | null = null;
  private readonly shapes = new Map<number, FaceShape>();
  private readonly cells = new Map<number, FaceShape[]>();
  private readonly cell: number;

  constructor(cell: number) {
    this.cell = cell;
  }

  /** Shapes whose box meets a box. */
  near(box: Box): FaceShape[] {
    const count = ((box[2] - box[0]) / this.cell + 1) * ((box[3] - box[1]) / this.cell + 1);
    if (count > this.cells.size) return [...this.shapes.values()].filter((shape) => meets(shape.box, box));
    const found = new Set<FaceShape>();
    this.eachCell(box, (key) => {
      for (const shape of this.cells.get(key) ?? []) if (meets(shape.box, box)) found.add(shape);
    });
    return [...found];
  }

  turnTo(shapes: Shapes): void {
    for (const [face, shape] of shapes) {
      const old = this.shapes.get(face);
      if (old === shape) continue;
      if (old) this.remove(old);
      this.add(shape);
    }
    if (this.shapes.size !== shapes.size) {
      for (const shape of [...this.shapes.values()]) if (!shapes.has(shape.face)) this.remove(shape);
    }
    this.now = shapes;
  }

  likes(shapes: Shapes): boolean {
    let [seen, known] = [0, 0];
    for (const [face, shape] of shapes) {
      if (this.shapes.get(face) === shape) known++;
      if (++seen === 64) break;
    }
    return known * 2 > seen;
  }

  private add(shape: FaceShape): void {
    this.shapes.set(shape.face, shape);
    this.eachCell(shape.box, (key) => {
      const list = this.cells.get(key);
      if (list) list.push(shape);
      else this.cells.set(key, [shape]);
    });
  }
  private remove(shape: FaceShape): void {
    this.shapes.delete(shape.face);
    this.eachCell(shape.box, (key) => {
      const list = this.cells.get(key)?.filter((other) => other !== shape) ?? [];
      if (list.length) this.cells.set(key, list);
      else this.cells.delete(key);
    });
  }
  private eachCell(box: Box, see: (key: number) => void): void {
    const [east, north] = [Math.floor(box[2] / this.cell), Math.floor(box[3] / this.cell)];
    for (let x = Math.floor(box[0] / this.cell); x <= east; x++) {
      for (let y = Math.floor(box[1] / this.cell); y <= north; y++) see(x * 0x2000000 + y);
    }
  }
}

/** About one face a cell, and never so fine that a face of the whole district has more than 10,000. */
function freshGrid(shapes: Shapes): FaceGrid {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const { box } of shapes.values()) {
    [w, s, e, n] = [Math.min(w, box[0]), Math.min(s, box[1]), Math.max(e, box[2]), Math.max(n, box[3])];
  }
  return new FaceGrid(Math.max(Math.max(e - w, n - s) / Math.min(Math.sqrt(shapes.size + 1), 100), 1e-5));
}

const kept: FaceGrid[] = [];
const keptGrids = 4;

export function faceGridOf(shapes: Shapes): FaceGrid {
  const grid = kept.find((g) => g.now === shapes) ?? kept.find((g) => g.likes(shapes)) ?? freshGrid(shapes);
  if (kept[0] !== grid) {
    const index = kept.indexOf(grid);
    if (index > 0) kept.splice(index, 1);
    kept.unshift(grid);
    if (kept.length > keptGrids) kept.pop();
  }
  if (grid.now !== shapes) grid.turnTo(shapes);
  return grid;
}
