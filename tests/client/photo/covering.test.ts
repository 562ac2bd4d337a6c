/** The arithmetic behind the pictures: covers, steps back, enlarging, and the sketch of where photos were taken. */
import fc from "fast-check";
import { Geodesic } from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { pictureAddress } from "../../../client/api/photos.ts";
import { begin, cornered, corners, grown, inside, least, moved, redo, spanned, stepTo, undo } from "../../../client/panels/photos/boxes.ts";
import { roundLength, sketch } from "../../../client/panels/photos/sketch.ts";
import { zoomed } from "../../../client/panels/photos/useZoom.ts";
import type { Box } from "../../../server/contract/types.ts";

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyBox = fc.record({ x: number(-0.5, 1.5), y: number(-0.5, 1.5), w: number(0, 2), h: number(0, 2) }).map(inside);
const anyPoint = fc.record({ x: number(-2, 2), y: number(-2, 2) });
const fits = ({ x, y, w, h }: Box) => x >= 0 && y >= 0 && x + w <= 1.0001 && y + h <= 1.0001 && w >= least && h >= least;

describe("a cover", () => {
  it("stays inside the picture whatever is done to it", () => {
    fc.assert(
      fc.property(anyBox, anyPoint, anyPoint, fc.constantFrom(...corners), (box, by, to, corner) => {
        const all = [box, moved(box, by), grown(box, by), cornered(box, corner, to), spanned(by, to) ?? box];
        return all.every(fits);
      }),
    );
  });

  it("keeps its size when it is moved, and its upper left corner when it grows", () => {
    fc.assert(
      fc.property(anyBox, anyPoint, (box, by) => {
        const [there, larger] = [moved(box, by), grown(box, by)];
        return there.w === box.w && there.h === box.h && larger.x === box.x && larger.y === box.y;
      }),
    );
  });

  it("is the same whichever way it is drawn; a click is none", () => {
    fc.assert(fc.property(anyPoint, anyPoint, (a, b) => JSON.stringify(spanned(a, b)) === JSON.stringify(spanned(b, a))));
    expect(spanned({ x: 0.7, y: 0.2 }, { x: 0.5, y: 0.6 })).toEqual({ x: 0.5, y: 0.2, w: 0.2, h: 0.4 });
    expect(spanned({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.9 })).toBeNull();
  });

  it("pulled at a corner keeps the opposite one", () => {
    const box = { x: 0.2, y: 0.2, w: 0.3, h: 0.3 };
    expect(cornered(box, "nw", { x: 0.1, y: 0.3 })).toEqual({ x: 0.1, y: 0.3, w: 0.4, h: 0.2 });
    expect(cornered(box, "se", { x: 0.1, y: 0.1 })).toEqual({ x: 0.1, y: 0.1, w: 0.1, h: 0.1 });
    expect(cornered(box, "ne", { x: 0.2, y: 0.1 })).toBe(box);
  });

  it("can be taken back step by step, and had again, until something else is drawn", () => {
    const a = { x: 0, y: 0, w: 0.1, h: 0.1 };
    const two = stepTo(stepTo(begin([]), [a]), [a, a]);
    expect(undo(two).now).toEqual([a]);
    expect(undo(undo(undo(two))).now).toEqual([]);
    expect(redo(undo(two)).now).toEqual([a, a]);
    expect(redo(stepTo(undo(two), [])).now).toEqual([]);
  });

  it("makes the picture's address another one, so that the old copy is not shown again", () => {
    const box = { x: 0.1, y: 0.1, w: 0.2, h: 0.2 };
    const of = (boxes: Box[]) => pictureAddress({ id: 3, boxes }, "picture");
    expect(of([])).toBe("/api/photos/3/picture");
    const made = [of([box]), of([{ ...box, x: 0.15 }]), of([box, box]), of([])];
    expect(new Set(made).size).toBe(4);
    fc.assert(
      fc.property(fc.array(anyBox, { minLength: 1, maxLength: 50 }), (boxes) => {
        const mark = Number(/covers=(\d+)$/.exec(of(boxes))?.[1]);
        return mark >= 1 && mark <= 1000;
      }),
    );
  });
});

describe("enlarging", () => {
  it("leaves what is under the pointer where it is, and never goes below the whole picture", () => {
    fc.assert(
      fc.property(number(1, 7), number(-400, 400), number(-300, 300), number(1.01, 1.1), (scale, x, y, factor) => {
        const before = { scale, x: 20, y: -10 };
        const after = zoomed(before, factor, x, y);
        const seen = (at: typeof before) => [(x - at.x) / at.scale, (y - at.y) / at.scale] as const;
        return Math.hypot(seen(before)[0] - seen(after)[0], seen(before)[1] - seen(after)[1]) < 1e-6;
      }),
    );
    expect(zoomed({ scale: 1.2, x: 50, y: 5 }, 0.5, 10, 10)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(zoomed({ scale: 7, x: 0, y: 0 }, 9, 0, 0).scale).toBe(8);
  });
});

describe("the sketch of places", () => {
  it("draws distances to scale, as another library measures them", () => {
    const spot = fc.record({ lon: number(119, 119.02), lat: number(33.5, 33.52), accuracy_m: fc.option(number(1, 200)) });
    fc.assert(
      fc.property(fc.array(spot, { minLength: 2, maxLength: 4 }), (spots) => {
        const { points, scale } = sketch(spots, 300, 190, 26);
        const [a, b] = spots as [(typeof spots)[0], (typeof spots)[0]];
        const metres = Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon).s12 as number;
        const [p, q] = points as [(typeof points)[0], (typeof points)[0]];
        const drawn = Math.hypot(p.x - q.x, p.y - q.y) / (scale.px / scale.length_m);
        return Math.abs(drawn - metres) <= 0.02 + metres * 0.002;
      }),
    );
  });

  it("holds every circle of accuracy, and a scale of a round length", () => {
    const { points, scale } = sketch(
      [
        { lon: 119.1, lat: 33.6, accuracy_m: null },
        { lon: 119.1001, lat: 33.6002, accuracy_m: 90 },
      ],
      300,
      190,
      26,
    );
    for (const { x, y, r } of points) {
      expect(x - r).toBeGreaterThanOrEqual(26 - 1e-9);
      expect(y - r).toBeGreaterThanOrEqual(26 - 1e-9);
      expect(y + r).toBeLessThanOrEqual(190 - 26 + 1e-9);
    }
    expect(points[0]?.r).toBe(0);
    expect(scale.px).toBeLessThanOrEqual(100);
    expect([7, 23, 0.4, 199, 1000].map(roundLength)).toEqual([5, 20, 0.2, 100, 1000]);
  });

  it("of one place alone, or of places on top of each other, still has a scale", () => {
    const { points, scale } = sketch([{ lon: 119.1, lat: 33.6, accuracy_m: 0 }], 300, 190, 26);
    expect(points).toEqual([{ x: 150, y: 95, r: 0 }]);
    expect(Number.isFinite(scale.px)).toBe(true);
  });
});
