import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arcFeatures, faceFeatures, ghostFeatures, labelFeatures, markFeatures } from "../../../client/map/plan/features.ts";
import { planInks, tintBreaks, tintOf } from "../../../client/map/plan/inks.ts";
import { insideOf } from "../../../client/map/plan/inside.ts";
import { arcStates, faceStates, lockedZones, zoneNeighbours, zonesByFace } from "../../../client/map/plan/painting.ts";
import type { PlanPicture } from "../../../client/map/plan/picture.ts";
import { edges, nobodyFill, planSources, planSpecs } from "../../../client/map/plan/specs.ts";
import { zoneColours } from "../../../client/map/plan/zoneColours.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { at, district, metresOf } from "./played.ts";

const done = (partition: Partition, step: Step): Partition => {
  const outcome = applyStep(partition, step);
  if ("refused" in outcome) throw new Error(outcome.refused.why.en);
  return outcome.done;
};
const picture = (partition: Partition, more: Partial<PlanPicture> = {}): PlanPicture => ({
  partition,
  level: 2,
  fill: "zone",
  tints: null,
  selected: new Set(),
  pieces: new Set(),
  hovered: null,
  ghost: null,
  marks: [],
  other: null,
  ...more,
});

describe("colours of zones", () => {
  /** A planar graph: cells of a square with their neighbours, joined at random into zones. */
  const map = fc.array(fc.nat(11), { minLength: 64, maxLength: 64 }).map((zones) => {
    const found = new Map<number, Set<number>>();
    const own = (x: number, y: number) => (x < 8 && y < 8 ? zones[y * 8 + x] : undefined);
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) {
        const a = own(x, y) as number;
        if (!found.has(a)) found.set(a, new Set());
        for (const b of [own(x + 1, y), own(x, y + 1)]) {
          if (b === undefined || a === b) continue;
          found.get(a)?.add(b);
          found.set(b, (found.get(b) ?? new Set()).add(a));
        }
      }
    return found;
  });
  const cells = (size: number) => {
    const found = new Map<number, Set<number>>();
    for (let i = 0; i < size * size; i++) found.set(i, new Set());
    for (let i = 0; i < size * size; i++)
      for (const j of [i % size < size - 1 ? i + 1 : -1, i + size]) {
        if (j < 0 || j >= size * size) continue;
        found.get(i)?.add(j);
        found.get(j)?.add(i);
      }
    return found;
  };
  const clashes = (neighbours: ReadonlyMap<number, ReadonlySet<number>>, colours: ReadonlyMap<number, number>) =>
    [...neighbours].flatMap(([a, all]) => [...all].filter((b) => colours.get(a) === colours.get(b)));

  it("differ between neighbours, and all eight appear", () => {
    const colours = zoneColours(cells(20), new Map());
    expect(clashes(cells(20), colours)).toEqual([]);
    expect(new Set(colours.values()).size).toBe(8);
  });
  it("differ between neighbours after any change, wherever eight are enough; a zone that does not clash keeps its own", () => {
    fc.assert(
      fc.property(map, map, (one, two) => {
        const before = zoneColours(one, new Map());
        const after = zoneColours(two, before);
        const crowded = [...two.values()].some((all) => all.size >= 8);
        if (!crowded) expect(clashes(two, after)).toEqual([]);
        expect([...after.keys()].sort()).toEqual([...two.keys()].sort());
        expect([...zoneColours(two, after)]).toEqual(expect.arrayContaining(clashes(two, after).length ? [] : [...after]));
      }),
    );
  });
  it("stay as they were when a border is drawn: only the new zone gets one", () => {
    const before = district();
    const coloured = (partition: Partition, known: ReadonlyMap<number, number>) =>
      zoneColours(zoneNeighbours(partition, 2, zonesByFace(partition, 2)), known);
    const old = coloured(before, new Map());
    const cut = done(before, { kind: "cut", level: 2, zones: [11], line: [at(50, 0), at(50, 200)], names: [] });
    const now = coloured(cut, old);
    for (const [zone, colour] of old) expect(now.get(zone)).toBe(colour);
    expect(now.size).toBe(5);
  });
});

