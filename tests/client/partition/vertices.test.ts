import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { partitionText } from "../../../server/contract/partition/text.ts";
import { at, box, plain } from "./districts.ts";
import { faceArea, refusal, stepped } from "./support.ts";

const start = plain(4, 2);
const closed = (ring: readonly Position[]) => [...ring, ring[0] as Position];
const move = (...moves: (readonly [from: Position, to: Position])[]) => ({
  kind: "moveVertices" as const,
  moves: moves.map(([from, to]) => ({ from, to })),
});
const cutAt = (x: number) => ({ kind: "cut" as const, level: 2 as const, zones: null, line: [at(x, 0), at(x, 1)], names: [] });
const has = (partition: Partition, p: Position) =>
  [...partition.arcs.values()].some((arc) => arc.points.some((q) => Math.hypot(p[0] - q[0], p[1] - q[1]) < 1e-12));

describe("moving", () => {
  test("a node moves all that meet there, and only them", () => {
    const done = stepped(start, move([at(1, 1), at(1.2, 1.1)]));
    const change = (face: number) => faceArea(done, face) - faceArea(start, face);
    expect(change(1)).toBeGreaterThan(1);
    expect(change(6)).toBeLessThan(-1);
    expect(change(1) + change(2) + change(5) + change(6)).toBeCloseTo(0, 4);
    expect(change(3)).toBe(0);
  });
  test("a border of three vertices together", () => {
    const bent = stepped(start, { kind: "addVertex", at: at(1, 0.5) });
    const done = stepped(bent, move([at(1, 1), at(1.3, 1)], [at(1, 0.5), at(1.3, 0.5)]));
    expect(has(done, at(1.3, 0.5))).toBe(true);
    expect(has(done, at(1, 0.5))).toBe(false);
  });
  test("there and back gives the same places", () => {
    const there = stepped(start, move([at(1, 1), at(1.2, 1.1)]));
    const back = stepped(there, move([at(1.2, 1.1), at(1, 1)]));
    expect(partitionText(back)).toBe(partitionText(start));
  });
  test("is refused across a border, onto one, onto another vertex, and when a cell would turn over", () => {
    const across = refusal(start, move([at(1, 1), at(2.5, 1.5)]));
    expect(across.code).toBe("crossesBorder");
    expect(across.at).not.toBeNull();
    expect(refusal(start, move([at(1, 1), at(2, 1)])).code).toBe("crossesBorder");
    expect(refusal(start, move([at(1, 1), at(0.5, 2)])).code).toBe("crossesBorder");
    const [x, y] = at(1, 2);
    expect(refusal(start, move([at(1, 1), [x, y - 0.5e-7]])).code).toBe("crossesBorder");
  });
  test("of an island out of its cell is refused, within it is done", () => {
    const ring = box(0.4, 0.4, 0.6, 0.6);
    const island = stepped(start, { kind: "cut", level: 2, zones: null, line: closed(ring), names: [] });
    const by = (dx: number) => move(...ring.map((p): readonly [Position, Position] => [p, [p[0] + dx, p[1]]]));
    expect(faceArea(stepped(island, by(0.0002)), 9)).toBeCloseTo(faceArea(island, 9), 3);
    expect(refusal(island, by(0.001)).code).toBe("crossesBorder");
    const mirrored = move(...ring.map((p, i): readonly [Position, Position] => [p, box(0.7, 0.4, 0.5, 0.6)[i] as Position]));
    expect(refusal(island, mirrored).code).toBe("crossesBorder");
  });
  test("of nothing, or of a vertex that is not there, is refused", () => {
    expect(refusal(start, move()).code).toBe("nothing");
    expect(refusal(start, move([at(1, 1), at(1, 1)])).code).toBe("nothing");
    expect(refusal(start, move([at(0.5, 0.5), at(1, 1)])).code).toBe("noZone");
  });
  test("a locked zone's border is refused, another's is not", () => {
    const locked = stepped(start, { kind: "lock", zones: [101], locked: true });
    expect(refusal(locked, move([at(1, 1), at(1.2, 1)])).code).toBe("locked");
    stepped(locked, move([at(3, 1), at(3.2, 1)]));
  });
});

describe("the outline", () => {
  test("stays as it is", () => {
    expect(refusal(start, move([at(0, 0), at(-0.1, 0)])).code).toBe("outline");
    expect(refusal(start, move([at(1, 0), at(1, -0.1)])).code).toBe("outline");
    expect(refusal(start, move([at(1, 0), at(1.2, 0.1)])).code).toBe("outline");
    expect(refusal(start, { kind: "removeVertex", at: at(0, 0) }).code).toBe("outline");
  });
  test("a border's end slides along it, round a corner too, as far as the next border", () => {
    const done = stepped(start, move([at(1, 0), at(1.4, 0)]));
    expect(faceArea(done, 1)).toBeGreaterThan(faceArea(start, 1));
    expect(faceArea(done, 1) + faceArea(done, 2)).toBeCloseTo(faceArea(start, 1) + faceArea(start, 2), 4);
    const round = stepped(start, move([at(1, 0), at(0, 0.5)]));
    expect(has(round, at(0, 0))).toBe(true);
    expect(faceArea(round, 1)).toBeLessThan(faceArea(start, 1) / 2);
    const corner = stepped(start, move([at(1, 0), at(0, 0)]));
    expect(faceArea(corner, 1)).toBeCloseTo(faceArea(start, 1) / 2, 1);
    expect(refusal(start, move([at(1, 0), at(2.5, 0)])).code).toBe("outline");
    expect(refusal(start, move([at(1, 0), at(2, 0)])).code).toBe("outline");
  });
  test("slid there and back, the outline has no more vertices than before", () => {
    const cut = stepped(start, cutAt(0.5));
    const back = stepped(cut, move([at(0.5, 0), at(0.6, 0)]), move([at(0.6, 0), at(0.5, 0)]));
    const count = (partition: Partition) => [...partition.arcs.values()].reduce((sum, arc) => sum + arc.points.length, 0);
    expect(count(back)).toBe(count(cut));
  });
});

