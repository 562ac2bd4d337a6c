/** A wall's word and its picture: kept as they come, told to the desk as they are, gone when the wall is. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Wall } from "../../../server/contract/types.ts";
import { WallAnswer, Walls } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildOf } from "../../../server/http/page.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { type Hall, openHall, wellWord } from "./hall.ts";

const jpeg = (middle = "a picture", kilobytes = 0) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(middle), Buffer.alloc(kilobytes * 1024), Buffer.from([0xff, 0xd9])]);

describe.each(databases())("a wall's word on $name", (engine) => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await openHall(engine);
  });
  afterAll(() => hall.close());

  const say = (cookie: string, more: object = {}) => hall.post("/api/wall/say", { ...wellWord, ...more }, cookie);
  const rows = async (cookie = hall.dispatcher): Promise<Wall[]> => {
    const { status, body } = await hall.get("/api/walls", cookie);
    expect(status, JSON.stringify(body)).toBe(200);
    expectContract(Walls, body);
    return body.rows as Wall[];
  };
  const row = async (id: number) => (await rows()).find((one) => one.id === id);
  const give = (cookie: string, payload: Buffer, type = "application/octet-stream") =>
    hall.app.inject({ method: "POST", url: "/api/wall/picture", headers: { cookie, "content-type": type }, payload });
  const take = (id: number | string, cookie = hall.leader) => hall.app.inject({ url: `/api/walls/${id}/picture`, headers: { cookie } });
  const past = (id: number, minutes: number) =>
    hall.db.query(sql`update wall_state set heard_at = now() - ${minutes}::int * interval '1 minute' where device_id = ${id}::bigint`);

  it("no walls are an empty list with its clock", async () => {
    expect(await rows()).toEqual([]);
  });

  it("a wall that never spoke is listed as such; its last word stands as it was said", async () => {
    const wall = await hall.wall("一楼大厅");
    expect(await row(wall.id)).toEqual({
      id: wall.id,
      name: "一楼大厅",
      tour: null,
      heard: null,
      silent_s: null,
      word: null,
      picture: null,
      waiting: null,
    });
    await hall.db.query(sql`update device set seen_at = null where id = ${wall.id}::bigint`);
    const since = await hall.revision();
    const { status, body } = await say(wall.cookie);
    expect(status, JSON.stringify(body)).toBe(200);
    expectContract(WallAnswer, body);
    expect(body).toMatchObject({ page: "", tour: { id: null, version: 0 }, orders: [] });
    const second = {
      ...wellWord,
      paused: true,
      freshness: "stale",
      scene: null,
      heap_mb: null,
      faults: ["<b>问题</b> 图层少 3 个 \\u0000 '; drop"],
    };
    expect((await say(wall.cookie, second)).status).toBe(200);
    const { taken: _taken, ...word } = second;
    const told = await row(wall.id);
    expect(told?.word).toEqual(word);
    expect(told?.silent_s).toBeLessThan(60);
    const [device] = await hall.db.query<{ seen: Date | null }>(sql`select seen_at as seen from device where id = ${wall.id}::bigint`);
    expect(device?.seen).toBeInstanceOf(Date);
    // A word of 200 walls twice a minute: neither told to every page nor written down one by one.
    expect([await hall.told(since), await hall.audited("change")]).toEqual([[], []]);
  });

  it("silence is counted by the machine's clock, whatever the wall's or the district's says", async () => {
    const wall = await hall.wall("静");
    await say(wall.cookie, { clockOff_s: -7200, upSince: "2019-01-01T00:00:00+08:00" });
    await past(wall.id, 5);
    await hall.db.query(sql`update district set frozen_at = '2020-01-01Z'`);
    const told = await row(wall.id);
    await hall.db.query(sql`update district set frozen_at = null`);
    expect(Math.abs((told?.silent_s ?? 0) - 300)).toBeLessThan(30);
    expect(told?.word).toMatchObject({ clockOff_s: -7200, upSince: "2018-12-31T16:00:00.000Z" });
  });

  it("is told its tour and version at each word, and the page's build", async () => {
    const wall = await hall.wall("带轮播");
    const tour = (await hall.post("/api/wallTours", { name: "一", scenes: [{ kind: "today", seconds: 30, query: "" }] }, hall.leader)).body;
    await hall.post(`/api/walls/${wall.id}/tour`, { tour: tour.id }, hall.leader);
    expect((await say(wall.cookie)).body.tour).toEqual({ id: tour.id, version: 1 });
    await hall.post("/api/wallTours", { id: tour.id, version: 1, name: "二", scenes: tour.scenes }, hall.leader);
    expect((await say(wall.cookie)).body.tour).toEqual({ id: tour.id, version: 2 });
    await hall.post(`/api/wallTours/${tour.id}/remove`, {}, hall.leader);
    expect((await say(wall.cookie)).body.tour).toEqual({ id: null, version: 0 });
  });

  it("a word that another version of the page left is no word, and the list is still there", async () => {
    const wall = await hall.wall("旧页面");
    await say(wall.cookie);
    for (const state of ["{}", "null", "[1]", '{"scene":null,"mood":"fine"}', '"x"']) {
      await hall.db.query(sql`update wall_state set state = ${state}::jsonb where device_id = ${wall.id}::bigint`);
      expect(await row(wall.id), state).toMatchObject({ word: null, heard: expect.any(String) });
    }
  });

  it("is heard though a text in it was cut in the middle of a character, or holds what no text can", async () => {
    const wall = await hall.wall("断字");
    const face = "😀";
    const half = face.slice(0, 1);
    const scene = { index: 1, kind: "today", title: `今日${half}` };
    expect((await say(wall.cookie, { scene, faults: [`a\u0000b\u001b[31m${half}`, `${face}\n`] })).status).toBe(200);
    expect((await row(wall.id))?.word).toMatchObject({ scene: { title: "今日\ufffd" }, faults: ["a\ufffdb\ufffd[31m\ufffd", face] });
  });

  it.each([
    ["freshness", { freshness: "good" }],
    ["scene.kind", { scene: { index: 0, kind: "weather", title: "" } }],
    ["faults", { faults: Array.from({ length: 21 }, () => "x") }],
    ["faults[0]", { faults: ["x".repeat(301)] }],
    ["upSince", { upSince: "yesterday" }],
    ["clockOff_s", { clockOff_s: "2 h" }],
    ["taken[0]", { taken: ["1"] }],
    ["mood", { mood: "fine" }],
  ])("refuses a word whose %s is none, and keeps nothing of it", async (parameter, more) => {
    const wall = await hall.wall();
    const { status, body } = await say(wall.cookie, more);
    expect([status, body.parameter]).toEqual([400, parameter]);
    expect((await row(wall.id))?.word).toBeNull();
  });

  it("a picture is served as it was given, newest first, and only to who has the remote", async () => {
    const wall = await hall.wall("有画面");
    const none = await take(wall.id);
    expect([none.statusCode, none.json().detail_zh]).toEqual([404, "这块大屏还没有传来画面"]);
    for (const bytes of [jpeg("first"), jpeg("second", 190)]) {
      const since = await hall.revision();
      expect((await give(wall.cookie, bytes)).json()).toEqual({ ok: true });
      const reply: LightMyRequestResponse = await take(wall.id);
      expect([reply.statusCode, reply.headers["content-type"], reply.headers["cache-control"]]).toEqual([200, "image/jpeg", "no-store"]);
      expect(reply.headers["x-content-type-options"]).toBe("nosniff");
      expect(reply.rawPayload.equals(bytes)).toBe(true);
      expect(await hall.told(since)).toEqual([]);
    }
    expect(await row(wall.id)).toMatchObject({ picture: expect.any(String), word: null });
    // The word after it does not take it away.
    await say(wall.cookie);
    expect((await take(wall.id)).statusCode).toBe(200);
    expect((await take(wall.id, wall.cookie)).statusCode).toBe(403);
    expect((await take(wall.id, "")).statusCode).toBe(401);
    expect((await give(hall.leader, jpeg())).statusCode).toBe(403);
    for (const id of [999_999, "x", "0"]) expect((await take(id)).statusCode, String(id)).toBe(404);
  });

  it("what is no whole JPEG, or too large, is refused with the reason, and the picture that was there stays", async () => {
    const wall = await hall.wall("坏画面");
    await give(wall.cookie, jpeg("good"));
    const png = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
    for (const [bytes, why] of [
      [Buffer.alloc(0), /JPEG/],
      [png, /FF D8 FF/],
      [Buffer.from("<svg onload=alert(1)>"), /FF D8 FF/],
      [jpeg().subarray(0, -1), /FF D9/],
      [Buffer.from([0xff, 0xd8]), /FF D8 FF/],
    ] as const) {
      const reply = await give(wall.cookie, bytes);
      expect([reply.statusCode, reply.json().parameter]).toEqual([400, "body"]);
      expect(reply.json().expected).toMatchObject({ zh: expect.stringMatching(why), en: expect.stringMatching(why) });
    }
    const large = await give(wall.cookie, jpeg("large", 200));
    expect([large.statusCode, large.json().detail]).toEqual([413, expect.stringContaining("204800")]);
    expect((await give(wall.cookie, Buffer.from("{}"), "application/json")).statusCode).toBe(400);
    expect((await take(wall.id)).rawPayload.equals(jpeg("good"))).toBe(true);
  });

  it("a revoked wall is listed no more, its word and picture are gone, and it cannot leave another", async () => {
    const wall = await hall.wall("卖掉的");
    await say(wall.cookie);
    await give(wall.cookie, jpeg());
    const since = await hall.revision();
    expect((await hall.post(`/api/devices/${wall.id}/revoke`, {}, hall.administrator)).status).toBe(200);
    expect(await hall.told(since)).toEqual(["walls"]);
    expect(await row(wall.id)).toBeUndefined();
    expect([(await take(wall.id)).statusCode, (await say(wall.cookie)).status, (await give(wall.cookie, jpeg())).statusCode]).toEqual([
      404, 401, 401,
    ]);
    expect(await hall.db.query(sql`select 1 from wall_state where device_id = ${wall.id}::bigint`)).toEqual([]);
  });

  it("walls are in the order of their names, none left out, and other systems are none", async () => {
    await hall.db.query(sql`insert into device (name, kind, token_hash) values ('12345热线', 'intake', '\\x3132')`);
    const [told, [counted]] = [
      await rows(),
      await hall.db.query<{ n: number }>(sql`select count(*)::int as n from device where kind = 'wall' and revoked_at is null`),
    ];
    expect(told).toHaveLength(counted?.n ?? 0);
    expect(told.map(({ name }) => name)).not.toContain("12345热线");
  });
});

describe("the page's build", () => {
  it("is the script's address of the page that is built, anew each time; empty when there is none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wall-build-"));
    try {
      const build = buildOf(folder);
      expect([build(), buildOf(undefined)()]).toEqual(["", ""]);
      for (const name of ["wall-a1", "wall-b2"]) {
        await writeFile(join(folder, "wall.html"), `<html><script type="module" crossorigin src="/assets/${name}.js"></script></html>`);
        expect(build()).toBe(`/assets/${name}.js`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
