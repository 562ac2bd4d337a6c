/** "Who did what here?" The audit log, newest first. */

import { refusedField } from "../ask/body.ts";
import { midnight } from "../ask/day.ts";
import { cursor } from "../ask/page.ts";
import { words } from "../ask/parameters.ts";
import { anyProblem } from "../ask/past.ts";
import { route } from "../ask/route.ts";
import { AuditPage } from "../contract/bookSchemas.ts";
import { type AuditKind, auditKinds } from "../contract/officeWords.ts";
import type { AuditPage as Page } from "../contract/types.ts";
import { and, type Sql, sql } from "../db/sql.ts";
import { limit, someDay, someId } from "./parameters.ts";

type Row = Page["rows"][number];
type Stored = Omit<Row, "at"> & { at: Date; micros: number };

const kinds = Object.keys(auditKinds) as AuditKind[];
/** Entries after a cursor: the last one's microseconds and id. */
function after(text: string | null): Sql {
  if (text === null) return sql`true`;
  const [, micros, id] = /^(\d{1,16}) (\d{1,16})$/.exec(Buffer.from(text, "base64url").toString("latin1")) ?? [];
  if (micros === undefined || Number(micros) > 4e15)
    throw refusedField("cursor", text, { zh: "上一页给出的 next", en: "the next of a page" });
  return sql`(a.at, a.id) < ('1970-01-01Z'::timestamptz + ${Number(micros)}::float8 * interval '1 microsecond', ${Number(id)}::int8)`;
}

export const auditLog = route({
  path: "/api/audit",
  question: "Who signed in, was refused, acted, exported, looked behind a mask or changed a setting?",
  may: { who: ["auditor"], area: "none" },
  takes: {
    kind: words(kinds, [], "Kinds of entry."),
    person: someId("Whose."),
    problem: someId("About this problem."),
    from: someDay("From this day of the district's calendar on."),
    to: someDay("Up to and with this day."),
    cursor,
    limit,
  },
  answer: AuditPage,
  async handle({ given, rows }) {
    const asked = [after(given.cursor)];
    if (given.kind.length) asked.push(sql`a.kind = any(${given.kind}::text[])`);
    if (given.person !== null) asked.push(sql`a.person_id = ${given.person}::bigint`);
    if (given.problem !== null) asked.push(sql`a.problem_id = ${given.problem}::bigint`);
    if (given.from !== null) asked.push(sql`a.at >= ${midnight(given.from, 0)}`);
    if (given.to !== null) asked.push(sql`a.at < ${midnight(given.to, 1)}`);
    const found = await rows<Stored>(
      "audit",
      sql`select a.id, a.at, a.kind, a.who, a.person_id as "personId", a.address, a.route, a.detail,
          case when p.id is not null then json_build_object('id', p.id, 'code', p.external_id) end as problem,
          (extract(epoch from a.at) * 1000000)::int8 as micros
        from audit_entry a left join ${anyProblem} p on p.id = a.problem_id
        where ${and(asked)} order by a.at desc, a.id desc limit ${given.limit + 1}::int`,
    );
    const page = found.slice(0, given.limit);
    const last = found.length > given.limit ? page.at(-1) : undefined;
    return {
      rows: page.map(({ micros: _key, ...row }): Row => ({ ...row, at: row.at.toISOString() })),
      next: last ? Buffer.from(`${last.micros} ${last.id}`).toString("base64url") : null,
    };
  },
});
