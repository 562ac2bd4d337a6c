/** One act to many: each row by itself, in order, in transactions of fifty; a preview writes nothing; who goes away stops it. */
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BulkLine } from "../../../server/contract/problemSchemas.ts";
import type { BulkLine as Line, ProblemDetail } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { reportProblem } from "../../../server/log/report.ts";
import { databases } from "../../support/databases.ts";
import { callerFor, cookieOf } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { categories, east, loadPrecinct, march, outside, Precinct, people, type Reply, units, type Who, west } from "./precinct.ts";

type Row = { readonly id: number; readonly version: number };
const rowOf = ({ id, version }: Row): Row => ({ id, version });

/** Asks, hears the first piece of the answer and hangs up. @returns the lines heard */
const heardBeforeLeaving = (port: number, headers: Record<string, string>, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const options = { port, path: "/api/problems/bulk", method: "POST", headers: { ...headers, "content-type": "application/json" } };
    const request = httpRequest(options, (reply) =>
      reply.once("data", (piece: Buffer) => {
        request.destroy();
        resolve(piece.toString().trimEnd().split("\n").length);
      }),
    );
    request.once("error", reject);
    request.end(body);
  });

describe.each(databases())("acts in bulk on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });

  const ask = (who: Who, body: object) => precinct.post(who, "/api/problems/bulk", body);
  const linesOf = (reply: Reply): Line[] => {
    expect(reply.statusCode, reply.body.slice(0, 500)).toBe(200);
    expect(reply.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    expect(reply.body.endsWith("\n")).toBe(true);
    const lines = reply.body
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    for (const line of lines) expectContract(BulkLine, line);
    return lines;
  };
  const lines = async (who: Who, body: object) => linesOf(await ask(who, body));
  const refused = (reply: Reply) => [reply.statusCode, reply.json().parameter as unknown];
  /** Reported straight into the log: hundreds of requests would take longer than what is tested. */
  const many = async (count: number): Promise<Row[]> => {
    const inspector = await callerFor(precinct.db, people.inspector.id);
    const report = {
      ...{ category: categories.stalls, ...west, title: "占道", description: null, place: null, site: null, source: "patrol" },
    };
    const more = { night: false, found: null, noPhoto: "天黑", reporterName: null, reporterPhone: null, fixed: false };
    return precinct.db.tx(async (tx) => {
      const rows: Row[] = [];
      for (let i = 0; i < count; i++)
        rows.push({ id: await reportProblem(tx, inspector, { ...report, ...more, source: "patrol" }), version: 1 });
      return rows;
    });
  };
  /** What everything that a bulk act could touch looks like. */
  const standing = async () =>
    (
      await precinct.db.query<Record<string, number>>(sql`select (select count(*)::int from problem_event) as events,
        (select sum(version)::int from problem) as versions, (select sum(revision)::int from layer_revision) as revision,
        (select count(*)::int from audit_entry where kind = 'act') as acts`)
    )[0];

  it("auto: each to its own unit, its contact, by its category's limit; the others say what the books lack", async () => {
    const reported: [string, ProblemDetail][] = [
      ["area", await precinct.report({ category: categories.stalls })],
      ["trade", await precinct.report({ category: categories.kerb })],
      ["no contact", await precinct.report({ ...east })],
      ["no zone", await precinct.report({ ...outside })],
      ["no limit", await precinct.report({ category: categories.unlimited })],
    ];
    const answer = await lines("dispatcher", { act: "dispatch", auto: true, rows: reported.map(([, problem]) => rowOf(problem)) });
    expect(answer.map(({ ok, unit, person, version }) => [ok, unit, person, version])).toEqual([
      [true, units.west, "westHandler", 2],
      [true, units.bureau, "bureauHandler", 2],
      [false, null, null, 1],
      [false, null, null, 1],
      [false, null, null, 1],
    ]);
    const why = answer.map((line) => line.why?.zh ?? "");
    expect(why[2]).toBe("东街道没有在岗的联系人");
    expect(why[3]).toContain("未能确定责任单位");
    expect(why[4]).toContain("没有现行时限");
    const sent = await precinct.read(reported[1]?.[1].id ?? 0);
    expect(sent).toMatchObject({ state: "dispatched", lead: "trade", areaUnit: units.west, tradeUnit: units.bureau, coopUnit: units.west });
    expect(sent.limit).toEqual({ value: 5, unit: "d" });
    expect(sent.deadline).toBe(answer[1]?.deadline);
    expect(sent.history.at(-1)?.overruled).toBeNull();
  });

  it("a row that cannot be done is told as it stands, and holds up no other", async () => {
    const [good, stale, gone, next] = [
      await precinct.report(),
      await precinct.bring("filed"),
      await precinct.bring("rejected"),
      await precinct.report(),
    ];
    const rows = [rowOf(good), { id: stale.id, version: 1 }, rowOf(gone), { id: 999_999, version: 1 }, rowOf(next)];
    const body = { act: "dispatch", rows, unit: units.west, person: people.westHandler.id };
    const answer = await lines("dispatcher", body);
    expect(answer.map(({ id, ok, state, version, done, of }) => [id, ok, state, version, done, of])).toEqual([
      [good.id, true, "dispatched", 2, 1, 5],
      [stale.id, false, "filed", 2, 2, 5],
      [gone.id, false, "rejected", 2, 3, 5],
      [999_999, false, null, null, 4, 5],
      [next.id, true, "dispatched", 2, 5, 5],
    ]);
    for (const line of answer) expect(line.why === null).toBe(line.ok);
    expect(answer[1]?.why?.en).toContain("changed since you read it");
  });

  it("of another area nothing is told, and the attempt is in the audit log", async () => {
    const [mine, others] = [await precinct.report(), await precinct.report({ ...east })];
    const [ok, no] = await lines("westDispatcher", {
      ...{ act: "dispatch", rows: [rowOf(mine), rowOf(others)], unit: units.west, person: people.westHandler.id, reason: "测试" },
    });
    expect(ok?.ok).toBe(true);
    expect(no).toMatchObject({ ok: false, state: null, version: null, unit: null, person: null, deadline: null });
    const audited = await precinct.db.query(
      sql`select person_id, route from audit_entry where kind = 'refusal' and problem_id = ${others.id}::bigint`,
    );
    expect(audited).toEqual([{ person_id: people.westDispatcher.id, route: "POST /api/problems/bulk" }]);
  });

  it("a preview says what would be and writes nothing", async () => {
    const rows = await many(60);
    const before = await standing();
    const body = { act: "dispatch", rows: [...rows, { id: 999_999, version: 1 }], auto: true };
    const preview = await lines("dispatcher", { ...body, preview: true });
    expect(await standing()).toEqual(before);
    expect(preview.map((line) => line.ok)).toEqual([...rows.map(() => true), false]);
    expect(preview[0]).toMatchObject({ state: "dispatched", unit: units.west, person: "westHandler" });
    const done = await lines("dispatcher", body);
    expect(done.map(({ id, ok, unit, person }) => [id, ok, unit, person])).toEqual(
      preview.map(({ id, ok, unit, person }) => [id, ok, unit, person]),
    );
    const after = await standing();
    expect([after?.events, after?.versions, after?.acts]).toEqual([
      (before?.events ?? 0) + 60,
      (before?.versions ?? 0) + 60,
      (before?.acts ?? 0) + 60,
    ]);
  });

  it("press, extend and return: in the order given, over several transactions", async () => {
    const rows = (await many(120)).reverse();
    const sent = await lines("dispatcher", { act: "dispatch", rows, auto: true });
    expect(sent.map(({ id, done, of, ok }) => [id, done, of, ok])).toEqual(rows.map(({ id }, i) => [id, i + 1, 120, true]));
    const next = (answer: readonly Line[]) => answer.map(({ id, version }) => ({ id, version: version ?? 0 }));
    const pressed = await lines("leader", { act: "press", rows: next(sent), note: "抓紧" });
    expect(new Set(pressed.map((line) => line.ok))).toEqual(new Set([true]));
    const extended = await lines("dispatcher", { act: "extend", rows: next(pressed), note: "雨", limit: { value: 3, unit: "eh" } });
    for (const [i, line] of extended.entries())
      expect(Date.parse(line.deadline ?? "") - Date.parse(sent[i]?.deadline ?? "")).toBe(3 * 3_600_000);
    const returned = await lines("westHandler", { act: "return", rows: next(extended), note: "不归我" });
    expect(new Set(returned.map(({ ok, state, version }) => `${ok} ${state} ${version}`))).toEqual(new Set(["true returned 5"]));
    const problem = await precinct.read(rows[0]?.id ?? 0);
    expect(problem.history.map(({ act, note }) => [act, note])).toEqual([
      ["report", null],
      ["dispatch", null],
      ["press", "抓紧"],
      ["extend", "雨"],
      ["return", "不归我"],
    ]);
  });

  it("what no row could be done with is refused whole, naming the field", async () => {
    const row = rowOf(await precinct.report());
    const to = { act: "dispatch", rows: [row], unit: units.west, person: people.westHandler.id };
    const cases: [object, unknown][] = [
      [{ act: "press", rows: [] }, "rows"],
      [{ act: "press", rows: Array.from({ length: 501 }, (_, i) => ({ id: i + 1, version: 1 })) }, "rows"],
      [{ act: "press", rows: [row, { id: 999, version: 1 }, row] }, "rows[2].id"],
      [{ act: "close", rows: [row] }, "act"],
      [{ act: "press", rows: [row], limit: { value: 1, unit: "h" } }, "limit"],
      [{ act: "extend", rows: [row], limit: { value: 1, unit: "h" } }, "note"],
      [{ act: "extend", rows: [row], note: "雨" }, "limit"],
      [{ act: "extend", rows: [row], note: "雨", limit: { value: 1, unit: "h" }, deadline: "2026-05-01T00:00:00Z" }, "deadline"],
      [{ ...to, unit: undefined }, "unit"],
      [{ ...to, person: undefined }, "person"],
      [{ ...to, auto: true }, "unit"],
    ];
    for (const [body, parameter] of cases)
      expect([parameter, ...refused(await ask("dispatcher", body))]).toEqual([parameter, 400, parameter]);
    expect((await ask("leader", to)).statusCode).toBe(403);
    expect((await precinct.read(row.id)).version).toBe(1);
  });

  it("a dispatch needs a reason where one is due, row by row, and a deadline of its own is none of the category's", async () => {
    const [street, kerb] = [await precinct.report({ category: categories.stalls }), await precinct.report({ category: categories.kerb })];
    const to = { act: "dispatch", rows: [rowOf(street), rowOf(kerb)], unit: units.west, person: people.westHandler.id, preview: true };
    expect((await lines("dispatcher", to)).map((line) => line.ok)).toEqual([true, false]);
    expect((await lines("dispatcher", { ...to, reason: "就近" })).map((line) => line.ok)).toEqual([true, true]);
    const deadline = new Date(march("20T10:00")).toISOString();
    expect((await lines("dispatcher", { ...to, deadline })).map((line) => line.ok)).toEqual([false, false]);
    const past = await lines("dispatcher", { ...to, reason: "就近", deadline: "2026-03-01T00:00:00Z" });
    expect(past.map((line) => line.why?.zh)).toEqual(["晚于现在，且在十年之内", "晚于现在，且在十年之内"]);
  });

  it("who goes away stops it between two transactions: what was done stays done, nothing is half done", async () => {
    const rows = await many(400);
    await precinct.app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = precinct.app.server.address() as AddressInfo;
    const cookie = await cookieOf(precinct.db, people.dispatcher.id);
    const heard = await heardBeforeLeaving(port, { cookie }, JSON.stringify({ act: "dispatch", rows, auto: true }));
    expect(heard).toBeGreaterThan(0);
    expect(heard).toBeLessThan(rows.length);
    const ids = rows.map(({ id }) => id);
    const done = async () =>
      (
        await precinct.db.query<{ rows: number; events: number }>(sql`select count(*) filter (where p.state = 'dispatched')::int as rows,
          (select count(*)::int from problem_event e where e.problem_id = any(${ids}::bigint[]) and e.act = 'dispatch') as events
          from problem p where p.id = any(${ids}::bigint[])`)
      )[0] ?? { rows: 0, events: 0 };
    let last = -1;
    for (let now = await done(); now.rows !== last; now = await done()) {
      last = now.rows;
      await new Promise((later) => setTimeout(later, 500));
    }
    const end = await done();
    expect(end.rows).toBe(end.events);
    expect(end.rows % 50).toBe(0);
    expect(end.rows).toBeGreaterThanOrEqual(50);
    expect(end.rows).toBeLessThan(400);
  });
});
