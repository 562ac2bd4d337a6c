/** What was acknowledged is on two machines: a commit that waits for a copy in vain is not acknowledged, however the wait ends. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Replicated, startReplicated } from "../../../scripts/cluster/replicated.ts";
import { postgresPrograms } from "../../../scripts/test/found.ts";
import { holdClientId } from "../../../server/ask/once.ts";
import type { Db } from "../../../server/db/db.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";

const limit_ms = 700;

describe.runIf(postgresPrograms() !== null)("a commit that no copy has received", () => {
  let cluster: Replicated;
  let db: Db;
  const put = (note: string) => sql`insert into noted (note) values (${note}::text)`;
  const notes = async () => (await db.query<{ note: string }>(sql`select note from noted order by note`)).map(({ note }) => note);

  beforeAll(async () => {
    cluster = await startReplicated({ replicas: 1, synchronous: true });
    db = await openPostgres(cluster.urls(), { limit_ms });
    await db.tx((tx) => tx.script("create table noted (note text primary key)"));
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    await cluster?.stop();
  }, 60_000);

  it("is not acknowledged when its limit ends the wait, nor when the caller goes away", { timeout: 60_000 }, async () => {
    await db.tx((tx) => tx.query(put("both")));
    const [replica] = cluster.replicas;
    await replica?.crash();
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => "acknowledged",
        (error: Error) => error.name,
      );
    expect(await outcome(db.tx((tx) => tx.query(put("one, by a transaction"))))).not.toBe("acknowledged");
    expect(await outcome(db.query(put("one, alone")))).not.toBe("acknowledged");
    // What is sent again was done before, by this server alone: that it is known here does not make it acknowledged.
    const again = () => db.tx((tx) => holdClientId(tx, "0b7b8a5e-3a5c-4f0e-9b1d-0d6f5a1c2e3f"));
    expect(await outcome(again())).not.toBe("acknowledged");
    // The copy comes back and has it all: what was in doubt was done after all, once.
    if (replica) await cluster.rejoin(replica);
    await db.tx((tx) => tx.query(put("both again")));
    expect(await outcome(again())).toBe("acknowledged");
    const known = await notes();
    expect(known).toEqual(expect.arrayContaining(["both", "both again"]));
  });

  it("is lost with the primary, and what was acknowledged is not", { timeout: 60_000 }, async () => {
    const old = cluster.primary;
    const [replica] = cluster.replicas;
    const acknowledged: string[] = [];
    let over = false;
    const writers = Array.from({ length: 4 }, async (_, lane) => {
      for (let i = 0; !over; i++) {
        const note = `${lane} ${i}`;
        await db
          .tx((tx) => tx.query(put(note)))
          .then(
            () => acknowledged.push(note),
            () => new Promise((resolve) => setTimeout(resolve, 20)),
          );
      }
    });
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await wait(300);
    await replica?.crash();
    // Longer than a commit may wait: those that gave up are only on the primary.
    await wait(2 * limit_ms);
    if (replica) await cluster.rejoin(replica);
    await wait(200);
    await old.crash();
    const before = acknowledged.length;
    await cluster.promote();
    // Alone again, it acknowledges nothing before it has a copy: the old primary.
    await cluster.rejoin(old);
    await wait(1_000);
    over = true;
    await Promise.all(writers);
    expect(acknowledged.length, "writes went on by themselves").toBeGreaterThan(before);
    const there = new Set(await notes());
    expect(acknowledged.filter((note) => !there.has(note))).toEqual([]);
  });
});
