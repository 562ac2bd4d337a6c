/** Statements that take too long, and callers who go away. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cancelled, type Db, StatementTimeout, Unavailable } from "../../../server/db/db.ts";
import { openEmbedded } from "../../../server/db/embedded/open.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, asAdmin, createDatabase, databases } from "../../support/databases.ts";

// Computes for minutes without ever waiting, as a bad spatial question does.
const endless = sql`select count(*) from generate_series(1, 60000) a, generate_series(1, 60000) b where a # b = -1`;

describe.each(databases().map(({ name }) => ({ name })))("limits on $name", ({ name }) => {
  let db: Db;
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chuangtu-limits-"));
    db = name === "embedded" ? await openEmbedded(folder, { idleLimit_ms: 700 }) : await openPostgres(await createDatabase());
    await db.query(sql`create table kept (n int)`);
    await db.query(sql`insert into kept values (1)`);
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });
  const works = async (): Promise<void> => expect(await db.query(sql`select n from kept`)).toEqual([{ n: 1 }]);

  it("stops a statement over its limit, says so, and works on with every row", async () => {
    const started = performance.now();
    const error: unknown = await db.query(endless, { timeout_ms: 300 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StatementTimeout);
    expect((error as StatementTimeout).limit_ms).toBe(300);
    expect(performance.now() - started).toBeLessThan(5_000);
    await works();
  });

  it("rolls back a transaction whose statement was stopped", async () => {
    const stopped = db.tx(async (tx) => {
      await tx.query(sql`insert into kept values (2)`);
      await tx.query(endless, { timeout_ms: 300 });
    });
    await expect(stopped).rejects.toBeInstanceOf(StatementTimeout);
    await works();
  });

  it("lets a statement take longer when it is told to, and a quick one is not stopped later", async () => {
    expect(await db.query(sql`select pg_sleep(0.4)::text as n`, { timeout_ms: 0 })).toEqual([{ n: "" }]);
    await db.query(sql`select 1`, { timeout_ms: 100 });
    await db.query(sql`select pg_sleep(0.3)`, { timeout_ms: 1_000 });
    await works();
  });

  it("gives up at once when the caller goes away, before and during", async () => {
    await expect(db.query(sql`select 1`, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 100);
    const started = performance.now();
    await expect(db.query(endless, { signal: leaving.signal, timeout_ms: 1_500 })).rejects.toBeInstanceOf(Cancelled);
    expect(performance.now() - started).toBeLessThan(1_000);
    await expect.poll(() => db.query(sql`select n from kept`, { timeout_ms: 5_000 }), { timeout: 10_000 }).toEqual([{ n: 1 }]);
  });

  it("does not keep a caller who went away waiting in a transaction", async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 100);
    const left = db.tx((tx) => tx.query(sql`select pg_sleep(0.6)`, { signal: leaving.signal }));
    await expect(left).rejects.toBeInstanceOf(Cancelled);
    await works();
  });

  it("keeps hearing after the session was lost, and says that something may have been missed", async () => {
    const heard: string[] = [];
    let resumed = 0;
    const stop = await db.listen(
      "after",
      (payload) => heard.push(payload),
      () => resumed++,
    );
    if (name === "embedded") await db.query(endless, { timeout_ms: 200 }).catch(() => {});
    else await asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'");
    await expect.poll(() => resumed, { timeout: 15_000 }).toBe(1);
    await db.notify("after", "back");
    await expect.poll(() => heard).toEqual(["back"]);
    await stop();
  });
});

describe("the embedded database under a statement over its limit", () => {
  it("fails others' running work with an error that says to try again, and a waiting statement without touching anybody", async () => {
    const folder = await mkdtemp(join(tmpdir(), "chuangtu-limits-"));
    const db = await openEmbedded(folder);
    const slow = db.query(sql`select pg_sleep(0.8)::text as n`);
    const waiting = db.query(sql`select 1`, { timeout_ms: 200 });
    await expect(waiting).rejects.toBeInstanceOf(StatementTimeout);
    expect(await slow).toEqual([{ n: "" }]);
    const culprit = db.query(endless, { timeout_ms: 300 });
    const bystander = db.query(sql`select 1`);
    await expect(bystander).rejects.toBeInstanceOf(Unavailable);
    await expect(culprit).rejects.toBeInstanceOf(StatementTimeout);
    expect(await db.query(sql`select 2 as n`)).toEqual([{ n: 2 }]);
    await db.close();
    await expect(db.query(sql`select 1`)).rejects.toThrow();
    await rm(folder, { recursive: true, force: true });
  });

  it("in memory, where a restart would lose the rows, answers the caller and keeps them", async () => {
    const db = await openEmbedded(null);
    await db.query(sql`create table kept as select 1 as n`);
    await expect(db.query(sql`select pg_sleep(1)`, { timeout_ms: 200 })).rejects.toBeInstanceOf(StatementTimeout);
    expect(await db.query(sql`select n from kept`)).toEqual([{ n: 1 }]);
    await db.close();
  });

  it("ends a transaction that does nothing for too long, because everybody waits for it", async () => {
    const db = await openEmbedded(null, { idleLimit_ms: 300 });
    await db.query(sql`create table kept (n int)`);
    const idle = db.tx(async (tx) => {
      await tx.query(sql`insert into kept values (1)`);
      await new Promise((resolve) => setTimeout(resolve, 900));
      await tx.query(sql`insert into kept values (2)`);
    });
    const other = db.query(sql`select count(*) as n from kept`);
    await expect(idle).rejects.toBeInstanceOf(Unavailable);
    expect(await other).toEqual([{ n: 0 }]);
    await db.close();
  });
});

describe.skipIf(adminUrl() === null)("a server that is not there", () => {
  it("is told apart from a statement's error, as something to try again", async () => {
    const db = await openPostgres("postgres://nobody@127.0.0.1:1/none");
    await expect(db.query(sql`select 1`)).rejects.toBeInstanceOf(Unavailable);
    await db.close();
  });

  it("costs the statement on a killed session, and nothing after it", async () => {
    const db = await openPostgres(await createDatabase());
    await db.query(sql`select 1`);
    const lost = expect(db.query(sql`select pg_sleep(5) /* killed */`)).rejects.toBeInstanceOf(Unavailable);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where query like '%/* killed */%' and pid <> pg_backend_pid()");
    await lost;
    expect(await db.query(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await db.close();
  });
});
