/** Whatever is done to a plan, it stays a partition of the same outline; and everything can be done again and undone to the byte. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { faultsOf, uncovered_m2 } from "../../../server/contract/partition/check.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { faceShapes, type Polygon } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, readPartition, readStep } from "../../../server/contract/partition/text.ts";
import { type Dice, dice, district, origin, random, step_deg, stepOf } from "./districts.ts";

interface Played {
  readonly steps: Step[];
  readonly kept: Partition[];
}

function play(start: Partition, rolls: readonly Dice[]): Played {
  const kept = [start];
  const steps: Step[] = [];
  for (const roll of rolls) {
    const before = kept[kept.length - 1] as Partition;
    const step = readStep(JSON.parse(JSON.stringify(stepOf(roll, before))));
    const outcome = applyStep(before, step);
    if ("refused" in outcome) continue;
    steps.push(step);
    kept.push(outcome.done);
    if (steps.length % 20 === 0) expect(faultsOf(outcome.done), JSON.stringify(step)).toEqual([]);
  }
  return { steps, kept };
}

const vertices = (partition: Partition) => [...partition.arcs.values()].reduce((sum, arc) => sum + arc.points.length, 0);
const outline = (partition: Partition) =>
  [...partition.arcs.values()].filter((arc) => arc.left === 0 || arc.right === 0).map((arc) => arc.points);

/** Degrees from a place to a stretch. */
function away(p: Position, a: Position, b: Position): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const t = Math.max(0, Math.min(1, ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (x * x + y * y)));
  return Math.hypot(p[0] - a[0] - t * x, p[1] - a[1] - t * y);
}
const farthest = (places: readonly Position[], lines: readonly (readonly Position[])[]) =>
  Math.max(...places.map((p) => Math.min(...lines.flatMap((line) => line.slice(1).map((b, i) => away(p, line[i] as Position, b))))));

/** Even–odd, of outer ring and holes together. */
function covers(polygon: Polygon, [x, y]: Position): boolean {
  let odd = false;
  for (const ring of polygon) {
    for (const [i, [bx, by]] of ring.entries()) {
      const [ax, ay] = ring.at(i - 1) as Position;
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) odd = !odd;
    }
  }
  return odd;
}

function expectWhole(start: Partition, end: Partition): void {
  expect(faultsOf(end)).toEqual([]);
  const bound = 1e-6 * vertices(end);
  expect(Math.abs(uncovered_m2(end))).toBeLessThan(bound);
  // The outline itself: no old corner is off the new one, no new corner off the old one, by more than rounding.
  expect(farthest(outline(start).flat(), outline(end))).toBeLessThan(1e-12);
  expect(farthest(outline(end).flat(), outline(start))).toBeLessThan(1e-12);
}

function expectOneFaceEach(partition: Partition, seed: number): void {
  const roll = random(seed);
  const shapes = [...faceShapes(partition).values()];
  const finder = finderOf(partition);
  for (let n = 0; n < 60; n++) {
    const p: Position = [origin[0] + (roll() * 11 - 0.7) * step_deg, origin[1] + (roll() * 6.4 - 0.7) * step_deg];
    const covering = shapes.filter((shape) => covers(shape.polygon, p)).map((shape) => shape.face);
    expect(covering.length).toBeLessThan(2);
    expect(finder.faceAt(p)).toBe(covering[0] ?? 0);
  }
}

const runs = Number(process.env.PARTITION_RUNS ?? 8);
const seed = process.env.PARTITION_SEED ? { seed: Number(process.env.PARTITION_SEED) } : {};

describe("any 200 steps", () => {
  test("leave a partition of the same outline, that can be replayed and undone to the byte", () => {
    let done = 0;
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(dice, { minLength: 200, maxLength: 200 }), (n, rolls) => {
        const start = district(n, (n % 7) / 10);
        const first = partitionText(start);
        const { steps, kept } = play(start, rolls);
        done += steps.length;
        const end = kept[kept.length - 1] as Partition;
        expectWhole(start, end);
        expectOneFaceEach(end, n);
        const text = partitionText(end);
        expect(partitionText(readPartition(text))).toBe(text);
        let again = readPartition(first);
        for (const step of steps) {
          const outcome = applyStep(again, step);
          if ("refused" in outcome) throw new Error(`${step.kind}: ${outcome.refused.why.en}`);
          again = outcome.done;
        }
        expect(partitionText(again)).toBe(text);
        expect(partitionText(kept[0] as Partition)).toBe(first);
      }),
      { numRuns: runs, endOnFailure: true, ...seed },
    );
    expect(done).toBeGreaterThan(runs * 60);
  }, 120_000);
});