describe("a place for a name", () => {
  const inRing = (ring: readonly Position[], [x, y]: Position) =>
    ring.reduce((inside, [ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length] as Position;
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
    }, false);
  it("is inside, whatever the shape, and not in a hole", () => {
    const radii = fc.array(fc.integer({ min: 15, max: 400 }), { minLength: 3, maxLength: 24 });
    fc.assert(
      fc.property(radii, (all) => {
        const star = all.map((r, i) => at(r * Math.cos((2 * Math.PI * i) / all.length), r * Math.sin((2 * Math.PI * i) / all.length)));
        const { at: place, room_m } = insideOf([star]);
        expect(inRing(star, place)).toBe(true);
        expect(room_m).toBeGreaterThan(0);
      }),
    );
    const square = [at(0, 0), at(300, 0), at(300, 300), at(0, 300)];
    const hole = [at(50, 50), at(50, 280), at(280, 280), at(280, 50)];
    const { at: place } = insideOf([square, hole]);
    expect(inRing(square, place) && !inRing(hole, place)).toBe(true);
  });
  it("is where there is most room", () => {
    const { at: place, room_m } = insideOf([[at(0, 0), at(1000, 0), at(1000, 20), at(200, 20), at(200, 200), at(0, 200)]]);
    expect(room_m).toBeGreaterThan(90);
    expect(metresOf(place)[0]).toBeLessThan(120);
    expect(insideOf([[at(0, 0), at(2000, 0), at(2000, 10), at(0, 10)]]).room_m).toBeGreaterThan(3);
  });
});

describe("what is sent to the map", () => {
  const sent = <T>(before: ReadonlyMap<number, T>, after: ReadonlyMap<number, T>) =>
    [...after].filter(([id, one]) => before.get(id) !== one).map(([id]) => id);
  it("of a changed border are its own faces and lines alone; of a painted piece, nothing but names", () => {
    const before = district();
    const moved = done(before, { kind: "moveVertices", moves: [{ from: at(100, 100), to: at(110, 105) }] });
    expect(sent(faceFeatures(before), faceFeatures(moved))).toEqual([1, 2, 5, 6]);
    expect(sent(arcFeatures(before), arcFeatures(moved))).toHaveLength(4);
    const painted = done(before, { kind: "assign", level: 2, pieces: [1], to: 21 });
    expect(sent(faceFeatures(before), faceFeatures(painted))).toEqual([]);
    expect(sent(arcFeatures(before), arcFeatures(painted))).toEqual([]);
    expect(sent(labelFeatures(before, 2), labelFeatures(painted, 2))).toHaveLength(2);
  });
  it("of a renamed zone is its name alone, and a new zone's has an id of its own", () => {
    const before = district();
    const named = done(before, { kind: "zoneChange", zone: 11, to: { name: "南", person: "何" } });
    const labels = labelFeatures(named, 2);
    expect(sent(labelFeatures(before, 2), labels)).toHaveLength(1);
    expect([...labels.values()].map(({ properties }) => `${properties?.name}${properties?.person}`)).toContain("南\n何");
    const cut = done(before, { kind: "cut", level: 2, zones: [11], line: [at(50, 0), at(50, 200)], names: [] });
    expect(labelFeatures(cut, 2).size).toBe(5);
    for (const { id } of labelFeatures(cut, 2).values()) expect(id).toBeGreaterThan(0);
  });
  it("of what a tool draws is each part; a brush's circle is round in metres; an arrow points where it goes", () => {
    const ghost = ghostFeatures({
      lines: [
        { points: [at(0, 0), at(10, 0)], kind: "draft" },
        { points: [at(0, 0)], kind: "band" },
      ],
      areas: [[at(0, 0), at(10, 0)]],
      circle: { at: at(50, 50), radius_m: 40 },
      points: [{ at: at(1, 1), kind: "snap" }],
    });
    expect(ghost.map(({ properties }) => properties?.part)).toEqual(["area", "ring", "line", "point"]);
    const ring = ghost[1]?.geometry.type === "LineString" ? ghost[1].geometry.coordinates : [];
    for (const p of ring) expect(Math.hypot(...metresOf(p as unknown as Position).map((v) => v - 50))).toBeCloseTo(40, 1);
    const [arrow, mark] = markFeatures([{ at: at(100, 0), from: at(0, 0), kind: "site" }]);
    expect(arrow?.properties?.part).toBe("arrow");
    expect(mark?.properties?.turn).toBeCloseTo(90, 3);
    expect(ghostFeatures(null)).toEqual([]);
  });
});

