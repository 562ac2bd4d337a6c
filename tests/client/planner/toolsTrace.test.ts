import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { netOf, onNet, pathOn } from "../../../client/planner/tools/trace.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { at, metresOf } from "./played.ts";

const far = (a: Position, b: Position) => Math.hypot(...metresOf(a).map((v, i) => v - (metresOf(b)[i] as number)));
const long = (line: readonly Position[]) => line.slice(1).reduce((sum, b, i) => sum + far(line[i] as Position, b), 0);
const offWays = (p: Position, ways: readonly (readonly Position[])[]) =>
  Math.min(
    ...ways.flatMap((way) =>
      way.slice(1).map((b, i) => {
        const [[px, py], [ax, ay], [bx, by]] = [metresOf(p), metresOf(way[i] as Position), metresOf(b)];
        const square = (bx - ax) ** 2 + (by - ay) ** 2;
        const t = square ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square)) : 0;
        return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
      }),
    ),
  );
function path(ways: readonly (readonly Position[])[], from: Position, to: Position) {
  const net = netOf(ways);
  const [a, b] = [onNet(net, from, 10), onNet(net, to, 10)];
  return a && b ? pathOn(net, a, b) : null;
}

/** Streets on a square grid, some of them closed. */
const size = 5;
const streets = fc.record({
  open: fc.array(fc.boolean(), { minLength: 2 * size * size, maxLength: 2 * size * size }),
  from: fc.tuple(fc.nat(size - 1), fc.nat(size - 1)),
  to: fc.tuple(fc.nat(size - 1), fc.nat(size - 1)),
});
const corner = (x: number, y: number) => at(x * 100, y * 100);
/** Steps from a corner to another by breadth-first search: an oracle that knows nothing of positions. */
function stepsBetween(
  isOpen: (x: number, y: number, across: boolean) => boolean,
  [fx, fy]: [number, number],
  [tx, ty]: [number, number],
): number | null {
  const known = new Map([[`${fx},${fy}`, 0]]);
  const queue: [number, number][] = [[fx, fy]];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [x, y] = next;
    const steps = known.get(`${x},${y}`) as number;
    if (x === tx && y === ty) return steps;
    const ways: [number, number, boolean][] = [
      [x + 1, y, isOpen(x, y, true)],
      [x - 1, y, isOpen(x - 1, y, true)],
      [x, y + 1, isOpen(x, y, false)],
      [x, y - 1, isOpen(x, y - 1, false)],
    ];
    for (const [nx, ny, open] of ways) {
      if (!open || known.has(`${nx},${ny}`)) continue;
      known.set(`${nx},${ny}`, steps + 1);
      queue.push([nx, ny]);
    }
  }
  return null;
}

describe("following", () => {
  it("finds the shortest way over any net of streets, on the streets alone, and none where none leads", () => {
    fc.assert(
      fc.property(streets, ({ open, from, to }) => {
        const isOpen = (x: number, y: number, across: boolean) =>
          x >= 0 &&
          y >= 0 &&
          (across ? x < size - 1 && y < size : y < size - 1 && x < size) &&
          (open[2 * (y * size + x) + (across ? 1 : 0)] ?? false);
        const ways: Position[][] = [];
        for (let x = 0; x < size; x++)
          for (let y = 0; y < size; y++) {
            if (isOpen(x, y, true)) ways.push([corner(x, y), corner(x + 1, y)]);
            if (isOpen(x, y, false)) ways.push([corner(x, y + 1), corner(x, y)]);
          }
        const steps = stepsBetween(isOpen, from, to);
        const found = path(ways, corner(...from), corner(...to));
        const isThere = (place: readonly [number, number]) => ways.some((way) => way.some((p) => far(p, corner(...place)) < 1e-6));
        if (steps === null || !isThere(from) || !isThere(to)) {
          expect(found).toBeNull();
          return;
        }
        if (!found) throw new Error("no way where there is one");
        expect(found.long_m).toBeCloseTo(steps * 100, 1);
        expect(long(found.points)).toBeCloseTo(steps * 100, 1);
        expect(found.points[0]).toEqual(corner(...from));
        expect(found.points.at(-1)).toEqual(corner(...to));
        for (const p of found.points) expect(offWays(p, ways)).toBeLessThan(1e-6);
      }),
      { numRuns: 150 },
    );
  });
  it("is as long there as back", () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })).map(([x, y]) => at(x, y));
    fc.assert(
      fc.property(fc.array(fc.array(place, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 6 }), (ways) => {
        const [from, to] = [ways[0]?.[0] as Position, ways.at(-1)?.at(-1) as Position];
        const [there, back] = [path(ways, from, to), path(ways, to, from)];
        expect(there === null).toBe(back === null);
        if (there && back) expect(there.long_m).toBeCloseTo(back.long_m, 6);
        for (const p of there?.points ?? []) expect(offWays(p, ways)).toBeLessThan(2.5);
      }),
      { numRuns: 200 },
    );
  });
  it("turns where ways cross without a common vertex, and where one ends beside another; the other does not bend", () => {
    const road = [at(0, 50), at(200, 50)];
    const river = [at(100, 0), at(100, 200)];
    expect(path([road, river], at(0, 50), at(100, 200))?.long_m).toBeCloseTo(250, 1);
    const lane = [at(60, 51.2), at(60, 150)];
    const found = path([road, lane], at(0, 50), at(60, 150));
    expect(found?.points.map((p) => metresOf(p)[1])[1]).toBeCloseTo(50, 6);
    expect(found?.long_m).toBeCloseTo(160, 1);
    expect(path([road, [at(60, 55), at(60, 150)]], at(0, 50), at(60, 150))).toBeNull();
  });
  it("goes along a part of one edge, and takes a place beside a way only within reach", () => {
    const road = [at(0, 0), at(300, 0)];
    const net = netOf([road]);
    const [a, b] = [onNet(net, at(50, 4), 10), onNet(net, at(220, -3), 10)];
    expect(a && b && pathOn(net, a, b)?.long_m).toBeCloseTo(170, 3);
    expect(onNet(net, at(50, 11), 10)).toBeNull();
    expect(onNet(netOf([]), at(50, 11), 10)).toBeNull();
  });
});
