import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTar, writeTar } from "../../../server/db/embedded/tar.ts";

describe("archives", () => {
  it("give back what was put in", () => {
    const file = fc.record({
      name: fc.stringMatching(/^[a-z0-9_./-]{1,99}[a-z]$/),
      folder: fc.constant(false),
      data: fc.uint8Array({ maxLength: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(file), (entries) => {
        const read = [...readTar(writeTar(entries))];
        expect(read.map(({ name, folder, data }) => ({ name, folder, data: new Uint8Array(data) }))).toEqual(entries);
      }),
    );
  });

  it("that are cut off or are none are refused", () => {
    const archive = writeTar([{ name: "a", folder: false, data: new Uint8Array(2_000) }]);
    expect(() => [...readTar(archive.subarray(0, 1_500))]).toThrow("damaged");
    expect(() => [...readTar(new Uint8Array(600).fill(120))]).toThrow("damaged");
  });

  it("refuse a name that would not fit", () => {
    expect(() => writeTar([{ name: "a".repeat(101), folder: false, data: new Uint8Array() }])).toThrow("too long");
  });
});
