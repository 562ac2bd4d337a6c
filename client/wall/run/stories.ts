/** What of a change is worth a word today: found, or closed. Pure. */
import type { LiveProblem, ProblemsLayer } from "../../../server/contract/types.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { rowFinder } from "../../state/patch.ts";
import type { Story } from "../state.ts";

export const mostStories = 50;

/** Which of the ids were among the columns, and closed already. */
function before(columns: ProblemsLayer, ids: ReadonlySet<number>): { known: Set<number>; closed: Set<number> } {
  const known = new Set<number>();
  const closed = new Set<number>();
  const end = columns.states.indexOf("closed");
  const rowOf = rowFinder(columns.id, [...ids]);
  for (const id of ids) {
    const row = rowOf(id);
    if (row < 0) continue;
    known.add(id);
    if (columns.state[row] === end) closed.add(id);
  }
  return { known, closed };
}

/** Stories of problems as they stand now, against the columns as they were; only of the day that it is. */
export function storiesOf(changed: readonly LiveProblem[], columns: ProblemsLayer, now: number, timeZone: string): Story[] {
  const { known, closed } = before(columns, new Set(changed.map(({ id }) => id)));
  const today = dayText(now, timeZone);
  const stories = changed.flatMap((problem): Story[] => {
    const found: Story = { problem, at: unixOf(problem.found), what: "found" };
    const ended: Story = { problem, at: problem.closed ? unixOf(problem.closed) : 0, what: "closed" };
    return [...(known.has(problem.id) ? [] : [found]), ...(problem.state === "closed" && !closed.has(problem.id) ? [ended] : [])];
  });
  return stories.filter(({ at }) => dayText(at, timeZone) === today);
}

/** Newest first, each once, without those of the day before. */
export function withStories(known: readonly Story[], more: readonly Story[], now: number, timeZone: string): readonly Story[] {
  const today = dayText(now, timeZone);
  const left = known.filter(({ at }) => dayText(at, timeZone) === today);
  if (!more.length && left.length === known.length) return known;
  const all = new Map([...left, ...more].map((story) => [`${story.what} ${story.problem.id}`, story]));
  return [...all.values()].sort((a, b) => b.at - a.at || b.problem.id - a.problem.id).slice(0, mostStories);
}
