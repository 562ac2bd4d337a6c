import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { at, box, district, plain, random, stepOf } from "./districts.ts";
import { area, faceArea, faces, newZones, refusal, stepped } from "./support.ts";

const cut = (line: readonly Position[], more: Partial<Extract<Step, { kind: "cut" }>> = {}): Step => ({
  kind: "cut",
  level: 2,
  zones: null,
  line,
  names: [],
  ...more,
});
const closed = (ring: readonly Position[]) => [...ring, ring[0] as Position];
const points = (partition: Partition) => [...partition.arcs.values()].flatMap((arc) => arc.points);

describe("a line across one cell", () => {
  const start = plain(4, 2);
  const done = stepped(start, cut([at(0.5, -0.2), at(0.5, 0.5), at(0.5, 1)]));
  const [made] = newZones(start, done);

  test("leaves the left of it to the zone and makes the right a new one", () => {
    expect(newZones(start, done)).toHaveLength(1);
    expect(made).toMatchObject({ level: 2, parent: 1, code: "A107", name: "网格101（二）", unit: 7, person: null, locked: false });
    // The line goes north: its left is the west.
    const west = faces(done, 101);
    expect(west).toEqual([1]);
    expect(faceShapes(done).get(1)?.box[2]).toBeCloseTo(at(0.5, 0)[0], 9);
    expect(area(done, 101)).toBeCloseTo(area(start, 101) / 2, 2);
    expect(area(done, made?.id as number)).toBeCloseTo(area(start, 101) / 2, 2);
  });
  test("the other way round, the other side keeps the zone", () => {
    const back = stepped(start, cut([at(0.5, 1), at(0.5, -0.2)]));
    expect(faceShapes(back).get(1)?.box[0]).toBeCloseTo(at(0.5, 0)[0], 9);
  });
  test("puts the same vertex into the neighbour", () => {
    const shared = faceShapes(done).get(5)?.polygon[0] ?? [];
    expect(shared.some((p) => p[0] === at(0.5, 1)[0] && Math.abs(p[1] - at(0.5, 1)[1]) < 1e-12)).toBe(true);
    expect(faceArea(done, 5)).toBeCloseTo(faceArea(start, 5), 4);
  });
  test("leaves no trace beyond the borders it ends at", () => {
    expect(points(done).every((p) => p[1] >= at(0, 0)[1] - 1e-12)).toBe(true);
    expect(faces(done, 105)).toEqual([5]);
  });
  test("keeps what it does not touch as the same objects", () => {
    const [before, now] = [faceShapes(start), faceShapes(done)];
    expect([2, 3, 4, 6, 7, 8].filter((face) => before.get(face) === now.get(face))).toEqual(
      [3, 4, 6, 7, 8].filter((f) => before.get(f) === now.get(f)),
    );
    for (const face of [3, 4, 7, 8]) expect(now.get(face)).toBe(before.get(face));
    expect(now.get(1)).not.toBe(before.get(1));
  });
});

