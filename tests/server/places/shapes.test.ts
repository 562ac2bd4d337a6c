/** Named shapes: kept in one spelling, seen by those they are for, changed by their owner alone, refused by name when they are gone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeShape, encodeShape, maxVertices } from "../../../server/contract/draw.ts";
import { NamedShapes } from "../../../server/contract/placeSchemas.ts";
import type { NamedShape } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

const triangle = `draw/${encodeShape({
  kind: "area",
  points: [
    [119.01, 33.01],
    [119.05, 33.01],
    [119.03, 33.04],
  ],
})}`;
const line = `draw/${encodeShape({
  kind: "line",
  points: [
    [119.01, 33.01],
    [119.05, 33.01],
  ],
})}`;

describe.each(databases())("named shapes on $name", (engine) => {
  let office: Office;
  /** Two of unit 11, one of unit 12 under it, one of no unit, and the administrator. */
  const who = { owner: "", colleague: "", handler: "", leader: "", administrator: "" };
  const ids = { ...who } as unknown as Record<keyof typeof who, number>;
  beforeAll(async () => {
    office = await openOffice(engine);
    const made = {
      owner: { name: "Owner", roles: ["dispatcher"], unit: 11 },
      colleague: { name: "Colleague", roles: ["inspector"], unit: 11 },
      handler: { name: "Handler", roles: ["handler"], unit: 12 },
      leader: { name: "Leader", roles: ["leader"] },
      administrator: { name: "Administrator", roles: ["administrator"] },
    } as const;
    for (const [name, person] of Object.entries(made) as [keyof typeof who, (typeof made)["owner"]][]) {
      ids[name] = await makePerson(office.db, person);
      who[name] = await cookieOf(office.db, ids[name]);
    }
    await office.db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      values (501, 's', '501', 'market', 'market', '西市场', ST_Point(119.02, 33.02, 4326)), (502, 's', '502', 'school', 'point', '小学', ST_Point(119.06, 33.02, 4326))`);
    await office.db.query(sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '市容', 'order')`);
    await office.db.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, version, zone2_id, geom) overriding system value
      values (1, 'p', '1', '01', 'near', 'patrol', now() - interval '1 hour', 'reported', 1, 3, ST_Point(119.0201, 33.02, 4326)),
        (2, 'p', '2', '01', 'far', 'patrol', now() - interval '1 hour', 'reported', 1, 3, ST_Point(119.08, 33.08, 4326))`);
  });
  afterAll(() => office.close());

  let number = 0;
  const usual = (more: object = {}) => ({ name: `Shape ${++number}`, definition: triangle, share: "mine", ...more });
  const add = (more: object = {}, by: keyof typeof who = "owner") => office.post("/api/shapes", usual(more), who[by]);
  const kept = async (more: object = {}, by: keyof typeof who = "owner"): Promise<NamedShape> => {
    const { status, body } = await add(more, by);
    expect(status, JSON.stringify(body)).toBe(200);
    return body as unknown as NamedShape;
  };
  const change = (id: number, body: object, by: keyof typeof who = "owner") => office.post(`/api/shapes/${id}`, body, who[by]);
  const remove = (id: number, by: keyof typeof who = "owner") => office.post(`/api/shapes/${id}/remove`, {}, who[by]);
  const list = async (cookie: string): Promise<NamedShape[]> => {
    const { status, body } = await office.get("/api/shapes", cookie);
    expect(status).toBe(200);
    expectContract(NamedShapes, body);
    return (body as { rows: unknown }).rows as NamedShape[];
  };
  const seenBy = async (by: keyof typeof who, id: number) => (await list(who[by])).find((row) => row.id === id);
  const revision = async () =>
    (await office.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'shapes'`))[0]?.revision ?? 0;

  it("a drawing is kept, listed, audited, and pages are told", async () => {
    const before = await revision();
    const shape = await kept({ name: "  攻坚\n区域  ", campaign: "sanitation", share: "office" });
    expect(shape).toEqual({
      id: expect.any(Number),
      ...{ name: "攻坚 区域", definition: triangle, campaign: "sanitation", share: "office", owner: "Owner", mine: true },
    });
    expect(await revision()).toBe(before + 1);
    expect((await list(who.owner))[0]).toEqual(shape);
    const { id, mine: _, ...told } = shape;
    expect((await office.audited("change")).at(-1)).toMatchObject({
      person_id: ids.owner,
      detail: { what: "shape", shape: id, before: null, after: told },
    });
  });

  it("a definition is kept in its one spelling", async () => {
    expect((await kept({ definition: "within:0500.50:market,site/501,market" })).definition).toBe("within:500.5:market,site/501");
    // A number with an end that adds nothing is the same number.
    const padded = `draw/${encodeShape({ kind: "point", points: [[0.00001, 0]] }).replace(/A$/, "gA")}`;
    expect(decodeShape(padded.slice(5))).not.toBeNull();
    expect((await kept({ definition: padded })).definition).toBe(`draw/${encodeShape({ kind: "point", points: [[0.00001, 0]] })}`);
    expect((await kept({ definition: `within:50:${line},zone/3` })).definition).toBe(`within:50:${line},zone/3`);
  });

  it.each([
    "market",
    "draw/",
    "draw/zzz",
    "inside:zone/3",
    `inside:${triangle}`,
    "beyond:500:market",
    "within:500:shape/1",
    "within:0:market",
    "within:20001:market",
    "within:500:site/999999",
    "within:500:zone/999999",
    "within:500:",
    "shape/1",
    `draw/${encodeShape({
      kind: "line",
      points: [
        [100, 30],
        [120, 30],
      ],
    })}`,
    `within:50:draw/${encodeShape({
      kind: "line",
      points: [
        [100, 30],
        [120, 30],
      ],
    })}`,
    `draw/${encodeShape({ kind: "line", points: Array.from({ length: maxVertices + 1 }, (_, i) => [119 + i / 1e4, 33] as const) })}`,
  ])("no definition: %s", async (definition) => {
    const { status, body } = await add({ definition });
    expect([status, body.parameter, body.value], JSON.stringify(body)).toEqual([400, "definition", expect.any(String)]);
    expect(body.expected).toEqual({ zh: expect.stringMatching(/./), en: expect.stringMatching(/./) });
  });

  it("each sees their own, their office's and everybody's; a wall everybody's", async () => {
    const shapes = {
      mine: (await kept()).id,
      office: (await kept({ share: "office" })).id,
      all: (await kept({ share: "all" })).id,
    };
    const wall = await list(await cookieOfDevice(office.db));
    expect(wall.map(({ id }) => id).filter((id) => Object.values(shapes).includes(id))).toEqual([shapes.all]);
    expect(wall.every(({ mine }) => !mine)).toBe(true);
    const seen = async (by: keyof typeof who) => {
      const rows = await list(who[by]);
      return Object.entries(shapes).flatMap(([share, id]) =>
        rows.filter((row) => row.id === id).map((row) => `${share}${row.mine ? "!" : ""}`),
      );
    };
    expect(await seen("owner")).toEqual(["mine!", "office!", "all!"]);
    expect(await seen("colleague")).toEqual(["office", "all"]);
    expect(await seen("handler")).toEqual(["all"]);
    expect(await seen("leader")).toEqual(["all"]);
    expect(await seen("administrator")).toEqual(["all!"]);
  });

  it("only the owner or an administrator changes it and takes it away; who does not see it is not told of it", async () => {
    const { id } = await kept({ share: "all" });
    for (const by of ["colleague", "handler", "leader"] as const) {
      expect([(await change(id, { name: "theirs" }, by)).status, (await remove(id, by)).status], by).toEqual([403, 403]);
    }
    const own = await kept();
    expect([(await change(own.id, { name: "theirs" }, "colleague")).status, (await remove(own.id, "leader")).status]).toEqual([404, 404]);
    expect((await change(id, { name: "By the administrator" }, "administrator")).body).toMatchObject({ owner: "Owner", mine: true });
    expect((await remove(id, "administrator")).body).toEqual({ ok: true });
    expect([(await change(id, { name: "again" })).status, (await remove(id)).status, (await remove(999_999)).status]).toEqual([
      404, 404, 404,
    ]);
  });

  it("what is left out of a change stays, and both are audited", async () => {
    const first = await kept({ campaign: "traffic", share: "office" });
    const before = await revision();
    const renamed = await change(first.id, { name: "Renamed" });
    expect(renamed.body).toEqual({ ...first, name: "Renamed" });
    const other = await change(first.id, { campaign: "none", definition: "within:0100:market", share: "all" });
    expect(other.body).toEqual({ ...first, name: "Renamed", campaign: null, definition: "within:100:market", share: "all" });
    expect(await revision()).toBe(before + 2);
    expect((await office.audited("change")).at(-1)?.detail).toMatchObject({
      before: { campaign: "traffic", definition: triangle },
      after: { campaign: null, definition: "within:100:market" },
    });
    expect((await change(first.id, { definition: "within:5:shape/1" })).body).toMatchObject({ status: 400, parameter: "definition" });
    expect(await seenBy("colleague", first.id)).toMatchObject({ name: "Renamed" });
  });

  it("a name is its owner's once, while the shape lives", async () => {
    const first = await kept({ name: "Old town" });
    const again = await add({ name: "Old  town" });
    expect([again.status, again.body.now]).toEqual([409, { id: first.id }]);
    await kept({ name: "Old town" }, "colleague");
    const second = await kept();
    expect((await change(second.id, { name: "Old town" })).status).toBe(409);
    expect((await change(second.id, { name: second.name })).status).toBe(200);
    // Whose name it would be is asked of the owner's, not of who changes it.
    await kept({ name: "An administrator's" }, "administrator");
    const shared = await kept({ share: "all" });
    expect((await change(shared.id, { name: "An administrator's" }, "administrator")).status).toBe(200);
    expect((await change(shared.id, { name: "Old town" }, "administrator")).status).toBe(409);
    await remove(first.id);
    expect((await change(second.id, { name: "Old town" })).status).toBe(200);
    const both = await Promise.all([add({ name: "At once" }), add({ name: "At once" })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it("nobody without a unit keeps it for their office", async () => {
    expect((await add({ share: "office" }, "leader")).body).toMatchObject({ status: 400, parameter: "share", value: "office" });
    const { id } = await kept({ share: "all" }, "leader");
    expect((await change(id, { share: "office" }, "leader")).body).toMatchObject({ status: 400, parameter: "share" });
    // Moved to a unit since: the office is the one of now.
    await office.db.query(sql`update person set unit_id = 12 where id = ${ids.leader}::bigint`);
    expect((await change(id, { share: "office" }, "leader")).status).toBe(200);
    expect(await seenBy("handler", id)).toMatchObject({ share: "office", mine: false });
    await office.db.query(sql`update person set unit_id = null where id = ${ids.leader}::bigint`);
  });

  it("questions take it by name, for those who see it; a removed one is refused by name", async () => {
    const total = async (geo: string, by: keyof typeof who = "leader") => {
      const { status, body } = await office.get(`/api/problems?limit=0&geo=${encodeURIComponent(geo)}`, who[by]);
      return status === 200 ? body.total : [status, body.parameter, body.value];
    };
    const drawn = await kept({ share: "all" });
    const around = await kept({ share: "all", definition: "within:100:market" });
    const stroke = await kept({ share: "all", definition: line });
    expect(await total(`inside:shape/${drawn.id}`)).toBe(1);
    expect(await total(`outside:shape/${drawn.id}`)).toBe(1);
    expect(await total(`inside:shape/${around.id}`)).toBe(1);
    expect(await total(`inside:shape/${around.id},shape/${drawn.id},zone/3`)).toBe(2);
    expect(await total(`within:2000:shape/${stroke.id}`)).toBe(1);
    expect(await total(`inside:shape/${stroke.id}`)).toEqual([400, "geo", `shape/${stroke.id}`]);
    expect(await total(`within:5:shape/${around.id}`)).toEqual([400, "geo", `shape/${around.id}`]);
    const own = await kept();
    expect(await total(`inside:shape/${own.id}`)).toEqual([400, "geo", String(own.id)]);
    await remove(drawn.id);
    expect(await total(`inside:shape/${drawn.id}`)).toEqual([400, "geo", String(drawn.id)]);
    const [stays] = await office.db.query<{ gone: boolean }>(
      sql`select removed_at is not null as gone from named_shape where id = ${drawn.id}::bigint`,
    );
    expect(stays).toEqual({ gone: true });
  });

  it("a person keeps 500, and then is told so", async () => {
    const person = await makePerson(office.db, { roles: ["planner"] });
    const cookie = await cookieOf(office.db, person);
    await office.db.query(sql`insert into named_shape (name, definition, share, owner_id)
      select 'n' || i, ${triangle}::text, 'mine', ${person}::bigint from generate_series(1, 500) i`);
    const full = await office.post("/api/shapes", usual(), cookie);
    expect([full.status, String(full.body.detail)]).toEqual([409, expect.stringContaining("500")]);
    const [first] = await list(cookie);
    expect((await office.post(`/api/shapes/${first?.id}/remove`, {}, cookie)).status).toBe(200);
    expect((await office.post("/api/shapes", usual(), cookie)).status).toBe(200);
  });

  it("in a demo without people everybody keeps, changes and removes", async () => {
    const db = await engine.fresh();
    const app = await appOn(db);
    const post = async (url: string, payload: object) => (await app.inject({ method: "POST", url, payload })).json();
    const shape = await post("/api/shapes", { name: "Anybody's", definition: triangle, share: "mine" });
    expect(shape).toMatchObject({ owner: null, mine: true });
    expect((await app.inject("/api/shapes")).json()).toEqual({ rows: [shape] });
    expect(await post(`/api/shapes/${shape.id}`, { name: "Still" })).toMatchObject({ name: "Still", mine: true });
    expect(await post(`/api/shapes/${shape.id}/remove`, {})).toEqual({ ok: true });
    expect((await app.inject("/api/shapes")).json()).toEqual({ rows: [] });
    await app.close();
    await db.close();
  });
});
