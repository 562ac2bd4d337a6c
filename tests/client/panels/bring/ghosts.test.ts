/** Ghost pins: where rows would lie in each system, which of them are offered, and how far they are from one another. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeUp, fitTo, onScreen, scaleBar, shownLabels, zoomed } from "../../../../client/panels/bring/camera.ts";
import {
  apart,
  type Bounds,
  candidatesOf,
  ghostOf,
  looksOf,
  mostSampled,
  type Raw,
  sampleOf,
  seemSwapped,
  shiftOfGhosts,
} from "../../../../client/panels/bring/ghosts.ts";
import { groundOf, projection } from "../../../../client/panels/bring/ground.ts";
import { fromDegrees, type Position } from "../../../../server/contract/coordinates/systems.ts";
import { metres, suspicious } from "../../../../server/contract/importing/shift.ts";

const bounds: Bounds = [119, 33.5, 119.2, 33.7];
const places: Position[] = Array.from({ length: 40 }, (_, i) => [119.03 + (i % 8) * 0.02, 33.53 + Math.floor(i / 8) * 0.03]);
const written = (crs: string): Raw[] => places.map((place) => fromDegrees(crs, place));
const size = { width: 600, height: 400 };

describe("ghosts", () => {
  it("of degrees are the four systems in degrees, whatever they were written in; WGS 84 and CGCS2000 share a look", () => {
    for (const crs of ["EPSG:4326", "GCJ-02", "BD-09"])
      expect(candidatesOf(written(crs), bounds)).toEqual(["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"]);
    const list = candidatesOf(written("GCJ-02"), bounds).map((crs) => ghostOf(crs, written("GCJ-02"), bounds));
    expect(looksOf(list)).toEqual([0, 0, 1, 2]);
  });

  it("of metres are the zones that bring them to the district, the one they were written in among them", () => {
    // 119.1° E: 3° zone 40 (meridian 120), 6° zone 20 (meridian 117), each with its number before the easting and without.
    for (const crs of ["EPSG:4528", "EPSG:4549", "EPSG:4498", "EPSG:4509", "EPSG:3857"]) {
      const found = candidatesOf(written(crs), bounds);
      expect(found, crs).toContain(crs);
      const ghost = ghostOf(crs, written(crs), bounds);
      expect(ghost.near).toBe(1);
      for (const [i, place] of ghost.places.entries()) expect(metres(place as Position, places[i] as Position)).toBeLessThan(0.01);
    }
  });

  it("say how far two systems are apart: GCJ-02 half a kilometre, BD-09 more than one, itself nothing", () => {
    const raws = written("GCJ-02");
    const of = (crs: string) => ghostOf(crs, raws, bounds);
    expect(apart(of("GCJ-02"), of("GCJ-02"))).toBe(0);
    // An oracle of its own: what each row is written as, against where it is.
    const away = raws.map((raw, i) => metres(raw as Position, places[i] as Position)).sort((a, b) => a - b);
    expect(apart(of("GCJ-02"), of("EPSG:4326"))).toBeCloseTo(((away[19] as number) + (away[20] as number)) / 2, 0);
    expect(apart(of("EPSG:4326"), of("BD-09"))).toBeGreaterThan(700);
    expect(apart(of("GCJ-02"), ghostOf("GCJ-02", [], bounds))).toBe(null);
  });

  it("warn of the wrong system by the sites that rows name, and never of the right one", () => {
    const shift = shiftOfGhosts(written("GCJ-02"), places, candidatesOf(written("GCJ-02"), bounds));
    expect(suspicious(shift, "EPSG:4326")).toBe("GCJ-02");
    expect(suspicious(shift, "GCJ-02")).toBe(null);
    expect(shift.compared).toBe(places.length);
  });

  it("tell columns that stand the wrong way round, degrees and a surveyor's metres, and only those", () => {
    const turned = (raws: Raw[]): Raw[] => raws.map((raw) => raw && [raw[1], raw[0]]);
    for (const crs of ["GCJ-02", "EPSG:4549", "EPSG:4528"]) {
      expect(seemSwapped(written(crs), bounds), crs).toBe(false);
      expect(seemSwapped(turned(written(crs)), bounds), crs).toBe(true);
    }
    expect(seemSwapped([], bounds)).toBe(false);
    expect(seemSwapped([[0, 0]], bounds)).toBe(false);
  });

  it("never throw, whatever a row says", () => {
    const raw = fc.option(fc.tuple(fc.double(), fc.double()), { nil: null });
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 20 }), (raws) => {
        const list = candidatesOf(raws, bounds).map((crs) => ghostOf(crs, raws, bounds));
        for (const { places: told, near } of list) {
          expect(told).toHaveLength(raws.length);
          expect(near).toBeGreaterThanOrEqual(0);
          for (const place of told) if (place) expect(place.every(Number.isFinite)).toBe(true);
        }
        looksOf(list);
        seemSwapped(raws, bounds);
      }),
    );
  });

  it("are a sample over the whole file: every row of a short one, 300 of a long one, none twice", () => {
    expect(sampleOf(3)).toEqual([0, 1, 2]);
    expect(sampleOf(0)).toEqual([]);
    const many = sampleOf(100_000);
    expect(many).toHaveLength(mostSampled);
    expect(new Set(many).size).toBe(mostSampled);
    expect(many.at(-1)).toBeGreaterThan(99_000);
    expect(many.at(-1)).toBeLessThan(100_000);
  });
});

describe("the map under them", () => {
  const head = { revision: 1, clock: "2026-11-21T00:00:00Z" };
  const base = {
    ...{ ...head, count: 2, classes: ["arterial", "water"], class: [0, 1], name: ["人民路", null], lon: [0, 0], lat: [0, 0] },
    geometry: [{ l: [[119_000_000, 33_600_000, 200_000, 0]] }, { a: [[[119_100_000, 33_600_000, 1000, 0, 0, 1000, -1000, -1000]]] }],
  };

  it("is in metres around the district's middle, and back", () => {
    const { local, degrees } = projection(bounds);
    const [x, y] = local(119.11, 33.61);
    expect(Math.hypot(x, y)).toBeCloseTo(metres([119.1, 33.6], [119.11, 33.61]), -1);
    expect(x).toBeGreaterThan(0);
    expect(y).toBeLessThan(0);
    const [lon, lat] = degrees([x, y]);
    expect([lon, lat].map((n) => n.toFixed(9))).toEqual(["119.110000000", "33.610000000"]);
  });

  it("draws roads and water, and names a road once, where it has room", () => {
    const ground = groundOf(base, undefined, bounds);
    expect(ground.paths.main).toMatch(/^M-\d+ 0L\d+ 0$/);
    expect(ground.paths.water.match(/M/g)).toHaveLength(1);
    expect(ground.labels.map(({ name }) => name)).toEqual(["人民路"]);
    const shown = shownLabels(ground.labels, { x: 0, y: 0, scale: 0.1 }, size, 12);
    expect(shown).toHaveLength(1);
    expect(shownLabels(ground.labels, { x: 0, y: 90_000, scale: 0.1 }, size, 12)).toEqual([]);
  });

  it("zooms about the pointer, fits what there is, and opens near enough to see half a kilometre", () => {
    const local = places.map(([lon, lat]) => projection(bounds).local(lon, lat));
    const all = fitTo(local, size);
    for (const place of local) {
      const [x, y] = onScreen(all, size, place);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(size.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(size.height);
    }
    const near = closeUp(all, local);
    expect(near.scale * 540).toBeGreaterThan(40);
    const [first] = local;
    if (!first) throw new Error("no place");
    const before = onScreen(all, size, first);
    expect(onScreen(zoomed(all, size, before, 2), size, first)[0]).toBeCloseTo(before[0], 6);
    expect(fitTo([], size).scale).toBeGreaterThan(0);
  });

  it("has a scale bar of a round length that fits", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.002, max: 4, noNaN: true }), (scale) => {
        const bar = scaleBar({ x: 0, y: 0, scale }, 110);
        expect(bar.px).toBeLessThanOrEqual(110.001);
        expect(bar.px).toBeGreaterThan(20);
        expect(String(bar.metres)).toMatch(/^0?\.?[125]0*$/);
      }),
    );
  });
});
