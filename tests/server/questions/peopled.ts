/**
 * The town with people in it: each problem has a person at every event, some were told by the staff, and the logs run longer
 * (returned once, sent back for rework, appealed). All by arithmetic, so that oracles know it without asking.
 */
import { personRoles, type Role } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { analyzed } from "../../support/analyzed.ts";
import { loadTown, type Town, type TownEvent, type TownProblem, town } from "./town.ts";

const minute = 60_000;

/** Events put in after the first of an act, a minute apart; nothing where there is no such act. */
function after(events: readonly TownEvent[], act: string, more: readonly Pick<TownEvent, "act" | "state">[]): readonly TownEvent[] {
  const i = events.findIndex((e) => e.act === act);
  const from = events[i];
  if (!from) return events;
  const added = more.map((one, n) => ({ ...from, ...one, at: from.at + (n + 1) * minute }));
  return [...events.slice(0, i + 1), ...added, ...events.slice(i + 1)];
}

function longer({ id, events }: TownProblem): readonly TownEvent[] {
  const last = events.at(-1) as TownEvent;
  let log = events;
  if (id % 4 === 1)
    log = after(log, "dispatch", [
      { act: "return", state: "returned" },
      { act: "dispatch", state: "dispatched" },
    ]);
  if (id % 5 === 0)
    log = after(log, "hand_back", [
      { act: "rework", state: "rework" },
      { act: "hand_back", state: "handed_back" },
    ]);
  const appealed = id % 3 === 0 ? ["appeal", id % 2 ? "uphold" : "dismiss"] : id % 13 === 0 ? ["appeal"] : [];
  const said = last.unit === null ? [] : appealed.map((act, n) => ({ ...last, act, at: last.at + (n + 1) * minute }));
  return [...log, ...said];
}

export const peopledTown: Town = { ...town, problems: town.problems.map((p) => ({ ...p, events: longer(p) })) };

/** Those who mend. */
export const handlers = [501, 502, 503, 504, 505, 506];
/** Who has a problem after its event number `i` (from 0); null = nobody yet. It changes hands at every event. */
export const personAt = (p: TownProblem, i: number): number | null =>
  p.events[i]?.unit == null ? null : (handlers[(p.id + i) % handlers.length] as number);
/** Who told of it, when it was somebody of the staff. */
export const reporterOf = (p: TownProblem): number | null => (p.id % 17 === 0 ? 604 : p.id % 19 === 0 ? 605 : p.id % 23 === 0 ? 609 : null);

export interface Member {
  readonly id: number;
  readonly roles: readonly Exclude<Role, "wall">[];
  readonly zone: number | null;
  readonly unit: number | null;
  /** What they may see, said plainly: the problem, and whose it is at the moment asked about. */
  sees(p: TownProblem, unit: number | null): boolean;
}

/** Units: 13 is under 12, 12 under 11; 14 stands alone. */
export const staff: readonly Member[] = [
  { id: 601, roles: ["leader"], zone: null, unit: null, sees: () => true },
  { id: 602, roles: ["dispatcher"], zone: 100, unit: null, sees: (p) => p.zones[0] === 100 },
  { id: 603, roles: ["dispatcher"], zone: 207, unit: null, sees: (p) => p.zones[1] === 207 },
  { id: 604, roles: ["inspector"], zone: 327, unit: null, sees: (p) => p.zones[2] === 327 || p.id % 17 === 0 },
  {
    id: 605,
    roles: ["handler"],
    zone: null,
    unit: 12,
    sees: (p, unit) => unit === 12 || unit === 13 || (p.id % 19 === 0 && p.id % 17 !== 0),
  },
  { id: 606, roles: ["handler", "dispatcher"], zone: 103, unit: 14, sees: (p, unit) => unit === 14 || p.zones[0] === 103 },
  { id: 607, roles: ["handler", "auditor"], zone: null, unit: 11, sees: () => true },
  { id: 608, roles: ["dispatcher"], zone: null, unit: null, sees: () => true },
  { id: 609, roles: [], zone: 100, unit: 11, sees: (p) => reporterOf(p) === 609 },
];

/** Somebody with every duty there is, for tests that walk all routes. */
export const everyDuty = { id: 610, roles: [...personRoles], zone: 100, unit: 11 };

/** How a problem went, by its log. */
export interface Course {
  readonly late: boolean | null;
  readonly reworks: number;
  readonly returns: number;
  readonly exempt: boolean;
}

export function courseOf({ events }: TownProblem): Course {
  const mended = events.filter((e) => e.act === "hand_back").at(-1);
  const times = (act: string) => events.filter((e) => e.act === act).length;
  const late = mended?.deadline == null ? null : mended.at > mended.deadline;
  return { late, reworks: times("rework"), returns: times("return"), exempt: times("uphold") > 0 };
}

/** Writes it into an empty database. Nobody's password is known; with one they are accounts like any other. */
export async function loadPeopled(db: Db): Promise<void> {
  await loadTown(peopledTown)(db);
  await db.query(sql`update unit set parent_id = id - 1 where id in (12, 13)`);
  const people = [...handlers.map((id) => ({ id, roles: [], zone: null, unit: null })), ...staff, everyDuty];
  await db.query(sql`insert into person (id, external_id, name, roles, zone_id, unit_id, password_hash) overriding system value
    select id, id::text, '人' || id, roles, zone, unit, '-' from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) x (id bigint, roles text[], zone bigint, unit bigint)`);
  const rows = peopledTown.problems.map((p) => {
    const { late, reworks, returns, exempt } = courseOf(p);
    const person = personAt(p, p.events.length - 1);
    const appeal = exempt ? "upheld" : p.events.some((e) => e.act === "dismiss") ? "dismissed" : "none";
    return { id: p.id, late, reworks, returns, appeal, person, reporter: reporterOf(p) };
  });
  await db.query(sql`update problem p set late = x.late, rework_count = x.reworks, returns = x.returns, appeal = x.appeal,
      person_id = x.person, person = '人' || x.person, reporter_id = x.reporter
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, late boolean, reworks int, returns int, appeal text, person bigint, reporter bigint)
    where x.id = p.id`);
  const events = peopledTown.problems.flatMap((p) => p.events.map((_, i) => ({ id: p.id, seq: i + 1, person: personAt(p, i) })));
  await db.tx(async (tx) => {
    await tx.script("alter table problem_event disable trigger problem_event_append_only");
    await tx.query(sql`update problem_event e set person_id_after = x.person, person_after = '人' || x.person
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) x (id bigint, seq int, person bigint) where e.problem_id = x.id and e.seq = x.seq`);
    await tx.script("alter table problem_event enable trigger problem_event_append_only");
  });
  await analyzed(db);
}
