/** Too much at once, over the wire: who is sent away and how, what is answered all the same, and what holds no place. */
import { once } from "node:events";
import { get, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fastify from "fastify";
import { Type } from "typebox";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type May, Reply, type Route, route, Stream, type Wire } from "../../../server/ask/route.ts";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import type { ProblemDocument as Document } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Busy, Door } from "../../../server/http/busy.ts";
import { closesSoon } from "../../../server/http/closing.ts";
import { refusalOf } from "../../../server/http/errors.ts";
import { boundsFor } from "../../../server/http/places.ts";
import { sendRefusal } from "../../../server/http/sending.ts";
import { serve } from "../../../server/http/serve.ts";
import { mostStreams } from "../../../server/live/changes.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "./contract.ts";

const open: FastifyInstance[] = [];
const ends: (() => void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await Promise.all(open.splice(0).map((app) => app.close()));
});

const everybody: May = { who: "everybody", area: "none" };
const answer = Type.Object({});

/** An app with these routes alone, listening. Without a database it has the places of one session. */
async function appWith(routes: readonly Route[], db?: Db): Promise<{ app: FastifyInstance; port: number }> {
  const app = fastify({ return503OnClosing: false });
  closesSoon(app);
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, _request, reply) => sendRefusal(reply, refusalOf(error)));
  serve(app, routes, { db: () => (db ? { status: "ready", db } : { status: "starting", phase: "a test" }), demo: () => false });
  await app.listen({ port: 0, host: "127.0.0.1" });
  open.push(app);
  return { app, port: (app.server.address() as AddressInfo).port };
}

/** A question that is answered when it is told to be. */
function slowRoute(path: Route["path"] = "/api/slow"): {
  asked: Route;
  begun: () => number;
  end: () => void;
  until: (count: number) => Promise<void>;
} {
  let begun = 0;
  const waiting: (() => void)[] = [];
  let over = false;
  const end = (): void => waiting.shift()?.();
  ends.push(() => {
    over = true;
    for (const one of waiting.splice(0)) one();
  });
  const asked = route({
    path,
    question: "What takes long?",
    may: everybody,
    answer,
    handle: () => {
      begun++;
      if (over) return Promise.resolve({});
      return new Promise<object>((resolve) => waiting.push(() => resolve({ done: true })));
    },
  });
  return { asked, begun: () => begun, end, until: (count) => vi.waitFor(() => expect(begun).toBe(count)) };
}
const quick = (path: Route["path"], handle: () => object = () => ({ quick: true }), method: Route["method"] = "GET"): Route =>
  route({ path, method, question: "What is quick?", may: everybody, answer, handle: async () => handle() });

const one = boundsFor(1).lanes.question;

/** Asks so many times, each from its own session, and waits until as many have begun and the rest waits. */
function crowd(port: number, path: string, count: number): { replies: Promise<Response>[]; leave: AbortController[] } {
  const leave = Array.from({ length: count }, () => new AbortController());
  const replies = leave.map(({ signal }, i) =>
    fetch(`http://127.0.0.1:${port}${path}`, { signal, headers: { cookie: `chuangtu_session=s${i}` } }),
  );
  for (const reply of replies) reply.catch(() => {});
  return { replies, leave };
}

/** Fills the one place and all of the queue that one address may have. */
async function full(port: number, slow: ReturnType<typeof slowRoute>): Promise<Promise<Response>[]> {
  const { replies } = crowd(port, "/api/slow", 1 + Math.ceil(one.queue * 0.75) + 1);
  await slow.until(1);
  // One too many: when it is sent away, all others have come.
  expect(await Promise.race(replies.map(async (reply) => (await reply).status))).toBe(503);
  return replies;
}

