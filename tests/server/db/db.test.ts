/** `Db` promises the same on both engines. */
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db, Tx } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";

describe.each(databases())("Db on $name", ({ name, fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await db.query(sql`create table note (id int primary key, body text)`);
  });
  afterAll(() => db.close());
  const notes = async (): Promise<number> => (await db.query<{ n: number }>(sql`select count(*) as n from note`))[0]?.n ?? -1;

  it("says what it is", async () => {
    expect(db.kind).toBe(name);
    const health = await db.health();
    expect(health.engine).toBe(name);
    expect(health.database).toMatch(/^\d\d\.\d/);
    expect(health.postgis).toMatch(/^3\.\d/);
  });

  it("reads columns as the values we work with", async () => {
    const [row] = await db.query<Record<string, unknown>>(sql`select 9007199254740991::bigint as whole, 12.5::numeric as amount,
      date '2026-11-20' as day, timestamptz '2026-11-20T08:00+08:00' as at, '\\x00ff'::bytea as bytes, null::bigint as nothing,
      array[1, null, 3]::bigint[] as wholes, array['2026-11-20']::date[] as days, '{"a": [1]}'::jsonb as tree, true as yes, 1.5::float8 as real`);
    expect(row).toEqual({
      whole: 9007199254740991,
      amount: 12.5,
      day: "2026-11-20",
      at: new Date("2026-11-20T00:00:00Z"),
      bytes: Buffer.from([0, 255]),
      nothing: null,
      wholes: [1, null, 3],
      days: ["2026-11-20"],
      tree: { a: [1] },
      yes: true,
      real: 1.5,
    });
    await expect(db.query(sql`select 9007199254740993::bigint as whole`)).rejects.toThrow(RangeError);
    expect(await db.query(sql`select 1 as fine`)).toEqual([{ fine: 1 }]);
  });

  it("takes values as they are: text that looks like SQL, dates, arrays, bytes, null", async () => {
    const at = new Date("2026-11-20T00:00:00.123Z");
    const [row] = await db.query(sql`select ${"'; drop table note; --"} as words, ${at}::timestamptz as at, ${[1, 2]}::bigint[] as ids,
      ${["a,b", '"', "\\", null]}::text[] as texts, ${Buffer.from([1, 0, 2])}::bytea as bytes, ${null}::int as nothing`);
    const bytes = Buffer.from([1, 0, 2]);
    expect(row).toEqual({ words: "'; drop table note; --", at, ids: [1, 2], texts: ["a,b", '"', "\\", null], bytes, nothing: null });
  });

  it("has the same clock zone and no just-in-time compiler on both", async () => {
    const [row] = await db.query(sql`select current_setting('TimeZone') as zone, current_setting('jit') as jit`);
    expect(row).toEqual({ zone: "UTC", jit: "off" });
  });

  it("commits what worked and rolls back what threw", async () => {
    expect(await db.tx(async (tx) => (await tx.query(sql`insert into note values (1, 'kept') returning id`)).length)).toBe(1);
    const broken = db.tx(async (tx) => {
      await tx.query(sql`insert into note values (2, 'gone')`);
      throw new Error("changed my mind");
    });
    await expect(broken).rejects.toThrow("changed my mind");
    expect(await notes()).toBe(1);
  });

  it("does not call a transaction committed in which a statement failed, even when that was swallowed", async () => {
    const swallowed = db.tx(async (tx) => {
      await tx.query(sql`insert into note values (3, 'gone')`);
      await tx.query(sql`select 1/0`).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow("rolled back");
    expect(await notes()).toBe(1);
  });

  it("runs a transaction's statements in the order they were asked", async () => {
    const rows = await db.tx((tx) => Promise.all([1, 2, 3, 4].map((n) => tx.query(sql`select ${n}::int as n`))));
    expect(rows.flat()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it("refuses to ask the pool inside a transaction: there it would wait for itself", async () => {
    await expect(db.tx(() => db.query(sql`select 1`))).rejects.toThrow("inside db.tx");
    await expect(db.tx(() => db.tx(async () => {}))).rejects.toThrow("inside db.tx");
    let late: Promise<unknown> = Promise.resolve();
    const later = async (_tx: Tx): Promise<void> => {
      late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => db.query(sql`select 1 as n`));
    };
    await db.tx(later);
    expect(await late).toEqual([{ n: 1 }]);
  });

  it("copies in, with its count, and as part of the transaction", async () => {
    const lines = Readable.from(Array.from({ length: 5_000 }, (_, i) => `${i + 100}\t第${i}行\n`));
    expect(await db.tx((tx) => tx.copyIn("note", ["id", "body"], lines))).toBe(5_000);
    const twice = db.tx((tx) => tx.copyIn("note", ["id", "body"], Readable.from(["9000001\tgone\n", "100\tthere\n"])));
    await expect(twice).rejects.toMatchObject({ code: "23505" });
    await expect(db.tx((tx) => tx.copyIn('no"te', ["id"], Readable.from([])))).rejects.toMatchObject({ code: "42P01" });
    expect(await notes()).toBe(5_001);
  });

  it("copies in what a transaction then goes on with", async () => {
    const n = await db.tx(async (tx) => {
      await tx.script("create temporary table staged (id int) on commit drop; create index on staged (id)");
      await tx.copyIn("staged", ["id"], Readable.from(["1\n2\n3\n"]));
      return (await tx.query<{ n: number }>(sql`select sum(id) as n from staged`))[0]?.n;
    });
    expect(n).toBe(6);
  });

  it("answers a prepared statement whose table has changed since", async () => {
    const ask = () => db.query(sql`select * from shape`);
    await db.query(sql`create table shape (a int)`);
    await db.query(sql`insert into shape values (1)`);
    for (let i = 0; i < 4; i++) expect(await ask()).toEqual([{ a: 1 }]);
    await db.query(sql`alter table shape add b int default 2`);
    for (let i = 0; i < 4; i++) expect(await ask()).toEqual([{ a: 1, b: 2 }]);
  });

  it("prepares a statement once per session, and does not name what is asked once", async () => {
    for (let i = 0; i < 6; i++) await db.query(sql`select ${i}::int as often`);
    await db.query(sql`select 'rarely' as once`);
    const asked = sql`select count(*) as n, coalesce(max(generic_plans + custom_plans), 0) as runs from pg_prepared_statements where statement like ${"%as often%"}`;
    const once = sql`select count(*) as n from pg_prepared_statements where statement like ${"%as once%"}`;
    const [often] = await db.query<{ n: number; runs: number }>(asked);
    expect(often?.n).toBe(1);
    expect(often?.runs).toBeGreaterThan(3);
    expect(await db.query(once)).toEqual([{ n: 0 }]);
  });

  it("begins to listen to several channels at once, one statement at a time", async () => {
    const warned: string[] = [];
    const warn = ({ message }: Error) => warned.push(message);
    process.on("warning", warn);
    const heard: string[] = [];
    const channels = ["one", "two", "three", "four"];
    const stops = await Promise.all(channels.map((channel) => db.listen(channel, (payload) => heard.push(payload))));
    for (const channel of channels) await db.notify(channel, channel);
    await expect.poll(() => heard).toEqual(channels);
    await Promise.all(stops.map((stop) => stop()));
    process.off("warning", warn);
    expect(warned.filter((text) => text.includes("already executing"))).toEqual([]);
  });

  it("hears notifications on every channel it listens to, until told to stop", async () => {
    const heard: string[] = [];
    const stop = await db.listen("problems", (payload) => heard.push(payload));
    const stopAlso = await db.listen("problems", (payload) => heard.push(`also ${payload}`));
    const stopZones = await db.listen("zones'; select", (payload) => heard.push(`zone ${payload}`));
    await db.notify("problems", "1");
    await db.notify("zones'; select", "2");
    await expect.poll(() => heard).toEqual(["1", "also 1", "zone 2"]);
    await stop();
    await db.notify("problems", "3");
    await expect.poll(() => heard.at(-1)).toBe("also 3");
    await stopAlso();
    await stopZones();
    await db.notify("problems", "4");
    await db.query(sql`select 1`);
    expect(heard.length).toBe(4);
  });
});
