/** Where boxes are: nothing overlaps, nothing crosses a seam, everything has the room it needs, whatever the screen and its settings. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Box, layoutOf, type WallLayout } from "../../../client/wall/layout.ts";
import { leastOf } from "../../../client/wall/parts.ts";
import { type Settings, usualSettings } from "../../../client/wall/settings.ts";

const shift = 8;
const named = (layout: WallLayout): readonly (readonly [keyof typeof leastOf, Box])[] => [
  ["title", layout.title],
  ["clock", layout.clock],
  ["map", layout.map],
  ["caption", layout.caption],
  ["foot", layout.foot],
  ["banner", layout.banner],
  ["message", layout.message],
  ["scene", layout.scene],
  ...layout.figures.map((box) => ["figure", box] as const),
  ...layout.alarms.map((box) => ["alarm", box] as const),
  ...(layout.trend ? [["trend", layout.trend] as const] : []),
];
const overlap = (a: Box, b: Box) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const inside = (a: Box, b: Box) => a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
const onMap = new Set(["caption", "foot", "banner", "message"]);
/** What may lie over what. */
function mayOverlap(a: string, b: string): boolean {
  const pair = new Set([a, b]);
  return (pair.has("map") && (onMap.has(a) || onMap.has(b))) || (pair.has("alarm") && pair.has("scene"));
}

/** Bands that no box but the map may touch: between two pictures, made wider by how far the picture wanders. */
function bands(whole: number, count: number, bezel: number): readonly (readonly [number, number])[] {
  const each = (whole - (count - 1) * bezel) / count;
  return Array.from({ length: count - 1 }, (_, i) => [(i + 1) * each + i * bezel - shift, (i + 1) * (each + bezel) + shift] as const);
}

/** Every fault of a layout, in words. */
function wrong(layout: WallLayout, width: number, height: number): string[] {
  const found: string[] = [];
  const boxes = named(layout);
  const { columns, rows, bezel_px } = layout.seams;
  boxes.forEach(([name, box], i) => {
    if (!inside(box, { x: shift, y: shift, w: width - 2 * shift, h: height - 2 * shift })) found.push(`${name} leaves the screen`);
    const need = leastOf[name];
    if (box.w < need.w * layout.root_px || box.h < need.h * layout.root_px) found.push(`${name} is too small`);
    if (![box.x, box.y, box.w, box.h].every(Number.isInteger)) found.push(`${name} is not on whole pixels`);
    for (const [other, its] of boxes.slice(i + 1)) if (!mayOverlap(name, other) && overlap(box, its)) found.push(`${name} over ${other}`);
    if (name === "map") return;
    for (const [a, b] of bands(width, columns, bezel_px)) if (box.x < b && box.x + box.w > a) found.push(`${name} crosses a seam`);
    for (const [a, b] of bands(height, rows, bezel_px)) if (box.y < b && box.y + box.h > a) found.push(`${name} crosses a seam`);
  });
  for (const [name, box] of boxes) if (onMap.has(name) && !inside(box, layout.map)) found.push(`${name} leaves the map`);
  return [...new Set(found)];
}

const withSeams = (columns: number, rows: number, bezel_px = 0): Settings => ({ ...usualSettings, seams: { columns, rows, bezel_px } });

