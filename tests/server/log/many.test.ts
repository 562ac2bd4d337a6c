/** Many at once: fifty who want the same problem, and one who acts on five hundred. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Conflict } from "../../../server/ask/caller.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import type { Outcome } from "../../../server/log/perform.ts";
import { databases } from "../../support/databases.ts";
import { act, east, loadDesk, report, staff, walk } from "./desk.ts";
import { compareWithLogs } from "./rebuilt.ts";

describe.each(databases())("acts on $name", ({ fresh, name }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
  });
  afterAll(() => db.close());

  it("of fifty dispatches of one problem at once do exactly one", { timeout: 60_000 }, async () => {
    const id = await report(db);
    // Sessions that are open already, so that they do come at once.
    await Promise.all(Array.from({ length: 50 }, () => db.tx((tx) => tx.query(sql`select pg_sleep(0.02)`))));
    const [before] = await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'problems'`);
    const all = await Promise.all(Array.from({ length: 50 }, () => act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }])));
    const outcomes = all.map(([outcome]) => outcome as Outcome);
    expect(outcomes.filter((one) => one.fold)).toHaveLength(1);
    const refused = outcomes.filter((one) => one.error);
    expect(refused).toHaveLength(49);
    for (const { error } of refused) {
      expect(error).toBeInstanceOf(Conflict);
      expect(error).toMatchObject({ now: { state: "dispatched", version: 2, since: [{ seq: 2, act: "dispatch" }] } });
    }
    expect(await db.query(sql`select act, seq from problem_event where problem_id = ${id}::bigint order by seq`)).toEqual([
      { act: "report", seq: 1 },
      { act: "dispatch", seq: 2 },
    ]);
    expect(await db.query(sql`select detail from audit_entry where problem_id = ${id}::bigint order by id`)).toEqual([
      { detail: { act: "report", seq: 1 } },
      { detail: { act: "dispatch", seq: 2 } },
    ]);
    const [after] = await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'problems'`);
    expect((after?.revision ?? 0) - (before?.revision ?? 0)).toBe(1);
  });

  it("give each of many its own result, and do those that can be done", async () => {
    const ids: number[] = [];
    for (let i = 0; i < 4; i++) ids.push(await report(db));
    const [plain, sent, stale, twice] = ids as [number, number, number, number];
    await walk(db, sent, "dispatch");
    const foreign = await report(db, east);
    const asked = [plain, sent, 999_999, foreign, twice, twice].map((id) => ({ id, version: null as number | null }));
    const outcomes = await act(db, staff.westDispatcher, "dispatch", [...asked, { id: stale, version: 9 }]);
    expect(outcomes.map((one) => [one.id, one.error?.constructor.name ?? one.fold?.state])).toEqual([
      [plain, "dispatched"],
      [sent, "Conflict"],
      [999_999, "NotFound"],
      [foreign, "Forbidden"],
      [twice, "dispatched"],
      [twice, "Conflict"],
      [stale, "Conflict"],
    ]);
    expect((await compareWithLogs(db)).faults).toEqual([]);
  });

  it("do five hundred within three seconds", { timeout: 120_000 }, async () => {
    await db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, zone1_id, geom)
      select 'bulk', n::text, '0101', '批量', 'patrol', clock(), 'reported', 1, ST_Point(119.02, 33.52, 4326) from generate_series(1, 500) n`);
    await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after)
      select id, 1, 'report', found_at, 'reported' from problem where layer = 'bulk'`);
    const rows = await db.query<{ id: number }>(sql`select id from problem where layer = 'bulk' order by id`);
    const asked = rows.map(({ id }) => ({ id, version: 1 }));
    const from = performance.now();
    const outcomes = await act(db, staff.dispatcher, "dispatch", asked);
    const took_ms = performance.now() - from;
    expect(outcomes.filter((one) => one.fold)).toHaveLength(500);
    process.stderr.write(`${name}: 500 dispatched in ${Math.round(took_ms)} ms\n`);
    expect(took_ms).toBeLessThan(3_000);
    expect((await compareWithLogs(db)).faults).toEqual([]);
  });
});
