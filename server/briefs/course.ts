/** How what was closed in the period went, as of then: late or in time, sent back, exempt. And what came again. */
import { moment, problems, repeat, usualRepeat } from "../ask/parts.ts";
import { anyEvent } from "../ask/past.ts";
import { sql } from "../db/sql.ts";
import { foldLog } from "../life/fold.ts";
import { eventColumns, type StoredEvent, saidBy } from "../log/problem.ts";
import type { Row } from "./fold.ts";
import type { Asker, Frame } from "./frame.ts";

export interface Course {
  /** null = no deadline, or nobody handed it back. */
  readonly late: boolean | null;
  readonly reworks: number;
  readonly exempt: boolean;
}

/** The logs up to each problem's version of then, folded. */
async function foldThem({ rows }: Asker, frame: Frame, changed: readonly Row[]): Promise<Map<number, Course>> {
  if (changed.length === 0) return new Map();
  const events = await rows<StoredEvent & { problem: number }>(
    "logs",
    sql`select e.problem_id as problem, ${eventColumns} from ${anyEvent} e
      where e.problem_id = any(${changed.map(({ id }) => id)}::bigint[]) and e.at <= ${moment(frame.scope)} order by e.problem_id, e.seq`,
  );
  const logs = new Map<number, StoredEvent[]>(changed.map(({ id }) => [id, []]));
  for (const { problem, ...event } of events) logs.get(problem)?.push(event);
  return new Map(changed.map((row) => [row.id, courseOf(row, logs.get(row.id) ?? [])]));
}

function courseOf({ found, version }: Row, stored: readonly StoredEvent[]): Course {
  const log = stored.filter(({ seq }) => seq <= version).map(saidBy);
  // When it would have been nearly due is asked of nothing here.
  const last = foldLog(log, found, 0).at(-1);
  return { late: last?.late ?? null, reworks: last?.reworkCount ?? 0, exempt: last?.appeal === "upheld" };
}

/** Of each problem closed in the period. What nothing happened to since is as its row of now says: that is its fold. */
export async function coursesOf(asker: Asker, frame: Frame, closed: readonly Row[]): Promise<ReadonlyMap<number, Course>> {
  const folded = await foldThem(
    asker,
    frame,
    closed.filter(({ now }) => now === null),
  );
  return new Map(closed.map((row) => [row.id, row.now ?? (folded.get(row.id) as Course)]));
}

/** Which of the found came again: as the filter's `repeat` has it, as of then. */
export async function cameAgain({ rows }: Asker, { scope }: Frame, found: readonly Row[]): Promise<ReadonlySet<number>> {
  if (found.length === 0) return new Set();
  const answer = await rows<{ id: number }>(
    "repeats",
    sql`select p.id from ${problems(scope)} p where p.id = any(${found.map(({ id }) => id)}::bigint[]) and ${repeat(scope, usualRepeat)}`,
  );
  return new Set(answer.map(({ id }) => id));
}
