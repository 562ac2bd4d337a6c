/** Photos of before and after as slides: both decoded before they are shown, and given back when the next is. Knows no React. */

import type { Mended } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import { askPicture } from "../../api/photos.ts";

export type Pair = Mended["rows"][number];
/** A picture that can be shown at once, or why there is none. */
export type Picture = { readonly url: string } | { readonly failure: Word };
export interface Slide {
  readonly pair: Pair;
  /** Which of the list, from 0. */
  readonly at: number;
  readonly before: Picture;
  readonly after: Picture;
}

/** The browser's part, apart so that it can be told from the order of things. */
export interface Darkroom {
  fetch(photo: number, signal: AbortSignal): Promise<Blob>;
  /** Resolves when it can be painted without work. @throws when it is no picture */
  decode(url: string): Promise<void>;
  open(blob: Blob): string;
  close(url: string): void;
}
export const browserDarkroom: Darkroom = {
  fetch: askPicture,
  async decode(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
  },
  open: (blob) => URL.createObjectURL(blob),
  close: (url) => URL.revokeObjectURL(url),
};

const noPicture: Word = { zh: "照片无法显示", en: "The photo cannot be shown." };

/** @throws only when it was left */
async function pictureOf(photo: number, room: Darkroom, signal: AbortSignal): Promise<Picture> {
  let url: string | null = null;
  try {
    url = room.open(await room.fetch(photo, signal));
    await room.decode(url);
    return { url };
  } catch (error) {
    if (wasLeft(error)) throw error;
    if (url === null) return { failure: wordsOf(error) };
    room.close(url);
    return { failure: noPicture };
  }
}

export function free({ before, after }: Slide, room: Darkroom): void {
  for (const picture of [before, after]) if ("url" in picture) room.close(picture.url);
}

/** @returns null when it was left */
async function slideOf(pairs: readonly Pair[], at: number, room: Darkroom, signal: AbortSignal): Promise<Slide | null> {
  const pair = pairs[at] as Pair;
  const both = await Promise.allSettled([pictureOf(pair.before, room, signal), pictureOf(pair.after, room, signal)]);
  const [before, after] = both.map((one) => (one.status === "fulfilled" ? one.value : null));
  if (before && after) return { pair, at, before, after };
  // Left in the middle: what came of it is not kept.
  for (const picture of [before, after]) if (picture && "url" in picture) room.close(picture.url);
  return null;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Shows one pair after another, from `first` and round again. The next is fetched while one is looked at; what is late is waited for. A slide
 * that was handed to `show` is the caller's to free.
 * @param every_ms at least so long each
 * @returns ends it
 */
export function play(
  pairs: readonly Pair[],
  first: number,
  every_ms: number,
  show: (slide: Slide) => void,
  room: Darkroom = browserDarkroom,
): () => void {
  const left = new AbortController();
  const { signal } = left;
  const take = (n: number) => slideOf(pairs, n % pairs.length, room, signal);
  const go = async () => {
    let next = take(first);
    for (let n = first; ; n++) {
      const slide = await next;
      if (!slide) return;
      if (signal.aborted) return free(slide, room);
      show(slide);
      if (pairs.length === 1) return;
      next = take(n + 1);
      await pause(every_ms);
    }
  };
  if (pairs.length) void go();
  return () => left.abort();
}

/** How long each of them is shown, milliseconds: some seven seconds, so that whole ones fill the scene. */
export function each_ms(scene_s: number, pairs: number): number {
  const shown = Math.min(Math.max(1, pairs), Math.max(1, Math.floor(scene_s / 6)));
  return (scene_s * 1000) / shown;
}