const screens = [
  ["16:9, 1080p", 1920, 1080, usualSettings],
  ["16:9, 4K", 3840, 2160, usualSettings],
  ["the least", 1280, 720, usualSettings],
  ["86″ 4K from 5 m", 3840, 2160, { ...usualSettings, width_mm: 1904 }],
  ["86″ 4K from 5 m, at ease", 3840, 2160, { ...usualSettings, width_mm: 1904, arc: 20 }],
  ["98″ 4K from 8 m", 3840, 2160, { ...usualSettings, width_mm: 2169, distance_m: 8 }],
  ["32:9", 3840, 1080, usualSettings],
  ["32:9, wide", 5760, 1620, usualSettings],
  ["3×2", 5760, 2160, withSeams(3, 2)],
  ["3×2 with bezels", 5760, 2160, withSeams(3, 2, 12)],
  ["3×3", 5760, 3240, withSeams(3, 3, 4)],
  ["3×3 fed 4K", 3840, 2160, withSeams(3, 3)],
  ["3×3 of 55″ from 8 m", 5760, 3240, { ...withSeams(3, 3, 6), width_mm: 3640, distance_m: 8 }],
  ["2×2", 3840, 2160, withSeams(2, 2, 8)],
  ["4×1", 7680, 1080, withSeams(4, 1, 8)],
  ["5×3", 9600, 3240, withSeams(5, 3, 8)],
  ["4×4", 7680, 4320, withSeams(4, 4, 4)],
  ["upright", 1080, 1920, usualSettings],
  ["upright 4K", 2160, 3840, usualSettings],
  ["upright, two by two", 2160, 3840, withSeams(2, 2, 6)],
  ["square", 1920, 1920, usualSettings],
] as const satisfies readonly (readonly [string, number, number, Settings])[];

describe.each(screens)("%s (%i × %i)", (_name, width, height, settings) => {
  const layout = layoutOf({ width, height }, settings);
  test("every box is where it may be", () => expect(wrong(layout, width, height)).toEqual([]));
  test("everything is there, and nothing is wrong with the settings", () => {
    expect([...layout.faults, ...layout.notes].map((one) => one.en)).toEqual([]);
    expect(layout.figures).toHaveLength(7);
    expect(layout.trend).not.toBeNull();
    expect(layout.alarms.length).toBeGreaterThanOrEqual(1);
    expect(layout.seams).toEqual(settings.seams);
  });
  test("wide: the map has the larger half; the title is low", () => {
    if (width < height * 1.2) return;
    expect(layout.map.w / width).toBeGreaterThan(0.3);
    expect(layout.title.h).toBeLessThanOrEqual(Math.max(height * 0.08, Math.ceil(leastOf.title.h * layout.root_px)));
  });
});

test("columns are about 24, 52 and 24 in a hundred", () => {
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
    [3840, 1080],
  ] as const) {
    const { map, scene, figures } = layoutOf({ width, height }, usualSettings);
    expect(scene.w / width).toBeCloseTo(0.24, 1);
    expect(map.w / width).toBeCloseTo(0.52, 1);
    expect(
      figures.every((box) => box.x + box.w < map.x),
      "figures to the left",
    ).toBe(true);
  }
});

test("a column that nearly fills a screen fills it", () => {
  const { scene, figures } = layoutOf({ width: 7680, height: 2160 }, withSeams(4, 2, 0));
  expect(scene.x).toBeGreaterThan(5760);
  expect(scene.w).toBeGreaterThan(1880);
  expect(figures.every((box) => box.x + box.w < 1920)).toBe(true);
});

describe("type too large for the screen", () => {
  test("a little: all figures, some of them over the scene, and no course; it says so", () => {
    const layout = layoutOf({ width: 3840, height: 2160 }, { ...usualSettings, width_mm: 1904, distance_m: 8 });
    expect(wrong(layout, 3840, 2160)).toEqual([]);
    expect(layout.figures).toHaveLength(7);
    expect(layout.figures.filter((box) => box.x === layout.scene.x).length).toBeGreaterThan(0);
    expect(layout.trend).toBeNull();
    expect(layout.faults).toEqual([]);
    expect(layout.notes.map((one) => one.en)).toEqual(["Large type on a small screen: no chart of 30 days"]);
  });
  test("from very far: fewer figures, no course, then smaller type; it says so, and from where it can be read", () => {
    const seen = [10, 12, 14, 18, 30].map((distance_m) =>
      layoutOf({ width: 3840, height: 2160 }, { ...usualSettings, width_mm: 1904, distance_m, arc: 20 }),
    );
    const counts = seen.map((one) => one.figures.length);
    expect(Math.max(...counts)).toBeLessThan(7);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
    for (const layout of seen) expect(wrong(layout, 3840, 2160)).toEqual([]);
    const last = seen.at(-1) as WallLayout;
    expect(last.figures.length).toBeLessThan(7);
    expect(last.trend).toBeNull();
    expect(last.notes.map((one) => one.zh).join()).toMatch(/30 米处要 \d+ 像素的字，此屏放不下，改用 \d+ 像素：[\d.]+ 米内看得清/);
    expect(last.notes.map((one) => one.zh).join()).toContain(`只显示前 ${last.figures.length} 个数字`);
  });
});

