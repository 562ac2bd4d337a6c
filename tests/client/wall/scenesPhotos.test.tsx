/** Before and after: decoded before they are shown, given back afterwards, and never across a seam. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "../../../client/wall/layout.ts";
import { panesOf } from "../../../client/wall/scenes/panes.ts";
import { type Darkroom, each_ms, free, type Pair, play, type Slide } from "../../../client/wall/scenes/slides.ts";
import { scenes } from "../../../client/wall/scenes.ts";
import type { SeamMap } from "../../../client/wall/settings.ts";
import { boxText, failed, now, there, wallAt } from "./scenesSupport.tsx";

const pairs = Array.from(
  { length: 3 },
  (_, i): Pair => ({
    ...{ id: i, title: `问题${i}`, category: "0101", place: null, unit: 7, found: "2026-11-18T10:00:00Z", closed: "2026-11-21T10:00:00Z" },
    ...{ lon: 119, lat: 33, before: 10 * i + 1, after: 10 * i + 2 },
  }),
);

/** A darkroom that counts what is open. @param broken photos that are no pictures @param gone photos that the server refuses */
function darkroom(broken: readonly number[] = [], gone: readonly number[] = []) {
  const open = new Set<string>();
  const photos = new WeakMap<Blob, number>();
  let opened = 0;
  const room: Darkroom = {
    async fetch(photo, signal) {
      await Promise.resolve();
      if (signal.aborted) throw new DOMException("left", "AbortError");
      if (gone.includes(photo)) throw Object.assign(new Error("gone"), { words: { zh: "已撤回", en: "withdrawn" } });
      const blob = new Blob(["picture"]);
      photos.set(blob, photo);
      return blob;
    },
    async decode(url) {
      await Promise.resolve();
      if (broken.includes(Number(url.split("#")[1]))) throw new DOMException("no picture", "EncodingError");
    },
    open(blob) {
      const url = `blob:${opened++}#${photos.get(blob)}`;
      open.add(url);
      return url;
    },
    close: (url) => void open.delete(url),
  };
  return { room, open };
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Plays as the box does: the slide before the last is given back. */
function watch(room: Darkroom, first: number, every_ms: number) {
  const slides: Slide[] = [];
  const held: Slide[] = [];
  const end = play(
    pairs,
    first,
    every_ms,
    (slide) => {
      slides.push(slide);
      if (held.push(slide) > 2) free(held.shift() as Slide, room);
    },
    room,
  );
  return {
    slides,
    end: () => {
      end();
      for (const slide of held) free(slide, room);
    },
  };
}

describe("slides", () => {
  it("come one after another and round again, from where the last round ended", async () => {
    const { room } = darkroom();
    const { slides, end } = watch(room, 2, 1);
    while (slides.length < 5) await wait(1);
    end();
    expect(slides.slice(0, 5).map(({ at }) => at)).toEqual([2, 0, 1, 2, 0]);
  });
  it("keep no more open than three pairs, and nothing when they end, whenever that is", async () => {
    for (const wait_ms of [0, 1, 3, 7, 20]) {
      const { room, open } = darkroom();
      const { end } = watch(room, 0, 1);
      await wait(wait_ms);
      expect(open.size).toBeLessThanOrEqual(8);
      end();
      await wait(5);
      expect([wait_ms, open.size]).toEqual([wait_ms, 0]);
    }
  });
  it("are shown with what is there of them: a picture that fails says so", async () => {
    const { room, open } = darkroom([1], [12]);
    const { slides, end } = watch(room, 0, 1);
    while (slides.length < 2) await wait(1);
    expect(slides[0]?.before).toEqual({ failure: { zh: "照片无法显示", en: "The photo cannot be shown." } });
    expect(slides[0]?.after).toHaveProperty("url");
    expect(slides[1]?.after).toEqual({ failure: { zh: "已撤回", en: "withdrawn" } });
    end();
    await wait(5);
    expect(open.size).toBe(0);
  });
  it("fill the scene with whole ones", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 600 }), fc.integer({ min: 0, max: 50 }), (seconds, count) => {
        const each = each_ms(seconds, count) / 1000;
        expect(each).toBeGreaterThanOrEqual(Math.min(seconds, 6));
        expect(Math.abs(seconds / each - Math.round(seconds / each))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe("the box", () => {
  it("tells none from failed, and steps over it only when none is known", () => {
    expect(boxText("photos", there({ clock: "", rows: [] }))).toBe("无数据 近期没有前后照片齐全的销号问题");
    expect(boxText("photos", failed)).toContain("连接中断");
    expect(boxText("photos", there({ clock: "", rows: pairs }))).toBe("正在读取…");
    const emptyOf = (rows: readonly Pair[]) =>
      scenes.photos.empty?.(wallAt("photos", { asked: { photos: { state: "there", value: { rows }, at: now } } }).page.store.get());
    expect([emptyOf([]), emptyOf(pairs)]).toEqual([true, false]);
  });
});

describe("panes over the map", () => {
  const seams: fc.Arbitrary<SeamMap> = fc.record({
    columns: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 3 }),
    bezel_px: fc.integer({ min: 0, max: 24 }),
  });
  const screen = fc.record({ width: fc.integer({ min: 1280, max: 7680 }), height: fc.integer({ min: 720, max: 3240 }) });
  const crosses = (a: number, b: number, from: number, to: number) => a < to && b > from;
  const apart = (one: Box, other: Box) =>
    !(crosses(one.x, one.x + one.w, other.x, other.x + other.w) && crosses(one.y, one.y + one.h, other.y, other.y + other.h));

  it("lie within the room, apart, on no seam, for every wall", () => {
    let there = 0;
    fc.assert(
      fc.property(screen, seams, fc.integer({ min: 24, max: 60 }), ({ width, height }, wall, rem) => {
        const room = {
          x: Math.round(width * 0.24),
          y: Math.round(height * 0.08),
          w: Math.round(width * 0.52),
          h: Math.round(height * 0.8),
        };
        const panes = panesOf(room, { width, height }, wall, rem);
        if (!panes) return;
        there++;
        expect(apart(panes.before, panes.after)).toBe(true);
        const [w, h] = [
          (width - (wall.columns - 1) * wall.bezel_px) / wall.columns,
          (height - (wall.rows - 1) * wall.bezel_px) / wall.rows,
        ];
        for (const box of [panes.before, panes.after]) {
          expect(box.x >= room.x && box.y >= room.y && box.x + box.w <= room.x + room.w && box.y + box.h <= room.y + room.h).toBe(true);
          expect(box.w).toBeGreaterThanOrEqual(rem * 8 - 1);
          for (let i = 1; i < wall.columns; i++)
            expect(crosses(box.x, box.x + box.w, i * (w + wall.bezel_px) - wall.bezel_px, i * (w + wall.bezel_px) + 0.01)).toBe(false);
          for (let i = 1; i < wall.rows; i++)
            expect(crosses(box.y, box.y + box.h, i * (h + wall.bezel_px) - wall.bezel_px, i * (h + wall.bezel_px) + 0.01)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
    expect(there).toBeGreaterThan(200);
  });
  it("stand side by side on one screen, and take a screen each where that is larger", () => {
    const one = panesOf({ x: 460, y: 86, w: 1000, h: 800 }, { width: 1920, height: 1080 }, { columns: 1, rows: 1, bezel_px: 0 }, 27);
    expect(one && [one.before.w > 300, one.before.x + one.before.w <= one.after.x || one.before.y + one.before.h <= one.after.y]).toEqual([
      true,
      true,
    ]);
    const wall = panesOf({ x: 1400, y: 170, w: 3000, h: 1800 }, { width: 5760, height: 2160 }, { columns: 3, rows: 2, bezel_px: 4 }, 48);
    expect(wall && [wall.before.y < 1078, wall.after.y > 1082]).toEqual([true, true]);
  });
});
