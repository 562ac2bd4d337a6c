/** What takes a step back gives the partition before it, to the byte, and is small. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arc, Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { applyPatch, patchBetween } from "../../../server/contract/partition/patch.ts";
import { partitionText } from "../../../server/contract/partition/text.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";

const degrees = fc.double({ min: -180, max: 180, noNaN: true, noDefaultInfinity: true });
const arc = fc.record({
  points: fc.array(fc.tuple(degrees, degrees), { minLength: 2, maxLength: 4 }),
  left: fc.nat(9),
  right: fc.nat(9),
});
const zone = fc.record({
  level: fc.constantFrom<ZoneLevel>(1, 2, 3),
  parent: fc.option(fc.nat(9)),
  code: fc.string({ maxLength: 3 }),
  name: fc.string({ maxLength: 3 }),
  unit: fc.option(fc.nat(9)),
  person: fc.option(fc.string({ maxLength: 3 })),
  locked: fc.boolean(),
});
const owner = fc.option(fc.integer({ min: -5, max: 9 }));

/** Members in an order of their own: zones are in the order in which they were made, whatever their numbers. */
const members = <V>(value: fc.Arbitrary<V>) => fc.uniqueArray(fc.tuple(fc.nat(12), value), { selector: ([id]) => id, maxLength: 9 });
const partitions = fc
  .record({ depth: fc.constantFrom<ZoneLevel>(1, 2, 3), arcs: members(arc), faces: members(owner), zones: members(zone), next: fc.nat(99) })
  .map(
    ({ depth, arcs, faces, zones, next }): Partition => ({
      depth,
      arcs: new Map(arcs.map(([id, one]): [number, Arc] => [id, { id, ...one }])),
      faces: new Map(faces),
      zones: new Map(zones.map(([id, one]): [number, PlanZone] => [id, { id, ...one }])),
      next: { arc: next, face: next + 1, zone: -next - 1 },
    }),
  );

/** Some of one partition's members and some of another's, the former the very objects, in an order that a choice gives. */
function mixed<V>(one: ReadonlyMap<number, V>, other: ReadonlyMap<number, V>, keep: readonly boolean[], turned: boolean): Map<number, V> {
  const kept = [...one].filter((_member, i) => keep[i % keep.length]);
  const added = [...other].filter(([id]) => !kept.some(([has]) => has === id));
  return new Map(turned ? [...added, ...kept.toReversed()] : [...kept, ...added]);
}
const pairs = fc
  .tuple(partitions, partitions, fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), fc.boolean())
  .map(([before, other, keep, turned]) => ({
    before,
    after: {
      ...other,
      arcs: mixed(before.arcs, other.arcs, keep, turned),
      faces: mixed(before.faces, other.faces, keep, turned),
      zones: mixed(before.zones, other.zones, keep, turned),
    } as Partition,
  }));

describe("a patch", () => {
  it("kept as JSON makes the very text of the partition it was made for, either way", () => {
    fc.assert(
      fc.property(pairs, ({ before, after }) => {
        const back = JSON.parse(JSON.stringify(patchBetween(after, before)));
        expect(partitionText(applyPatch(after, back))).toBe(partitionText(before));
        const onward = JSON.parse(JSON.stringify(patchBetween(before, after)));
        expect(partitionText(applyPatch(before, onward))).toBe(partitionText(after));
      }),
      { numRuns: 500 },
    );
  });

  it("holds what changed and nothing else, and what stays stays the same object", () => {
    fc.assert(
      fc.property(partitions, arc, ({ arcs, ...rest }, other) => {
        const before: Partition = { ...rest, arcs: new Map([...arcs, [50, { id: 50, ...other }], [51, { id: 51, ...other }]]) };
        const after: Partition = {
          ...before,
          arcs: new Map([...before.arcs].map(([id, one]) => [id, id === 50 ? { ...one, left: 99 } : one])),
        };
        const back = patchBetween(after, before);
        expect(back.arcs).toEqual({ drop: [], put: [[arcs.size, 50, { id: 50, ...other }]] });
        expect([back.faces, back.zones]).toEqual([
          { drop: [], put: [] },
          { drop: [], put: [] },
        ]);
        const again = applyPatch(after, back);
        expect([again.zones, again.faces]).toEqual([after.zones, after.faces]);
        expect(again.zones).toBe(after.zones);
        expect(again.arcs.get(51)).toBe(before.arcs.get(51));
      }),
    );
  });
});
