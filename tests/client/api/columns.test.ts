/** Columns as bytes: what is packed comes back, where it lies, and what is not columns is refused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packColumns, type TypedColumn, unpackColumns } from "../../../server/contract/columns.ts";

const column: fc.Arbitrary<TypedColumn> = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float64Array({ noNaN: true }),
);
const columns = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/), column).map((some) => ({ ...some }));
const head = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/).filter((name) => name !== "columns"),
  fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.array(fc.string())),
);

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

describe("columns as bytes", () => {
  test("come back as they were, with their head, in any language", () => {
    fc.assert(
      fc.property(head, columns, (said, given) => {
        const back = unpackColumns<Record<string, unknown>>(bufferOf(packColumns(said, given)));
        expect(JSON.stringify(back.head)).toBe(JSON.stringify(said));
        expect(Object.keys(back.columns).sort()).toEqual(Object.keys(given).sort());
        for (const [name, one] of Object.entries(given)) {
          expect(back.columns[name]?.constructor).toBe(one.constructor);
          expect(Array.from(back.columns[name] as TypedColumn)).toEqual(Array.from(one));
        }
      }),
    );
  });

  test("are read where they lie: nothing is copied", () => {
    const buffer = bufferOf(packColumns({ a: 1 }, { id: Uint32Array.of(1, 2), state: Uint8Array.of(3) }));
    const { columns: read } = unpackColumns(buffer);
    expect(read.id?.buffer).toBe(buffer);
    expect((read.id?.byteOffset ?? 1) % 8).toBe(0);
    expect((read.state?.byteOffset ?? 1) % 8).toBe(0);
  });

  test("a piece of a larger array packs that piece", () => {
    const all = Int32Array.of(-1, -2, -3, -4);
    expect(Array.from(unpackColumns(bufferOf(packColumns({}, { a: all.subarray(1, 3) }))).columns.a as TypedColumn)).toEqual([-2, -3]);
  });

  test("cut off at any byte, or something else, they are refused", () => {
    const bytes = packColumns({ clock: "二〇二六" }, { id: Uint32Array.of(1, 2, 3), lon: Int32Array.of(1, 2, 3) });
    for (let length = 0; length < bytes.length - 4; length++)
      expect(() => unpackColumns(bufferOf(bytes.subarray(0, length))), String(length)).toThrow(/columns/);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8 }), (noise) => {
        fc.pre(!(noise[0] === 0x43 && noise[1] === 0x54));
        expect(() => unpackColumns(bufferOf(noise))).toThrow("not columns");
      }),
    );
  });
});
