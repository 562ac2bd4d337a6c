/** The remote: what the desk tells a wall is told to that wall alone, once, in its order, and not the next morning. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Wall, WallOrder } from "../../../server/contract/types.ts";
import { usualTour } from "../../../server/contract/wall.ts";
import { WallAnswer, WallOrder as WallOrderSchema } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { type Hall, openHall, wellWord } from "./hall.ts";

describe.each(databases())("orders on $name", (engine) => {
  let hall: Hall;
  let wall: Awaited<ReturnType<Hall["wall"]>>;
  beforeAll(async () => {
    hall = await openHall(engine);
  });
  beforeEach(async () => {
    wall = await hall.wall();
  });
  afterAll(() => hall.close());

  const order = (body: object, id = wall.id, cookie = hall.dispatcher) => hall.post(`/api/walls/${id}/order`, body, cookie);
  async function told(body: object, id = wall.id): Promise<WallOrder> {
    const reply = await order(body, id);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    expectContract(WallOrderSchema, reply.body);
    return reply.body as unknown as WallOrder;
  }
  async function heard(cookie = wall.cookie, taken: number[] = []): Promise<WallOrder[]> {
    const { status, body } = await hall.post("/api/wall/say", { ...wellWord, taken }, cookie);
    expect(status, JSON.stringify(body)).toBe(200);
    expectContract(WallAnswer, body);
    return body.orders as WallOrder[];
  }
  const waiting = async (id = wall.id) =>
    ((await hall.get("/api/walls", hall.leader)).body.rows as Wall[]).find((one) => one.id === id)?.waiting ?? null;
  const age = (id: number, minutes: number) =>
    hall.db.query(sql`update wall_order set made_at = made_at - ${minutes}::int * interval '1 minute' where id = ${id}::bigint`);

  const nothing = { scene: null, lon: null, lat: null, zoom: null, message: null };
  it.each([
    [
      { kind: "scene", scene: 3 },
      { scene: 3, seconds: 60 },
    ],
    [
      { kind: "scene", scene: 0, seconds: 5 },
      { scene: 0, seconds: 5 },
    ],
    [
      { kind: "place", lon: 119.01, lat: 33.51 },
      { lon: 119.01, lat: 33.51, zoom: 16, seconds: 60 },
    ],
    [
      { kind: "place", lon: 119.01, lat: 33.51, zoom: 18.5, seconds: 3600 },
      { lon: 119.01, lat: 33.51, zoom: 18.5, seconds: 3600 },
    ],
    [
      { kind: "message", message: "防汛会商 <15:00>" },
      { message: "防汛会商 <15:00>", seconds: 60 },
    ],
    [{ kind: "resume" }, { seconds: 60 }],
    [{ kind: "reload", scene: null, message: null }, { seconds: 60 }],
  ])("%j reaches the wall as it was given", async (body, expected) => {
    const since = await hall.revision();
    const made = await told(body);
    expect(made).toMatchObject({ kind: body.kind, ...nothing, ...expected });
    expect(await heard()).toEqual([made]);
    expect(await hall.told(since)).toEqual(["walls"]);
    expect((await hall.audited("change")).at(-1)).toMatchObject({
      who: "王调度",
      route: "POST /api/walls/{id}/order",
      detail: { what: "wallOrder", device: wall.id, before: null, after: made },
    });
  });

  it("orders are told oldest first until the wall has them, and each once", async () => {
    const [first, second, third] = [
      await told({ kind: "message", message: "一" }),
      await told({ kind: "scene", scene: 2 }),
      await told({ kind: "resume" }),
    ];
    expect(await waiting()).toEqual(third);
    expect(await heard()).toEqual([first, second, third]);
    // The answer may have been lost: until it says that it has them they are told again.
    expect(await heard()).toEqual([first, second, third]);
    expect(await heard(wall.cookie, [first.id, third.id])).toEqual([second]);
    expect(await waiting()).toEqual(second);
    expect(await heard(wall.cookie, [second.id, second.id, 999_999])).toEqual([]);
    expect([await heard(), await waiting()]).toEqual([[], null]);
  });

  it("a wall hears and takes its own alone", async () => {
    const other = await hall.wall("另一块");
    const [mine, its] = [await told({ kind: "message", message: "甲" }), await told({ kind: "message", message: "乙" }, other.id)];
    expect(await heard(other.cookie, [mine.id])).toEqual([its]);
    expect(await heard()).toEqual([mine]);
    expect([await waiting(), await waiting(other.id)]).toEqual([mine, its]);
  });

  it("what is older than ten minutes is not told any more, and what is a day old is let go", async () => {
    const [old, late, fresh] = [
      await told({ kind: "message", message: "昨夜" }),
      await told({ kind: "message", message: "九分钟前" }),
      await told({ kind: "resume" }),
    ];
    await age(old.id, 11);
    await age(late.id, 9);
    expect((await heard()).map(({ id }) => id)).toEqual([late.id, fresh.id]);
    await age(late.id, 2);
    await heard(wall.cookie, [fresh.id]);
    expect([await heard(), await waiting()]).toEqual([[], null]);
    await age(old.id, 24 * 60);
    await told({ kind: "reload" });
    const kept = await hall.db.query<{ id: number }>(sql`select id from wall_order where device_id = ${wall.id}::bigint order by id`);
    expect(kept.map(({ id }) => id)).not.toContain(old.id);
    expect(kept.map(({ id }) => id)).toContain(late.id);
  });

  it.each([
    [{}, "kind"],
    [{ kind: "dance" }, "kind"],
    [{ kind: "scene" }, "scene"],
    [{ kind: "scene", scene: 1.5 }, "scene"],
    [{ kind: "scene", scene: usualTour.length }, "scene"],
    [{ kind: "place", lat: 33.5 }, "lon"],
    [{ kind: "place", lon: 119 }, "lat"],
    [{ kind: "place", lon: 181, lat: 33 }, "lon"],
    [{ kind: "place", lon: 119, lat: 33, zoom: 21 }, "zoom"],
    [{ kind: "message" }, "message"],
    [{ kind: "message", message: "  " }, "message"],
    [{ kind: "message", message: "字".repeat(121) }, "message"],
    [{ kind: "message", message: "x", scene: 1 }, "scene"],
    [{ kind: "resume", message: "x" }, "message"],
    [{ kind: "reload", zoom: 16 }, "zoom"],
    [{ kind: "resume", seconds: 4 }, "seconds"],
    [{ kind: "resume", until: "noon" }, "until"],
  ])("refuses %j by what is missing or wrong, and tells the wall nothing", async (body, parameter) => {
    const reply = await order(body);
    expect([reply.status, reply.body.parameter]).toEqual([400, parameter]);
    expect(reply.body).toMatchObject({ detail_zh: expect.stringMatching(/\p{Script=Han}/u), detail: expect.stringMatching(/[a-z]/) });
    expect(await heard()).toEqual([]);
  });

  it("a scene is one of the wall's own tour", async () => {
    const scenes = ["today", "overdue"].map((kind) => ({ kind, seconds: 30, query: "" }));
    const tour = (await hall.post("/api/wallTours", { name: `两个画面 ${wall.id}`, scenes }, hall.leader)).body;
    await hall.post(`/api/walls/${wall.id}/tour`, { tour: tour.id }, hall.leader);
    await told({ kind: "scene", scene: 1 });
    const { status, body } = await order({ kind: "scene", scene: 2 });
    expect([status, body.parameter]).toEqual([400, "scene"]);
    expect(body.expected).toMatchObject({ zh: expect.stringContaining("2 个画面"), en: expect.stringContaining("0 to 1") });
    await hall.post(`/api/wallTours/${tour.id}/remove`, {}, hall.leader);
    await told({ kind: "scene", scene: usualTour.length - 1 });
  });

  it("there is nothing to tell a wall that is revoked, or is none", async () => {
    const [system] = await hall.db.query<{ id: number }>(
      sql`insert into device (name, kind, token_hash) values ('热线', 'intake', convert_to(clock_timestamp()::text, 'UTF8')) returning id`,
    );
    await hall.post(`/api/devices/${wall.id}/revoke`, {}, hall.administrator);
    for (const id of [wall.id, system?.id ?? 0, 999_999]) {
      const { status, body } = await order({ kind: "resume" }, id);
      expect([status, body.detail_zh]).toEqual([404, "没有这块大屏（可能已吊销）"]);
    }
  });

  it("two who tell it something at once are both heard, and words meanwhile are not in their way", async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await heard();
        return told({ kind: "message", message: `第 ${i} 条` });
      }),
    );
    expect((await heard()).map(({ id }) => id)).toEqual(made.map(({ id }) => id).toSorted((a, b) => a - b));
  });
});