describe("too much at once", () => {
  it("is refused with a document that says what is full and when to come back", async () => {
    const slow = slowRoute();
    const { port } = await appWith([slow.asked]);
    await full(port, slow);
    const reply = await fetch(`http://127.0.0.1:${port}/api/slow`);
    expect([reply.status, reply.headers.get("content-type"), reply.headers.get("cache-control")]).toEqual([
      503,
      "application/problem+json",
      "no-store",
    ]);
    const document = (await reply.json()) as Document;
    expectContract(ProblemDocument, document);
    const after = Number(reply.headers.get("retry-after"));
    expect(after).toBeGreaterThanOrEqual(1);
    expect(document).toMatchObject({ type: "urn:chuangtu:busy", status: 503, detail: expect.stringContaining(`in ${after} second`) });
    expect(document.detail_zh).toContain(`${after} 秒后再试`);
  });

  it("is refused before the body is there", async () => {
    const acts = slowRoute("/api/act");
    const { port } = await appWith([{ ...acts.asked, method: "POST" }]);
    const { queue } = boundsFor(1).lanes.act;
    const count = 1 + Math.ceil(queue * 0.75);
    const post = (i: number) =>
      fetch(`http://127.0.0.1:${port}/api/act`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: `chuangtu_session=s${i}` },
        body: "{}",
      });
    const replies = Array.from({ length: count + 1 }, (_, i) => post(i));
    expect(await Promise.race(replies.map(async (reply) => (await reply).status))).toBe(503);
    for (const reply of replies) reply.catch(() => {});
    const socket = connect(port, "127.0.0.1");
    socket.write("POST /api/act HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9999999\r\n\r\n{");
    const [head] = (await once(socket, "data")) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 503 (.|\r|\n)*connection: close/i);
    socket.destroy();
  });

  it("leaves what is cheap, other methods and other addresses as they are; HEAD is asked as GET is", async () => {
    const slow = slowRoute();
    const { port } = await appWith([slow.asked, quick("/api/health")]);
    const at = `http://127.0.0.1:${port}`;
    await full(port, slow);
    const asked = (path: string, method: string) => fetch(at + path, { method });
    expect((await asked("/api/health", "GET")).status).toBe(200);
    expect((await asked("/api/health", "HEAD")).status).toBe(200);
    expect((await asked("/api/slow", "DELETE")).status).toBe(405);
    expect((await asked("/api/slow", "OPTIONS")).status).toBe(204);
    expect((await asked("/api/nothing", "GET")).status).toBe(404);
    const head = await asked("/api/slow", "HEAD");
    expect([head.status, await head.text()]).toEqual([503, ""]);
  });

  it("who leaves while waiting is never worked for, and who waits behind them is", async () => {
    const slow = slowRoute();
    const { port } = await appWith([slow.asked]);
    const first = crowd(port, "/api/slow", 1);
    await slow.until(1);
    const leaving = crowd(port, "/api/slow", 5);
    const staying = crowd(port, "/api/slow", 1);
    // Time to come: who waits shows nowhere on the wire.
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const caller of leaving.leave) caller.abort();
    await Promise.allSettled(leaving.replies);
    await new Promise((resolve) => setTimeout(resolve, 100));
    slow.end();
    expect((await (first.replies[0] as Promise<Response>)).status).toBe(200);
    await slow.until(2);
    slow.end();
    expect((await (staying.replies[0] as Promise<Response>)).status).toBe(200);
    expect(slow.begun()).toBe(2);
  });

  it("streams and long downloads hold no place while they go on", async () => {
    const streams: (() => void)[] = [];
    const begin = (wire: Wire): void => {
      wire.write("data: 1\n\n");
      streams.push(() => wire.end());
    };
    const endless = quick("/api/endless", () => new Stream(begin));
    const download = quick("/api/download", () => {
      const body = new Readable({ read() {} });
      body.push("the beginning");
      streams.push(() => body.push(null));
      return new Reply(200, { "content-type": "text/plain" }, body);
    });
    const { port } = await appWith([endless, download, quick("/api/quick")]);
    const listen = (path: string) =>
      new Promise<IncomingMessage>((resolve) => get({ port, path, agent: false }, (reply) => reply.once("data", () => resolve(reply))));
    const going = [
      await listen("/api/endless"),
      await listen("/api/download"),
      await listen("/api/download"),
      await listen("/api/endless"),
    ];
    expect((await fetch(`http://127.0.0.1:${port}/api/quick`)).status).toBe(200);
    for (const end of streams) end();
    for (const reply of going) reply.destroy();
  });

  it("closing: what is at work is answered, who waits is told, and nobody hangs", async () => {
    const slow = slowRoute();
    const { app, port } = await appWith([slow.asked]);
    const { replies } = crowd(port, "/api/slow", 4);
    await slow.until(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    open.splice(0);
    const closing = app.close();
    const told = await Promise.race(replies.map(async (reply) => (await reply).json() as Promise<Document>));
    expect(told).toMatchObject({ type: "urn:chuangtu:closing", status: 503 });
    slow.end();
    const statuses = await Promise.all(replies.map(async (reply) => (await reply).status));
    expect(statuses.toSorted()).toEqual([200, 503, 503, 503]);
    await closing;
  });
});

