import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import type { Step, stepKinds } from "../../../server/contract/partition/steps.ts";
import { partitionText, readPartition, readStep, sumOf } from "../../../server/contract/partition/text.ts";
import { at, dice, district, plain, stepOf } from "./districts.ts";

const start = plain(4, 2);
const text = partitionText(start);
type Raw = Record<string, unknown>;
const raw = () => JSON.parse(text) as { [name: string]: unknown } & { zones: Raw[]; faces: unknown[][]; arcs: unknown[][]; next: Raw };

function fault(read: () => unknown): PartitionError {
  try {
    read();
  } catch (error) {
    if (error instanceof PartitionError) {
      expect(error.expected.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(error.expected.en).not.toBe("");
      return error;
    }
    throw error;
  }
  throw new Error("it was read");
}

describe("a partition's text", () => {
  test("reads back as the same text, of any district", () => {
    for (const seed of [1, 2, 3]) {
      const made = partitionText(district(seed));
      expect(partitionText(readPartition(made))).toBe(made);
    }
  });
  test("says no place in two ways", () => {
    const zero = text.replace(String(at(0, 0)[1]), "-0");
    expect(partitionText(readPartition(zero))).not.toContain("-0");
  });
  test.each([
    ["depth", (r: ReturnType<typeof raw>) => Object.assign(r, { depth: 4 })],
    ["more", (r) => Object.assign(r, { more: 1 })],
    ["next.face", (r) => Object.assign(r.next, { face: 0 })],
    ["next.zone", (r) => Object.assign(r.next, { zone: 1 })],
    ["zones", (r) => Object.assign(r, { zones: null })],
    ["zones[0].id", (r) => Object.assign(r.zones[0] as Raw, { id: 0 })],
    ["zones[0].id", (r) => Object.assign(r.zones[0] as Raw, { id: 2 })],
    ["zones[1].code", (r) => Object.assign(r.zones[1] as Raw, { code: "A1" })],
    ["zones[1].level", (r) => Object.assign(r.zones[0] as Raw, { level: 2 })],
    ["zones[2].parent", (r) => Object.assign(r.zones[2] as Raw, { parent: 103 })],
    ["zones[2].locked", (r) => Object.assign(r.zones[2] as Raw, { locked: 0 })],
    ["zones[2].name", (r) => Object.assign(r.zones[2] as Raw, { name: "x".repeat(501) })],
    ["faces[1][0]", (r) => Object.assign(r.faces[1] as unknown[], [1])],
    ["faces[0][1]", (r) => Object.assign(r.faces[0] as unknown[], { 1: 1 })],
    ["faces", (r) => r.arcs.splice(0, r.arcs.length)],
    ["arcs[0]", (r) => (r.arcs[0] as unknown[]).push(1)],
    ["arcs[1][0]", (r) => Object.assign(r.arcs[1] as unknown[], [1])],
    ["arcs[0][1]", (r) => Object.assign(r.arcs[0] as unknown[], { 1: 999 })],
    ["arcs[0][2]", (r) => Object.assign(r.arcs[0] as unknown[], { 2: (r.arcs[0] as unknown[])[1] })],
    ["arcs[0][3]", (r) => Object.assign(r.arcs[0] as unknown[], { 3: [119, 33, 119.1] })],
    ["arcs[0][3]", (r) => Object.assign(r.arcs[0] as unknown[], { 3: [119, 33, 119.1, 33, 119, 33] })],
    ["arcs[0][3][2]", (r) => Object.assign(r.arcs[0] as unknown[], { 3: [119, 33, 181, 33] })],
    ["arcs[0][3][1]", (r) => Object.assign(r.arcs[0] as unknown[], { 3: [119, "33", 118, 33] })],
    ["arcs[0][3][2]", (r) => Object.assign(r.arcs[0] as unknown[], { 3: [119, 33, 119, 33] })],
  ] satisfies [string, (r: ReturnType<typeof raw>) => unknown][])("is refused at %s", (member, spoil) => {
    const spoilt = raw();
    spoil(spoilt);
    expect(fault(() => readPartition(JSON.stringify(spoilt))).member).toBe(member);
  });
  test("is refused when it is no JSON, or no object", () => {
    expect(fault(() => readPartition("{")).member).toBe("plan");
    expect(fault(() => readPartition("[]")).member).toBe("plan");
    expect(fault(() => readPartition("")).member).toBe("plan");
  });
  test("any one member changed to anything: it is read as what it says, or refused by name", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.anything(), (n, value) => {
        const spoilt = raw();
        const places: [Raw, string][] = [];
        const walk = (node: unknown) => {
          if (typeof node !== "object" || node === null) return;
          for (const key of Object.keys(node)) {
            places.push([node as Raw, key]);
            walk((node as Raw)[key]);
          }
        };
        walk(spoilt);
        const [node, key] = places[n % places.length] as [Raw, string];
        node[key] = value;
        let json: string | undefined;
        try {
          json = JSON.stringify(spoilt);
        } catch {
          return;
        }
        try {
          const read = partitionText(readPartition(json));
          expect(partitionText(readPartition(read))).toBe(read);
        } catch (error) {
          expect(error).toBeInstanceOf(PartitionError);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("a sum", () => {
  test("is 16 digits, and another for another text", () => {
    expect(sumOf(text)).toMatch(/^[0-9a-f]{16}$/);
    expect(sumOf(text)).toBe(sumOf(partitionText(readPartition(text))));
    const sums = new Set(Array.from({ length: 20_000 }, (_, i) => sumOf(`${text.slice(0, 40)}${i}`)));
    expect(sums.size).toBe(20_000);
  });
});

describe("a step from outside", () => {
  const good: Record<keyof typeof stepKinds, Step> = {
    cut: { kind: "cut", level: 2, zones: [101], line: [at(0.5, 0), at(0.5, 1)], names: ["甲"] },
    merge: { kind: "merge", level: 2, zones: [101, 102] },
    dissolve: { kind: "dissolve", faces: [1, 2] },
    assign: { kind: "assign", level: 2, pieces: [1], to: null },
    moveVertices: { kind: "moveVertices", moves: [{ from: at(1, 1), to: at(1.1, 1) }] },
    addVertex: { kind: "addVertex", at: at(1, 1) },
    removeVertex: { kind: "removeVertex", at: at(1, 1) },
    reroute: { kind: "reroute", line: [at(1, 0), at(1, 1)] },
    zoneAdd: { kind: "zoneAdd", level: 1, parent: null, code: "C", name: "新" },
    zoneChange: { kind: "zoneChange", zone: 101, to: { code: "Q", name: "改", unit: null, person: "李" } },
    zoneRemove: { kind: "zoneRemove", zone: 101 },
    lock: { kind: "lock", zones: [101], locked: true },
    share: { kind: "share", level: 2, parent: 1, zones: [{ id: null, code: "S", name: "新" }], pieces: [[1, 0]] },
  };
  test("reads as it was, of every kind", () => {
    for (const step of Object.values(good)) expect(readStep(JSON.parse(JSON.stringify(step)))).toEqual(step);
  });
  test("each of its members must be there and right, and no other", () => {
    for (const step of Object.values(good)) {
      for (const member of Object.keys(step)) {
        expect(fault(() => readStep({ ...step, [member]: Symbol("wrong") })).member).toBe(member);
        const { [member as "kind"]: _gone, ...rest } = step;
        expect(fault(() => readStep(rest)).member).toBe(member);
      }
      expect(fault(() => readStep({ ...step, more: 1 })).member).toBe("more");
    }
  });
  test.each([
    [null, "step"],
    ["cut", "step"],
    [{ kind: "toString" }, "kind"],
    [{ ...good.cut, line: Array.from({ length: 5001 }, () => at(0, 0)) }, "line"],
    [{ ...good.cut, line: [at(0, 0), [119, Number.NaN]] }, "line[1][1]"],
    [{ ...good.cut, line: [[119, 33, 5]] }, "line[0]"],
    [{ ...good.cut, line: [[1e9, 33]] }, "line[0][0]"],
    [{ ...good.cut, names: ["x".repeat(101)] }, "names[0]"],
    [{ ...good.cut, names: ["a\nb"] }, "names[0]"],
    [{ ...good.cut, level: 0 }, "level"],
    [{ ...good.dissolve, faces: [0] }, "faces[0]"],
    [{ ...good.assign, pieces: Array.from({ length: 20_001 }, () => 1) }, "pieces"],
    [{ ...good.moveVertices, moves: [{ from: at(1, 1), to: [1] }] }, "moves[0].to"],
    [{ ...good.zoneChange, to: { locked: true } }, "to.locked"],
    [{ ...good.zoneChange, to: { name: " x" } }, "to.name"],
    [{ ...good.share, pieces: [[1, -1]] }, "pieces[0][1]"],
  ])("is refused: %#", (step, member) => {
    expect(fault(() => readStep(step)).member).toBe(member);
  });
  test("whatever it is, it is read or refused, and then done or refused: nothing throws", () => {
    fc.assert(
      fc.property(dice, fc.anything(), fc.nat(20), (roll, value, n) => {
        const step: Raw = { ...stepOf(roll, start) };
        const member = Object.keys(step)[n % Object.keys(step).length] as string;
        step[member] = value;
        let read: Step;
        try {
          read = readStep(step);
        } catch (error) {
          expect(error).toBeInstanceOf(PartitionError);
          return;
        }
        expect(Object.keys(applyStep(start, read))).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
