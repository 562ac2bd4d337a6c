/** Notices that time itself makes: what has become nearly due or overdue since the last look. */
import { type MovedProblem, moved } from "../ask/revision.ts";
import { clockStates } from "../contract/vocabulary.ts";
import type { Db, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { tell } from "../log/notices.ts";

/** So many at once: whoever acts meanwhile does not wait long. */
const most = 500;
/** What passed earlier is no news: an import of a year's backlog says nothing. */
const news = sql`interval '24 hours'`;

/** The deadline is what makes a notice of time the same: one that was moved is told of anew. */
const what = sql`to_char(p.deadline_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const passed = (kind: "nearly_due" | "overdue", moment: Sql): Sql => sql`
  select p.id as problem, ${kind}::text as kind, ${moment} as at, p.unit_id as unit, p.person_id as person, null::bigint as by, ${what} as what
  from problem p where p.is_open and p.state = any(${[...clockStates]}::text[]) and ${moment} between (select clock()) - ${news} and (select clock())
    and p.deadline_at is not null and not exists (select from notice n where n.problem_id = p.id and n.kind = ${kind}::text and n.what = ${what})`;

/** Nearly due is told while it is, and not of what is overdue by now. A snapshot's clock stands: nothing in it falls due. */
const due = sql`select x.* from (${passed("overdue", sql`p.deadline_at`)}
    union all ${passed("nearly_due", sql`p.nearly_due_at`)} and p.deadline_at >= (select clock())) x
  where not coalesce((select frozen_at is not null from district), false) order by x.at, x.problem limit ${most}::int`;

async function tellDue(tx: Tx): Promise<void> {
  const told = await tx.query<{ id: number }>(tell(due));
  if (told.length === 0) return;
  const ids = [...new Set(told.map(({ id }) => id))];
  const problems = await tx.query<Omit<MovedProblem, "act">>(
    sql`select id, unit_id as "unitBefore", person_id as "personBefore" from problem where id = any(${ids}::bigint[])`,
  );
  await tx.query(
    moved(
      "problems",
      problems.map((problem) => ({ ...problem, act: null })),
    ),
  );
}

/** For the program to call each minute; several at once tell nothing twice. At most 500 a call, by the district's clock. */
export const noticeDue = (db: Db): Promise<void> => db.tx(tellDue);