describe("the door", () => {
  it("holds answers back a moment, so many at most, and nobody once it closes", () => {
    vi.useFakeTimers();
    try {
      let said = 0;
      const door = new Door(({ after_s }) => ({ after_s }));
      const raw = { destroyed: false, writeHead: () => raw, end: () => void said++ };
      const asked = { raw: { headers: {} } } as unknown as FastifyRequest;
      const reply = { raw, hijack() {} } as unknown as FastifyReply;
      for (let i = 0; i < 600; i++) door.sendAway(new Busy("question", 3), asked, reply);
      expect([door.held, said]).toEqual([512, 88]);
      vi.advanceTimersByTime(1_000);
      expect([door.held, said]).toEqual([0, 600]);
      door.sendAway(new Busy("question", 3), asked, reply);
      door.close();
      door.sendAway(new Busy("question", 3), asked, reply);
      expect([door.held, said, vi.getTimerCount()]).toEqual([0, 602, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("connections", () => {
  it("beyond the most are closed, and slow headings and bodies have an end", async () => {
    const app = await buildApp({ db: () => ({ status: "starting", phase: "a test" }), mostConnections: 2 });
    open.push(app);
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const sockets = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    const third = connect(port, "127.0.0.1");
    third.on("error", () => {});
    third.resume();
    await once(third, "close");
    sockets[0]?.destroy();
    sockets[1]?.write("GET /api/health HTTP/1.1\r\nhost: a\r\n\r\n");
    expect(String((await once(sockets[1] as never, "data"))[0])).toContain("starting");
    sockets[1]?.destroy();
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = app.server;
    expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      timeout: 600_000,
      keepAliveTimeout: 72_000,
    });
  });
});

describe.each(databases())("on $name", ({ name, fresh }) => {
  it("one session has so many streams and no more, until it lets one go", { timeout: 60_000 }, async () => {
    const db = await fresh();
    const app = await buildApp({ db: () => ({ status: "ready", db }) });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const person = await makePerson(db, { roles: ["leader"] });
    const [cookie, another] = [await cookieOf(db, person), await cookieOf(db, person)];
    const listen = (as: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        get({ port, path: "/api/changes", agent: false, headers: { cookie: as } }, (reply) =>
          reply.once("data", (text) => resolve(Object.assign(reply, { text: String(text) }))).once("error", () => {}),
        ).once("error", reject);
      });
    const streams: IncomingMessage[] = [];
    for (let i = 0; i < mostStreams; i++) streams.push(await listen(cookie));
    expect(new Set(streams.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const refused = await listen(cookie);
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, "60"]);
    streams.push(await listen(another));
    expect(streams.at(-1)?.statusCode).toBe(200);
    streams[0]?.destroy();
    await vi.waitFor(async () => {
      const again = await listen(cookie);
      streams.push(again);
      expect(again.statusCode).toBe(200);
    });
    for (const stream of streams) stream.destroy();
    await app.close();
    await db.close();
  });

  it.runIf(name === "postgres")(
    "who leaves while waiting never reaches the database; who leaves meanwhile is cancelled there",
    async () => {
      const db = await fresh();
      const begun: number[] = [];
      const asked = route({
        path: "/api/slow",
        question: "What sleeps?",
        may: everybody,
        answer,
        handle: async ({ rows }) => {
          begun.push(begun.length);
          await rows("sleep", sql`select pg_sleep(600) as overload_sleeper`);
          return {};
        },
      });
      const { port } = await appWith([asked], db);
      const { places } = boundsFor(db.capabilities.sessions).lanes.question;
      const sleeping = async (): Promise<number> => {
        const [row] = await db.query<{ count: number }>(sql`select count(*)::int as count from pg_stat_activity
        where state = 'active' and query like '%overload_sleeper%' and pid <> pg_backend_pid()`);
        return row?.count ?? 0;
      };
      const atWork = crowd(port, "/api/slow", places);
      await vi.waitFor(async () => expect(await sleeping()).toBe(places));
      const waits = request({ port, path: "/api/slow", agent: false }).on("error", () => {});
      waits.end();
      await new Promise((resolve) => setTimeout(resolve, 300));
      waits.destroy();
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const caller of atWork.leave) caller.abort();
      await vi.waitFor(async () => expect(await sleeping()).toBe(0), { timeout: 5_000 });
      expect(begun).toHaveLength(places);
      await Promise.all(open.splice(0).map((app) => app.close()));
      await db.close();
    },
  );
});
