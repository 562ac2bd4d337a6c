/** Places kept under names: who may ask by them, what they mean, and what is said of one that is no place any more. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemDocument, ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { staff } from "../questions/peopled.ts";
import type { TownShape } from "../questions/town.ts";
import { evaluate } from "./naive.ts";
import { loadShaped, mayUse, shapedTown } from "./shaped.ts";

const shapes = shapedTown.shapes as readonly TownShape[];
const areaLike = ({ what }: TownShape) => "around" in what || what.draw.kind === "area";
const asking = (op: "inside" | "within", shape: number): Filter => ({
  ...emptyFilter,
  geo: [op === "inside" ? { op, areas: [{ shape }] } : { op, distance_m: 400, of: [{ shape }] }],
});
const address = (filter: Filter) => `/api/problems?ids=1&limit=0&${new URLSearchParams(formatFilter(filter) as [string, string][])}`;

describe.each(databases())("places under names on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  let db: Db;
  beforeAll(async () => {
    db = await fixture("shaped", loadShaped);
    app = await appOn(db, { demo: false });
  });

  it.each(staff)("are of their owner, of an office or of all: what $id may use and sees", async (member) => {
    const cookie = await cookieOf(db, member.id);
    for (const shape of shapes) {
      const filter = asking(areaLike(shape) ? "inside" : "within", shape.id);
      const reply = await app.inject({ url: address(filter), headers: { cookie } });
      if (mayUse(member, shape)) {
        expect(reply.statusCode, reply.body).toBe(200);
        expect(reply.json<ProblemList>().ids).toEqual(evaluate(shapedTown, filter, member.sees).map((p) => p.id));
      } else {
        expect(reply.statusCode, `shape ${shape.id}`).toBe(400);
        expect(reply.json()).toMatchObject({
          parameter: "geo",
          value: String(shape.id),
          expected: { en: expect.stringContaining("shared") },
        });
      }
    }
  });

  it("are refused with the reason when they have no inside, or no outline to measure from", async () => {
    const cookie = await cookieOf(db, 605);
    const refusal = async (filter: Filter) => (await app.inject({ url: address(filter), headers: { cookie } })).json<ProblemDocument>();
    const line = await refusal(asking("inside", 2));
    expect([line.parameter, line.value, line.expected?.zh]).toEqual(["geo", "shape/2", expect.stringContaining("点或线")]);
    const around = await refusal(asking("within", 4));
    expect([around.value, around.expected?.en]).toEqual(["shape/4", expect.stringContaining("inside or outside")]);
    const near = await app.inject({ url: "/api/problems/near?of=shape/4", headers: { cookie } });
    expect([near.statusCode, near.json().parameter, near.json().value]).toEqual([400, "of", "shape/4"]);
  });

  it("say which of their places has gone", async () => {
    const own = await fresh();
    await loadShaped(own);
    const ownApp = await appOn(own);
    await own.query(sql`update named_shape set definition = 'within:300:market,site/999001' where id = 4`);
    await own.query(sql`update named_shape set definition = 'within:300:zone/999002' where id = 5`);
    const inside = async (id: number) => (await ownApp.inject(`/api/problems?geo=inside:shape/${id}`)).json<ProblemDocument>();
    expect(await inside(4)).toMatchObject({
      status: 400,
      parameter: "geo",
      value: "shape/4",
      expected: { zh: expect.stringContaining("点位 999001") },
    });
    expect(await inside(5)).toMatchObject({
      status: 400,
      value: "shape/5",
      expected: { en: expect.stringContaining("zone 999002 has gone") },
    });
    expect(await inside(7)).toMatchObject({ status: 400, value: "7" });
    await ownApp.close();
    await own.close();
  });
});
