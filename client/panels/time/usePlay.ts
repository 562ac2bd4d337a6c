/** The past played: an hour each tenth of a second at single speed; day by day for who wants less motion. */
import { useEffect, useRef, useState } from "react";
import type { Fold } from "../../state/replay.ts";
import type { App } from "../run/app.ts";
import { useApp } from "../useApp.ts";
import { passMoment, settleMoment } from "./looking.ts";

export const speeds = [1, 2, 4, 8] as const;
export type Speed = (typeof speeds)[number];

const hour_s = 3600;
const day_s = 86_400;
/** Less motion: never more than three pictures in two seconds. */
const calmest_ms = 700;

export const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** How far a step goes, and how long it lasts. */
export function pace(speed: Speed, calm: boolean): { readonly step_s: number; readonly every_ms: number } {
  if (!calm) return { step_s: hour_s * speed, every_ms: 100 };
  const day_ms = 2400 / speed;
  const days = Math.ceil(calmest_ms / day_ms);
  return { step_s: day_s * days, every_ms: day_ms * days };
}

export interface Play {
  readonly on: boolean;
  readonly speed: Speed;
  setSpeed(speed: Speed): void;
  begin(): void;
  /** Stops where it is; the question is then asked as of that moment. */
  pause(): void;
}

/** Where playing begins: where one looks, or at the beginning when that is the end. */
function begins(app: App, fold: Fold): number {
  const { stood } = app.store.get();
  return stood && fold.holds(stood.at) && stood.at < fold.to - hour_s ? stood.at : fold.from;
}

/** @param toNow the stretch ends in the present */
export function usePlay(fold: Fold | null, toNow: boolean): Play {
  const app = useApp();
  const [speed, setSpeed] = useState<Speed>(1);
  const [on, setOn] = useState(false);
  const latest = useRef({ fold, toNow });
  latest.current = { fold, toNow };
  useEffect(() => {
    if (!on) return;
    const { step_s, every_ms } = pace(speed, isCalm());
    const timer = setInterval(() => {
      const { fold, toNow } = latest.current;
      const { stood } = app.store.get();
      if (!fold || !stood) return setOn(false);
      const next = Math.min(stood.at + step_s, fold.to);
      passMoment(app, fold, next);
      if (next < fold.to) return;
      setOn(false);
      settleMoment(app, toNow);
    }, every_ms);
    return () => clearInterval(timer);
  }, [app, on, speed]);
  // The bar is put away while it plays: the page stands where it was.
  useEffect(() => () => void (app.store.get().playing && settleMoment(app)), [app]);
  return {
    on,
    speed,
    setSpeed,
    begin: () => {
      if (!fold) return;
      passMoment(app, fold, begins(app, fold));
      setOn(true);
    },
    pause: () => {
      setOn(false);
      settleMoment(app);
    },
  };
}
