/** What waits to be done: messages to robots, files to make and to read. One small statement, and none while the one before is out. */
import { setTimeout as wait } from "node:timers/promises";
import type { Standing } from "../ask/standing.ts";
import type { Db } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { type Family, gauge } from "./exposition.ts";

/** Whoever scrapes is answered by then, with these figures or without. */
const patience_ms = 1_500;
/** Counted no further: more is as bad. */
const most = 100_000;

interface Row {
  deliveries: number;
  messages: number;
  dead: number;
  exports_waiting: number;
  exports_running: number;
  exports_failed: number;
  imports_waiting: number;
  imports_running: number;
  imports_failed: number;
}

const count = (from: Sql): Sql => sql`(select count(*)::int from (select from ${from} limit ${most}::int) x)`;
const lately = sql`made_at > clock_timestamp() - interval '1 day'`;
const statement = sql`select
  ${count(sql`delivery where state = 'waiting'`)} as deliveries,
  ${count(sql`message where state in ('waiting', 'sending')`)} as messages,
  ${count(sql`message where state = 'dead'`)} as dead,
  ${count(sql`export_job where state = 'waiting'`)} as exports_waiting,
  ${count(sql`export_job where state = 'running'`)} as exports_running,
  ${count(sql`export_job where state = 'failed' and ${lately}`)} as exports_failed,
  ${count(sql`import_batch where state in ('trying', 'loading') and beat_at is null`)} as imports_waiting,
  ${count(sql`import_batch where state in ('trying', 'loading') and beat_at is not null`)} as imports_running,
  ${count(sql`import_batch where state = 'failed' and ${lately}`)} as imports_failed`;

const asking = new WeakMap<Db, Promise<Row | null>>();

/** Null: no answer in time. Whoever asks meanwhile waits for the same. */
async function rowOf(db: Db): Promise<Row | null> {
  const asked =
    asking.get(db) ??
    db
      .query<Row>(statement, { timeout_ms: patience_ms, lane: "gate" })
      .then(([row]) => row ?? null)
      .catch(() => null)
      .finally(() => asking.delete(db));
  asking.set(db, asked);
  const given = new AbortController();
  const late = wait(patience_ms, null, { signal: given.signal }).catch(() => null);
  return Promise.race([asked, late]).finally(() => given.abort());
}

/** Answers also when the database does not: then `chuangtu_database_answers` is 0, and the rest is left out. */
export async function workFamilies(standing: Standing): Promise<Family[]> {
  const row = standing.status === "ready" ? await rowOf(standing.db) : null;
  const answers = gauge("chuangtu_database_answers", "1 when the database answered just now.", row === null ? 0 : 1);
  if (row === null) return [answers];
  const jobs = (["export", "import"] as const).flatMap((kind) =>
    (["waiting", "running", "failed"] as const).map((state) => ({ labels: { kind, state }, value: row[`${kind}s_${state}`] })),
  );
  return [
    answers,
    gauge("chuangtu_outbox_deliveries", "Notices that wait to become messages to robots.", row.deliveries),
    gauge("chuangtu_outbox_messages", "Messages to robots that are not there yet; dead: given up, for people to decide.", [
      { labels: { state: "waiting" }, value: row.messages },
      { labels: { state: "dead" }, value: row.dead },
    ]),
    gauge("chuangtu_jobs", "Files that are made and read; failed: of the last day.", jobs),
  ];
}
