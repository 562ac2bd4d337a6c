/**
 * Notices, written in the very transaction of what they tell of, and with them what waits for robots: a notice is there if and only if the
 * thing happened. Whoever reads them in the page is found when they ask (server/notices/whose.ts); a robot's copy is fixed here.
 */
import type { NoticeKind } from "../contract/officeWords.ts";
import type { ProblemAct } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Appended } from "./write.ts";

/** The channel of NOTIFY that wakes whoever sends to robots; what is to be sent is read from `delivery`. */
export const noticeChannel = "chuangtu_notice";

const kindOf: Partial<Record<ProblemAct, NoticeKind>> = {
  dispatch: "assigned",
  return: "returned",
  supervise: "supervised",
  press: "pressed",
};

/**
 * Writes notices and a delivery of each for every robot it is for: not paused, of its kind, of its unit or one above; told before, neither.
 * @param rows a select of problem, kind, at, unit, person, by, what
 * @returns a statement whose rows are the problems (`id`) that there is something new to tell of
 */
export const tell = (rows: Sql): Sql => sql`
  with recursive told as (
    insert into notice (kind, problem_id, at, unit_id, person_id, by_id, zone1_id, zone2_id, zone3_id, what)
    select x.kind, x.problem, x.at, x.unit, x.person, x.by, p.zone1_id, p.zone2_id, p.zone3_id, x.what
    from (${rows}) x join problem p on p.id = x.problem
    on conflict do nothing returning id, problem_id, kind, unit_id),
  above as (select distinct unit_id as unit, unit_id as id from told where unit_id is not null
    union select a.unit, u.parent_id from above a join unit u on u.id = a.id where u.parent_id is not null),
  sent as (
    insert into delivery (robot_id, notice_id)
    select r.id, t.id from told t join robot r on not r.paused and t.kind = any(r.kinds)
      and (r.unit_id is null or exists (select from above a where a.unit = t.unit_id and a.id = r.unit_id))
    order by t.id returning 1),
  woken as (select tell_district(${noticeChannel}::text, '') from (select from sent limit 1) s)
  select t.problem_id as id, (select count(*)::int from woken) as woken from told t`;

/** Tells of acts; those that nobody is told of are passed over. Of a return, whose it was. */
export async function tellNotices(tx: Tx, appended: readonly Appended[]): Promise<void> {
  const rows = appended.flatMap(({ id, event, fold }) => {
    const kind = kindOf[event.act];
    const at = new Date(event.at).toISOString();
    return kind
      ? [{ problem: id, kind, at, unit: fold.unitId, person: fold.personId, by: event.actorId, what: `seq:${fold.version}` }]
      : [];
  });
  if (rows.length === 0) return;
  await tx.query(
    tell(sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r (problem bigint, kind text, at timestamptz, unit bigint, person bigint, by bigint, what text)`),
  );
}
