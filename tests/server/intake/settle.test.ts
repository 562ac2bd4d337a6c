/** What was held is settled by a dispatcher, once: made a problem with what was wanting, or refused with a reason. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { IntakeList, IntakeRow } from "../../../server/contract/noticeSchemas.ts";
import type { IntakeAnswer, IntakeRow as Row } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { abroad, body, east, march, setClock, usualReport, type Who, west } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { wholeAudit } from "../people/office.ts";
import { Line } from "./line.ts";

describe.each(databases())("settling on $name", ({ fresh }) => {
  let line: Line;
  let n = 0;
  beforeAll(async () => {
    line = await Line.open(await fresh());
  });
  afterAll(() => line.close());
  beforeEach(() => line.rested());

  const held = (said: Record<string, unknown> = {}): Promise<IntakeAnswer> => {
    n += 1;
    return line.send({ externalId: `S-${n}`, category: "路上有坑", ...said });
  };
  const settle = (id: number, how: "take" | "refuse", said: object, who: Who | null = "dispatcher") =>
    line.precinct.post(who, `/api/intake/${id}/${how}`, said);
  const usual = { category: "0102", ...west };

  it("lists what is held, oldest first, with what was sent and never who told of it", async () => {
    const first = await held({
      reporterName: "欧阳修远",
      reporterPhone: "13951788888",
      description: "坑很深",
      found: "2026-03-02T08:00:00+08:00",
    });
    const second = await held({ lon: undefined, lat: undefined, crs: undefined });
    const reply = await line.precinct.get("administrator", "/api/intake");
    expectContract(IntakeList, reply.json());
    expect(reply.body).not.toMatch(/欧阳|1395|8888/);
    const { rows, total } = reply.json() as { rows: Row[]; total: number };
    expect(rows.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(total).toBe(2);
    expect(rows[0]).toMatchObject({
      from: "12345热线平台",
      category: "路上有坑",
      wanting: ["category"],
      lon: west.lon,
      lat: west.lat,
      description: "坑很深",
    });
    expect(rows[0]).toMatchObject({ position: "119.01, 33.51 EPSG:4326", found: "2026-03-02T00:00:00.000Z" });
    expect(rows[1]).toMatchObject({ wanting: ["category", "lon", "lat"], lon: null, lat: null, position: null, found: null });
    expect((await line.precinct.get("dispatcher", "/api/intake?state=lost")).json().parameter).toBe("state");
  });

  it("makes the problem with what was sent and what was wanting; found when it was sent, or else when it came in", async () => {
    await setClock(line.precinct.db, march("04T09:00"));
    const { id } = await held({ reporterName: "欧阳修远", title: "大坑", place: "西街口", lon: undefined, lat: undefined });
    await setClock(line.precinct.db, march("05T15:00"));
    const row = body<Row>(await settle(id, "take", { ...usual, site: 501, place: "西街口东侧" }));
    expectContract(IntakeRow, row);
    expect(row).toMatchObject({ state: "taken", wanting: [], lon: west.lon, problem: { code: "20260305-0001" } });
    const problem = await line.precinct.read(row.problem?.id ?? 0);
    expect(problem).toMatchObject({ category: "0102", title: "大坑", place: "西街口东侧", site: { id: 501 }, source: "12345" });
    expect(problem).toMatchObject({ reporter: { name: "欧**" }, noPhoto: `来自12345热线平台（编号 S-${n}）` });
    expect(Math.abs(Date.parse(problem.found) - march("04T09:00"))).toBeLessThan(60_000);
    expect(problem.history[0]).toMatchObject({ actor: "dispatcher" });
    const again = await line.send({ externalId: `S-${n}` });
    expect(again).toMatchObject({ id, state: "taken", repeated: true, problem: row.problem });
    expect((await line.list("dispatcher", "taken")).rows[0]).toMatchObject({ id });
  });

  it("refuses with a reason that the sender reads when asking again", async () => {
    const { id } = await held({ reporterPhone: "13951788888" });
    const row = body<Row>(await settle(id, "refuse", { reason: "不属本区管理" }));
    expect(row).toMatchObject({ state: "refused", note: "不属本区管理", problem: null, wanting: [] });
    expect(await line.send({ externalId: `S-${n}` })).toMatchObject({ state: "refused", note: "不属本区管理", repeated: true });
    expect((await line.list("administrator", "refused")).rows.map((one) => one.id)).toEqual([id]);
    const audit = await wholeAudit(line.precinct.db);
    expect(audit).toContain("不属本区管理");
    expect(audit).not.toMatch(/1395178|欧阳/);
  });

  it("is done once, also when two do it at the same time: the second is told how it stands", async () => {
    const { id } = await held();
    const before = await line.count("problem");
    const replies = await Promise.all([
      settle(id, "take", usual),
      settle(id, "take", usual, "secondDispatcher"),
      settle(id, "refuse", { reason: "重复" }),
      settle(id, "refuse", { reason: "重复" }, "secondDispatcher"),
    ]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409, 409, 409]);
    const [row] = replies.filter((reply) => reply.statusCode === 200).map((reply) => body<Row>(reply));
    for (const reply of replies.filter((one) => one.statusCode === 409))
      expect(reply.json().now).toEqual({ state: row?.state, problem: row?.problem ?? null, note: row?.note ?? null });
    expect(await line.count("problem")).toBe(before + (row?.state === "taken" ? 1 : 0));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no category", { category: undefined }, "category"],
    ["an unknown one", { category: "路上有坑" }, "category"],
    ["a retired one", { category: "0104" }, "category"],
    ["no place", { lon: undefined }, "lon"],
    ["a place off the globe", { lat: 91 }, "lat"],
    ["a place too far", { lon: 0, lat: 0 }, "lon/lat"],
    ["an unknown site", { site: 999 }, "site"],
    ["a field that is none", { reporterName: "x" }, "reporterName"],
  ])("refuses %s, and it stays held", async (_what, said, parameter) => {
    const { id } = await held();
    const before = await line.count("problem");
    const reply = await settle(id, "take", { ...usual, ...said });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
    expect((await line.list()).rows.find((row) => row.id === id)?.state).toBe("held");
    expect(await line.count("problem")).toBe(before);
  });

  it("is a dispatcher's: of what has a place in their zone, or none", async () => {
    const [here, there, nowhere, far] = [
      await held(),
      await held({ ...east }),
      await held({ lon: null, lat: null }),
      await held({ ...abroad, lon: 0 }),
    ];
    const ids = async (who: Who) => (await line.list(who)).rows.map(({ id }) => id).filter((id) => id >= here.id);
    expect(await ids("dispatcher")).toEqual([here.id, there.id, nowhere.id, far.id]);
    expect(await ids("administrator")).toEqual([here.id, there.id, nowhere.id, far.id]);
    expect(await ids("westDispatcher")).toEqual([here.id, nowhere.id, far.id]);
    expect(await ids("eastDispatcher")).toEqual([there.id, nowhere.id, far.id]);
    for (const who of ["inspector", "leader", "westHandler", "auditor", "security"] as const)
      expect([who, (await line.precinct.get(who, "/api/intake")).statusCode]).toEqual([who, 403]);
    expect((await settle(there.id, "take", usual, "westDispatcher")).statusCode).toBe(403);
    expect((await settle(there.id, "refuse", { reason: "x" }, "westDispatcher")).statusCode).toBe(403);
    expect((await settle(there.id, "take", usual, "administrator")).statusCode).toBe(403);
    expect((await settle(there.id, "take", usual, null)).statusCode).toBe(401);
    // What is everybody's may turn out to be a neighbour's.
    expect(body<Row>(await settle(nowhere.id, "take", { ...usual, ...east }, "westDispatcher")).state).toBe("taken");
    expect((await settle(999_999, "refuse", { reason: "x" })).statusCode).toBe(404);
    expect((await settle(here.id, "refuse", {})).json().parameter).toBe("reason");
  });

  it("does not stand in the way of a report, nor a report in its way", async () => {
    const many = await Promise.all(Array.from({ length: 6 }, () => held()));
    const replies = await Promise.all(
      many.flatMap(({ id }) => [settle(id, "take", usual), line.precinct.post("inspector", "/api/problems", usualReport), held()]),
    );
    const statuses = replies.map((reply) => ("statusCode" in reply ? reply.statusCode : 200));
    expect(statuses.every((status) => status === 200)).toBe(true);
    const numbers = await line.precinct.db.query<{ n: number; distinct: number }>(
      sql`select count(*)::int as n, count(distinct external_id)::int as distinct from problem`,
    );
    expect(numbers[0]?.n).toBe(numbers[0]?.distinct);
  });
});
