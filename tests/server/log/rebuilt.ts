/** Rows rebuilt from nothing but the log, by a reading of the tables that shares no line with the server's, and how they differ from the rows there are. */
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { bareEvent, type Fold, foldLog, type LogEvent } from "../../../server/life/fold.ts";

type Row = Record<string, unknown>;
const time = (value: unknown): number | null => (value instanceof Date ? value.getTime() : null);

function eventOf(row: Row): LogEvent {
  return {
    ...bareEvent,
    act: row.act as LogEvent["act"],
    at: time(row.at) ?? 0,
    actor: row.actor as string | null,
    actorId: row.actor_id as number | null,
    note: row.note as string | null,
    unitId: row.unit_after as number | null,
    person: row.person_after as string | null,
    personId: row.person_id_after as number | null,
    deadline: time(row.deadline_after),
    until: time(row.until_after),
    state: row.act === "import" ? (row.state_after as LogEvent["state"]) : null,
    facts: row.facts as LogEvent["facts"],
  };
}

/** Columns of problem that are the fold; anything else is given by the report. */
const columnsOf = (fold: Fold): Row => ({
  state: fold.state,
  is_open: fold.state !== "closed" && fold.state !== "rejected",
  unit_id: fold.unitId,
  person: fold.person,
  person_id: fold.personId,
  coop_unit_id: fold.coopUnitId,
  area_unit_id: fold.areaUnitId,
  trade_unit_id: fold.tradeUnitId,
  lead: fold.lead,
  limit_value: fold.limit?.value ?? null,
  limit_unit: fold.limit?.unit ?? null,
  dispatched_at: fold.dispatchedAt,
  deadline_at: fold.deadlineAt,
  nearly_due_at: fold.nearlyDueAt,
  handed_back_at: fold.handedBackAt,
  closed_at: fold.closedAt,
  suspended_at: fold.suspendedAt,
  suspended_until: fold.suspendedUntil,
  late: fold.late,
  rework_count: fold.reworkCount,
  extensions: fold.extensions,
  suspensions: fold.suspensions,
  returns: fold.returns,
  presses: fold.presses,
  me_too: fold.meToo,
  supervised: fold.supervised,
  on_spot: fold.onSpot,
  appeal: fold.appeal,
  exempt: fold.appeal === "upheld",
  version: fold.version,
});
export const foldedColumns: readonly string[] = Object.keys(columnsOf({} as Fold));

/** Columns of problem that no act changes. A column in neither list fails the test that reads them: somebody added it and forgot the log. */
export const givenColumns: readonly string[] = [
  "district_id",
  ...[
    "id",
    "layer",
    "external_id",
    "category",
    "title",
    "description",
    "place",
    "source",
    "site_id",
    "night",
    "found_at",
    "geom",
    "geog",
    "world_x",
    "world_y",
    "search",
  ],
  ...[
    "zone1_id",
    "zone2_id",
    "zone3_id",
    "found_zone1_id",
    "found_zone2_id",
    "found_zone3_id",
    "reporter_id",
    "reporter_name",
    "reporter_phone",
    "no_photo",
  ],
  ...["client_id", "outside", "accuracy_m"],
];

export interface Logs {
  readonly problems: number;
  readonly events: number;
  /** "problem column: row says, log says". */
  readonly faults: readonly string[];
}

/** Every problem of the database against its log; also that seq counts 1, 2, 3 … and what each event says it led to is the fold up to it. */
export async function compareWithLogs(db: Db): Promise<Logs> {
  const [district] = await db.query<{ hours: number }>(sql`select nearly_due_h as hours from district`);
  const rows = await db.query<Row>(sql`select * from problem union all select * from archived_problem order by id`);
  const events = await db.query<Row>(
    sql`select * from problem_event union all select * from archived_problem_event order by problem_id, seq`,
  );
  const logs = new Map<unknown, Row[]>();
  for (const event of events) logs.set(event.problem_id, [...(logs.get(event.problem_id) ?? []), event]);
  const faults: string[] = [];
  const differ = (where: string, row: unknown, log: unknown) => {
    const said = row instanceof Date ? row.getTime() : row;
    if (said !== log) faults.push(`${where}: row ${String(said)}, log ${String(log)}`);
  };
  for (const row of rows) {
    const log = logs.get(row.id) ?? [];
    const folds = foldLog(log.map(eventOf), time(row.found_at) ?? 0, district?.hours ?? 24);
    for (const [column, value] of Object.entries(columnsOf(folds.at(-1) as Fold))) differ(`${row.id} ${column}`, row[column], value);
    for (const [i, event] of log.entries()) {
      const fold = folds[i] as Fold;
      const where = `${row.id}/${event.seq}`;
      differ(`${where} seq`, event.seq, i + 1);
      differ(`${where} state_after`, event.state_after, fold.state);
      differ(`${where} unit_after`, event.unit_after, fold.unitId);
      differ(`${where} deadline_after`, event.deadline_after, fold.deadlineAt);
      differ(`${where} nearly_due_after`, event.nearly_due_after, fold.nearlyDueAt);
      differ(`${where} closed_after`, event.closed_after, fold.closedAt);
    }
  }
  return { problems: rows.length, events: events.length, faults };
}
