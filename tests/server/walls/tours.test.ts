/** Tours: kept by version, read with care, shown by the walls that have them; and what cannot be read any more darkens no wall. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WallProgramme, WallTour } from "../../../server/contract/types.ts";
import { usualTour } from "../../../server/contract/wall.ts";
import { WallProgramme as ProgrammeSchema, WallTour as WallTourSchema, WallTours } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { openOffice } from "../people/office.ts";
import { type Hall, openHall } from "./hall.ts";

const scene = (more: object = {}) => ({ kind: "overdue", title: null, seconds: 25, query: "", ...more });
const longest = `?geo=within:5:${Array.from({ length: 190 }, (_, i) => `site/${100_000 + i}`).join(",")}`;

describe.each(databases())("tours on $name", (engine) => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await openHall(engine);
  });
  afterAll(() => hall.close());

  const save = (body: object, cookie = hall.leader) => hall.post("/api/wallTours", body, cookie);
  async function kept(name: string, scenes: object[] = [scene()]): Promise<WallTour> {
    const { status, body } = await save({ name, scenes });
    expect(status, JSON.stringify(body)).toBe(200);
    expectContract(WallTourSchema, body);
    return body as unknown as WallTour;
  }
  async function shown(cookie: string): Promise<WallProgramme> {
    const { status, body } = await hall.get("/api/wall", cookie);
    expect(status, JSON.stringify(body)).toBe(200);
    expectContract(ProgrammeSchema, body);
    return body as unknown as WallProgramme;
  }
  const assign = (wall: number, tour: number | null) => hall.post(`/api/walls/${wall}/tour`, { tour }, hall.dispatcher);
  const list = async () => {
    const { body } = await hall.get("/api/wallTours", hall.administrator);
    expectContract(WallTours, body);
    return body.rows as WallTour[];
  };

  it("a wall shows the tour it was given, in its order, as it is changed, and the usual one when it has none", async () => {
    const wall = await hall.wall();
    expect(await shown(wall.cookie)).toMatchObject({ tour: { id: null, name: null, version: 0 }, scenes: usualTour });
    const scenes = [
      scene({ kind: "markets", seconds: 5 }),
      scene({ kind: "view", title: "学校周边", seconds: 600, query: "?status=open&geo=within:200:school#map=119.04,33.54,14" }),
      scene({ kind: "replay", query: longest }),
      scene({ kind: "rivers", query: "#all" }),
    ];
    const tour = await kept("节日", scenes);
    expect(tour).toMatchObject({ name: "节日", version: 1, scenes, by: "周局" });
    expect(await list()).toContainEqual(tour);
    const since = await hall.revision();
    expect((await assign(wall.id, tour.id)).body).toEqual({ ok: true });
    expect(await hall.told(since)).toEqual(["walls"]);
    expect(await shown(wall.cookie)).toMatchObject({ tour: { id: tour.id, name: "节日", version: 1 }, scenes });
    // Who looks in their own browser, and another wall, see the usual one.
    for (const cookie of [hall.leader, (await hall.wall("大厅")).cookie]) expect((await shown(cookie)).scenes).toEqual(usualTour);
    const second = (await save({ id: tour.id, version: 1, name: "国庆", scenes: scenes.slice(1) }, hall.dispatcher)).body;
    expect(second).toMatchObject({ id: tour.id, name: "国庆", version: 2, by: "王调度" });
    expect(await shown(wall.cookie)).toMatchObject({ tour: { name: "国庆", version: 2 }, scenes: scenes.slice(1) });
    expect((await assign(wall.id, null)).status).toBe(200);
    expect((await shown(wall.cookie)).tour.id).toBeNull();
  });

  it("walls whose tour is taken away show the usual one; every change is in the audit log and told", async () => {
    const [wall, tour] = [await hall.wall(), await kept("要删除的")];
    await assign(wall.id, tour.id);
    const since = await hall.revision();
    expect((await hall.post(`/api/wallTours/${tour.id}/remove`, {}, hall.leader)).body).toEqual({ ok: true });
    expect(await shown(wall.cookie)).toMatchObject({ tour: { id: null }, scenes: usualTour });
    expect((await list()).map(({ id }) => id)).not.toContain(tour.id);
    expect((await hall.post(`/api/wallTours/${tour.id}/remove`, {}, hall.leader)).status).toBe(404);
    expect((await hall.post("/api/wallTours/x/remove", {}, hall.leader)).status).toBe(404);
    expect(await hall.told(since)).toEqual(["walls"]);
    expect((await hall.audited("change")).slice(-3).map(({ who, detail }) => [who, detail])).toEqual([
      ["周局", { what: "wallTour", tour: tour.id, before: null, after: tour }],
      ["王调度", { what: "wall", device: wall.id, before: { tour: null }, after: { tour: tour.id } }],
      ["周局", { what: "wallTour", tour: tour.id, before: tour, after: null, walls: [wall.id] }],
    ]);
  });

  it("of two who change one at once the second is told whose version is there, and nothing is lost", async () => {
    const tour = await kept("并发");
    const both = await Promise.all([
      save({ id: tour.id, version: 1, name: "甲", scenes: [scene({ seconds: 11 })] }),
      save({ id: tour.id, version: 1, name: "乙", scenes: [scene({ seconds: 12 })] }, hall.dispatcher),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [won, lost] = both.toSorted((a, b) => a.status - b.status) as [(typeof both)[0], (typeof both)[0]];
    expect(lost.body).toMatchObject({ now: { version: 2, by: won.body.by }, detail_zh: expect.stringContaining(String(won.body.by)) });
    expect((await list()).find(({ id }) => id === tour.id)).toEqual(won.body);
  });

  it("a name is one tour's, however two take it together", async () => {
    const tour = await kept("唯一");
    const { status, body } = await save({ name: "  唯一 ", scenes: [scene()] });
    expect([status, body.detail_zh, body.now]).toEqual([409, expect.stringContaining("唯一"), { id: tour.id }]);
    const together = await Promise.all([1, 2, 3].map(() => save({ name: "同时", scenes: [scene()] })));
    expect(together.map((one) => one.status).toSorted()).toEqual([200, 409, 409]);
    // Its own name is no other's.
    expect((await save({ id: tour.id, version: 1, name: "唯一", scenes: [scene()] })).status).toBe(200);
  });

  it.each([
    [{ scenes: [] }, "scenes"],
    [{ scenes: Array.from({ length: 31 }, () => scene()) }, "scenes"],
    [{ name: " " }, "name"],
    [{ scenes: [scene({ kind: "weather" })] }, "scenes[0].kind"],
    [{ scenes: [scene(), scene({ seconds: 4 })] }, "scenes[1].seconds"],
    [{ scenes: [scene({ seconds: 601 })] }, "scenes[0].seconds"],
    [{ scenes: [scene({ query: "status=open" })] }, "scenes[0].query"],
    [{ scenes: [scene({ query: "?" })] }, "scenes[0].query"],
    [{ scenes: [scene(), scene(), scene({ query: "?status=nonsense" })] }, "scenes[2].query"],
    [{ scenes: [scene({ query: "?colour=red" })] }, "scenes[0].query"],
    [{ scenes: [scene({ query: "?status=open#nowhere" })] }, "scenes[0].query"],
    [{ scenes: [scene({ query: "?geo=within:five:market" })] }, "scenes[0].query"],
    [{ scenes: [scene({ kind: "view" })] }, "scenes[0].query"],
    [{ scenes: [{ ...scene(), colour: "red" }] }, "scenes[0].colour"],
    [{ id: 1 }, "version"],
    [{ version: 1 }, "version"],
  ])("refuses %j by its name, in both languages", async (more, parameter) => {
    const { status, body } = await save({ name: "拒绝", scenes: [scene()], ...more });
    expect([status, body.parameter]).toEqual([400, parameter]);
    expect(body).toMatchObject({ expected: { zh: expect.stringMatching(/\p{Script=Han}|\d/u), en: expect.stringMatching(/[a-z]/) } });
  });

  it("names what in a query is not right", async () => {
    const { body } = await save({ name: "拒绝", scenes: [scene({ query: "?status=open,lost" })] });
    expect(body.expected).toMatchObject({ zh: expect.stringContaining("status"), en: expect.stringContaining("status in it is") });
    expect(body.value).toContain("lost");
  });

  it("keeps a query whose names have gone: the wall says so", async () => {
    await kept("去掉的责任区", [scene({ query: "?category=9999&unit=123456&geo=inside:zone/77" })]);
  });

  it("gives tours only to walls that are there, and only tours that are", async () => {
    const [wall, tour] = [await hall.wall(), await kept("有的")];
    expect((await assign(wall.id, 999_999)).body).toMatchObject({ status: 400, parameter: "tour" });
    expect((await assign(999_999, tour.id)).status).toBe(404);
    await hall.db.query(sql`update device set revoked_at = now() where id = ${wall.id}::bigint`);
    expect((await assign(wall.id, tour.id)).status).toBe(404);
    const [system] = await hall.db.query<{ id: number }>(
      sql`insert into device (name, kind, token_hash) values ('热线', 'intake', '\\x31') returning id`,
    );
    expect((await assign(system?.id as number, tour.id)).status).toBe(404);
  });

  it.each([
    ["null", [], "nothing of it"],
    ["[]", [], "none"],
    ['{"kind":"overdue"}', [], "no list"],
    ['[{"kind":"weather","title":null,"seconds":25,"query":""}]', [], "a kind that is gone"],
    [
      '[7, null, {"kind":"overdue"}, {"kind":"today","title":null,"seconds":30,"query":""}, {"kind":"today","title":null,"seconds":"x","query":""}, {"kind":"markets","title":null,"seconds":30,"query":"?weather=rain"}, {"kind":"view","title":"空","seconds":30,"query":""}]',
      [{ kind: "today", title: null, seconds: 30, query: "" }],
      "one scene of seven",
    ],
  ])("a kept tour of %s shows what can be read of it, or the usual one", async (jsonb, readable) => {
    const [wall, tour] = [await hall.wall(), await kept(`旧 ${jsonb.slice(0, 40)}`)];
    await assign(wall.id, tour.id);
    await hall.db.query(sql`update wall_tour set scenes = ${jsonb}::jsonb where id = ${tour.id}::bigint`);
    const { scenes, tour: told } = await shown(wall.cookie);
    expect(scenes).toEqual(readable.length ? readable : usualTour);
    // It is still the wall's: when it is mended the wall shows it.
    expect(told).toMatchObject({ id: tour.id, version: 1 });
    expect((await list()).find(({ id }) => id === tour.id)?.scenes).toEqual(readable);
  });

  it("no more than 200 are kept", async () => {
    await hall.db.query(sql`insert into wall_tour (name, scenes) select 'n' || i, '[]' from generate_series(1, 200) i`);
    const { status, body } = await save({ name: "太多", scenes: [scene()] });
    expect([status, body.detail_zh]).toEqual([409, expect.stringContaining("200")]);
    await hall.db.query(sql`delete from wall_tour where scenes = '[]'`);
  });
});

describe.each(databases())("tours on the made-up district on $name", (engine) => {
  it("whoever looks from this machine sees the usual tour, and may keep one", async () => {
    const office = await openOffice(engine, { demo: true });
    expect((await office.get("/api/wall")).body).toMatchObject({ tour: { id: null }, scenes: usualTour, rules: { flagRed: 0.9 } });
    expect((await office.post("/api/wallTours", { name: "演示", scenes: [scene()] })).body).toMatchObject({ version: 1, by: null });
    await office.close();
  });
});