describe("a line through several cells", () => {
  const start = plain(4, 2);
  test("cuts every one it crosses, names in the order it meets them", () => {
    const done = stepped(start, cut([at(-1, 0.5), at(5, 0.5)], { names: ["甲", "乙"] }));
    expect(newZones(start, done).map((zone) => zone.name)).toEqual(["甲", "乙", "网格103（二）", "网格104（二）"]);
    expect(newZones(start, done).map((zone) => zone.parent)).toEqual([1, 1, 2, 2]);
  });
  test("cuts only the zones asked for", () => {
    const done = stepped(start, cut([at(-1, 0.5), at(5, 0.5)], { zones: [102] }));
    expect(newZones(start, done)).toHaveLength(1);
    expect(faces(done, 101)).toEqual([1]);
    expect(done.faces.size).toBe(start.faces.size + 1);
    // The neighbour that the line was not to cut has only the vertex of the border.
    expect(faceShapes(done).get(1)?.polygon[0]).toHaveLength(5);
  });
  test("at the level above makes two communities, and two of each cell it crosses", () => {
    const done = stepped(start, cut([at(-1, 0.5), at(5, 0.5)], { level: 1, zones: [1] }));
    const made = newZones(start, done);
    const [community] = made.filter((zone) => zone.level === 1);
    expect(community).toMatchObject({ name: "社区1（二）", code: "A3" });
    expect(made.filter((zone) => zone.level === 2).map((zone) => zone.parent)).toEqual([community?.id, community?.id]);
    // Going east, the north is on the left: whole cells there stay, the southern halves go.
    expect(done.zones.get(105)?.parent).toBe(1);
    expect(area(done, 1) / area(done, community?.id as number)).toBeCloseTo(3, 2);
  });
  test("along borders that are there splits the community and no cell", () => {
    const done = stepped(start, cut([at(-1, 1), at(2, 1)], { level: 1 }));
    expect(done.arcs).toBe(start.arcs);
    expect(done.faces).toBe(start.faces);
    const made = newZones(start, done);
    expect(made).toHaveLength(1);
    expect([done.zones.get(101)?.parent, done.zones.get(102)?.parent]).toEqual([made[0]?.id, made[0]?.id]);
    expect([done.zones.get(105)?.parent, done.zones.get(106)?.parent]).toEqual([1, 1]);
  });
  test("partly along a border, partly across", () => {
    const done = stepped(start, cut([at(0, 1), at(1, 1), at(1.5, 0.5), at(2, 0.5)], { level: 1, zones: [1] }));
    expect(newZones(start, done).map((zone) => zone.level)).toEqual([1, 2]);
    expect(done.zones.get(101)?.parent).toBeLessThan(0);
  });
});

describe("a line near what is there", () => {
  const start = plain(4, 2);
  const near = 0.5e-7;
  test("within a centimetre of a corner goes through it", () => {
    const [x, y] = at(1, 1);
    const done = stepped(start, cut([at(0, 0), [x + near, y - near]]));
    expect(done.faces.size).toBe(9);
    expect(points(done).filter((p) => Math.hypot(p[0] - x, p[1] - y) < 1e-6 && p[0] !== x)).toEqual([]);
  });
  test("passing a corner within a centimetre bends through it", () => {
    const done = stepped(start, cut([at(0, 0), at(2.0001, 2)]));
    expect(done.faces.size).toBe(10);
    expect(points(done).every((p) => [0, 1, 2, 3, 4].some((x) => Math.abs(p[0] - at(x, 0)[0]) < 1e-12))).toBe(true);
  });
  test("ending a centimetre before a border reaches it; a metre before, it cuts nothing", () => {
    const [x, y] = at(0.5, 1);
    expect(stepped(start, cut([at(0.5, 0), [x, y - near]])).faces.size).toBe(9);
    expect(refusal(start, cut([at(0.5, 0), [x, y - 1e-5]])).code).toBe("endsNowhere");
  });
  test("does not move the outline: the new corner lies on it but for rounding", () => {
    const done = stepped(start, cut([at(0.3, -0.7), at(0.7, 1.3)]));
    const fresh = points(done).filter((p) => p[0] > at(0.01, 0)[0] && p[0] < at(0.99, 0)[0] && p[1] < at(0, 0.01)[1]);
    expect(fresh.length).toBeGreaterThan(0);
    for (const p of fresh) expect(Math.abs(p[1] - at(0, 0)[1])).toBeLessThan(2e-14);
  });
});

