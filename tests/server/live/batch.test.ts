/** A batch's text for anybody: what they may read and what they may read no more, nothing else, and one text for all of whom it is the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Belongs, type Caller, mayRead, nobody, seenKey } from "../../../server/ask/caller.ts";
import { changeLayers } from "../../../server/contract/officeWords.ts";
import type { LiveChange } from "../../../server/contract/types.ts";
import { Batch, type Change, everything, type LiveMove } from "../../../server/live/batch.ts";
import { Shared } from "../../../server/live/turns.ts";

const some = fc.option(fc.integer({ min: 1, max: 3 }));
const belongs: fc.Arbitrary<Belongs> = fc.record({ zones: fc.tuple(some, some, some), unitId: some, personId: some, reporterId: some });
const callers: fc.Arbitrary<Caller> = fc
  .record({
    roles: fc.subarray(["leader", "dispatcher", "inspector", "handler"] as const),
    zone: some,
    units: fc.subarray([1, 2, 3]),
    personId: some,
  })
  .map(({ roles, zone, units, personId }) => ({
    ...{ ...nobody, kind: "person", personId, units, roles: new Set(roles) },
    zone: zone === null ? null : { id: zone, level: 1 },
  }));

const change = (revision: number, list: readonly { now: Belongs | null; before: Belongs[] }[]): Change => ({
  ...{ revision, from: revision - 1, clock: "2026-03-02T01:00:00.000Z", layers: [] },
  moves: list.map(({ now, before }, i): LiveMove => ({ id: i + 1, now, before, json: `{"id":${i + 1}}` })),
});
const changes = fc
  .array(fc.array(fc.record({ now: fc.option(belongs), before: fc.array(belongs, { maxLength: 2 }) }), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lists) => lists.map((list, i) => change(10 + i, list)) as [Change, ...Change[]]);

/** The change events of a text, with their ids. */
const told = (text: Buffer | null): [number, LiveChange][] =>
  (text?.toString() ?? "")
    .split("\n\n")
    .filter((part) => part.includes("event: change"))
    .map((part) => [Number(/^id: (\d+)$/m.exec(part)?.[1]), JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? "") as LiveChange]);

describe("a batch", () => {
  it("says to each what they may read now, and of what they had what they may not", () => {
    fc.assert(
      fc.property(changes, callers, fc.integer({ min: 9, max: 13 }), (list, caller, after) => {
        const expected = list.flatMap(({ revision, moves }) => {
          const problems = moves.filter(({ now }) => now && mayRead(caller, now)).map(({ id }) => ({ id }));
          const gone = moves
            .filter(({ now, before }) => now === null || (!mayRead(caller, now) && before.some((was) => mayRead(caller, was))))
            .map(({ id }) => id);
          return revision > after && problems.length + gone.length ? [[revision, { revision, problems, gone }]] : [];
        });
        expect(told(new Batch(list).text(caller, seenKey(caller), after))).toMatchObject(expected);
        expect(told(new Batch(list).text(caller, seenKey(caller), after))).toHaveLength(expected.length);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it("is one text for all who see the same of it, whoever they are", () => {
    fc.assert(
      fc.property(changes, fc.array(callers, { minLength: 2, maxLength: 12 }), (list, all) => {
        const batch = new Batch(list);
        const texts = all.map((caller) => batch.text(caller, seenKey(caller), 9));
        for (const [i, caller] of all.entries()) {
          expect(batch.text(caller, seenKey(caller), 9)).toBe(texts[i]);
          expect(texts[i]?.toString()).toBe(new Batch(list).text(caller, seenKey(caller), 9)?.toString());
        }
        const different = new Set(texts.map((text) => text?.toString()));
        expect(new Set(texts).size).toBe(different.size);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("has everybody fetch all anew, whatever number they are at", () => {
    const batch = new Batch([everything(20, 7, "2026-03-02T01:00:00.000Z")], true);
    const text = batch.text(nobody, seenKey(nobody), 20)?.toString() ?? "";
    expect(text.match(/^event: layer$/gm)).toHaveLength(changeLayers.length);
    expect(text.match(/^id: .*$/gm)).toEqual(["id: 7"]);
  });
});

describe("an answer that is shared", () => {
  it("was never begun before it was asked for, and is made again after a failure", async () => {
    const shared = new Shared<string, number>();
    const ends: (() => void)[] = [];
    let begun = 0;
    const make = async (): Promise<number> => {
      const mine = ++begun;
      await new Promise<void>((resolve) => ends.push(resolve));
      if (mine === 2) throw new Error("the second fails");
      return mine;
    };
    const first = shared.ask("a", make);
    const later = [shared.ask("a", make), shared.ask("a", make)];
    const other = shared.ask("b", async () => 100);
    expect([begun, await other]).toEqual([1, 100]);
    ends[0]?.();
    expect(await first).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(2);
    const third = shared.ask("a", make);
    ends[1]?.();
    expect(await Promise.allSettled(later)).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    await new Promise((resolve) => setImmediate(resolve));
    ends[2]?.();
    expect(await third).toBe(3);
  });
});
