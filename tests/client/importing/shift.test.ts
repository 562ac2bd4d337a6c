import fc from "fast-check";
import gcoord from "gcoord";
import { describe, expect, it } from "vitest";
import { fromDegrees, gaussZones, type Position } from "../../../server/contract/coordinates/systems.ts";
import { candidatesOf, metres, placeOf, shiftOf, suspicious } from "../../../server/contract/importing/shift.ts";

const sites: Position[] = Array.from({ length: 40 }, (_, i) => [119 + (i % 8) / 100, 33.5 + Math.floor(i / 8) / 100]);
const written = (crs: string) =>
  sites.map((site) => {
    const [x, y] = fromDegrees(crs, site);
    return { x, y, site };
  });

describe("how far a batch lies from its sites", () => {
  it.each([
    ["GCJ-02", "EPSG:4326"],
    ["BD-09", "EPSG:4326"],
    ["BD-09", "GCJ-02"],
    ["EPSG:4326", "GCJ-02"],
    ["EPSG:4528", "EPSG:4527"],
  ])("written in %s and said to be %s, it is told", (is, said) => {
    const shift = shiftOf(written(is), candidatesOf(said));
    expect(suspicious(shift, said)).toBe(is);
    expect(shift.systems[0]?.median_m).toBeLessThan(5);
  });

  it.each(["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09", "EPSG:4528"])("of %s rightly stated nothing is said", (crs) => {
    expect(suspicious(shiftOf(written(crs), candidatesOf(crs)), crs)).toBe(null);
  });

  it("the shift of GCJ-02 is what gcoord makes of it", () => {
    const { systems } = shiftOf(written("GCJ-02"), candidatesOf("EPSG:4326"));
    const own = systems.find(({ crs }) => crs === "EPSG:4326")?.median_m ?? 0;
    const away = sites
      .map((site) => metres(site, gcoord.transform([...site], gcoord.WGS84, gcoord.GCJ02) as [number, number]))
      .toSorted((a, b) => a - b);
    expect(own).toBeCloseTo(((away[19] as number) + (away[20] as number)) / 2, 0);
  });

  it("is silent of a few rows, of scattered ones and of none", () => {
    expect(suspicious(shiftOf(written("GCJ-02").slice(0, 2), candidatesOf("EPSG:4326")), "EPSG:4326")).toBe(null);
    const scattered = sites.map((site, i) => ({ x: site[0] + ((i * 37) % 17) / 100, y: site[1] + ((i * 53) % 19) / 100, site }));
    expect(suspicious(shiftOf(scattered, candidatesOf("EPSG:4326")), "EPSG:4326")).toBe(null);
    expect(shiftOf([], candidatesOf("EPSG:4326"))).toEqual({ compared: 0, systems: [] });
  });

  it("places anything in any system without a fault", () => {
    const codes = ["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09", "EPSG:3857", ...gaussZones.map((zone) => zone.code)];
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.constantFrom(...codes), (x, y, crs) => {
        const [lon, lat] = placeOf(crs, [x, y]);
        expect(Number.isNaN(lon) === Number.isNaN(lat)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
