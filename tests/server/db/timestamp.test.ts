/** Moments are read as the driver reads them, whatever the database writes. */
import fc from "fast-check";
import pg from "pg";
import { expect, it } from "vitest";
import { timestamp } from "../../../server/db/rowTypes.ts";

const driver = pg.types.getTypeParser(1184 as never, "text") as (text: string) => unknown;

it("reads a moment as the driver does: with and without fractions, of early and late years, of other zones", () => {
  const two = (n: number): string => String(n).padStart(2, "0");
  const written = fc
    .tuple(
      fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
      fc.constantFrom("", ".1", ".12", ".123", ".1234", ".007", ".999999", ".000001", ".29"),
      fc.constantFrom("+00", "+00", "+00", "+08", "-03:30", "+00 BC"),
    )
    .map(([at, fraction, zone]) => {
      const day = `${String(at.getUTCFullYear()).padStart(4, "0")}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
      return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}${fraction}${zone}`;
    });
  fc.assert(
    fc.property(fc.oneof(written, fc.constantFrom("infinity", "-infinity", "12026-11-21 02:00:00+00")), (text) => {
      expect([text, timestamp(text)]).toEqual([text, driver(text)]);
    }),
    { numRuns: 3_000 },
  );
});
