/** Before and after: which problems have both to show, in which order, with which photos, to whom; and that a wall gets the covered ones. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { Mended as Answer } from "../../../server/contract/types.ts";
import { Mended } from "../../../server/contract/wallSchemas.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice } from "../../support/people.ts";
import { body, people } from "../acts/precinct.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate, type Sees } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { jpeg } from "../photos/pictures.ts";
import { Studio } from "../photos/studio.ts";
import { handlers, loadPeopled, staff, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, type TownProblem, units } from "../questions/town.ts";

const minute = 60_000;
const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });

interface Shot {
  readonly id: number;
  readonly problem: number;
  readonly kind: "before" | "after" | "site";
  readonly state: "ready" | "withdrawn" | "uploading";
  readonly shown: number | null;
  readonly taken: number;
}

/** Photos of two problems in three, by arithmetic: several of a kind, some withdrawn, on their way, or of something else. */
const shots: readonly Shot[] = town.problems.flatMap(({ id, found }) =>
  Array.from({ length: id % 3 === 0 ? 0 : 1 + ((id * 7) % 6) }, (_, n): Shot => {
    const turn = (id * 31 + n * 17) % 10;
    const kind = turn < 5 ? "before" : turn < 9 ? "after" : "site";
    const state = (id + n) % 7 === 0 ? "withdrawn" : (id + n) % 11 === 0 ? "uploading" : "ready";
    // Some at the same moment, and not in the order of their numbers.
    const taken = found + ((id * 13 + n * 29) % 4) * 600 * minute;
    return { id: id * 10 + n, problem: id, kind, state, shown: state === "ready" && (id + n) % 13 !== 0 ? 1 : null, taken };
  }),
);

async function loadShots(db: Db): Promise<void> {
  await loadPeopled(db);
  const rows = shots.map((shot) => ({ ...shot, taken: new Date(shot.taken).toISOString() }));
  await db.query(sql`insert into photo (id, client_id, state, problem_id, kind, taken_at, upload_bytes, upload_sha256, width, height, sets, shown)
    overriding system value select id, gen_random_uuid(), state, problem, kind, taken, 1, '\\x31', 640, 480, 1, shown
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, problem bigint, kind text, state text, shown int, taken timestamptz)`);
}

/** The problem as it was at the moment a filter speaks of. */
const lastOf = ({ events }: TownProblem, at: number) => events.findLast((e) => e.at <= at);

function oracle(filter: Filter, limit: number, sees?: Sees) {
  const at = filter.at ? Date.parse(filter.at) : Number.POSITIVE_INFINITY;
  const seen = shots.filter(({ state, shown, taken }) => state === "ready" && shown !== null && taken <= at);
  const rows = evaluate(town, filter, sees).flatMap((p) => {
    const last = lastOf(p, at);
    if (last?.state !== "closed" || last.closed === null) return [];
    const own = seen.filter(({ problem }) => problem === p.id).toSorted((a, b) => a.taken - b.taken || a.id - b.id);
    const before = own.find(({ kind }) => kind === "before");
    const after = own.findLast(({ kind }) => kind === "after");
    return before && after ? [{ id: p.id, closed: last.closed, before: before.id, after: after.id }] : [];
  });
  return rows.toSorted((a, b) => b.closed - a.closed || b.id - a.id).slice(0, limit);
}

const told = (rows: Answer["rows"]) => rows.map(({ id, closed, before, after }) => ({ id, closed: Date.parse(closed), before, after }));

