/** Loads of faces and zones: each point and each metre counted exactly once, and the same however a partition came about. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { length_m } from "../../../server/contract/partition/drawn.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import { type Load, type LoadGround, loadsOf } from "../../../server/contract/partition/load.ts";
import { outside, type Partition } from "../../../server/contract/partition/partition.ts";
import { randomOf } from "../../../server/contract/partition/random.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { cell_deg, cellsOf, districtOf, groundOf } from "./cells.ts";

const [cols, rows] = [8, 6];
const district = districtOf(cols, rows, 3, randomOf(1));
const ground = groundOf(cols, rows, { sites: 120, lines: 40, problems: 600 }, randomOf(2));

/** Vertices of the district lie exactly on borders: places there are what a rule is for. */
const onBorders: LoadGround = {
  sites: [...district.arcs.values()].map(({ points }) => ({ type: "park", at: points[0] as Position, lines: null, kind: null })),
  problems: [...district.arcs.values()].map(({ points }) => ({ at: points.at(-1) as Position, open: true, overdue: false, recent: true })),
};
/** Lines along borders, from vertex to vertex. */
const alongBorders: LoadGround = {
  sites: [...district.arcs.values()].map(({ points }) => ({ type: "river", at: points[0] as Position, lines: [points], kind: "river" })),
  problems: [],
};
const sum = (loads: Iterable<Load>, figure: Exclude<keyof Load, "byType">): number =>
  [...loads].reduce((all, load) => all + load[figure], 0);

const metresOf = ({ sites }: LoadGround, kind: "alley" | "river"): number =>
  sites.filter((site) => site.kind === kind).reduce((all, { lines }) => all + (lines ?? []).reduce((m, line) => m + length_m(line), 0), 0);

function expectAlike(some: ReadonlyMap<number, Load>, others: ReadonlyMap<number, Load>): void {
  expect([...some.keys()].sort()).toEqual([...others.keys()].sort());
  for (const [face, load] of some) {
    const other = others.get(face) as Load;
    expect({ face, ...load, alley_m: 0, river_m: 0 }).toEqual({ face, ...other, alley_m: 0, river_m: 0 });
    expect(load.alley_m).toBeCloseTo(other.alley_m, 6);
    expect(load.river_m).toBeCloseTo(other.river_m, 6);
  }
}

