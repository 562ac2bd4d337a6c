/** The view over a stretch of ground: all of it is in the picture, and it fills it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsAround, viewOver } from "../../../client/draw/frame.ts";

const y = (lat: number) => (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
/** Where a place is in a picture, by the tiles' own projection. */
function pixel(view: ReturnType<typeof viewOver>, [lon, lat]: readonly [number, number], width: number, height: number) {
  const scale = 512 * 2 ** view.zoom;
  return [width / 2 + ((lon - view.lon) / 360) * scale, height / 2 + (y(lat) - y(view.lat)) * scale] as const;
}

describe("the frame of a picture", () => {
  it("holds every place with room to spare, and wastes none", () => {
    const place = fc.tuple(fc.double({ min: 118, max: 120, noNaN: true }), fc.double({ min: 32, max: 42, noNaN: true }));
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
        const bounds = boundsAround(places);
        if (!bounds) throw new Error("places have bounds");
        const view = viewOver(bounds, 1000, 500);
        const at = places.map((one) => pixel(view, one, 1000, 500));
        for (const [px, py] of at) {
          expect(px).toBeGreaterThanOrEqual(119);
          expect(px).toBeLessThanOrEqual(881);
          expect(py).toBeGreaterThanOrEqual(59);
          expect(py).toBeLessThanOrEqual(441);
        }
        expect(view.zoom).toBeLessThanOrEqual(17);
        const [wide, high] = [
          Math.max(...at.map(([px]) => px)) - Math.min(...at.map(([px]) => px)),
          Math.max(...at.map(([, py]) => py)) - Math.min(...at.map(([, py]) => py)),
        ];
        if (view.zoom < 17) expect(Math.max(wide / 760, high / 380)).toBeCloseTo(1, 3);
      }),
    );
  });
  it("of one place is close to it; of none there is none", () => {
    expect(viewOver([119, 33, 119, 33], 100, 100)).toMatchObject({ lon: 119, zoom: 17 });
    expect(boundsAround([])).toBeNull();
  });
});
