/** A proposed line, cut along: both sides have the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { zoneOfFace } from "../../../server/contract/partition/belong.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import { halvingLine } from "../../../server/contract/partition/halve.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { randomOf } from "../../../server/contract/partition/random.ts";
import { zoneShapes } from "../../../server/contract/partition/shapes.ts";
import { cell_deg, cellsOf, districtOf } from "./cells.ts";

const district = districtOf(9, 6, 3, randomOf(3));
const directions = fc.integer({ min: 0, max: 359 });

function cutAlong(partition: Partition, zone: number, line: readonly Position[]): { done: Partition; parts: number[] } {
  const level = partition.zones.get(zone)?.level as 1 | 2 | 3;
  const outcome = applyStep(partition, { kind: "cut", level, zones: [zone], line, names: [] });
  if ("refused" in outcome) throw new Error(outcome.refused.why.en);
  const made = [...outcome.done.zones.values()].filter(({ id, level: of }) => of === level && !partition.zones.has(id));
  return { done: outcome.done, parts: [zone, ...made.map(({ id }) => id)] };
}

describe("a halving line", () => {
  it("in any direction leaves as much ground on one side as on the other, at every level", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(directions, fc.constantFrom(1, 2, 101), (direction, zone) => {
        const line = halvingLine(district, zone, direction, "area") as readonly Position[];
        const { done, parts } = cutAlong(district, zone, line);
        const shapes = zoneShapes(done, done.zones.get(zone)?.level as 1 | 2 | 3);
        const [one = 0, ...others] = parts.map((id) => shapes.get(id)?.area_m2 ?? 0);
        const rest = others.reduce((a, b) => a + b, 0);
        expect(parts.length).toBeGreaterThan(1);
        expect(Math.abs(one - rest)).toBeLessThan((one + rest) * 1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it("has as much work on one side as on the other, within the heaviest place, and leaves out what lies elsewhere", {
    timeout: 60_000,
  }, () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: 899 }),
      y: fc.integer({ min: 0, max: 599 }),
      work: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(directions, fc.array(place, { minLength: 30, maxLength: 120 }), (direction, places) => {
        const works = places.map(({ x, y, work }) => ({
          at: [119 + (x / 100) * cell_deg, 33.5 + (y / 100) * cell_deg] as Position,
          work,
        }));
        const finder = finderOf(district);
        const mine = works.filter(({ at }) => zoneOfFace(district, finder.faceAt(at), 2) === 2);
        const offsets = new Set(mine.map(({ at }) => at.join()));
        fc.pre(mine.length > 4 && offsets.size === mine.length);
        const [a, b] = halvingLine(district, 2, direction, works) as [Position, Position];
        const leftOf = ([x, y]: Position) => (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) > 0;
        const left = mine.filter(({ at }) => leftOf(at)).reduce((sum, { work }) => sum + work, 0);
        const total = mine.reduce((sum, { work }) => sum + work, 0);
        // Places in one line with the cut move together: at most three here but in the four directions of the raster.
        fc.pre(direction % 45 !== 0);
        expect(Math.abs(total - 2 * left)).toBeLessThanOrEqual(3 * 20);
      }),
      { numRuns: 100 },
    );
  });

  it("through four equal places in a row parts two from two", () => {
    const works = [0.4, 1.1, 1.6, 2.6].map((x) => ({ at: [119 + x * cell_deg, 33.5 + 1.5 * cell_deg] as Position, work: 5 }));
    const line = halvingLine(district, 100, 0, works) as readonly Position[];
    for (const [lon] of line) expect(lon).toBeCloseTo(119 + 1.35 * cell_deg, 7);
    expect(line[0]?.[1]).toBeLessThan(33.5);
    expect(line[1]?.[1]).toBeGreaterThan(33.5 + 3 * cell_deg);
  });

  it("halves the ground where the work lies in one place, and a zone with a hole as well", () => {
    const ringed = cellsOf(5, 5, randomOf(4), [...district.zones.values()], (x, y) => (x === 2 && y === 2 ? null : 100));
    const at: Position = [119 + cell_deg / 2, 33.5 + cell_deg / 2];
    const line = halvingLine(ringed, 100, 90, [
      { at, work: 3 },
      { at, work: 1 },
    ]) as readonly Position[];
    expect(line).toEqual(halvingLine(ringed, 100, 90, "area"));
    const { done, parts } = cutAlong(ringed, 100, line);
    const [one = 0, ...others] = parts.map((id) => zoneShapes(done, 3).get(id)?.area_m2 ?? 0);
    expect(one / others.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  });

  it("is none of a zone without ground, or of none", () => {
    const added = applyStep(district, { kind: "zoneAdd", level: 3, parent: 2, code: "new", name: "new" });
    if ("refused" in added) throw new Error(added.refused.why.en);
    const id = Math.min(...added.done.zones.keys());
    expect(halvingLine(added.done, id, 0, "area")).toBeNull();
    expect(halvingLine(district, 999, 0, "area")).toBeNull();
  });
});
