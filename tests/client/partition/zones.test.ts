import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { partitionText } from "../../../server/contract/partition/text.ts";
import { at, box, plain } from "./districts.ts";
import { area, faceArea, faces, newZones, refusal, stepped } from "./support.ts";

const start = plain(4, 2);
const closed = (ring: readonly Position[]) => [...ring, ring[0] as Position];

describe("merging", () => {
  test("cells: the first keeps its name and gets all faces; the lines between them stay", () => {
    const done = stepped(start, { kind: "merge", level: 2, zones: [102, 101] });
    expect(faces(done, 102)).toEqual([1, 2]);
    expect(done.zones.has(101)).toBe(false);
    expect(done.arcs).toBe(start.arcs);
    expect(area(done, 102)).toBeCloseTo(area(start, 101) + area(start, 102), 6);
  });
  test("communities: their cells go with them", () => {
    const done = stepped(start, { kind: "merge", level: 1, zones: [2, 1] });
    expect([...done.zones.values()].filter((zone) => zone.level === 2).every((zone) => zone.parent === 2)).toBe(true);
    expect([...done.zones.keys()].filter((id) => id < 100)).toEqual([2]);
  });
  test("is refused of one, of zones apart, of other levels, of what is not there", () => {
    expect(refusal(start, { kind: "merge", level: 2, zones: [101, 101] }).code).toBe("oneZone");
    expect(refusal(start, { kind: "merge", level: 2, zones: [101, 103] }).code).toBe("apart");
    // Corners alone do not hold two cells together.
    expect(refusal(start, { kind: "merge", level: 2, zones: [101, 106] }).code).toBe("apart");
    expect(refusal(start, { kind: "merge", level: 2, zones: [101, 1] }).code).toBe("wrongLevel");
    expect(refusal(start, { kind: "merge", level: 2, zones: [101, 999] }).code).toBe("noZone");
  });
  test("a chain of zones hangs together, whatever their order; one without ground does no harm", () => {
    expect(faces(stepped(start, { kind: "merge", level: 2, zones: [101, 103, 102] }), 101)).toEqual([1, 2, 3]);
    const empty = stepped(start, { kind: "zoneAdd", level: 2, parent: 1, code: "新", name: "新" });
    expect(faces(stepped(empty, { kind: "merge", level: 2, zones: [101, -1, 102] }), 101)).toEqual([1, 2]);
  });
});

describe("deleting lines", () => {
  const merged = stepped(start, { kind: "merge", level: 2, zones: [101, 102] });
  test("makes one face of two; vertices stay, arcs join", () => {
    const done = stepped(merged, { kind: "dissolve", faces: [2, 1] });
    expect([...done.faces.keys()].slice(0, 2)).toEqual([2, 3]);
    expect(faceArea(done, 2)).toBeCloseTo(faceArea(start, 1) + faceArea(start, 2), 6);
    expect([...done.arcs.values()].some((arc) => arc.points.slice(1, -1).some((p) => p[0] === at(1, 0)[0] && p[1] === at(1, 0)[1]))).toBe(
      true,
    );
  });
  test("around an island leaves it an island; with the island, nothing of it", () => {
    const island = stepped(start, { kind: "cut", level: 2, zones: null, line: closed(box(0.8, 0.3, 1.2, 0.7)), names: [] });
    const one = stepped(island, { kind: "merge", level: 2, zones: [101, 102, ...newZones(start, island).map((zone) => zone.id)] });
    const all = faces(one, 101);
    expect(all).toHaveLength(4);
    const around = stepped(one, { kind: "dissolve", faces: [1, 2] });
    expect(faces(around, 101)).toHaveLength(3);
    const none = stepped(one, { kind: "dissolve", faces: all });
    expect(faceArea(none, 1)).toBeCloseTo(2 * faceArea(start, 1), 2);
  });
  test("is refused of one face, of faces apart, of two zones", () => {
    expect(refusal(merged, { kind: "dissolve", faces: [1] }).code).toBe("nothing");
    expect(refusal(merged, { kind: "dissolve", faces: [1, 3] }).code).toBe("apart");
    expect(refusal(merged, { kind: "dissolve", faces: [1, 99] }).code).toBe("noZone");
    const far = stepped(start, { kind: "assign", level: 2, pieces: [3], to: 101 });
    expect(refusal(far, { kind: "dissolve", faces: [1, 3] }).code).toBe("apart");
  });
});

describe("painting", () => {
  test("faces and zones into others, or nobody's; the last piece, too", () => {
    const done = stepped(start, { kind: "assign", level: 2, pieces: [1, 2], to: 103 }, { kind: "assign", level: 1, pieces: [105], to: 2 });
    expect(faces(done, 103)).toEqual([1, 2, 3]);
    expect(faces(done, 101)).toEqual([]);
    expect(done.zones.get(105)?.parent).toBe(2);
    // Faces painted away at the lowest level go with their zone at the level above.
    expect(faces(done, 1)).toEqual([6]);
    const nobody = stepped(
      done,
      { kind: "assign", level: 2, pieces: [1], to: null },
      { kind: "assign", level: 1, pieces: [105], to: null },
    );
    expect(nobody.faces.get(1)).toBeNull();
    expect(nobody.zones.get(105)?.parent).toBeNull();
  });
  test("there and back gives the first bytes", () => {
    const back = stepped(start, { kind: "assign", level: 2, pieces: [1], to: 103 }, { kind: "assign", level: 2, pieces: [1], to: 101 });
    expect(partitionText(back)).toBe(partitionText(start));
  });
  test("is refused where it changes nothing or what it names is not there", () => {
    expect(refusal(start, { kind: "assign", level: 2, pieces: [1], to: 101 }).code).toBe("nothing");
    expect(refusal(start, { kind: "assign", level: 2, pieces: [], to: 101 }).code).toBe("nothing");
    expect(refusal(start, { kind: "assign", level: 2, pieces: [99], to: 101 }).code).toBe("noZone");
    expect(refusal(start, { kind: "assign", level: 2, pieces: [1], to: 1 }).code).toBe("wrongLevel");
    expect(refusal(start, { kind: "assign", level: 1, pieces: [1], to: 2 }).code).toBe("wrongLevel");
    expect(refusal(start, { kind: "assign", level: 2, pieces: [1], to: 999 }).code).toBe("noZone");
    expect(refusal(start, { kind: "assign", level: 3, pieces: [1], to: 101 }).code).toBe("wrongLevel");
  });
});

