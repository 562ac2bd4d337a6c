/** The last 30 days played on the map: a moment of the past about twice a second, the present at last. Knows no React. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { Replay } from "../../../server/contract/types.ts";
import { askReplay } from "../../api/replay.ts";
import { type DayFigures, daily, Fold, lastingParts } from "../../state/replay.ts";
import type { WallPage } from "../page.ts";
import type { Shown } from "../state.ts";
import { type Days, lastDays, momentAt } from "./days.ts";
import { changeShown, textOf } from "./standing.ts";

const days = 30;
/** A picture is not built sooner than this after the one before it. */
const step_ms = 500;
/** A moment's columns may take this share of the main thread at most. */
const share = 0.05;
/** A map that says nothing for so long is shown the next moment nevertheless. */
const silent_ms = 4000;
/** Ended and begun again within this time it goes on where it was: a figure was asked again, that is all. */
const again_ms = 2000;

/** The stretch from 29 days ago until today began: it changes no more, so it is asked once a day. Today is what the map shows anyway. */
export interface Past extends Days {
  readonly key: string;
  readonly clock: string;
  readonly fold: Fold;
  /** Of each day before today. */
  readonly figures: readonly DayFigures[];
}

const pastOf = (key: string, replay: Replay, of: Days, units: readonly number[]): Past => ({
  ...of,
  key,
  clock: replay.clock,
  fold: new Fold(replay),
  figures: daily(replay, of.edges, units),
});

/** Says which stretch of which problems it is. */
export const pastKey = (filter: Filter, now: number, timeZone: string): string =>
  `${lastDays(now, days, timeZone).days.at(-1)} ${filter.unit.join()} ${textOf(lastingParts(filter))}`;

/** @throws HttpError */
export async function askPast(filter: Filter, now: number, timeZone: string, signal: AbortSignal): Promise<Past> {
  const of = lastDays(now, days, timeZone);
  const replay = await askReplay(filter, of.edges[0] as number, of.edges.at(-1) as number, signal);
  return pastOf(pastKey(filter, now, timeZone), replay, of, filter.unit);
}

interface Course {
  readonly key: string;
  readonly began_ms: number;
  ended_ms: number;
}
/** The last course of each page. */
const courses = new WeakMap<WallPage, Course>();

function courseOf(page: WallPage, key: string, now_ms: number): Course {
  const last = courses.get(page);
  const goesOn = last?.key === key && now_ms - last.ended_ms < again_ms;
  const course: Course = { key, began_ms: goesOn ? last.began_ms : now_ms, ended_ms: Number.POSITIVE_INFINITY };
  courses.set(page, course);
  return course;
}

/** The map has drawn what it was told. */
const isDrawn = (): boolean => document.querySelector<HTMLElement>(".map-root")?.dataset.ready !== "false";

/** Plays it, again and again while the scene stands. @returns ends it; the moment that is shown stays for whoever comes next */
export function playPast(page: WallPage, shown: Shown, past: Past): () => void {
  const course = courseOf(page, `${past.key} ${shown.index}`, performance.now());
  let at: number | null | undefined;
  let last_ms = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    const began_ms = performance.now();
    const next = momentAt((began_ms - course.began_ms) / 1000, shown.scene.seconds, past.fold.from, past.fold.to);
    let wait_ms = step_ms;
    if (next !== at && (isDrawn() || began_ms - last_ms > silent_ms)) {
      const stood = next === null ? null : { at: next, problems: past.fold.at(next) };
      if (!changeShown(page, shown, { stood })) return;
      at = next;
      last_ms = performance.now();
      wait_ms = Math.max(step_ms, (last_ms - began_ms) / share);
    }
    timer = setTimeout(tick, wait_ms);
  };
  tick();
  return () => {
    clearTimeout(timer);
    course.ended_ms = performance.now();
  };
}
