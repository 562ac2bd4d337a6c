/** What a person's eye does, in numbers: pictures of the map compared pixel by pixel. */
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { expect } from "vitest";
import { mapReady } from "./visit.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

/** The map as it is on the screen, with all that lies on it. */
export async function mapPicture(page: Page): Promise<PNG> {
  const clip = await page.locator(".map-root").boundingBox();
  if (!clip) throw new Error("there is no map on the page");
  return PNG.sync.read(await page.screenshot({ clip }));
}

export const at = ({ data, width }: PNG, x: number, y: number): Rgb => {
  const i = (y * width + x) * 4;
  return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
};

/** How far apart two colours are: the sum over the channels. */
export const apart = (a: Rgb, b: Rgb): number => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);

/** Pixels that differ between two pictures by more than a little, with both colours. */
export function changes(a: PNG, b: PNG): { before: Rgb; after: Rgb }[] {
  if (a.width !== b.width || a.height !== b.height) throw new Error("pictures of two sizes");
  const found = [];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      const [before, after] = [at(a, x, y), at(b, x, y)];
      if (apart(before, after) > 24) found.push({ before, after });
    }
  }
  return found;
}
export const differing = (a: PNG, b: PNG): number => changes(a, b).length;

/**
 * Pixels of the one picture that have no like in the other at their place or beside it: what is seen as another picture,
 * while a camera rounded to what an address holds (a part of a pixel) is not.
 */
export function unlike(a: PNG, b: PNG): number {
  let count = 0;
  for (let y = 2; y < a.height - 2; y++) {
    for (let x = 2; x < a.width - 2; x++) {
      const colour = at(a, x, y);
      if (apart(colour, at(b, x, y)) > 40 && !beside.some(([dx, dy]) => apart(colour, at(b, x + dx, y + dy)) <= 40)) count++;
    }
  }
  return count;
}
const beside = [-2, -1, 0, 1, 2].flatMap((dx) => [-2, -1, 0, 1, 2].map((dy) => [dx, dy] as const));

/** Distinct colours, near ones taken as one. */
export function colours({ data }: PNG): number {
  const seen = new Set<number>();
  for (let i = 0; i < data.length; i += 4) {
    seen.add(((data[i] ?? 0) >> 4) | (((data[i + 1] ?? 0) >> 4) << 4) | (((data[i + 2] ?? 0) >> 4) << 8));
  }
  return seen.size;
}

/** The picture once it stands: the map is ready and two looks in a row see the same. */
export async function standing(page: Page): Promise<PNG> {
  await mapReady(page);
  let last = await mapPicture(page);
  for (let looks = 0; looks < 40; looks++) {
    await page.waitForTimeout(200);
    const next = await mapPicture(page);
    if (differing(last, next) === 0) return next;
    last = next;
  }
  throw new Error("the map did not come to rest");
}

/** Looks until the number of pixels that differ from a picture is as expected; gives the last look. */
export async function looksUntil(page: Page, from: PNG, expected: { least?: number; most?: number }, what: string): Promise<PNG> {
  const { least = 0, most = Number.POSITIVE_INFINITY } = expected;
  let now = from;
  await expect
    .poll(
      async () => {
        now = await mapPicture(page);
        const n = differing(from, now);
        return n >= least && n <= most ? "as expected" : `${n} pixels differ`;
      },
      { timeout: 15_000, interval: 200, message: `${what}: ${least} to ${most} pixels` },
    )
    .toBe("as expected");
  return now;
}

/** Metres on the ground of one pixel of the map (512-pixel tiles). */
export const metresPerPixel = (lat: number, zoom: number): number => (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