describe("absurd settings: the usual are taken, and the fault is named", () => {
  test.each([
    [0, 1, 0],
    [40, 1, 0],
    [3, 2, 2000],
    [3, 2, -5],
    [2.5, 1, 0],
    [12, 7, 0],
    [Number.NaN, 1, 0],
  ])("%d columns, %d rows, %d px of bezel", (columns, rows, bezel_px) => {
    const layout = layoutOf({ width: 1920, height: 1080 }, withSeams(columns, rows, bezel_px));
    expect(layout.seams).toEqual(usualSettings.seams);
    expect(layout.faults.map((one) => one.zh).join()).toContain("拼缝设置");
    expect(layout.faults.filter((one) => one.zh.includes("拼缝"))).toHaveLength(1);
    const { faults: _faults, ...rest } = layout;
    const { faults: _none, ...usual } = layoutOf({ width: 1920, height: 1080 }, usualSettings);
    expect(rest).toEqual(usual);
  });
  test.each([0, -3, 1000, 0.01])("from %d m", (distance_m) => {
    const at = (d: number) => layoutOf({ width: 3840, height: 2160 }, { ...usualSettings, width_mm: 1904, distance_m: d });
    expect(at(distance_m).root_px).toBe(at(5).root_px);
    expect(at(distance_m).faults[0]?.en).toContain(`${distance_m} m makes no sense`);
  });
  test.each([0, 1, 9e9])("a screen %d mm wide", (width_mm) => {
    const layout = layoutOf({ width: 1920, height: 1080 }, { ...usualSettings, width_mm });
    expect(layout.root_px).toBe(27);
    expect(layout.faults[0]?.zh).toContain("与像素数不相称");
  });
  test("a window too small for a wall", () => {
    expect(layoutOf({ width: 390, height: 700 }, usualSettings).faults[0]?.zh).toContain("390×700 太小");
  });
});

test("any screen from 1280 × 720 up, any settings", () => {
  const settings = fc.record({
    width_mm: fc.option(fc.double({ min: 300, max: 20_000, noNaN: true })),
    distance_m: fc.double({ min: 0, max: 80, noNaN: true }),
    arc: fc.constantFrom(16 as const, 20 as const),
    seams: fc.record({
      columns: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.integer({ min: -2, max: 60 })),
      rows: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: -2, max: 60 })),
      bezel_px: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) }, fc.integer({ min: -10, max: 5000 })),
    }),
  });
  const width = fc.integer({ min: 1280, max: 12_000 });
  const height = fc.integer({ min: 720, max: 6000 });
  fc.assert(
    fc.property(width, height, settings, (w, h, made) => {
      const layout = layoutOf({ width: w, height: h }, { ...usualSettings, ...made });
      expect(wrong(layout, w, h)).toEqual([]);
      expect(layout.root_px).toBeGreaterThanOrEqual(24);
      expect(layout.figures.length).toBeGreaterThanOrEqual(3);
      expect(layout.figures.length).toBeLessThanOrEqual(7);
      expect(layout.alarms.length).toBeLessThanOrEqual(3);
      if (layout.figures.length < 7 || !layout.trend) expect(layout.notes.length).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});
