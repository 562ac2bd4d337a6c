/** What goes into the archive and when, who waits for it, and what comes back: acts, imports and undoing find what is archived as they find all else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { archiveMonths } from "../../../server/log/archive.ts";
import { detailOf } from "../../../server/log/detail.ts";
import { makeMonths } from "../../../server/log/months.ts";
import { readSettings } from "../../../server/settings.ts";
import { createDatabase, databases } from "../../support/databases.ts";
import { archiveAll, tellAll } from "./archived.ts";
import { act, divide, loadDesk, report, setClock, staff, walk } from "./desk.ts";
import { compareWithLogs } from "./rebuilt.ts";

const toClose = ["dispatch", "accept", "hand_back", "recheck", "close"] as const;

const columnsOf = (db: Db, table: string) =>
  db.query(sql`select a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as given
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`);
const rulesOf = async (db: Db, table: string): Promise<string[]> =>
  (
    await db.query<{ rule: string }>(sql`select pg_get_constraintdef(oid) as rule from pg_constraint where conrelid = ${table}::regclass
      union all select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') from pg_index where indrelid = ${table}::regclass
      union all select polcmd::text || pg_get_expr(coalesce(polqual, polwithcheck), polrelid) from pg_policy where polrelid = ${table}::regclass order by 1`)
  ).map(({ rule }) => rule);

it("is off, and takes no fewer months than thirteen", () => {
  expect(readSettings({}).archiveAfter_months).toBeNull();
  expect(readSettings({ ARCHIVE_AFTER_MONTHS: "24" }).archiveAfter_months).toBe(24);
  expect(() => readSettings({ ARCHIVE_AFTER_MONTHS: "12" })).toThrow("ARCHIVE_AFTER_MONTHS=12: at least 13");
});

describe.each(databases())("an archive on $name", ({ fresh, name }) => {
  let db: Db;
  /** Closed in March 2026; closed then, too; reported then, and open. */
  let ids: number[];
  const placeOf = async (id: number): Promise<string> => {
    const [row] = await db.query<{ of: string }>(sql`select tableoid::regclass::text as of from problem where id = ${id}::bigint
      union all select tableoid::regclass::text from archived_problem where id = ${id}::bigint`);
    return row?.of ?? "";
  };
  const drawers = async (parent: string): Promise<string[]> =>
    (
      await db.query<{ of: string }>(
        sql`select relid::regclass::text as of from pg_partition_tree(${parent}::regclass) where isleaf order by 1`,
      )
    ).map((row) => row.of);

  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
    await db.query(sql`update district set made_up = false`);
    await setClock(db, Date.parse("2026-03-10T10:00:00+08:00"));
    await divide(db, "2026-03-01");
    await makeMonths(db);
    await tellAll(db, "2026-04-01");
    ids = await Promise.all([report(db), report(db), report(db)]);
    for (const id of ids.slice(0, 2)) await walk(db, id, ...toClose);
    await setClock(db, Date.parse("2027-05-10T10:00:00+08:00"));
    await makeMonths(db);
  });
  afterAll(() => db.close());

  it("has the columns, rules and indexes of what it is the archive of, and so have the views", async () => {
    for (const table of ["problem", "problem_event"]) {
      expect(await columnsOf(db, `archived_${table}`)).toEqual(await columnsOf(db, table));
      expect(await rulesOf(db, `archived_${table}`)).toEqual(await rulesOf(db, table));
      const [columns, view] = [await columnsOf(db, table), await columnsOf(db, `${table}_past`)];
      const named = (all: object[]) => all.map((one) => (one as { attname: string }).attname);
      expect(named(view).filter((one) => one !== "xmin")).toEqual(named(columns));
    }
  });

  it("takes what ended so long ago, an hour after it was told; and nothing younger", async () => {
    await db.query(sql`update archive_head set edge = null, told_at = null`);
    expect(await archiveMonths(db, 14)).toEqual([]);
    expect(await archiveMonths(db, 13)).toEqual(["told"]);
    expect(await drawers("archived_problem")).toEqual(["archived_problem_rest"]);
    await expect(archiveMonths(db, 12)).rejects.toThrow("months younger than 13");
    expect(await archiveAll(db)).toEqual(
      ["problem_2026_03", "problem_event_2026_03"].flatMap((month) => [
        `set apart ${month}`,
        `looked through ${month}`,
        `archived ${month}`,
      ]),
    );
    expect(await drawers("archived_problem")).toEqual(["archived_problem_rest", "problem_2026_03"]);
    expect(await drawers("problem_event")).not.toContain("problem_event_2026_03");
    expect(await Promise.all(ids.map(placeOf))).toEqual(["problem_2026_03", "problem_2026_03", "problem_open"]);
    expect((await db.query(sql`select from problem_key where id = any(${ids}::bigint[])`)).length).toBe(3);
    expect(await archiveMonths(db, 13)).toEqual([]);
  });

  it("does nothing beside a made-up district that runs on", async () => {
    await db.query(sql`update district set made_up = true`);
    await setClock(db, Date.parse("2027-09-10T10:00:00+08:00"));
    expect(await archiveMonths(db, 13)).toEqual([]);
    await db.query(sql`update district set made_up = false`);
    await setClock(db, Date.parse("2027-05-10T10:00:00+08:00"));
  });

  it("is read with its log; its log is as fixed as any", async () => {
    const [id] = ids as [number];
    const { state, history } = await detailOf(db, staff.leader, id);
    expect(state).toBe("closed");
    expect(history.map(({ act }) => act)).toEqual(["report", ...toClose]);
    const before = await db.query(sql`select from archived_problem_event`);
    expect(before.length).toBeGreaterThan(10);
    await expect(db.query(sql`update archived_problem_event set note = 'x'`)).rejects.toThrow("append-only");
    await expect(db.query(sql`delete from archived_problem_event`)).rejects.toThrow("append-only");
  });

  it("a number that is in it is given to no other", async () => {
    await expect(
      db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, geom)
        select layer, external_id, category, title, source, found_at, 'reported', geom from archived_problem limit 1`),
    ).rejects.toThrow("problem_key");
  });

  it("what is acted on comes back, and its log goes on", async () => {
    const [id] = ids as [number];
    const [appealed] = await act(db, staff.handler, "appeal", [{ id, version: null }]);
    expect([appealed?.error ?? null, await placeOf(id)]).toEqual([null, "problem_rest"]);
    expect(await placeOf(ids[1] as number)).toBe("problem_2026_03");
    expect((await db.query(sql`select from problem_key where id = any(${ids}::bigint[])`)).length).toBe(3);
    expect((await compareWithLogs(db)).faults).toEqual([]);
    const { history } = await detailOf(db, staff.leader, id);
    expect(history.map(({ act }) => act)).toEqual(["report", ...toClose, "appeal"]);
  });

  it.runIf(name === "postgres")("waits for readers no longer than a moment, and lets none wait longer", async () => {
    const url = await createDatabase();
    const other = await openDatabase({ databaseUrl: url, dataFolder: null });
    await loadDesk(other);
    await other.query(sql`update district set made_up = false`);
    await setClock(other, Date.parse("2026-03-10T10:00:00+08:00"));
    await divide(other, "2026-03-01");
    await makeMonths(other);
    await setClock(other, Date.parse("2027-05-10T10:00:00+08:00"));
    await archiveMonths(other, 13);
    await other.query(sql`update archive_head set told_at = now() - interval '2 hours'`);
    let done = (): void => undefined;
    let begun = (): void => undefined;
    const holds = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const reading = other.tx(async (tx) => {
      await tx.query(sql`select count(*) from problem_event`);
      begun();
      await new Promise<void>((resolve) => {
        done = resolve;
      });
    });
    await holds;
    await expect.poll(() => archiveMonths(other, 13).catch((error: { code?: string }) => error.code)).toBe("55P03");
    const trying = archiveMonths(other, 13).catch(() => undefined);
    const from = performance.now();
    await other.query(sql`select count(*) from problem_event`);
    expect(performance.now() - from).toBeLessThan(600);
    await trying;
    done();
    await reading;
    expect((await archiveMonths(other, 13)).at(-1)).toBe("archived problem_event_2026_03");
    await other.close();
  });
});
