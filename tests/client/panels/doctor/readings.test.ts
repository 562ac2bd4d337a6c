/** One position in every notation: what is read, what it is compared with, how it is written. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { dms, readPasted, writtenIn } from "../../../../client/panels/doctor/readings.ts";
import { apart_m } from "../../../../server/contract/coordinates/distance.ts";
import { toDegrees } from "../../../../server/contract/coordinates/systems.ts";

const centre = [119.02, 33.6] as const;

it("degrees may be of four systems, in the usual order, and lie apart as those do", () => {
  const pasted = readPasted("119.0212, 33.6011", centre);
  expect(pasted?.position).toMatchObject({ kind: "degrees", swapped: false });
  expect(pasted?.readings.map(({ crs }) => crs)).toEqual(["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"]);
  const [wgs, , gcj] = pasted?.readings ?? [];
  const shift = apart_m(wgs?.at ?? centre, gcj?.at ?? [0, 0]);
  expect(shift).toBeGreaterThan(500);
  expect(shift).toBeLessThan(600);
});

it("metres may be of the zones that bring them near, the nearest first", () => {
  const pasted = readPasted("40409274.6 3719345.6", centre);
  expect(pasted?.position.kind).toBe("metres");
  expect(pasted?.readings[0]?.crs).toBe("EPSG:4528");
  expect(pasted?.readings[0]?.away_m).toBeLessThan(5_000);
});

it("latitude first is told; words are no coordinates", () => {
  expect(readPasted("33.6011, 119.0212", centre)?.position).toMatchObject({ x: 119.0212, y: 33.6011, swapped: true });
  for (const text of ["云门路与崇文路交叉口", "", "12", "解放路12号"]) expect(readPasted(text, centre), text).toBeNull();
});

it("what is written in a system is read there as the same place; degrees, minutes and seconds too", () => {
  fc.assert(
    fc.property(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (lon, lat) => {
      const written = writtenIn([lon, lat]);
      expect(written.length).toBeGreaterThanOrEqual(9);
      for (const { crs, x, y } of written) expect(apart_m(toDegrees(crs, [Number(x), Number(y)]), [lon, lat]), crs).toBeLessThan(0.5);
      const back = readPasted(dms([lon, lat]), centre)?.position;
      expect(back && apart_m([back.x, back.y], [lon, lat])).toBeLessThan(2.5);
    }),
    { numRuns: 300 },
  );
});

it("whole minutes and degrees are carried", () => {
  expect(dms([119.9999999, 33.0000001])).toBe("120°00′00.0″E 33°00′00.0″N");
  expect(dms([-0.5, -10.25])).toBe("0°30′00.0″W 10°15′00.0″S");
});