describe.each(databases())("mended problems on $name", (engine) => {
  describe("in a town", () => {
    let app: FastifyInstance;
    let db: Db;
    beforeAll(async () => {
      db = await engine.fresh();
      await loadShots(db);
      app = await appOn(db, { demo: false });
    });
    afterAll(async () => {
      await app.close();
      await db.close();
    });
    const asked = async (filter: Filter | string, limit: number, cookie: string): Promise<Answer> => {
      const query = typeof filter === "string" ? filter : new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
      const reply = await app.inject({ url: `/api/problems/mended?limit=${limit}&${query}`, headers: { cookie } });
      expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
      return reply.json<Answer>();
    };

    it("are those of the filter with both photos, closed last first, the earliest before and the latest after", {
      timeout: 120_000,
    }, async () => {
      const cookie = await cookieOfDevice(db);
      let shown = 0;
      await fc.assert(
        fc.asyncProperty(anyFilter(world), fc.integer({ min: 1, max: 50 }), async (filter, limit) => {
          const answer = await asked(filter, limit, cookie);
          expect(told(answer.rows)).toEqual(oracle(filter, limit));
          expect(answer.clock).toBe(filter.at ? new Date(filter.at).toISOString() : new Date(clock).toISOString());
          shown += answer.rows.length;
        }),
        { numRuns: engine.name === "postgres" ? 120 : 60, seed: 20261122 },
      );
      expect(shown).toBeGreaterThan(100);
    });

    it("say what they are and where; 12 when nothing is said", async () => {
      const answer = await asked("", 50, await cookieOfDevice(db));
      expectContract(Mended, answer);
      expect(answer.rows).toHaveLength(50);
      for (const row of answer.rows) {
        const p = town.problems.find(({ id }) => id === row.id) as TownProblem;
        const { title, category, place, unit, lon, lat } = row;
        expect({ title, category, place, unit }).toEqual({
          ...{ title: p.title, category: p.category, place: p.place, unit: lastOf(p, clock)?.unit },
        });
        expect([lon, lat, Date.parse(row.found)]).toEqual([...p.at, p.found]);
      }
      const reply = await app.inject({ url: "/api/problems/mended", headers: { cookie: await cookieOfDevice(db) } });
      expect(reply.json<Answer>().rows).toEqual(answer.rows.slice(0, 12));
    });

    it("are of the caller's area", async () => {
      const counts: number[] = [];
      for (const { id, sees } of staff) {
        const { rows } = await asked("", 50, await cookieOf(db, id));
        expect(told(rows), `${id}`).toEqual(oracle(emptyFilter, 50, sees));
        counts.push(rows.length);
      }
      expect(new Set(counts).size).toBeGreaterThan(3);
    });
  });

  describe("on a wall", () => {
    let studio: Studio;
    let cookie: string;
    beforeAll(async () => {
      studio = await Studio.open(engine);
      cookie = await cookieOfDevice(studio.db);
    });
    afterAll(() => studio.close());
    const get = (url: string) => studio.precinct.app.inject({ url, headers: { cookie } });
    const mended = async () => (await get("/api/problems/mended")).json<Answer>();

    it("are shown once both are there, covered, and without them again when one is withdrawn", async () => {
      const green = await sharp({ create: { width: 640, height: 480, channels: 3, background: "#00ff00" } })
        .jpeg()
        .toBuffer();
      const { photo, problem } = await studio.reported(green);
      const { precinct } = studio;
      await precinct.act("dispatcher", "dispatch", { id: problem });
      await precinct.act("westHandler", "accept", { id: problem });
      const after = await studio.take("westHandler", await jpeg({ seed: 9 }), { kind: "after" });
      await precinct.act("westHandler", "hand_back", { id: problem }, { photos: [after.id], noPhoto: undefined });
      expect((await mended()).rows, "not closed yet").toEqual([]);
      await precinct.act("inspector", "close", { id: problem });
      expect(await mended()).toMatchObject({ rows: [{ id: problem, before: photo.id, after: after.id }] });

      body(await studio.cover("inspector", photo.id, [{ x: 0, y: 0, w: 0.5, h: 0.5 }]));
      for (const what of ["thumb", "picture"]) {
        const reply = await get(`/api/photos/${photo.id}/${what}`);
        expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "image/jpeg"]);
        const { width = 0, height = 0 } = await sharp(reply.rawPayload).metadata();
        const part = async (left: number, top: number) => {
          const cut = await sharp(reply.rawPayload).extract({ left, top, width: 20, height: 20 }).toBuffer();
          return (await sharp(cut).stats()).channels.map(({ mean }) => Math.round(mean));
        };
        expect((await part(width - 30, height - 30))[1], "what was seen").toBeGreaterThan(240);
        expect((await part(10, 10))[1], "covered").toBeLessThan(200);
        expect((await get(`/api/photos/${after.id}/${what}`)).statusCode).toBe(200);
      }
      const payload = JSON.stringify({ reason: "看看" });
      const headers = { cookie, "content-type": "application/json" };
      const original = await precinct.app.inject({ method: "POST", url: `/api/photos/${photo.id}/original`, headers, payload });
      expect(original.statusCode, "what is under the cover").toBe(403);

      body(await precinct.post("westHandler", `/api/photos/${after.id}/withdraw`, { reason: "拍错了" }));
      expect((await mended()).rows).toEqual([]);
      expect((await get(`/api/photos/${after.id}/thumb`)).statusCode).toBe(410);
    });

    it("a photo that no problem has, or of a check-in, is none of a wall's", async () => {
      const loose = await studio.take("inspector", await jpeg({ seed: 11 }));
      expect((await get(`/api/photos/${loose.id}/thumb`)).statusCode).toBe(403);
      const [check] = await studio.db.query<{ id: number }>(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m,
          distance_m, proved)
        values (gen_random_uuid(), ${people.inspector.id}::bigint, 501, clock(), ST_Point(119.011, 33.511, 4326), 5, 3, true) returning id`);
      await studio.db.query(sql`update photo set check_in_id = ${check?.id}::bigint, kind = 'site' where id = ${loose.id}::bigint`);
      expect((await get(`/api/photos/${loose.id}/picture`)).statusCode).toBe(403);
    });
  });
});
