/** Saved views: whose they are, who sees them, who may change them, and what cannot be kept. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SavedView, SavedViews } from "../../../server/contract/deskSchemas.ts";
import type { SavedView as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

describe.each(databases())("saved views on $name", (engine) => {
  let office: Office;
  const cookies: Record<string, string> = {};
  const ids: Record<string, number> = {};
  beforeAll(async () => {
    office = await openOffice(engine);
    const people = {
      zhang: { name: "张三", roles: ["dispatcher"], unit: 11 },
      colleague: { name: "李四", roles: ["inspector"], unit: 11 },
      above: { name: "王五", roles: ["handler"], unit: 11 },
      elsewhere: { name: "赵六", roles: ["dispatcher"], unit: 12 },
      homeless: { name: "领导", roles: ["leader"], unit: null },
      administrator: { name: "管理员", roles: ["administrator"], unit: null },
    } as const;
    for (const [key, made] of Object.entries(people)) {
      ids[key] = await makePerson(office.db, made);
      cookies[key] = await cookieOf(office.db, ids[key]);
    }
    cookies.wall = await cookieOfDevice(office.db);
  });
  afterAll(() => office.close());

  let made = 0;
  const add = (by: string, more: object = {}) =>
    office.post("/api/views", { name: `视图 ${++made}`, query: "?status=open#map=119.04,33.54,14", share: "mine", ...more }, cookies[by]);
  const kept = async (by: string, more: object = {}): Promise<Told> => {
    const { status, body } = await add(by, more);
    expect(status, JSON.stringify(body)).toBe(200);
    return body as unknown as Told;
  };
  const list = async (by: string): Promise<readonly Told[]> => {
    const { status, body } = await office.get("/api/views", cookies[by]);
    expect(status).toBe(200);
    expectContract(SavedViews, body);
    return (body as { rows: unknown }).rows as Told[];
  };
  const sees = async (by: string, { id }: Told) => (await list(by)).some((one) => one.id === id);
  const change = (by: string, { id }: Told, body: object) => office.post(`/api/views/${id}`, body, cookies[by]);
  const remove = (by: string, { id }: Told) => office.post(`/api/views/${id}/remove`, {}, cookies[by]);
  const revision = async () =>
    (await office.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'views'`))[0]?.revision ?? 0;

  it("a view is kept as it was asked, told to pages and audited", async () => {
    const before = await revision();
    const query =
      "?status=overdue&geo=within:500:market,site/12&of=river&within=50&sort=deadline&hot=clusters:80:5&panel=none#map=119.04,33.54,14";
    const { status, body } = await add("zhang", { name: " 市场 \n 周边 ", query });
    expect(status).toBe(200);
    expectContract(SavedView, body);
    expect(body).toEqual({ id: expect.any(Number), name: "市场 周边", query, share: "mine", owner: "张三", mine: true });
    expect(await revision()).toBeGreaterThan(before);
    expect((await office.audited("change")).at(-1)).toMatchObject({
      person_id: ids.zhang,
      detail: { what: "view", before: null, after: body },
    });
    expect(await list("zhang")).toContainEqual(body);
  });

  it("mine is mine, the office's is of its own unit and those above it, everybody's is everybody's", async () => {
    const everybody = ["colleague", "above", "elsewhere", "homeless", "administrator", "wall"];
    const seenBy = async (view: Told) => {
      const which: string[] = [];
      for (const by of everybody) if (await sees(by, view)) which.push(by);
      return which;
    };
    expect(await seenBy(await kept("zhang", { share: "mine" }))).toEqual([]);
    expect(await seenBy(await kept("zhang", { share: "office" }))).toEqual(["colleague", "above"]);
    expect(await seenBy(await kept("elsewhere", { share: "office" }))).toEqual(["colleague", "above", "elsewhere"]);
    expect(await seenBy(await kept("zhang", { share: "all" }))).toEqual(everybody);
  });

  it("it is changed by its owner: what is left out stays, and the office is the owner's of then", async () => {
    const view = await kept("zhang", { share: "office" });
    const renamed = await change("zhang", view, { name: "新名" });
    expect(renamed.body).toEqual({ ...view, name: "新名" });
    const other = await change("zhang", view, { query: "#all", share: "all" });
    expect(other.body).toEqual({ ...view, name: "新名", query: "#all", share: "all" });
    expect((await office.audited("change")).at(-1)?.detail).toMatchObject({
      before: { query: view.query, share: "office" },
      after: { query: "#all", share: "all" },
    });
    await change("zhang", view, { share: "office" });
    expect(await sees("elsewhere", view)).toBe(false);
    await office.db.query(sql`update person set unit_id = 12 where id = ${ids.zhang as number}::bigint`);
    await change("zhang", view, { share: "office" });
    expect(await sees("elsewhere", view)).toBe(true);
    await office.db.query(sql`update person set unit_id = 11 where id = ${ids.zhang as number}::bigint`);
  });

  it("others may not; an administrator may, of what is shared", async () => {
    const [shared, own] = [await kept("zhang", { share: "all" }), await kept("zhang")];
    const refused = await change("colleague", shared, { name: "占用" });
    expect([refused.status, refused.body.detail_zh]).toEqual([403, expect.stringContaining("张三")]);
    expect((await remove("colleague", shared)).status).toBe(403);
    expect((await change("colleague", own, { name: "占用" })).status).toBe(404);
    expect((await change("administrator", own, { name: "占用" })).status).toBe(404);
    expect((await list("administrator")).find(({ id }) => id === shared.id)?.mine).toBe(true);
    expect((await list("colleague")).find(({ id }) => id === shared.id)?.mine).toBe(false);
    // An administrator takes it back for its owner alone: the answer still says what became of it.
    const taken = await change("administrator", shared, { share: "mine" });
    expect(taken.body).toMatchObject({ share: "mine", owner: "张三", mine: false });
    expect([await sees("administrator", shared), await sees("zhang", shared)]).toEqual([false, true]);
    expect((await office.post(`/api/views/${shared.id}`, { name: "x" }, cookies.wall)).status).toBe(403);
  });

  it("it is removed once, and was there once", async () => {
    const view = await kept("zhang", { share: "all" });
    const before = await revision();
    expect((await remove("zhang", view)).body).toEqual({ ok: true });
    expect(await revision()).toBeGreaterThan(before);
    expect(await sees("zhang", view)).toBe(false);
    expect((await remove("zhang", view)).status).toBe(404);
    expect((await office.audited("change")).at(-1)?.detail).toMatchObject({ what: "view", before: { id: view.id }, after: null });
  });

  it("a name is one owner's once, also of two who take it together; others may have the same", async () => {
    const view = await kept("zhang", { name: "同名" });
    const again = await add("zhang", { name: "同名 " });
    expect([again.status, again.body.detail_zh, again.body.now]).toEqual([409, expect.stringContaining("同名"), { id: view.id }]);
    await kept("colleague", { name: "同名" });
    const other = await kept("zhang");
    expect((await change("zhang", other, { name: "同名" })).status).toBe(409);
    expect((await change("zhang", view, { name: "同名", share: "all" })).status).toBe(200);
    const both = await Promise.all([add("zhang", { name: "抢" }), add("zhang", { name: "抢" })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it.each([
    ["no query", "status=open", "query"],
    ["nothing asked", "?", "query"],
    ["an empty fragment", "?#", "query"],
    ["a filter that cannot be read", "?status=opne", "status"],
    ["a distance that is none", "?geo=within:0:market", "geo"],
    ["an unknown parameter", "?statsu=open", "statsu"],
    ["an anchor that is none", "?of=moon", "of"],
    ["a fragment that is none", "?status=open#javascript:alert(1)", "#"],
  ])("what is no view is refused by name: %s", async (_what, query, parameter) => {
    const { status, body } = await add("zhang", { query });
    expect([status, body.parameter]).toEqual([400, parameter]);
    expect(body.expected).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
  });

  it("names that are gone are no reason to refuse, nor is a long query; one too long is", async () => {
    await kept("zhang", { query: "?category=9999&unit=123456&geo=inside:zone/77" });
    const long = `?geo=within:5:${Array.from({ length: 190 }, (_, i) => `site/${100_000 + i}`).join(",")}`;
    await kept("zhang", { query: long });
    expect((await add("zhang", { query: `?q=${"长".repeat(12_001)}` })).body.parameter).toBe("query");
  });

  it("an office is needed to share with one", async () => {
    const { status, body } = await add("homeless", { share: "office" });
    expect([status, body.parameter]).toEqual([400, "share"]);
    const view = await kept("homeless");
    expect((await change("homeless", view, { share: "office" })).status).toBe(400);
  });

  it("a person keeps 200, no more", async () => {
    const person = await makePerson(office.db, { roles: ["planner"], unit: 11 });
    await office.db.query(sql`insert into saved_view (name, query, share, owner_id, unit_id)
      select 'v' || i, '#all', 'mine', ${person}::bigint, 11 from generate_series(1, 200) i`);
    cookies.collector = await cookieOf(office.db, person);
    const { status, body } = await add("collector");
    expect([status, body.detail_zh]).toEqual([409, expect.stringContaining("200")]);
  });
});

describe.each(databases())("saved views before anybody signs in on $name", (engine) => {
  it("on the made-up district what was kept is there again", async () => {
    const office = await openOffice(engine, { demo: true });
    const { body } = await office.post("/api/views", { name: "演示", query: "?status=open", share: "mine" });
    expect(body).toMatchObject({ mine: true, owner: null });
    expect((await office.get("/api/views")).body.rows).toEqual([body]);
    expect((await office.post(`/api/views/${body.id}/remove`, {})).status).toBe(200);
    await office.close();
  });
});