describe("loads", () => {
  it("count each site and each problem in the one face it lies in", () => {
    const finder = finderOf(district);
    const faces = loadsOf(ground).faces(district);
    for (const face of [outside, ...district.faces.keys()]) {
      const problems = ground.problems.filter(({ at }) => finder.faceAt(at) === face);
      const points = ground.sites.filter(({ at, lines }) => !lines && finder.faceAt(at) === face);
      const load = faces.get(face) as Load;
      expect(load.open).toBe(problems.filter(({ open }) => open).length);
      expect(load.overdue).toBe(problems.filter(({ overdue }) => overdue).length);
      expect(load.foundPerWeek).toBe(problems.filter(({ recent }) => recent).length / 4);
      expect(load.markets).toBe(points.filter(({ kind }) => kind === "market").length);
      expect(load.byType.park ?? 0).toBe(points.filter(({ type }) => type === "park").length);
      expect(load.sites).toBe(Object.values(load.byType).reduce((all, count) => all + count, 0));
    }
    expect(sum(faces.values(), "sites")).toBe(ground.sites.length);
  });

  it("cut lines at borders: the metres in all faces and outside are the lines'", () => {
    for (const of of [ground, alongBorders]) {
      const faces = loadsOf(of).faces(district);
      for (const kind of ["alley", "river"] as const) {
        const metres = metresOf(of, kind);
        expect(Math.abs(sum(faces.values(), `${kind}_m`) - metres)).toBeLessThanOrEqual(metres * 1e-6);
      }
    }
  });

  it("give each face the metres that lie in it, by small steps along a line", () => {
    const finder = finderOf(district);
    const line: Position[] = [
      [119 - cell_deg, 33.5 + 1.3 * cell_deg],
      [119 + 4.4 * cell_deg, 33.5 + 4.1 * cell_deg],
      [119 + 9 * cell_deg, 33.5 + 0.7 * cell_deg],
    ];
    const faces = loadsOf({ sites: [{ type: "back_alley", at: line[0] as Position, lines: [line], kind: "alley" }], problems: [] }).faces(
      district,
    );
    const stepped = new Map<number, number>();
    const parts = 20_000;
    for (let i = 1; i < line.length; i++) {
      const [[ax, ay], [bx, by]] = [line[i - 1] as Position, line[i] as Position];
      const metres = length_m([line[i - 1] as Position, line[i] as Position]) / parts;
      for (let k = 0; k < parts; k++) {
        const t = (k + 0.5) / parts;
        const face = finder.faceAt([ax + t * (bx - ax), ay + t * (by - ay)]);
        stepped.set(face, (stepped.get(face) ?? 0) + metres);
      }
    }
    for (const [face, load] of faces) expect(Math.abs(load.alley_m - (stepped.get(face) ?? 0))).toBeLessThan(0.3);
    expect(stepped.size).toBeGreaterThan(8);
  });

  it("give what runs along straight borders to the lower face, cut where the faces end", () => {
    const straight = cellsOf(4, 2, randomOf(5), [...district.zones.values()], () => 100, 0);
    const finder = finderOf(straight);
    const line: Position[] = [
      [119 - 0.5 * cell_deg, 33.5 + cell_deg],
      [119 + 4.5 * cell_deg, 33.5 + cell_deg],
    ];
    const site = { type: "river", at: line[0] as Position, lines: [line], kind: "river" } as const;
    const faces = loadsOf({ sites: [site], problems: [] }).faces(straight);
    const whole = length_m(line);
    for (let x = 0; x < 4; x++) {
      const [below, above] = [0.5, 1.5].map((y) => finder.faceAt([119 + (x + 0.5) * cell_deg, 33.5 + y * cell_deg])) as [number, number];
      expect((faces.get(Math.min(below, above)) as Load).river_m).toBeCloseTo(whole / 5, 4);
      expect((faces.get(Math.max(below, above)) as Load).river_m).toBe(0);
    }
    expect((faces.get(outside) as Load).river_m).toBeCloseTo(whole / 5, 4);
  });

  it("a line is one site, where its middle lies", () => {
    const line: Position[] = [
      [119.0005, 33.5005],
      [119.0035, 33.5005],
    ];
    const site = { type: "back_alley", at: line[0] as Position, lines: [line], kind: "alley" } as const;
    const faces = loadsOf({ sites: [site], problems: [] }).faces(district);
    const holders = [...faces].filter(([, load]) => load.sites > 0).map(([face]) => face);
    expect(holders).toEqual([finderOf(district).faceAt([119.002, 33.5005])]);
  });

  it("of zones are those of their faces, zeros where there is no ground, and null is what is nobody's", () => {
    const loads = loadsOf(ground);
    const some = [...district.faces].filter(([, zone]) => zone === 100).map(([face]) => face);
    const outcome = applyStep(district, { kind: "assign", level: 3, pieces: some.slice(1), to: null });
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    const faces = loads.faces(outcome.done);
    for (const level of [1, 2, 3] as const) {
      const zones = loads.zones(outcome.done, level);
      expect(zones.size).toBe([...district.zones.values()].filter((zone) => zone.level === level).length + 1);
      for (const figure of ["sites", "open", "alley_m", "area_m2"] as const) {
        expect(sum(zones.values(), figure)).toBeCloseTo(sum(faces.values(), figure) - (faces.get(outside) as Load)[figure], 3);
      }
      expect(zones.get(null)?.area_m2).toBeCloseTo(
        sum(
          some.slice(1).map((face) => faces.get(face) as Load),
          "area_m2",
        ),
        3,
      );
    }
  });

  it("keep what a step left alone, and are the same objects then", () => {
    const loads = loadsOf(ground);
    const before = loads.faces(district);
    const moved = applyStep(district, middleMove(district, 0.4));
    if ("refused" in moved) throw new Error(moved.refused.why.en);
    const after = loads.faces(moved.done);
    const kept = [...after].filter(([face, load]) => before.get(face) === load).length;
    expect(kept).toBeGreaterThan(after.size / 2);
    expect(kept).toBeLessThan(after.size);
  });
});

