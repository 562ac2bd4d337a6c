/** The driver on the embedded engine must meet what it meets on a server: the same tests on both. */
import { randomBytes } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RawPool, rawEngines, rawPool } from "../../support/rawPools.ts";

const CONNECTIONS = 20;

describe.each(rawEngines())("the wire on $name", ({ name }) => {
  let raw: RawPool;
  let pool: pg.Pool;
  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  };
  const code = (running: Promise<unknown>): Promise<unknown> =>
    running.then(
      () => "no error",
      (error: { code?: unknown }) => error.code,
    );

  beforeAll(async () => {
    raw = await rawPool(name, CONNECTIONS);
    pool = raw.pool;
    await pool.query("create table kept (id int primary key, body text)");
  });
  afterAll(() => raw.close());

  it("runs simple queries, several statements in one, and empty ones", async () => {
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    const several = (await pool.query("select 1 as a; select 2 as b")) as unknown as pg.QueryResult[];
    expect(several.map((result) => result.rows)).toEqual([[{ a: 1 }], [{ b: 2 }]]);
    expect((await pool.query("")).rows).toEqual([]);
  });

  it("keeps one connection's named statements from another's of the same name", async () => {
    await withClient((one) =>
      withClient(async (two) => {
        const ask = (client: pg.PoolClient, text: string, value: unknown) => client.query({ name: "same", text, values: [value] });
        for (let round = 0; round < 3; round++) {
          expect((await ask(one, "select $1::int as n", round)).rows).toEqual([{ n: round }]);
          expect((await ask(two, "select $1::text || '!' as t", "a")).rows).toEqual([{ t: "a!" }]);
        }
      }),
    );
  });

  it("reports errors with their code and goes on", async () => {
    expect(await code(pool.query("selec 1"))).toBe("42601");
    expect(await code(pool.query("select * from nowhere where a = $1", [1]))).toBe("42P01");
    expect(await code(pool.query("select $1::int", ["x"]))).toBe("22P02");
    expect((await pool.query("select $1::int as n", [5])).rows).toEqual([{ n: 5 }]);
  });

  it("prepares again under a name whose first preparation failed", async () => {
    await withClient(async (client) => {
      const ask = () => client.query({ name: "later", text: "select n from made_later where n > $1", values: [0] });
      expect(await code(ask())).toBe("42P01");
      await client.query("create table made_later as select 7 as n");
      expect((await ask()).rows).toEqual([{ n: 7 }]);
    });
  });

  it("refuses everything after an error inside a transaction until it is rolled back", async () => {
    await withClient(async (client) => {
      await client.query("begin");
      await client.query("insert into kept values (1, 'gone')");
      expect(await code(client.query("insert into kept values (1, 'twice')"))).toBe("23505");
      expect(await code(client.query("select $1::int", [1]))).toBe("25P02");
      await client.query("rollback");
      expect((await client.query("select count(*)::int as n from kept where id = 1")).rows).toEqual([{ n: 0 }]);
    });
  });

  it("keeps savepoints", async () => {
    await withClient(async (client) => {
      await client.query("begin; savepoint s");
      expect(await code(client.query("select 1/0"))).toBe("22012");
      await client.query("rollback to s");
      expect((await client.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
      await client.query("commit");
    });
  });

  it("shows nobody an open transaction's rows", async () => {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into kept values (2, 'not yet')");
    const other = pool.query("select count(*)::int as n from kept where id = 2");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.query("rollback");
    client.release();
    expect((await other).rows).toEqual([{ n: 0 }]);
  });

  it("rolls back for a connection that goes away in the middle", async () => {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into kept values (3, 'orphan')");
    client.release(true);
    await expect.poll(async () => (await pool.query("select count(*)::int as n from kept where id = 3")).rows[0]).toEqual({ n: 0 });
    await pool.query("insert into kept values (3, 'free')");
  });

  it("sends rows in portions on request", async () => {
    const config = { text: "select n from generate_series(1, 1000) n where n > $1", values: [0], rows: 100 };
    expect((await pool.query(config as pg.QueryConfig)).rows.length).toBe(1000);
    await withClient(async (one) => {
      const [mine, other] = await Promise.all([one.query(config as pg.QueryConfig), pool.query("select 'other' as who")]);
      expect(mine.rows.length).toBe(1000);
      expect(other.rows).toEqual([{ who: "other" }]);
    });
  });

  it("brings large values and many rows whole, both ways", async () => {
    const large = randomBytes(3_000_000).toString("base64");
    expect((await pool.query("select $1::text as body", [large])).rows[0].body === large).toBe(true);
    const { rows } = await pool.query("select n, repeat(md5(n::text), 10) as body from generate_series(1, 50000) n");
    expect(rows.length).toBe(50_000);
    expect(rows[49_999].n).toBe(50_000);
  });

  it("copies in, and refuses a broken line with everything before it", async () => {
    await pool.query("create table copied (id int, body text)");
    const copy = (lines: Readable) =>
      withClient(async (client) => {
        const into = client.query(copyFrom("copy copied from stdin"));
        await pipeline(lines, into);
        return into.rowCount;
      });
    const many = Array.from({ length: 100_000 }, (_, i) => `${i}\t行 ${i}\n`);
    expect(await copy(Readable.from(many))).toBe(100_000);
    expect(await copy(Readable.from([]))).toBe(0);
    expect(await code(copy(Readable.from(["1\tgood\n", "x\tbad\n", ...many])))).toBe("22P02");
    expect(await code(copy(Readable.from(["1\n"])))).toBe("22P04");
    expect((await pool.query("select count(*)::int as n, max(body) as last from copied")).rows).toEqual([{ n: 100_000, last: "行 99999" }]);
  });

  it("drops a copy whose source fails, and one into no table", async () => {
    const failing = new Readable({ read: () => {} });
    failing.push("1\tgood\n");
    setTimeout(() => failing.destroy(new Error("the file broke off")), 20);
    await expect(withClient((client) => pipeline(failing, client.query(copyFrom("copy copied from stdin"))))).rejects.toThrow();
    expect(await code(withClient((client) => pipeline(Readable.from(["1\n"]), client.query(copyFrom("copy nowhere from stdin")))))).toBe(
      "42P01",
    );
    expect((await pool.query("select count(*)::int as n from copied where id = 1")).rows).toEqual([{ n: 1 }]);
  });

  it("copies in inside a transaction that is rolled back", async () => {
    await withClient(async (client) => {
      await client.query("begin");
      await pipeline(Readable.from(["-1\tgone\n"]), client.query(copyFrom("copy copied from stdin")));
      expect((await client.query("select count(*)::int as n from copied where id = -1")).rows).toEqual([{ n: 1 }]);
      await client.query("rollback");
    });
    expect((await pool.query("select count(*)::int as n from copied where id = -1")).rows).toEqual([{ n: 0 }]);
  });

  it("copies out", async () => {
    let length = 0;
    const count = new Writable({
      write(chunk: Buffer, _, done) {
        length += chunk.length;
        done();
      },
    });
    const text = "copy (select n, 'copy x from stdin' from generate_series(1, 20000) n) to stdout";
    await withClient((client) => pipeline(client.query(copyTo(text)), count));
    expect(length).toBe(20_000 * ("\tcopy x from stdin\n".length + 5) - 11_106);
    expect(await code(withClient((client) => pipeline(client.query(copyTo("copy nowhere to stdout")), new Writable())))).toBe("42P01");
  });

  it("tells a notification to who listens, once it is committed, and to nobody else", async () => {
    const heard: string[] = [];
    const overheard: string[] = [];
    await withClient((ear) =>
      withClient((other) =>
        withClient(async (speaker) => {
          const onHeard = ({ payload }: pg.Notification) => heard.push(payload ?? "");
          const onOverheard = ({ payload }: pg.Notification) => overheard.push(payload ?? "");
          ear.on("notification", onHeard);
          other.on("notification", onOverheard);
          await ear.query("listen news");
          await other.query("select 1");
          await speaker.query("begin");
          await speaker.query("select pg_notify('news', '一')");
          await speaker.query("select pg_notify('gossip', 'no')");
          await new Promise((resolve) => setTimeout(resolve, 30));
          expect(heard).toEqual([]);
          await speaker.query("commit");
          await speaker.query("begin; notify news, 'never'; rollback");
          await speaker.query("notify news, '二'");
          await expect.poll(() => heard).toEqual(["一", "二"]);
          await ear.query("unlisten news");
          await speaker.query("notify news, '三'");
          await ear.query("select 1");
          expect(heard).toEqual(["一", "二"]);
          expect(overheard).toEqual([]);
          ear.removeListener("notification", onHeard);
          other.removeListener("notification", onOverheard);
        }),
      ),
    );
  });

  it("never gives a connection another's rows, under load", { timeout: 60_000 }, async () => {
    const one = async (who: number): Promise<number> => {
      let rounds = 0;
      for (const until = Date.now() + 4_000; Date.now() < until; rounds++) await exchange(who, rounds);
      return rounds;
    };
    const exchange = async (who: number, round: number): Promise<void> => {
      const size = Math.random() < 0.15 ? 200_000 : Math.floor(Math.random() * 2_000);
      const token = `${who}/${round}/${randomBytes(8).toString("hex")}/${"界".repeat(size / 3)}`;
      const client = await pool.connect();
      try {
        if (Math.random() < 0.3) await client.query("begin");
        const config = { text: "select $1::text as token, n from generate_series(1, $2::int) n", values: [token, 1 + (round % 5)] };
        const named = Math.random() < 0.5 ? { ...config, name: "exchange" } : config;
        const { rows } = await client.query(named);
        if (rows.length !== 1 + (round % 5) || rows.some((row) => row.token !== token)) throw new Error(`${who} got another's rows`);
        if (Math.random() < 0.1) await client.query("select 1/0").catch(() => {});
      } finally {
        await client.query("rollback");
        client.release();
      }
    };
    const rounds = await Promise.all(Array.from({ length: CONNECTIONS }, (_, who) => one(who)));
    expect(Math.min(...rounds)).toBeGreaterThan(3);
  });
});
