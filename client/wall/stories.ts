/** What was found and closed today, from answers and from what was heard since. Pure. */
import type { ProblemRow } from "../../server/contract/types.ts";
import { dayText, unixOf } from "../state/calendar.ts";
import type { Story } from "./state.ts";

export interface Told extends Pick<Story, "at" | "what"> {
  readonly problem: Pick<ProblemRow, "id" | "category" | "title" | "place" | "unit">;
}

/** Each once, the newest first; what was heard and is not of that day is left out. @param day yyyy-MM-dd of the district */
export function storiesOf(
  found: readonly ProblemRow[],
  closed: readonly ProblemRow[],
  live: readonly Story[],
  day: string,
  timeZone: string,
): Told[] {
  const all: Told[] = [
    ...live.filter(({ at }) => dayText(at, timeZone) === day),
    ...found.map((problem): Told => ({ problem, at: unixOf(problem.found), what: "found" })),
    ...closed.flatMap((problem): Told[] => (problem.closed ? [{ problem, at: unixOf(problem.closed), what: "closed" }] : [])),
  ];
  const once = new Map<string, Told>();
  for (const story of all) {
    const key = `${story.what}${story.problem.id}`;
    const known = once.get(key);
    if (!known || story.at > known.at) once.set(key, story);
  }
  return [...once.values()].sort((a, b) => b.at - a.at || b.problem.id - a.problem.id);
}
