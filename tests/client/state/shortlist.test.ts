/** The shortlist: what is added, found, moved, kept and walked. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { legsOf, totalOf, walkOrder } from "../../../client/panels/shortlist/walk.ts";
import {
  idsInRing,
  idsInView,
  keptText,
  mostListed,
  movedStop,
  readKeptText,
  type Stop,
  withoutStop,
  withStops,
} from "../../../client/state/shortlist.ts";

const stop = fc.record({ kind: fc.constantFrom("problem" as const, "site" as const), id: fc.integer({ min: 1, max: 400 }) });
const key = ({ kind, id }: Stop) => `${kind}/${id}`;
const problems = (...ids: number[]): Stop[] => ids.map((id) => ({ kind: "problem", id }));

describe("the list", () => {
  it("holds each once, in the order they came, and says what became of every one", () => {
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 300 }), fc.array(stop, { maxLength: 300 }), (first, then) => {
        const before = withStops([], first).list;
        const { list, added, known, left } = withStops(before, then);
        expect(added + known + left).toBe(then.length);
        expect(list.length).toBe(before.length + added);
        expect(list.length).toBeLessThanOrEqual(mostListed);
        expect(list.slice(0, before.length)).toEqual(before);
        expect(new Set(list.map(key)).size).toBe(list.length);
        if (left) expect(list.length).toBe(mostListed);
        const asked = new Set([...first, ...then].map(key));
        expect(list.every((one) => asked.has(key(one)))).toBe(true);
      }),
    );
  });

  it("of 250 it takes 200, and a problem is not the site of the same number", () => {
    expect(withStops(problems(1), problems(...Array.from({ length: 250 }, (_, i) => i + 1)))).toMatchObject({
      added: 199,
      known: 1,
      left: 50,
    });
    expect(withStops(problems(5), [{ kind: "site", id: 5 }]).added).toBe(1);
    expect(withoutStop([...problems(5), { kind: "site", id: 5 }], { kind: "site", id: 5 })).toEqual(problems(5));
  });

  it("moved by hand it is the same list in another order", () => {
    expect(movedStop(problems(1, 2, 3), 0, 2)).toEqual(problems(2, 3, 1));
    expect(movedStop(problems(1, 2, 3), 2, 0)).toEqual(problems(3, 1, 2));
    expect(movedStop(problems(1, 2, 3), 1, 9)).toEqual(problems(1, 3, 2));
    expect(movedStop(problems(1, 2), 5, 0)).toEqual(problems(1, 2));
  });

  it("is read back as it was kept; what is none of it is left out, and nothing throws", () => {
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 60 }), fc.boolean(), (stops, placed) => {
        const { list } = withStops([], stops);
        const from = placed ? ([119.12345, 33.6] as const) : null;
        expect(readKeptText(keptText(list, from))).toEqual({ list, from });
      }),
    );
    const none = { list: [], from: null };
    for (const text of [null, "", "{", "null", "[]", "7", '{"stops":7}', '{"stops":["zone/1","problem/0","problem/x",3],"from":[500,1]}'])
      expect(readKeptText(text)).toEqual(none);
    fc.assert(fc.property(fc.string(), (text) => void readKeptText(text)));
  });
});

const micro = fc.record({
  lon: fc.integer({ min: 119_000_000, max: 119_200_000 }),
  lat: fc.integer({ min: 33_500_000, max: 33_700_000 }),
  on: fc.boolean(),
});
const columnsOf = (rows: readonly { lon: number; lat: number }[]) => ({
  count: rows.length,
  id: rows.map((_, i) => i + 1),
  lon: rows.map(({ lon }) => lon),
  lat: rows.map(({ lat }) => lat),
});

describe("what is in the picture", () => {
  it("is what passes the filter inside the bounds, and no other", () => {
    fc.assert(
      fc.property(fc.array(micro, { maxLength: 80 }), (rows) => {
        const found = idsInView(
          columnsOf(rows),
          Uint8Array.from(rows, ({ on }) => (on ? 1 : 0)),
          [119.05, 33.55, 119.15, 33.65],
        );
        const told = rows.flatMap(({ lon, lat, on }, i) =>
          on && lon >= 119_050_000 && lon <= 119_150_000 && lat >= 33_550_000 && lat <= 33_650_000 ? [i + 1] : [],
        );
        expect(found.toSorted((a, b) => a - b)).toEqual(told);
      }),
    );
  });

  it("begins at the middle; without a map it is all of the filter", () => {
    const rows = [119_010_000, 119_100_000, 119_060_000].map((lon) => ({ lon, lat: 33_600_000 }));
    expect(idsInView(columnsOf(rows), null, [119, 33.5, 119.2, 33.7])).toEqual([2, 3, 1]);
    expect(idsInView(columnsOf(rows), Uint8Array.of(1, 0, 1), null).toSorted()).toEqual([1, 3]);
  });

  it("inside a ring: also on its edge, not in its notch", () => {
    const notched = [
      [119, 33.5],
      [119.1, 33.5],
      [119.1, 33.6],
      [119.05, 33.52],
      [119, 33.6],
    ] as const;
    const rows = [
      [119.05, 33.51],
      [119.05, 33.55],
      [119.1, 33.55],
    ].map(([lon, lat]) => ({ lon: Math.round((lon as number) * 1e6), lat: Math.round((lat as number) * 1e6) }));
    expect(idsInRing(columnsOf(rows), null, notched).toSorted()).toEqual([1, 3]);
  });
});

describe("the walk", () => {
  const street = [3, 0, 4, 1, 2].map((i) => [119.1 + i / 1000, 33.6] as const);
  const stops = problems(3, 10, 4, 1, 2);

  it("starts at the first of the list, or at a place, and leaves what lies nowhere to the end", () => {
    expect(walkOrder(stops, street, [119.099, 33.6]).map(({ id }) => id)).toEqual([10, 1, 2, 3, 4]);
    expect(walkOrder(problems(10, 3, 4, 1, 2), [street[1], street[0], street[2], street[3], street[4]] as never, null)[0]).toEqual({
      kind: "problem",
      id: 10,
    });
    const some = walkOrder(stops, [street[0] ?? null, null, street[2] ?? null, null, null], null);
    expect(some.map(({ id }) => id)).toEqual([3, 4, 10, 1, 2]);
    expect(walkOrder([], [], null)).toEqual([]);
  });

  it("is never longer than the list as it stood, and loses nobody", () => {
    const place = fc.tuple(fc.double({ min: 119, max: 119.2, noNaN: true }), fc.double({ min: 33.5, max: 33.7, noNaN: true }));
    fc.assert(
      fc.property(
        fc.uniqueArray(stop, { selector: key, maxLength: 25 }),
        fc.array(place, { minLength: 25, maxLength: 25 }),
        fc.option(place),
        (list, all, from) => {
          const places = new Map(list.map((one, i) => [key(one), all[i] ?? null]));
          const length = (order: readonly Stop[]) =>
            totalOf(
              legsOf(
                from,
                order.map((one) => places.get(key(one)) ?? null),
              ),
            );
          const order = walkOrder(
            list,
            list.map((one) => places.get(key(one)) ?? null),
            from,
          );
          expect(order.map(key).toSorted()).toEqual(list.map(key).toSorted());
          // Insertion is no search of all orders: it may be a little longer than a lucky one, hardly ever more.
          expect(length(order)).toBeLessThanOrEqual(length(list) * 1.25 + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("says each leg: none before the first without a start, none where one lies nowhere", () => {
    const legs = legsOf(null, [[119, 33.6], [119, 33.61], null, [119, 33.62]]);
    expect(legs.map((leg) => leg && Math.round(leg))).toEqual([null, 1109, null, null]);
    expect(Math.round(legsOf([119, 33.6], [[119, 33.61]])[0] ?? 0)).toBe(1109);
    expect(totalOf(legs)).toBeCloseTo(1109.2, 0);
  });
});