describe("zones themselves", () => {
  test("new ones get numbers below 0, and their place by level", () => {
    const done = stepped(
      start,
      { kind: "zoneAdd", level: 1, parent: null, code: "B", name: "新社区" },
      { kind: "zoneAdd", level: 2, parent: -1, code: "B01", name: "新网格" },
    );
    expect(newZones(start, done).map((zone) => [zone.id, zone.level, zone.parent])).toEqual([
      [-1, 1, null],
      [-2, 2, -1],
    ]);
    expect([...done.zones.values()].map((zone) => zone.level)).toEqual([...done.zones.values()].map((zone) => zone.level).sort());
  });
  test("codes are one of a level", () => {
    expect(refusal(start, { kind: "zoneAdd", level: 2, parent: 1, code: "A101", name: "x" }).code).toBe("taken");
    expect(refusal(start, { kind: "zoneChange", zone: 102, to: { code: "A101" } }).code).toBe("taken");
    expect(stepped(start, { kind: "zoneChange", zone: 102, to: { code: "A1", person: null } }).zones.get(102)).toMatchObject({
      code: "A1",
      person: null,
      unit: 7,
    });
    expect(refusal(start, { kind: "zoneChange", zone: 102, to: { code: "A102" } }).code).toBe("nothing");
    expect(refusal(start, { kind: "zoneAdd", level: 2, parent: 101, code: "Q", name: "x" }).code).toBe("wrongLevel");
    expect(refusal(start, { kind: "zoneAdd", level: 1, parent: 1, code: "Q", name: "x" }).code).toBe("wrongLevel");
  });
  test("removed: what it held is nobody's", () => {
    const done = stepped(start, { kind: "zoneRemove", zone: 1 }, { kind: "zoneRemove", zone: 103 });
    expect(done.zones.get(101)?.parent).toBeNull();
    expect(done.faces.get(3)).toBeNull();
    expect(refusal(done, { kind: "zoneRemove", zone: 103 }).code).toBe("noZone");
  });
  test("locked: its ground stays, its name need not", () => {
    const locked = stepped(start, { kind: "lock", zones: [101, 2], locked: true });
    expect(refusal(locked, { kind: "merge", level: 2, zones: [102, 101] }).code).toBe("locked");
    expect(refusal(locked, { kind: "merge", level: 2, zones: [101, 102] }).code).toBe("locked");
    expect(refusal(locked, { kind: "merge", level: 1, zones: [1, 2] }).code).toBe("locked");
    expect(refusal(locked, { kind: "assign", level: 2, pieces: [1], to: 102 }).code).toBe("locked");
    expect(refusal(locked, { kind: "assign", level: 2, pieces: [2], to: 101 }).code).toBe("locked");
    expect(refusal(locked, { kind: "assign", level: 1, pieces: [103], to: 1 }).code).toBe("locked");
    expect(refusal(locked, { kind: "zoneRemove", zone: 2 }).code).toBe("locked");
    expect(refusal(locked, { kind: "lock", zones: [101], locked: true }).code).toBe("nothing");
    stepped(
      locked,
      { kind: "zoneChange", zone: 101, to: { name: "改" } },
      { kind: "lock", zones: [101], locked: false },
      { kind: "merge", level: 2, zones: [101, 102] },
    );
  });
});

describe("a suggestion", () => {
  const zones = [
    { id: 101, code: "-", name: "-" },
    { id: null, code: "B01", name: "均衡一" },
  ];
  test("gives pieces to zones that are there and new ones", () => {
    const done = stepped(start, {
      kind: "share",
      level: 2,
      parent: 2,
      zones,
      pieces: [
        [2, 0],
        [3, 1],
        [4, 1],
      ],
    });
    expect(faces(done, 101)).toEqual([1, 2]);
    expect(done.zones.get(-1)).toMatchObject({ level: 2, parent: 2, code: "B01", name: "均衡一" });
    expect(faces(done, -1)).toEqual([3, 4]);
  });
  test("is refused whole", () => {
    const share = { kind: "share", level: 2, parent: 2, zones } as const;
    expect(refusal(start, { ...share, pieces: [[99, 0]] }).code).toBe("noZone");
    expect(refusal(start, { ...share, pieces: [[1, 7]] }).code).toBe("noZone");
    expect(refusal(start, { ...share, parent: 101, pieces: [[1, 0]] }).code).toBe("wrongLevel");
    expect(refusal(start, { ...share, zones: [{ id: null, code: "A101", name: "x" }], pieces: [[1, 0]] }).code).toBe("taken");
    expect(refusal(start, { ...share, zones: [{ id: 101, code: "x", name: "x" }], pieces: [[1, 0]] }).code).toBe("nothing");
  });
});