describe("how it is painted", () => {
  const states = (plan: PlanPicture, colours = new Map([[11, 3]])) =>
    new Map(faceStates(plan, zonesByFace(plan.partition, plan.level), colours));
  it("by zone, by load, and as nobody's", () => {
    const plan = picture(done(district(), { kind: "assign", level: 2, pieces: [2], to: null }));
    expect(states(plan).get(1)).toMatchObject({ fill: 3 });
    expect(states(plan).get(2)).toMatchObject({ fill: nobodyFill });
    const load = states({ ...plan, fill: "load", tints: new Map([[11, -0.9]]) });
    expect(load.get(1)).toMatchObject({ fill: 8 });
    expect(load.get(2)).toMatchObject({ fill: nobodyFill });
  });
  it("stands out when selected, picked or pointed at, with its outer borders", () => {
    const plan = picture(district(), { selected: new Set([11]), pieces: new Set([16]), hovered: 21 });
    const faces = states(plan);
    expect(faces.get(1)).toMatchObject({ edge: edges.selected });
    expect(faces.get(16)).toMatchObject({ edge: edges.piece });
    expect(faces.get(3)).toMatchObject({ edge: edges.hovered });
    expect(faces.get(9)).toMatchObject({ edge: edges.none });
    const arcs = new Map(arcStates(plan, zonesByFace(plan.partition, 2)));
    for (const { id, left, right } of plan.partition.arcs.values()) {
      const within = [left, right].map((face) => [1, 2, 5, 6].includes(face));
      expect(arcs.get(id)?.edge === edges.selected).toBe(within[0] !== within[1]);
    }
  });
  it("is hatched where a zone or the one above it is locked", () => {
    const plan = picture(district({ 1: { locked: true } }));
    expect([...lockedZones(plan.partition)]).toEqual([1, 11, 12]);
    expect(states(plan).get(1)).toMatchObject({ lock: 1 });
    expect(states(plan).get(4)).toMatchObject({ lock: 0 });
  });
  it("has seven tints, the mean in the middle, the ends for all that is beyond", () => {
    expect([-9, -1, -0.6, -0.1, 0, 0.1, 0.6, 1, 9].map(tintOf)).toEqual([0, 0, 1, 3, 3, 3, 5, 6, 6]);
    for (const [i, end] of tintBreaks.entries()) expect([tintOf(end - 1e-6), tintOf(end + 1e-6)]).toEqual([i, i + 1]);
    for (const { fills, tints } of Object.values(planInks)) expect([new Set(fills).size, new Set(tints).size]).toEqual([8, 7]);
  });
});

describe("layers of a plan", () => {
  it("have ids and sources of their own, the same for both themes and all levels, so that only paint changes", () => {
    const ids = (theme: "light" | "dark", level: 1 | 2 | 3) => planSpecs(theme, level).map(({ spec, beneath }) => `${spec.id} ${beneath}`);
    expect(new Set(ids("light", 1)).size).toBe(ids("light", 1).length);
    for (const level of [1, 2, 3] as const) expect(ids("dark", level)).toEqual(ids("light", 1));
    for (const { spec } of planSpecs("light", 2)) {
      expect(spec.id).toMatch(/^plan-/);
      expect(planSources).toContain("source" in spec ? spec.source : "");
    }
  });
});
