/** Rounds of inspection: begun on a day, known to every page, the latest first; a day has one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Round } from "../../../server/contract/deskSchemas.ts";
import type { District, Round as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

describe.each(databases())("rounds on $name", (engine) => {
  let office: Office;
  let planner: string;
  let plannerId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    plannerId = await makePerson(office.db, { roles: ["planner"] });
    planner = await cookieOf(office.db, plannerId);
  });
  afterAll(() => office.close());

  const begin = (body: object, by = planner) => office.post("/api/rounds", body, by);
  const rounds = async () => ((await office.get("/api/district", planner)).body as unknown as District).rounds;
  const revision = async () =>
    (await office.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'district'`))[0]?.revision ?? 0;

  it("one begins: told to pages, audited, and the district's latest comes first", async () => {
    expect(await rounds()).toEqual([]);
    const before = await revision();
    const first = await begin({ name: " 第一轮 \n 排查 ", starts: "2026-09-01" });
    expect(first.status).toBe(200);
    expectContract(Round, first.body);
    expect(first.body).toEqual({ id: expect.any(Number), name: "第一轮 排查", starts: "2026-09-01" });
    expect(await revision()).toBeGreaterThan(before);
    const { body: second } = await begin({ name: "第二轮", starts: "2026-11-02" });
    expect(await rounds()).toEqual([second, first.body]);
    expect(await office.audited("change")).toMatchObject([
      { person_id: plannerId, detail: { what: "round", before: null, after: first.body } },
      { detail: { what: "round", before: null, after: second } },
    ]);
  });

  it("begun again on the same day it is the same round under a new name, and what it was called is kept in the log", async () => {
    const [was] = (await rounds()) as [Told];
    const { status, body } = await begin({ name: "第二轮（复查）", starts: was.starts });
    expect([status, body]).toEqual([200, { ...was, name: "第二轮（复查）" }]);
    expect(await rounds()).toHaveLength(2);
    expect((await office.audited("change")).at(-1)?.detail).toMatchObject({ before: was, after: body });
  });

  it("of two who begin one on the same day together, there is one", async () => {
    const made = await Promise.all(["甲", "乙", "丙"].map((name) => begin({ name, starts: "2026-11-16" })));
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    expect(made.every(({ status }) => status === 200)).toBe(true);
    expect(await rounds()).toHaveLength(3);
  });

  it("without a name, with one that is too long, or on a day that is none: the field is named", async () => {
    for (const [body, parameter] of [
      [{ name: "  ", starts: "2026-11-20" }, "name"],
      [{ name: "轮".repeat(61), starts: "2026-11-20" }, "name"],
      [{ name: "轮", starts: "2026-02-30" }, "starts"],
      [{ name: "轮", starts: "2026-11-20T08:00+08:00" }, "starts"],
      [{ name: "轮" }, "starts"],
      [{ name: "轮", starts: "2026-11-20", ends: "2026-11-21" }, "ends"],
    ] as const) {
      const told = await begin(body);
      expect([told.status, told.body.parameter]).toEqual([400, parameter]);
    }
    const handler = await cookieOf(office.db, await makePerson(office.db, { roles: ["handler"], unit: 11 }));
    expect((await begin({ name: "轮", starts: "2026-11-20" }, handler)).status).toBe(403);
  });
});
