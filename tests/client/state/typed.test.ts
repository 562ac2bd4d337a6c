/** Typed columns: what they hold is what plain lists would, whoever looks at an older state of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copied, pushed, typedLayer, typedOf, without, written } from "../../../client/state/typed.ts";
import type { TypedColumn } from "../../../server/contract/columns.ts";
import { problemsOf } from "../wall/columns.ts";

const value = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: -3, max: 70_000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 33 }),
  fc.double({ noNaN: true, min: -1e9, max: 1e15 }).map((one) => one + 0),
);
/** A zero is a zero. */
const plain = (column: ArrayLike<number>): number[] => Array.from(column, (one) => (one === 0 ? 0 : one));

describe("typed columns", () => {
  it("hold what they are made of, as narrow as they can", () => {
    fc.assert(
      fc.property(fc.array(value), (values) => {
        expect(plain(typedOf(values))).toEqual(plain(values));
      }),
    );
    const kinds = [[255], [256], [65_536], [-1, 70_000], [-1, 2 ** 31], [2 ** 32], [0.5], []].map((one) => typedOf(one).constructor);
    expect(kinds).toEqual([Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array, Float64Array, Float64Array, Uint8Array]);
    const own = Uint32Array.of(1, 2);
    expect(typedOf(own), "what is typed stays as it is").toBe(own);
  });

  it("become wider when a value does not fit, and lose none", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.array(fc.tuple(fc.nat(), value), { maxLength: 8 }), (values, writes) => {
        const expected = [...values];
        let column: TypedColumn = copied(typedOf(values));
        for (const [at, one] of writes) {
          expected[at % values.length] = one;
          column = written(column, at % values.length, one);
        }
        expect(plain(column)).toEqual(plain(expected));
      }),
    );
  });

  it("grow and branch: nobody who holds an older state sees another's values", () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 200 }),
        (values, steps) => {
          // Each step adds a value to any of the states so far.
          const states = [{ column: typedOf(values), expected: values }];
          for (const [which, one] of steps) {
            const from = states[which % states.length] as (typeof states)[number];
            states.push({ column: pushed(from.column, one), expected: [...from.expected, one] });
          }
          for (const { column, expected } of states) expect(plain(column)).toEqual(plain(expected));
        },
      ),
    );
  });

  it("are made longer where they lie while there is room", () => {
    const first = pushed(Uint32Array.of(1, 2, 3), 4);
    const second = pushed(first, 5);
    expect([second.buffer === first.buffer, [...first], [...second]]).toEqual([true, [1, 2, 3, 4], [1, 2, 3, 4, 5]]);
    expect(pushed(first, 6).buffer === first.buffer, "that place is taken").toBe(false);
    expect([...second]).toEqual([1, 2, 3, 4, 5]);
  });

  it("lose rows", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.boolean())), (rows) => {
        const gone = rows.flatMap(([, go], row) => (go ? [row] : []));
        const column = typedOf(rows.map(([one]) => one));
        expect(plain(without(column, gone))).toEqual(plain(rows.flatMap(([one, go]) => (go ? [] : [one]))));
      }),
    );
  });

  it("are made of a layer that came as text", () => {
    const layer = problemsOf([{ id: 70_001 }, { id: 5 }]);
    const typed = typedLayer(layer);
    expect([typed.id, typed.found.constructor, typed.states]).toEqual([Uint32Array.of(70_001, 5), Uint32Array, layer.states]);
    expect(typedLayer(typed).id).toBe(typed.id);
  });
});
