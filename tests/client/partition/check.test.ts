/** The proof itself: faults planted one by one must be found. */
import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { faultsOf, uncovered_m2 } from "../../../server/contract/partition/check.ts";
import type { Arc, Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import { at, box, district, plain, zone } from "./districts.ts";
import { stepped } from "./support.ts";

const ring = box(0.4, 0.4, 0.6, 0.6);
const start = stepped(plain(3, 3, [[2, 2]]), { kind: "cut", level: 2, zones: null, line: [...ring, ring[0] as Position], names: [] });

const withArc = (id: number, change: (arc: Arc) => Partial<Arc>): Partition => ({
  ...start,
  arcs: new Map([...start.arcs].map(([key, arc]) => [key, key === id ? { ...arc, ...change(arc) } : arc])),
});
const withZone = (id: number, change: Partial<PlanZone>): Partition => ({
  ...start,
  zones: new Map([...start.zones].map(([key, z]) => [key, key === id ? { ...z, ...change } : z])),
});
const isIsland = (arc: Arc) => arc.points.some((p) => p[0] === ring[0]?.[0] && p[1] === ring[0]?.[1]);
const island = [...start.arcs.values()].find(isIsland) as Arc;
const inner = [...start.arcs.values()].filter((arc) => arc.left && arc.right && !isIsland(arc));
describe("the proof finds", () => {
  test("nothing in a partition", () => {
    expect(faultsOf(start)).toEqual([]);
    for (const seed of [1, 5, 9]) expect(faultsOf(district(seed, 0.9))).toEqual([]);
  });
  test("every single border that is missing", () => {
    for (const id of start.arcs.keys()) {
      const arcs = new Map(start.arcs);
      arcs.delete(id);
      expect(faultsOf({ ...start, arcs }), `arc ${id}`).not.toEqual([]);
    }
  });
  test("every border whose sides are swapped, or that has another face on a side", () => {
    for (const arc of start.arcs.values()) {
      expect(faultsOf(withArc(arc.id, () => ({ left: arc.right, right: arc.left }))), `arc ${arc.id}`).not.toEqual([]);
      const other = [...start.faces.keys()].find((face) => face !== arc.left && face !== arc.right) as number;
      expect(faultsOf(withArc(arc.id, () => ({ left: other }))), `arc ${arc.id}`).not.toEqual([]);
    }
  });
  test("borders that cross, touch within, or lie on each other", () => {
    for (const arc of inner.slice(0, 6)) {
      const [a, b] = [arc.points[0] as Position, arc.points[arc.points.length - 1] as Position];
      const far: Position = [(a[0] + b[0]) / 2 + 0.0012, (a[1] + b[1]) / 2 + 0.0011];
      expect(faultsOf(withArc(arc.id, () => ({ points: [a, far, b] }))), `arc ${arc.id}`).not.toEqual([]);
    }
    const upright = inner.find((arc) => arc.points.some((p) => p[0] === at(1, 0)[0] && p[1] === at(0, 0)[1])) as Arc;
    const touching = withArc(upright.id, () => ({ points: [at(1, 0), at(0, 0.5), at(1, 1)] }));
    expect(faultsOf(touching)).not.toEqual([]);
  });
  test("an island moved out of its face, or out of the district", () => {
    for (const [dx, dy] of [
      [1, 0],
      [0, 5],
      [2, 2],
    ] as const) {
      const away = withArc(island.id, (arc) => ({ points: arc.points.map((p): Position => [p[0] + dx * 0.001, p[1] + dy * 0.001]) }));
      expect(faultsOf(away), `${dx},${dy}`).not.toEqual([]);
    }
    expect(faultsOf(withArc(island.id, (arc) => ({ points: arc.points.map((p): Position => [p[0] + 0.00005, p[1]]) })))).toEqual([]);
  });
  test("faces that have nothing, zones that are not there or of the wrong level, codes used twice", () => {
    expect(faultsOf({ ...start, faces: new Map([...start.faces, [50, null]]), next: { ...start.next, face: 60 } })).not.toEqual([]);
    expect(faultsOf({ ...start, faces: new Map([...start.faces, [1, 1]]) })).not.toEqual([]);
    expect(faultsOf({ ...start, faces: new Map([...start.faces, [1, 77]]) })).not.toEqual([]);
    expect(faultsOf(withZone(101, { parent: 102 }))).not.toEqual([]);
    expect(faultsOf(withZone(101, { code: "A102" }))).not.toEqual([]);
    expect(faultsOf({ ...start, next: { ...start.next, arc: 3 } })).not.toEqual([]);
  });
  test("metres that nothing covers, where ground is turned inside out", () => {
    expect(Math.abs(uncovered_m2(start))).toBeLessThan(1e-6);
    const turned = withArc(island.id, (arc) => ({ points: arc.points.toReversed() }));
    expect(Math.abs(uncovered_m2(turned))).toBeGreaterThan(100);
    expect(faultsOf(turned)).not.toEqual([]);
  });
});

describe("building", () => {
  const cells = (...polygons: Position[][]) => polygons.map((polygon) => ({ polygon: [polygon], zone: null }));
  const build =
    (...polygons: Position[][]) =>
    () =>
      partitionOf(1, [], cells(...polygons));
  const place = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(PartitionError);
      return (error as PartitionError).value;
    }
    throw new Error("it was built");
  };
  test("takes rings either way round, closed or open", () => {
    const [a, b] = [box(0, 0, 1, 1), box(1, 0, 2, 1).toReversed()];
    const built = partitionOf(1, [zone(5, 1, null)], [{ polygon: [[...a, a[0] as Position]], zone: 5 }, ...cells(b)]);
    expect(built.arcs.size).toBe(3);
    expect(built.next).toEqual({ arc: 4, face: 3, zone: -1 });
    expect(faultsOf(built)).toEqual([]);
  });
  test("refuses a corner on another's border, an overlap, a crossing, an area within another, the same area twice", () => {
    expect(place(build(box(0, 0, 1, 2), box(1, 0, 2, 1)))).not.toBeNull();
    expect(place(build(box(0, 0, 1, 1), box(0.5, 0, 1.5, 1)))).not.toBeNull();
    expect(place(build(box(0, 0, 1, 1), box(0.5, 0.5, 1.5, 1.5)))).not.toBeNull();
    expect(place(build(box(0, 0, 1, 1), box(0.2, 0.2, 0.4, 0.4)))).not.toBeNull();
    expect(place(build(box(0, 0, 1, 1), box(0, 0, 1, 1)))).not.toBeNull();
    expect(place(build([at(0, 0), at(1, 0), at(1, 1), at(0.5, 1.5), at(0.5, 0.5), at(0.5, 1.5), at(0, 1)]))).not.toBeNull();
    expect(place(build([at(0, 0), at(1, 0)]))).not.toBeNull();
  });
});