describe("an area drawn", () => {
  const start = plain(4, 2);
  test("inside a cell becomes an island, whichever way round it is drawn", () => {
    for (const ring of [box(0.2, 0.2, 0.6, 0.6), box(0.2, 0.2, 0.6, 0.6).toReversed()]) {
      const done = stepped(start, cut(closed(ring)));
      expect(faceShapes(done).get(1)?.polygon).toHaveLength(2);
      expect(area(done, newZones(start, done)[0]?.id as number)).toBeCloseTo(area(start, 101) * 0.16, 2);
    }
  });
  test("round an island takes it in, as a hole of its own", () => {
    const one = stepped(start, cut(closed(box(0.4, 0.4, 0.6, 0.6))));
    const two = stepped(one, cut(closed(box(0.2, 0.2, 0.8, 0.8)), { zones: [101] }));
    const ring = newZones(one, two)[0]?.id as number;
    expect(area(two, ring)).toBeCloseTo(area(start, 101) * (0.36 - 0.04), 2);
    expect(zoneShapes(two, 2).get(101)?.polygons[0]).toHaveLength(2);
  });
  test("over several cells of a community makes one new community of their insides", () => {
    const done = stepped(start, cut(closed(box(0.5, 0.5, 1.5, 1.5)), { level: 1 }));
    const made = newZones(start, done);
    expect(made.filter((zone) => zone.level === 1)).toHaveLength(1);
    expect(made.filter((zone) => zone.level === 2)).toHaveLength(4);
    expect(area(done, made.find((zone) => zone.level === 1)?.id as number)).toBeCloseTo(area(start, 101), 0);
  });
  test("over the border of two communities cuts both; over the outline, what is within", () => {
    const done = stepped(start, cut(closed(box(1.5, 0.5, 2.5, 3)), { level: 1 }));
    expect(newZones(start, done).filter((zone) => zone.level === 1)).toHaveLength(2);
  });
  test("touching its cell's border in one place is an island there", () => {
    const done = stepped(start, cut(closed([at(1, 0), at(0.8, 0.3), at(0.6, 0.1)])));
    expect(done.faces.size).toBe(9);
    expect(faceShapes(done).get(1)?.polygon.length).toBeGreaterThan(0);
  });
});

describe("holes, islands, parts", () => {
  const holed = plain(5, 3, [[2, 1]]);
  test("from the outline to its hole cuts nothing of a zone that lies around it; on to the other side it does", () => {
    const all = Array.from({ length: 14 }, (_, i) => 101 + i);
    const one = stepped(holed, { kind: "merge", level: 1, zones: [1, 2, 3] }, { kind: "merge", level: 2, zones: all });
    const around = stepped(one, { kind: "dissolve", faces: [...one.faces.keys()] });
    expect(around.faces.size).toBe(1);
    expect(around.arcs.size).toBe(2);
    expect(refusal(around, cut([at(2.5, -1), at(2.5, 1.5)])).code).toBe("endsNowhere");
    const halves = stepped(around, cut([at(2.5, -1), at(2.5, 4)]));
    expect(halves.faces.size).toBe(2);
    expect(area(halves, 101)).toBeCloseTo(area(halves, newZones(around, halves)[0]?.id as number), 2);
  });
  test("past an island within a cell", () => {
    const one = stepped(plain(2, 1), cut(closed(box(0.4, 0.4, 0.6, 0.6))));
    const through = stepped(one, cut([at(0.5, 0), at(0.5, 1)], { zones: [101] }));
    expect(through.faces.size).toBe(4);
    expect(refusal(one, cut([at(0.5, 0), at(0.5, 0.5)], { zones: [101] })).code).toBe("endsNowhere");
    const both = stepped(one, cut([at(0.5, 0), at(0.5, 1)]));
    expect(both.faces.size).toBe(5);
  });
  test("across two parts of a district and the gap between them", () => {
    const start = district(3, 0);
    const done = stepped(start, cut([at(-1, 2.5), at(11, 2.5)], { level: 3 }));
    expect(newZones(start, done).length).toBeGreaterThan(5);
    const east = [...faceShapes(done).values()].filter((shape) => shape.box[0] > at(7, 0)[0]);
    expect(east).toHaveLength(6);
  });
  test("a zone of many faces is divided by what lies on each hand", () => {
    const start = stepped(plain(4, 2), { kind: "merge", level: 2, zones: [101, 102, 105, 106] });
    const done = stepped(start, cut([at(1.5, -1), at(1.5, 3)], { zones: [101] }));
    expect(faces(done, 101)).toHaveLength(4);
    expect(newZones(start, done)).toHaveLength(1);
    expect(area(done, 101) / area(done, newZones(start, done)[0]?.id as number)).toBeCloseTo(3, 2);
  });
  test("a line that crosses a U twice: both its arms are on the left and stay", () => {
    const start = plain(3, 2, [[1, 1]]);
    const u = stepped(start, { kind: "merge", level: 1, zones: [1, 2] }, { kind: "merge", level: 2, zones: [101, 102, 103, 104, 105] });
    const done = stepped(u, cut([at(-1, 1.5), at(4, 1.5)]));
    const [made] = newZones(u, done);
    expect(zoneShapes(done, 2).get(101)?.polygons).toHaveLength(2);
    expect(zoneShapes(done, 2).get(made?.id as number)?.polygons).toHaveLength(1);
  });
  test("nobody's ground is cut, and stays nobody's", () => {
    const start = stepped(plain(2, 1), { kind: "assign", level: 2, pieces: [1], to: null });
    const done = stepped(start, cut([at(0.5, 0), at(0.5, 1)]));
    expect([...done.faces.values()].filter((zone) => zone === null)).toHaveLength(2);
    expect(newZones(start, done)).toEqual([]);
  });
});

