/** "What am I to know?" The caller's notices, newest first, and how many they have not read. */

import { refusedField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { cursor } from "../ask/page.ts";
import { flag, integer } from "../ask/parameters.ts";
import { anyProblem } from "../ask/past.ts";
import { route } from "../ask/route.ts";
import { Notices } from "../contract/noticeSchemas.ts";
import { readId } from "../contract/parameter.ts";
import type { Notice } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { idsOf } from "./whose.ts";

/** More unread than this are so many and more. */
const mostUnread = 999;

interface Stored extends Omit<Notice, "at" | "problem"> {
  at: Date;
  problem: Omit<Notice["problem"], "deadline">;
  deadline: Date | null;
}

/** @throws ParameterError */
function before(text: string | null): Sql {
  if (text === null) return sql`true`;
  const id = readId(text);
  if (id === undefined) throw refusedField("cursor", text, { zh: "上一页给出的 next", en: "the next of a page" });
  return sql`n.id < ${id}::bigint`;
}

/** Up to where the caller has read; of one who is no person, nothing. */
const readTo = ({ personId }: Caller): Sql => sql`coalesce((select r.notices_read from person r where r.id = ${personId}::bigint), 0)`;

const rowsOf = (caller: Caller, ids: Sql): Sql => sql`
  select n.id, n.kind, n.at, n.unit_id as unit, m.name as person, n.id <= ${readTo(caller)} as read, p.deadline_at as deadline,
    json_build_object('id', p.id, 'code', p.external_id, 'title', p.title, 'place', p.place) as problem
  from (${ids}) i join notice n on n.id = i.id join ${anyProblem} p on p.id = n.problem_id left join person m on m.id = n.person_id
  order by n.id desc`;

export const notices = route({
  path: "/api/notices",
  question: "What is the caller to know: what was assigned to them, fell due, came back, was supervised or pressed?",
  may: { who: personRoles, area: "own" },
  takes: {
    unread: flag("1: only what has not been read."),
    cursor,
    limit: integer(0, 100, 30, "Rows of a page; 0: the figure alone."),
  },
  answer: Notices,
  async handle({ given: { unread, cursor: from, limit }, caller, rows }) {
    const fresh = sql`n.id > ${readTo(caller)}`;
    const asked = unread ? sql`${before(from)} and ${fresh}` : before(from);
    const [count] = await rows<{ unread: number }>(
      "unread",
      sql`select count(*)::int as unread from (${idsOf(caller, fresh, mostUnread)}) u`,
    );
    const found = limit ? await rows<Stored>("notices", rowsOf(caller, idsOf(caller, asked, limit + 1))) : [];
    const page = found.slice(0, limit).map(tellNotice);
    return { unread: count?.unread ?? 0, rows: page, next: found.length > limit ? String(page.at(-1)?.id) : null };
  },
});

const tellNotice = ({ at, deadline, problem, ...notice }: Stored): Notice => ({
  ...notice,
  at: at.toISOString(),
  problem: { ...problem, deadline: deadline?.toISOString() ?? null },
});
