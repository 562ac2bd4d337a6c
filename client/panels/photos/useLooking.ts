/** Which photo is looked at, how, and whether leaving would lose something. */
import { useCallback, useState } from "react";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { pairOf } from "./naming.ts";

export type Mode = "one" | "compare" | "cover";
export interface LookingProps {
  readonly problem: ProblemDetail;
  readonly first: NonNullable<AppState["viewing"]>;
  readonly close: () => void;
}

export function useLooking({ problem: { photos }, first, close }: LookingProps) {
  const [at, setAt] = useState(first.photo);
  const [mode, setMode] = useState<Mode>(first.compare && pairOf(photos) ? "compare" : "one");
  const [pair, setPair] = useState(() => pairOf(photos));
  const [unsaved, setUnsaved] = useState(false);
  /** What is to be done once it is said that the covers may be lost. */
  const [asked, setAsked] = useState<(() => void) | null>(null);
  const photo = photos.find(({ id }) => id === at) ?? (photos[0] as Photo);
  const compared = pair?.map((id) => photos.find((one) => one.id === id && !one.withdrawn)) ?? [];
  const [before, after] = compared;
  const careful = (go: () => void) => (mode === "cover" && unsaved ? setAsked(() => go) : go());
  const step = (by: number) => setAt(photos[(photos.indexOf(photo) + by + photos.length) % photos.length]?.id ?? at);
  return {
    photo,
    mode: mode === "compare" && !(before && after) ? "one" : mode,
    pair: before && after ? ([before, after] as const) : null,
    asked,
    step,
    setUnsaved: useCallback((changed: boolean) => setUnsaved(changed), []),
    turn: (to: Mode) => careful(() => setMode(to)),
    leave: () => careful(close),
    /** Leaves the editor, whatever is in it. */
    done: () => {
      setUnsaved(false);
      setMode("one");
    },
    answer: (yes: boolean) => {
      const go = asked;
      setAsked(null);
      if (yes) setUnsaved(false);
      if (yes) go?.();
    },
    choose: (id: number) => {
      const kind = photos.find((one) => one.id === id)?.kind;
      if (pair) setPair(kind === "before" ? [id, pair[1]] : [pair[0], id]);
    },
  };
}
export type Looking = ReturnType<typeof useLooking>;