describe("refused", () => {
  const start = plain(4, 2);
  test("with the reason", () => {
    expect(refusal(start, cut([at(0.5, 0.5)])).code).toBe("tooShort");
    expect(refusal(start, cut([])).code).toBe("tooShort");
    expect(refusal(start, cut([at(0.2, 0.2), at(0.8, 0.8)])).code).toBe("endsNowhere");
    expect(refusal(start, cut([at(-3, -3), at(9, -1)])).why.en).toMatch(/beyond the district/);
    const knot = refusal(start, cut([at(0.2, -1), at(0.8, 0.8), at(0.2, 0.8), at(0.8, -1)]));
    expect(knot.code).toBe("crossesItself");
    expect(knot.at?.[0]).toBeCloseTo(at(0.5, 0)[0], 5);
    expect(refusal(start, cut([at(0.5, 0), at(0.5, 1)], { zones: [99] })).code).toBe("noZone");
    expect(refusal(start, cut([at(0.5, 0), at(0.5, 1)], { zones: [1] })).code).toBe("wrongLevel");
    expect(refusal(start, cut([at(0.5, 0), at(0.5, 1)], { level: 3 })).code).toBe("wrongLevel");
    // Along the outline, or a border of the level itself: nothing is cut.
    expect(refusal(start, cut([at(0, 0), at(4, 0)])).code).toBe("endsNowhere");
    expect(refusal(start, cut([at(2, 0), at(2, 2)], { level: 1 })).code).toBe("endsNowhere");
  });
  test("in a locked zone; a vertex on its border is none", () => {
    const locked = stepped(start, { kind: "lock", zones: [105], locked: true });
    const refused = refusal(locked, cut([at(0.5, -1), at(0.5, 3)]));
    expect(refused.code).toBe("locked");
    expect(refused.why.en).toContain("网格105");
    expect(stepped(locked, cut([at(0.5, -1), at(0.5, 1)])).faces.size).toBe(9);
    const community = stepped(start, { kind: "lock", zones: [1], locked: true });
    expect(refusal(community, cut([at(0.5, -1), at(0.5, 1)])).code).toBe("locked");
  });
});

describe("a line along borders that are there", () => {
  const start = plain(4, 2);
  const along = (...xs: number[]) => xs.map((x) => at(x, 1));
  test("divides what is above them, also with places in the midst of their edges", () => {
    for (const line of [along(-0.2, 4.2), along(0, 0.3, 0.6, 1, 1.5, 2, 3, 4), along(0, 0.3, 2.4, 2.7, 4)]) {
      const done = stepped(start, cut(line, { level: 1 }));
      expect(newZones(start, done).filter(({ level }) => level === 1)).toHaveLength(2);
      expect(done.faces.size).toBe(8);
    }
  });
});

test("a line that meets a border within rounding of one of its own places comes to an end", () => {
  const roll = random(122 * 7919 + 1);
  let partition = district(Math.floor(roll() * 1e6), 0.3);
  for (let i = 0; i < 48; i++) {
    const dice = { kind: Math.floor(roll() * 100), seed: Math.floor(roll() * 0x7fffffff) };
    const outcome = applyStep(partition, stepOf(dice, partition));
    if (i === 47) expect("refused" in outcome && outcome.refused.code).not.toBe("tooMany");
    if ("done" in outcome) partition = outcome.done;
  }
});