/** A step that moves a vertex in the district's middle. */
function middleMove(partition: Partition, by: number): Step {
  const inner = [...partition.arcs.values()].filter(({ left, right }) => left !== outside && right !== outside);
  const { points } = inner[Math.floor(inner.length / 2)] as { points: readonly Position[] };
  const from = points[1] as Position;
  return { kind: "moveVertices", moves: [{ from, to: [from[0] + (by * cell_deg) / 4, from[1] + (by * cell_deg) / 5] }] };
}

const steps = fc.array(
  fc.oneof(
    fc.record({
      what: fc.constant("move" as const),
      pick: fc.nat(10_000),
      x: fc.integer({ min: -25, max: 25 }),
      y: fc.integer({ min: -25, max: 25 }),
    }),
    fc.record({
      what: fc.constant("cut" as const),
      pick: fc.nat(10_000),
      x: fc.integer({ min: 0, max: 100 }),
      y: fc.integer({ min: 0, max: 100 }),
    }),
    fc.record({ what: fc.constant("dissolve" as const), pick: fc.nat(10_000), x: fc.nat(3), y: fc.nat(3) }),
    fc.record({ what: fc.constant("undo" as const), pick: fc.nat(10_000), x: fc.nat(3), y: fc.nat(3) }),
  ),
  { minLength: 1, maxLength: 12 },
);
function stepOf(partition: Partition, { what, pick, x, y }: { what: string; pick: number; x: number; y: number }): Step {
  const arcs = [...partition.arcs.values()];
  const arc = arcs[pick % arcs.length] as (typeof arcs)[number];
  const from = arc.points[pick % arc.points.length] as Position;
  if (what === "move")
    return { kind: "moveVertices", moves: [{ from, to: [from[0] + (x / 100) * cell_deg, from[1] + (y / 100) * cell_deg] }] };
  if (what === "dissolve") return { kind: "dissolve", faces: [arc.left, arc.right] };
  const [lon, lat] = [119 + (x / 100) * cols * cell_deg, 33.5 + (y / 100) * rows * cell_deg];
  const line: Position[] =
    pick % 2
      ? [
          [118.99, lat],
          [119.02, 33.5 + (rows * cell_deg) / 2],
        ]
      : [
          [lon, 33.49],
          [119 + (cols * cell_deg) / 2, 33.52],
        ];
  // One zone: most of the district stays as it is.
  return { kind: "cut", level: 3, zones: [100 + (pick % 6)], line, names: [] };
}

describe("loads after steps", () => {
  it.each([
    ["places anywhere", ground],
    ["places on vertices", onBorders],
    ["lines along borders", alongBorders],
  ])("are those counted from nothing, back and forth: %s", { timeout: 60_000 }, (_name, of) => {
    fc.assert(
      fc.property(steps, (choices) => {
        const loads = loadsOf(of);
        const past: Partition[] = [district];
        let done = 0;
        for (const choice of choices) {
          const now = past.at(-1) as Partition;
          if (choice.what === "undo") {
            if (past.length > 1) past.pop();
          } else {
            const outcome = applyStep(now, stepOf(now, choice));
            if ("refused" in outcome) continue;
            past.push(outcome.done);
          }
          done++;
          const then = past.at(-1) as Partition;
          expectAlike(loads.faces(then), loadsOf(of).faces(then));
        }
        fc.pre(done > 0);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a partition of another district", () => {
  it("is counted anew, outside included", () => {
    const loads = loadsOf(ground);
    loads.faces(district);
    const larger = districtOf(cols + 1, rows + 1, 3, randomOf(9));
    expectAlike(loads.faces(larger), loadsOf(ground).faces(larger));
    expect(faceShapes(larger).size).toBe((cols + 1) * (rows + 1));
  });
});
