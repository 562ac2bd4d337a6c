/** Publishing: what is refused and with what words, what is signed off, and what is withdrawn again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../../server/db/sql.ts";
import { watchPlans } from "../../../server/zones/watch.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { at, cellOf, type Parish, parishOn, partitionWith } from "./parish.ts";

describe.each(databases())("publishing on $name", ({ fresh }) => {
  let parish: Parish;
  let plan: number;
  beforeAll(async () => {
    parish = await parishOn(await fresh(), 30);
    await parish.setClock(at("2026-11-21"));
    plan = await parish.draft(partitionWith({ owners: { [cellOf(2, 2)]: null, [cellOf(0, 0)]: cellOf(7, 7) }, people: { 301: "甲" } }));
  });
  afterAll(() => parish.db.close());

  const asked = (more: object = {}) => ({ version: 1, from: "2026-11-23", approver: parish.leader, signOffs: [], ...more });
  const reasons = [
    { kind: "nobodys", reason: "水面" },
    { kind: "multipart", reason: "飞地" },
  ];
  const refused = async (body: object, id = plan) => {
    const { statusCode, body: answer } = await parish.post(`/api/zonePlans/${id}/publish`, body);
    return { statusCode, ...(answer as { parameter?: string; expected?: { zh: string; en: string }; detail?: string }) };
  };

  it("names what lacks a reason, and how many there are", async () => {
    const answer = await refused(asked({ signOffs: [{ kind: "nobodys", reason: "水面" }] }));
    expect(answer).toMatchObject({ statusCode: 400, parameter: "signOffs" });
    expect(answer.expected?.en).toBe("a reason for each of: zones that do not hang together (3)");
    expect((await refused(asked())).expected?.zh).toBe("以下各项都要写明理由：有地块不属于任何责任区 (1)、责任区不连片 (3)");
    expect((await refused(asked({ signOffs: [{ kind: "nobodys", reason: " " }] }))).statusCode).toBe(400);
  });

  it("refuses a day that has passed, an approver who may not, and another version", async () => {
    const [gone, planner] = [
      await makePerson(parish.db, { roles: ["leader"] }),
      await makePerson(parish.db, { roles: ["inspector"], name: "巡查" }),
    ];
    await parish.db.query(sql`update person set left_on = '2026-11-20' where id = ${gone}::bigint`);
    expect(await refused(asked({ from: "2026-11-20", signOffs: reasons }))).toMatchObject({ statusCode: 400, parameter: "from" });
    for (const approver of [gone, planner, 999_999])
      expect(await refused(asked({ approver, signOffs: reasons }))).toMatchObject({ statusCode: 400, parameter: "approver" });
    expect(await refused(asked({ version: 2, signOffs: reasons }))).toMatchObject({ statusCode: 409 });
    const inspector = await cookieOf(parish.db, planner);
    expect((await parish.post(`/api/zonePlans/${plan}/publish`, asked({ signOffs: reasons }), inspector)).statusCode).toBe(403);
  });

  it("refuses ground that is not covered, whatever is signed off, and says how much", async () => {
    await parish.db.query(sql`update district set outline = ST_Multi(ST_MakeEnvelope(119, 33.5, 119.0801, 33.58, 4326))`);
    const answer = await refused(asked({ signOffs: reasons }));
    expect(answer.statusCode).toBe(409);
    expect(JSON.stringify(answer)).toMatch(/82,\d{3}(\.\d)? m² are not covered/);
    await parish.db.query(sql`update district set outline = ST_Multi(ST_MakeEnvelope(119, 33.5, 119.08, 33.58, 4326))`);
  });

  it("what refused left nothing behind", async () => {
    expect(await parish.db.query(sql`select status, published_at, effective_from from zone_plan where id = ${plan}::bigint`)).toEqual([
      { status: "draft", published_at: null, effective_from: null },
    ]);
  });

  it("with reasons it is published, by whom and for when is in the log, and another must come later", async () => {
    const { statusCode, body } = await parish.post(`/api/zonePlans/${plan}/publish`, asked({ signOffs: reasons, note: "迎检" }));
    expect([statusCode, body]).toMatchObject([
      200,
      { status: "published", effectiveFrom: "2026-11-23", inForce: false, approver: "领导", publishedBy: "规划员", note: "迎检" },
    ]);
    const [line] = await parish.db.query<{ kind: string; detail: object }>(
      sql`select kind, detail from audit_entry where route like '%publish' order by id desc limit 1`,
    );
    expect(line).toMatchObject({ kind: "change", detail: { what: "zonePlan", plan, after: { status: "published" } } });
    const other = await parish.draft(partitionWith());
    for (const from of ["2026-11-22", "2026-11-23"])
      expect(await refused(asked({ from }), other)).toMatchObject({ statusCode: 400, parameter: "from" });
  });

  it("withdrawn, it is kept and never in force, and another may take its day", async () => {
    const { statusCode, body } = await parish.post(`/api/zonePlans/${plan}/withdraw`);
    expect([statusCode, body]).toMatchObject([200, { status: "archived", inForce: false }]);
    expect((await parish.post(`/api/zonePlans/${plan}/withdraw`)).statusCode).toBe(409);
    await parish.setClock(at("2026-11-23"));
    expect(await watchPlans(parish.db)).toBe(0);
  });

  it("for today it is in force at once, and is withdrawn no more", async () => {
    const today = await parish.draft(partitionWith({ people: { 301: "乙" } }));
    const { body } = await parish.post(`/api/zonePlans/${today}/publish`, asked());
    expect(body).toMatchObject({ status: "published", inForce: true });
    expect(await parish.db.query(sql`select person from zone where id = 301`)).toEqual([{ person: "乙" }]);
    expect((await parish.post(`/api/zonePlans/${today}/withdraw`)).statusCode).toBe(409);
  });

  it("plans that came due while nobody was there come into force in their order", async () => {
    for (const [person, from] of [
      ["丙", "2026-11-25"],
      ["丁", "2026-11-28"],
    ] as const) {
      const next = await parish.draft(partitionWith({ people: { 301: person } }));
      await parish.publish(next, from);
    }
    await parish.db.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, geom) overriding system value
      select 20000, 'x', 'x', '0101', 't', 'patrol', '2026-11-26T10:00:00+08', 'reported', ST_PointOnSurface(geom) from zone where id = 301`);
    await parish.setClock(at("2026-12-01"));
    expect(await watchPlans(parish.db)).toBe(2);
    expect(
      await parish.db.query(
        sql`select valid_from::text as "from", valid_to::text as "to", person from zone_version where zone_id = 301 order by valid_from nulls first`,
      ),
    ).toEqual([
      { from: null, to: "2026-11-23", person: null },
      { from: "2026-11-23", to: "2026-11-25", person: "乙" },
      { from: "2026-11-25", to: "2026-11-28", person: "丙" },
      { from: "2026-11-28", to: null, person: "丁" },
    ]);
  });
});
