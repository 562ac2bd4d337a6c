/** The covers being drawn on a photo: which there are, which is chosen, and the steps one can go back. */
import { useState } from "react";
import type { Box, Photo } from "../../../server/contract/types.ts";
import { begin, redo, type Steps, samePlaces, stepTo, undo } from "./boxes.ts";

/** So many the server takes. */
export const mostCovers = 50;
/** Where a cover added by a button lies: in the middle, to be moved. */
const added: Box = { x: 0.4, y: 0.42, w: 0.2, h: 0.16 };

export interface Covers {
  readonly boxes: readonly Box[];
  readonly chosen: number | null;
  /** The first so many are for good: without the original they can neither be moved nor taken away. */
  readonly fixed: number;
  readonly full: boolean;
  readonly changed: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  choose(i: number | null): void;
  add(box?: Box): void;
  change(i: number, box: Box): void;
  remove(i: number): void;
  undo(): void;
  redo(): void;
}

export function useCovers(photo: Photo): Covers {
  // What it had when the editor was opened: what others do meanwhile is refused by the server, not mixed in here.
  const [first] = useState(photo.boxes);
  const [steps, setSteps] = useState<Steps>(() => begin(photo.boxes));
  const [chosen, choose] = useState<number | null>(null);
  const fixed = photo.originalUntil === null ? first.length : 0;
  const { now } = steps;
  const to = (next: readonly Box[]) => setSteps((before) => stepTo(before, next));
  const back = (step: (steps: Steps) => Steps) => () => {
    choose(null);
    setSteps(step);
  };
  return {
    boxes: now,
    chosen: chosen !== null && chosen < now.length ? chosen : null,
    fixed,
    full: now.length >= mostCovers,
    changed: !samePlaces(first, now),
    canUndo: steps.before.length > 0,
    canRedo: steps.after.length > 0,
    choose,
    add(box = added) {
      if (now.length >= mostCovers) return;
      to([...now, box]);
      choose(now.length);
    },
    change(i, box) {
      if (i >= fixed && now[i] && !samePlaces([now[i]], [box])) to(now.with(i, box));
    },
    remove(i) {
      if (i < fixed || i >= now.length) return;
      to(now.toSpliced(i, 1));
      choose(null);
    },
    undo: back(undo),
    redo: back(redo),
  };
}
