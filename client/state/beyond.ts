/**
 * What the map draws an answer from: the columns while they hold all of it, else the server's vector tiles. Pure.
 * The columns hold the working set (open, and ended since `since`), or, when that is too large to travel, the part of it that was found last.
 */
import { type Filter, isEmpty } from "../../server/contract/filter.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { endStates } from "../../server/contract/vocabulary.ts";
import type { AppState } from "./app.ts";
import { wholeSince } from "./columnsTest.ts";
import { effectiveFilter } from "./view.ts";

export type Source = "columns" | "tiles";

/** True when the working set is too large to travel: what is counted here is of a part of it. */
export const isPart = ({ count, working }: ProblemsLayer): boolean => count < working;

const seconds = (time: string) => Date.parse(time) / 1000;
/** No problem of the span is of before this second. A day is taken as one less, wherever its midnight lies; the clock only moves on. */
function begins(span: Filter["found"], { clock }: ProblemsLayer): number {
  if (span === null) return Number.NEGATIVE_INFINITY;
  if ("days" in span) return seconds(clock) - span.days * 86_400;
  return span.from === null ? Number.NEGATIVE_INFINITY : seconds(span.from) - 86_400;
}

function holdsEach(ids: readonly number[], { id }: ProblemsLayer): boolean {
  const wanted = new Set(ids);
  for (const one of id) if (wanted.delete(one) && wanted.size === 0) return true;
  return false;
}

/**
 * The question (with its near part) against the present columns.
 * - Of another moment: tiles, unless the page holds that moment's own columns, which it then asks about instead.
 * - Single problems by id that are all here: columns.
 * - No question means the working set: columns while that is whole.
 * - Open ones only, or found, closed or open no earlier than the columns begin: columns while the working set is whole,
 *   and of a part of it when what is asked was found no earlier than that part begins.
 * - Else what ended before the columns begin is meant too: tiles, unless nothing did.
 */
export function drawnFrom(filter: Filter, layer: ProblemsLayer): Source {
  if (filter.at !== null) return "tiles";
  const whole = !isPart(layer);
  if (whole && (isEmpty(filter) || layer.count === layer.total)) return "columns";
  if (filter.problem.length && holdsEach(filter.problem, layer)) return "columns";
  const found = begins(filter.found, layer);
  // Of those of its first second some may have stayed behind.
  if (!whole && found <= wholeSince(layer)) return "tiles";
  const open = filter.status.length > 0 && filter.status.every((word) => !endStates.some((end) => end === word));
  const since = seconds(layer.since);
  const recent = [found, begins(filter.closed, layer), begins(filter.during, layer)].some((first) => first >= since);
  return open || recent ? "columns" : "tiles";
}

type Asking = Pick<AppState, "view" | "data" | "stood">;
let last: readonly [Filter, unknown, ProblemsLayer, Source] | null = null;

/** True when the present question is drawn from tiles. What is dragged is drawn when it is let go. */
export function beyond({ view, data: { problems }, stood }: Asking): boolean {
  if (!problems || stood) return false;
  if (last?.[0] !== view.filter || last[1] !== view.near || last[2] !== problems)
    last = [view.filter, view.near, problems, drawnFrom(effectiveFilter(view), problems)];
  return last[3] === "tiles";
}
