/** Categories and their limits in the page: who may, from when on, and that what was dispatched before keeps what it was given. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Categories, CategoryRow } from "../../../server/contract/bookSchemas.ts";
import type { ProblemDetail, CategoryRow as Told } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { body, categories, east, loadPrecinct, march, Precinct, people, setClock, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";

const hour = 3_600_000;
const given = ({ dispatched, deadline }: ProblemDetail): number => Date.parse(deadline ?? "") - Date.parse(dispatched ?? "");

describe.each(databases())("categories on $name", (engine) => {
  let db: Db;
  let precinct: Precinct;
  beforeAll(async () => {
    db = await engine.fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await db.close();
  });

  const list = async (who: Who = "administrator"): Promise<readonly Told[]> => {
    const answer = body<{ rows: Told[] }>(await precinct.get(who, "/api/categories"));
    expectContract(Categories, answer);
    return answer.rows;
  };
  const one = async (code: string, who: Who = "administrator") => (await list(who)).find((row) => row.code === code);
  const save = (said: object) => precinct.post("administrator", "/api/categories", said);
  const limit = (said: object) => precinct.post("administrator", "/api/limits", said);
  const plain = { code: "0110", major: "01", name: { zh: "飞线充电", en: "cables from windows" } };
  const revision = async () =>
    (await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'district'`))[0]?.revision ?? 0;
  const lastAudit = async () =>
    (
      await db.query<{ detail: object; person_id: number }>(
        sql`select detail, person_id from audit_entry where kind = 'change' order by id desc limit 1`,
      )
    )[0];
  const sent = async (category: string) => precinct.act("dispatcher", "dispatch", await precinct.report({ category }));

  it("are the administrator's to change and everybody's to read, with the problems each may see", async () => {
    for (const who of ["dispatcher", "leader", "security", "auditor"] as const) {
      expect((await precinct.post(who, "/api/categories", plain)).statusCode).toBe(403);
      expect((await precinct.post(who, "/api/limits", {})).statusCode).toBe(403);
    }
    expect((await precinct.get(null, "/api/categories")).statusCode).toBe(401);
    await precinct.report({ category: categories.rubbish });
    await precinct.report({ category: categories.rubbish, ...east });
    expect((await one(categories.rubbish))?.open).toBe(2);
    expect((await one(categories.rubbish, "westDispatcher"))?.open).toBe(1);
    expect((await one(categories.rubbish, "bureauHandler"))?.open).toBe(0);
    expect(await one(categories.rubbish)).toEqual({
      ...{ code: "0103", major: "01", name: { zh: "垃圾满溢", en: "overflowing bin" }, campaign: null, retired: null, open: 2 },
      ...{ sameRadius_m: 50, sameDays: 30 },
      limits: [{ from: "0001-01-01", limit: { value: 4, unit: "h" } }],
    });
    expect((await one(categories.retired))?.retired).toBe("2026-01-01");
    expect((await one(categories.unlimited))?.limits).toEqual([]);
  });

  it("are added, changed by their code, audited, and the district moves", async () => {
    const before = await revision();
    const added = body<Told>(await save(plain));
    expectContract(CategoryRow, added);
    expect(added).toEqual({ ...plain, campaign: null, retired: null, sameRadius_m: 50, sameDays: 30, limits: [], open: 0 });
    expect(await revision()).toBeGreaterThan(before);
    const changed = {
      ...plain,
      name: { zh: "飞线", en: "cables" },
      campaign: "conduct",
      retired: "2026-12-31",
      sameRadius_m: 120,
      sameDays: 7,
    };
    expect(body<Told>(await save(changed))).toEqual({ ...changed, limits: [], open: 0 });
    expect(await lastAudit()).toEqual({
      person_id: people.administrator.id,
      detail: { what: "category", before: { ...plain, campaign: null, retired: null, sameRadius_m: 50, sameDays: 30 }, after: changed },
    });
    const major = { code: "09", major: "09", name: { zh: "其他", en: "other" } };
    expect((await save(major)).statusCode).toBe(200);
    expect(body<Told>(await save({ ...plain, major: "09" }))).toMatchObject({ major: "09", campaign: null, retired: null });
    // What is the same find stays as it was when it is not said.
    expect(await one(plain.code)).toMatchObject({ sameRadius_m: 120, sameDays: 7 });
  });

  it.each([
    [{ ...plain, code: "占道" }, "code"],
    [{ ...plain, code: "" }, "code"],
    [{ ...plain, major: "99" }, "major"],
    [{ ...plain, major: "0101" }, "major"],
    [{ code: "01", major: "09", name: { zh: "市容", en: "order" } }, "major"],
    [{ ...plain, name: { zh: "飞线" } }, "name.en"],
    [{ ...plain, campaign: "holiday" }, "campaign"],
    [{ ...plain, retired: "2026-02-30" }, "retired"],
    [{ ...plain, limit: { value: 1, unit: "h" } }, "limit"],
    [{ ...plain, sameRadius_m: 0.5 }, "sameRadius_m"],
    [{ ...plain, sameRadius_m: 2001 }, "sameRadius_m"],
    [{ ...plain, sameDays: 0 }, "sameDays"],
    [{ ...plain, sameDays: "30" }, "sameDays"],
  ])("%j is refused and names %s", async (said, parameter) => {
    const before = await list();
    expect((await save(said)).json()).toMatchObject({ status: 400, parameter });
    expect(await list()).toEqual(before);
  });

  it("a limit holds from its day on; what was dispatched before keeps its own", async () => {
    await setClock(db, march("03T08:00"));
    const early = await sent(categories.kerb);
    const before = await revision();
    const planned = { category: categories.kerb, from: "2026-03-05", limit: { value: 2, unit: "eh" } };
    expect(body(await limit(planned))).toEqual({ redated: 0 });
    expect(await revision()).toBeGreaterThan(before);
    expect(await lastAudit()).toEqual({
      person_id: people.administrator.id,
      detail: {
        ...{ what: "limit", category: categories.kerb },
        before: { from: "0001-01-01", value: 5, unit: "d" },
        after: { from: planned.from, limit: planned.limit },
      },
    });
    expect((await one(categories.kerb))?.limits).toEqual([
      { from: "0001-01-01", limit: { value: 5, unit: "d" } },
      { from: planned.from, limit: planned.limit },
    ]);
    const later = await sent(categories.kerb);
    expect([later.limit, given(later)]).toEqual([{ value: 5, unit: "d" }, given(early)]);
    await setClock(db, march("05T08:00"));
    const last = await sent(categories.kerb);
    expect([last.limit, given(last)]).toEqual([{ value: 2, unit: "eh" }, 2 * hour]);
    const kept = await precinct.read(early.id);
    expect([kept.limit, kept.deadline, kept.version]).toEqual([early.limit, early.deadline, early.version]);
    // Changed once more on the same day, and a category can lose its limit.
    expect((await limit({ ...planned, limit: { value: 1, unit: "d" } })).statusCode).toBe(200);
    expect((await limit({ ...planned, from: "2026-03-06", limit: null })).statusCode).toBe(200);
    expect((await one(categories.kerb))?.limits.slice(1)).toEqual([
      { from: "2026-03-05", limit: { value: 1, unit: "d" } },
      { from: "2026-03-06", limit: null },
    ]);
  });

  it("the first limit of a category that had none is audited as such", async () => {
    expect((await limit({ category: categories.unlimited, from: "2026-03-05", limit: { value: 3, unit: "nd" } })).statusCode).toBe(200);
    expect(await lastAudit()).toMatchObject({ detail: { before: null, after: { limit: { value: 3, unit: "nd" } } } });
  });

  it.each([
    [{ category: "0101", from: "2026-03-04", limit: null }, "from"],
    [{ category: "9999", from: "2026-03-05", limit: null }, "category"],
    [{ category: "0101", from: "2026-03-05" }, "limit"],
    [{ category: "0101", from: "2026-03-05", limit: { value: 0, unit: "h" } }, "limit.value"],
    [{ category: "0101", from: "2026-03-05", limit: { value: 1, unit: "w" } }, "limit.unit"],
    [{ category: "0101", from: "today", limit: null }, "from"],
  ])("%j is refused and names %s: nothing is limited in hindsight", async (said, parameter) => {
    await setClock(db, march("05T00:10"));
    const before = await list();
    expect((await limit(said)).json()).toMatchObject({ status: 400, parameter });
    expect(await list()).toEqual(before);
  });
});
