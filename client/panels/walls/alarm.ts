/** What an alarm is about: whether it still stands, and where the desk shows it. Pure. */
import { emptyFilter } from "../../../server/contract/filter.ts";
import { mostIdsNamed } from "../../../server/contract/ids.ts";
import type { Alarm } from "../../../server/contract/types.ts";
import { defaultView, formatView } from "../../state/view.ts";

export const standsStill = ({ acknowledged, ended }: Pick<Alarm, "acknowledged" | "ended">): boolean =>
  acknowledged === null && ended === null;

/** Near enough to see single problems. */
const zoom = 16;

/** The desk with these problems, the first of them open, the map at the place. */
export function deskOf({ problems, lon, lat }: Pick<Alarm, "problems" | "lon" | "lat">): string {
  const problem = problems.slice(0, mostIdsNamed).toSorted((a, b) => a - b);
  const [id] = problem;
  const selected = id === undefined ? null : ({ kind: "problem", id } as const);
  return `/${formatView({ ...defaultView, filter: { ...emptyFilter, problem }, selected, panel: "card", map: { lon, lat, zoom } })}`;
}