describe("adding and removing", () => {
  test("a vertex on a border, in both its cells, and gone again", () => {
    const added = stepped(start, { kind: "addVertex", at: at(1, 0.4) });
    expect(has(added, at(1, 0.4))).toBe(true);
    expect(faceArea(added, 1)).toBeCloseTo(faceArea(start, 1), 4);
    const gone = stepped(added, { kind: "removeVertex", at: at(1, 0.4) });
    expect(partitionText(gone)).toBe(partitionText(start));
  });
  test("on the outline, where it changes nothing", () => {
    const added = stepped(start, { kind: "addVertex", at: at(0.4, 0) });
    expect(partitionText(stepped(added, { kind: "removeVertex", at: at(0.4, 0) }))).toBe(partitionText(start));
  });
  test("is refused where there is none, one already, or several borders meet", () => {
    expect(refusal(start, { kind: "addVertex", at: at(0.5, 0.5) }).code).toBe("noZone");
    expect(refusal(start, { kind: "addVertex", at: at(1, 1) }).code).toBe("nothing");
    expect(refusal(start, { kind: "removeVertex", at: at(1, 1) }).code).toBe("crossesBorder");
    expect(refusal(start, { kind: "removeVertex", at: at(0.5, 0.5) }).code).toBe("noZone");
  });
  test("an island keeps three vertices", () => {
    const ring = [at(0.4, 0.4), at(0.6, 0.4), at(0.5, 0.6), at(0.45, 0.55)];
    let island = stepped(start, { kind: "cut", level: 2, zones: null, line: closed(ring), names: [] });
    island = stepped(island, { kind: "removeVertex", at: ring[0] as Position });
    expect(refusal(island, { kind: "removeVertex", at: ring[1] as Position }).code).toBe("empties");
  });
  test("is refused when the border would then cross another", () => {
    const bent = stepped(start, { kind: "addVertex", at: at(1, 0.5) }, move([at(1, 0.5), at(0.5, 0.5)]));
    const island = stepped(bent, {
      kind: "cut",
      level: 2,
      zones: null,
      line: closed(box(0.9, 0.45, 1.1, 0.55)),
      names: [],
    });
    expect(refusal(island, { kind: "removeVertex", at: at(0.5, 0.5) }).code).toBe("crossesBorder");
  });
});

describe("another course", () => {
  const reroute = (...line: Position[]) => ({ kind: "reroute" as const, line });
  test("between two nodes, drawn either way", () => {
    const done = stepped(start, reroute(at(1, 0), at(1.3, 0.5), at(1, 1)));
    expect(faceArea(done, 1)).toBeGreaterThan(faceArea(start, 1));
    expect(partitionText(stepped(start, reroute(at(1, 1), at(1.3, 0.5), at(1, 0))))).toBe(partitionText(done));
  });
  test("between two places on one border, the rest of it stays", () => {
    const done = stepped(start, reroute(at(1, 0.2), at(1.3, 0.4), at(1, 0.6)));
    expect(has(done, at(1, 0.2))).toBe(true);
    expect(has(done, at(1.3, 0.4))).toBe(true);
  });
  test("of an island: the shorter way goes", () => {
    const island = stepped(start, { kind: "cut", level: 2, zones: null, line: closed(box(0.4, 0.4, 0.6, 0.5)), names: [] });
    const done = stepped(island, reroute(at(0.4, 0.4), at(0.3, 0.45), at(0.4, 0.5)));
    expect(faceArea(done, 9)).toBeGreaterThan(faceArea(island, 9));
    expect(faceArea(done, 9)).toBeLessThan(faceArea(island, 9) * 1.5);
  });
  test("is refused on the outline, over other borders, past a node, off the borders, and when it is the same", () => {
    expect(refusal(start, reroute(at(0, 0), at(0.5, 0.2), at(1, 0))).code).toBe("outline");
    expect(refusal(start, reroute(at(1, 0), at(2.5, 0.5), at(1, 1))).code).toBe("crossesBorder");
    expect(refusal(start, reroute(at(1, 0), at(1.4, 1), at(1, 2))).code).toBe("apart");
    expect(refusal(start, reroute(at(0.5, 0.5), at(1, 1))).code).toBe("noZone");
    expect(refusal(start, reroute(at(1, 0), at(1, 1))).code).toBe("nothing");
    expect(refusal(start, reroute(at(1, 0))).code).toBe("tooShort");
    expect(refusal(start, reroute(at(1, 0), at(1.3, 0.6), at(1.3, 0.3), at(1, 0.7), at(1, 1))).code).toBe("crossesItself");
  });
  test("round an island, which would change sides, is refused", () => {
    const island = stepped(start, { kind: "cut", level: 2, zones: null, line: closed(box(1.2, 0.4, 1.3, 0.5)), names: [] });
    expect(refusal(island, reroute(at(1, 0), at(1.6, 0.5), at(1, 1))).code).toBe("crossesBorder");
  });
});
