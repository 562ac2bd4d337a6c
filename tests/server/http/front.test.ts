/** The front, over the wire: what is kept goes out before the framework begins, and is as right, as fresh and as closed as by the whole way. */
import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { loadTown, town } from "../questions/town.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const url = "/api/layers/problems";
/** Timers that only the whole way has. */
const whole = /wait;dur|revision;dur/;

describe.each(databases())("the front on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let port: number;
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = request({ port, host: "127.0.0.1", path, headers, method }, (came) => {
        const parts: Buffer[] = [];
        came.on("data", (part: Buffer) => parts.push(part));
        came.on("end", () =>
          resolve({ status: came.statusCode ?? 0, headers: came.headers as Record<string, string>, body: Buffer.concat(parts) }),
        );
      });
      asked.on("error", reject);
      asked.end();
    });
  const person = (roles: Parameters<typeof makePerson>[1]["roles"], unit: number | null = null) => makePerson(db, { roles, unit });

  beforeAll(async () => {
    db = await fresh();
    await loadTown(town)(db);
    app = await buildApp({ db: () => ({ status: "ready", db }) });
    await app.listen({ port: 0, host: "127.0.0.1" });
    port = (app.server.address() as { port: number }).port;
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  it("gives the answer that was made, with its security headers; compressed for who takes it; 304 for who has it", async () => {
    const cookie = await cookieOf(db, await person(["leader"]));
    const made = await ask(url, { cookie });
    const learned = await ask(url, { cookie });
    const front = await ask(url, { cookie });
    expect(front.headers["server-timing"]).not.toMatch(whole);
    expect([made.status, learned.status, front.status]).toEqual([200, 200, 200]);
    expect(front.body.equals(made.body)).toBe(true);
    const steady = (headers: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(headers).filter(([name]) => !["date", "server-timing", "x-request-id", "keep-alive"].includes(name)),
      );
    expect(steady(front.headers)).toEqual(steady(learned.headers));
    expect(front.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(front.headers["x-request-id"]).toMatch(/./);
    const zipped = await ask(url, { cookie, "accept-encoding": "gzip" });
    expect([zipped.headers["content-encoding"], gunzipSync(zipped.body).equals(made.body)]).toEqual(["gzip", true]);
    const same = await ask(url, { cookie, "if-none-match": made.headers.etag ?? "" });
    expect([same.status, same.body.length, same.headers.etag]).toEqual([304, 0, made.headers.etag]);
    const head = await ask(url, { cookie }, "HEAD");
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  it("knows of a change and of a revocation that were committed before the request", async () => {
    const id = await person(["leader"]);
    const cookie = await cookieOf(db, id);
    await ask(url, { cookie });
    const before = await ask(url, { cookie });
    for (let round = 0; round < 5; round++) {
      await db.tx(async (tx) => {
        await tx.query(
          sql`update problem set state = 'closed', closed_at = clock() where id = (select min(p.id) from problem p where p.is_open)`,
        );
        await tx.query(moved("problems"));
      });
      const after = await ask(url, { cookie, "if-none-match": before.headers.etag ?? "" });
      expect(after.status).toBe(200);
      expect(after.headers.etag).not.toBe(before.headers.etag);
      expect((await ask(url, { cookie, "if-none-match": after.headers.etag ?? "" })).status).toBe(304);
    }
    await db.query(sql`update session set revoked_at = now() where person_id = ${id}::bigint`);
    expect((await ask(url, { cookie })).status).toBe(401);
  });

  it("keeps what one may see from another who may not, under the same address", async () => {
    const all = await cookieOf(db, await person(["leader"]));
    const [row] = await db.query<{ unit: number }>(sql`select p.unit_id as unit from problem p where p.unit_id is not null limit 1`);
    const own = await cookieOf(db, await person(["handler"], row?.unit ?? 0));
    const counts = async (cookie: string) => JSON.parse((await ask(url, { cookie })).body.toString()).count as number;
    const [many, few] = [await counts(all), await counts(own)];
    expect(few).toBeLessThan(many);
    for (let round = 0; round < 3; round++) expect([await counts(own), await counts(all)]).toEqual([few, many]);
    expect((await ask(url, {})).status).toBe(401);
    expect((await ask(url, { cookie: "chuangtu_session=nobody" })).status).toBe(401);
    const tag = (await ask(url, { cookie: all })).headers.etag ?? "";
    expect((await ask(url, { cookie: own, "if-none-match": tag })).status).toBe(200);
  });

  it("answers a crowd rightly, each their own", async () => {
    const [row] = await db.query<{ id: number }>(sql`select min(u.id) as id from unit u`);
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, i) => person(i % 2 ? ["leader"] : ["handler"], i % 2 ? null : (row?.id ?? 0))),
    );
    const cookies = await Promise.all(people.map((id) => cookieOf(db, id)));
    const first = await Promise.all(cookies.map((cookie) => ask(url, { cookie })));
    const again = await Promise.all(cookies.map((cookie) => ask(url, { cookie })));
    expect(again.map(({ body }) => body.length)).toEqual(first.map(({ body }) => body.length));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
