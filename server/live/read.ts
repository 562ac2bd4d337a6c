/** What the change feed says, read from the database: what is new after a revision, and what somebody has missed since one. */
import type { Belongs } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import { rowColumns, type StoredRow, toRow } from "../ask/rows.ts";
import { type ChangeLayer, changeLayers } from "../contract/officeWords.ts";
import type { LiveHello, LiveProblem } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { Batch, type Change, everything, type LiveMove } from "./batch.ts";

/** Changes, and problems of them, read at once. */
const mostChanges = 200;
const mostMoves = 2_000;
/** Problems missed; whoever missed more fetches all anew. */
const mostMissed = 5_000;

/** A row's columns, and those of `Belongs`; null throughout when the problem is gone. */
type Stored = { readonly [K in keyof StoredRow]: StoredRow[K] | null } & {
  readonly zone1_id: number | null;
  readonly zone2_id: number | null;
  readonly zone3_id: number | null;
  readonly site_type: LiveProblem["siteType"];
  readonly person_id: number | null;
  readonly reporter_id: number | null;
};

/** One look at a time into the table, by its key, however few the planner thinks it has: `x.problem_id` names the problem. */
const problemOfX = sql`left join lateral (select * from ${anyProblem} p where p.id = x.problem_id limit 1) p on true`;
const columns = sql`${rowColumns}, p.zone1_id, p.zone2_id, p.zone3_id, p.person_id, p.reporter_id,
  (select s.site_type from site s where s.id = p.site_id) as site_type`;

type Pair = readonly [unit: number | null, person: number | null];

/** A problem with whoever had it before. */
function moveOf(id: number, row: Stored, pairs: readonly Pair[], act: LiveProblem["act"], clock: Date): LiveMove {
  const zones = [row.zone1_id, row.zone2_id, row.zone3_id];
  const belongs = (unitId: number | null, personId: number | null): Belongs => ({ zones, unitId, personId, reporterId: row.reporter_id });
  const before = pairs.map(([unit, person]) => belongs(unit, person));
  if (row.id === null) return { id, now: null, before, json: "" };
  const nearlyDue = row.nearly_due_at?.toISOString() ?? null;
  const now: LiveProblem = { ...toRow(row as StoredRow, clock), nearlyDue, zone3: row.zone3_id, siteType: row.site_type, act };
  return { id, now: belongs(row.unit, row.person_id), before, json: JSON.stringify(now) };
}

type StoredChange = Stored & {
  readonly head: number;
  readonly clock: Date;
  readonly revision: number | null;
  readonly layer: ChangeLayer;
  readonly whole: boolean;
  readonly problem_id: number | null;
  readonly unit_before: number | null;
  readonly person_before: number | null;
  readonly act: LiveProblem["act"];
};

const changesAfter = (revision: number): Sql => sql`
  with c as materialized (select revision, layer, whole from change where revision > ${revision}::bigint order by revision limit ${mostChanges}::int),
    x as materialized (select c.revision, c.layer, c.whole, m.problem_id, m.unit_before, m.person_before, m.act
      from c left join problem_change m on m.revision = c.revision order by c.revision, m.problem_id limit ${mostMoves + 1}::int)
  select h.revision as head, clock() as clock, x.*, ${columns}
  from change_head h left join x on true ${problemOfX} order by x.revision, x.problem_id`;

function changeOf(rows: readonly StoredChange[]): Change {
  const [{ revision, layer, whole, clock }] = rows as [StoredChange];
  const moves = rows.flatMap((row) =>
    row.problem_id === null ? [] : moveOf(row.problem_id, row, [[row.unit_before, row.person_before]], row.act, row.clock),
  );
  const number = revision as number;
  return { revision: number, from: number - 1, clock: clock.toISOString(), layers: whole ? [layer] : [], moves };
}

/** Whole changes of what was read. Of one that is too long for one reading nothing is kept but that it was. */
function grouped(rows: readonly StoredChange[]): Change[] {
  const groups = new Map<number, StoredChange[]>();
  for (const row of rows) {
    if (row.revision === null) continue;
    const group = groups.get(row.revision);
    if (group) group.push(row);
    else groups.set(row.revision, [row]);
  }
  const lists = [...groups.values()];
  if (rows.length <= mostMoves) return lists.map(changeOf);
  if (lists.length > 1) return lists.slice(0, -1).map(changeOf);
  return lists.slice(0, 1).map(([row]) => ({ ...changeOf([row as StoredChange]), layers: ["problems"], moves: [] }));
}

export interface News {
  /** The last change's number. */
  readonly head: number;
  /** The district's clock, RFC 3339. */
  readonly clock: string;
  /** Some or all of what is new; null: nothing is. */
  readonly batch: Batch | null;
}

/**
 * What is new after a revision. Numbers are given in the order of commits and without gaps; should one be missing all the same,
 * or the database be an older one than before, everything counts as changed: nothing is passed over in silence.
 */
export async function readNews(db: Queryable, after: number): Promise<News> {
  const rows = await db.query<StoredChange>(changesAfter(after));
  const [first] = rows;
  if (!first) throw new Error("The database has no change_head.");
  const { head } = first;
  const clock = first.clock.toISOString();
  if (head === after) return { head, clock, batch: null };
  const [one, ...more] = grouped(rows);
  const unbroken = one !== undefined && [one, ...more].every(({ revision }, i) => revision === after + 1 + i);
  if (unbroken) return { head, clock, batch: new Batch([one, ...more]) };
  return { head, clock, batch: new Batch([everything(after, head, clock)], true) };
}

/** How things stand for somebody who begins to listen. */
export interface Missed {
  readonly hello: LiveHello;
  /** What was missed, as one change; null: nothing, or not known any more. */
  readonly batch: Batch | null;
}

type StoredMissed = Stored & {
  readonly head: number;
  readonly clock: Date;
  /** On the first row alone. */
  readonly layers: LiveHello["layers"];
  readonly oldest: number | null;
  readonly whole: readonly ChangeLayer[] | null;
  readonly problem_id: number | null;
  readonly units: readonly (number | null)[];
  readonly people: readonly (number | null)[];
  readonly act: LiveProblem["act"];
};

const missedSince = (revision: number | null): Sql => sql`
  with x as materialized (select problem_id, array_agg(unit_before order by revision) as units, array_agg(person_before order by revision) as people,
      (array_agg(act order by revision desc))[1] as act, row_number() over (order by max(revision), problem_id) as n
    from problem_change where revision > ${revision}::bigint group by problem_id order by n limit ${mostMissed + 1}::int)
  select h.revision as head, clock() as clock, x.problem_id, x.units, x.people, x.act, ${columns},
    case when coalesce(x.n, 1) = 1 then (select jsonb_object_agg(layer, revision) from layer_revision) end as layers,
    case when coalesce(x.n, 1) = 1 then (select min(revision) from change) end as oldest,
    case when coalesce(x.n, 1) = 1 then (select array_agg(distinct layer) from change where revision > ${revision}::bigint and whole) end as whole
  from change_head h left join x on true ${problemOfX} order by x.n`;

/** True when all that happened to problems since the revision is at hand. */
function isKnown(since: number, rows: readonly StoredMissed[], { head, layers, oldest, whole }: StoredMissed): boolean {
  if (since > head || rows.length > mostMissed || whole?.includes("problems")) return false;
  return since >= (layers.problems ?? 0) || (oldest !== null && oldest <= since + 1);
}

/** @param since null: nothing before now is asked for */
export async function readMissed(db: Queryable, since: number | null): Promise<Missed> {
  const rows = await db.query<StoredMissed>(missedSince(since));
  const [first] = rows;
  if (!first) throw new Error("The database has no change_head.");
  const { head, clock, layers, whole } = first;
  const hello = { revision: head, clock: clock.toISOString(), layers, resumed: since === null || isKnown(since, rows, first) };
  if (since === null || since >= head || !hello.resumed) return { hello, batch: null };
  const moves = rows.flatMap((row) => {
    if (row.problem_id === null) return [];
    return moveOf(
      row.problem_id,
      row,
      row.units.map((unit, i): Pair => [unit, row.people[i] ?? null]),
      row.act,
      row.clock,
    );
  });
  const known = changeLayers.filter((layer) => whole?.includes(layer));
  return { hello, batch: new Batch([{ revision: head, from: since, clock: hello.clock, layers: known, moves }]) };
}
