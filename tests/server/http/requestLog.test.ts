/** The log: one line a request, with where the time went and never what was asked for; and the names of requests. */
import type { IncomingMessage } from "node:http";
import { Writable } from "node:stream";
import fastify, { LogController } from "fastify";
import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { NotFound, type Route, route } from "../../../server/ask/route.ts";
import { refusalOf } from "../../../server/http/errors.ts";
import { requestIds } from "../../../server/http/requestIds.ts";
import { type LogLevel, logRequests } from "../../../server/http/requestLog.ts";
import { sendRefusal } from "../../../server/http/sending.ts";
import { serve } from "../../../server/http/serve.ts";
import { readSettings } from "../../../server/settings.ts";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const slow = 60;

const asked = (path: Route["path"], handle: Route["handle"]): Route =>
  route({
    path,
    question: "What is asked?",
    may: { who: "everybody", area: "none" },
    takes: {},
    filtered: true,
    answer: Type.Object({}),
    handle,
  });

const routes = [
  asked("/api/things/{id}", async ({ id }) => ({ id: id() })),
  asked("/api/slow", async () => {
    await wait(slow * 2);
    return {};
  }),
  asked("/api/fails", () => Promise.reject(new NotFound({ zh: "没有", en: "Nothing." }))),
];

/** Asks one after the other. @returns the log's lines */
async function linesOf(level: LogLevel, urls: readonly string[], slow_ms = slow): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(text: Buffer, _encoding, done) {
      lines.push(JSON.parse(text.toString()));
      done();
    },
  });
  const app = fastify({
    logger: { level, stream },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIds(undefined),
  });
  logRequests(app, slow_ms);
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, _request, reply) => sendRefusal(reply, refusalOf(error)));
  serve(app, routes, { db: () => ({ status: "starting", phase: "a test" }), demo: () => false });
  const at = await app.listen({ port: 0, host: "127.0.0.1" });
  for (const url of urls) {
    const reply = await fetch(at + url);
    expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f]{10}-[0-9a-z]+$/);
    await reply.text();
  }
  await app.close();
  return lines;
}

describe("the log", () => {
  it("has a line for each request at level info: the route, how it ended, where the time went, and nothing of what was asked for", async () => {
    const urls = ["/api/things/7?q=%E5%BC%A0%E4%BC%9F%20Zhang", "/api/fails?q=Zhang", "/api/nothing/Zhang?q=Zhang"];
    const lines = (await linesOf("info", urls, 0)).filter(({ msg }) => msg === "request");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({
      level: 30,
      reqId: expect.any(String),
      method: "GET",
      route: "/api/things/{id}",
      status: 200,
      weight: "question",
      waited_ms: expect.any(Number),
      total_ms: expect.any(Number),
      timers_ms: { caller: expect.any(Number) },
      sent_ms: expect.any(Number),
    });
    expect(lines[0]?.bytes).toBeGreaterThan(100);
    expect(lines.slice(1).map(({ route, status }) => [route, status])).toEqual([
      ["/api/fails", 404],
      ["none", 404],
    ]);
    expect(new Set(lines.map(({ reqId }) => reqId)).size).toBe(3);
    expect(JSON.stringify(lines)).not.toMatch(/Zhang|张|%E5|\?/);
  });

  it("has a line at level warn only for what was slow to be there; at level error none", async () => {
    const lines = await linesOf("warn", ["/api/things/7", "/api/slow"]);
    expect(lines.map(({ level, route, msg }) => [level, route, msg])).toEqual([[40, "/api/slow", "slow request"]]);
    expect(lines[0]?.total_ms).toBeGreaterThan(slow);
    expect(await linesOf("error", ["/api/slow"])).toEqual([]);
    expect(await linesOf("warn", ["/api/slow"], 0)).toEqual([]);
  });

  it("is set from the environment", () => {
    expect(readSettings({})).toMatchObject({ logLevel: "warn", slowRequest_ms: 1_000, mostConnections: 5_000 });
    expect(readSettings({ LOG_LEVEL: "INFO", SLOW_REQUEST_MS: "0", MAX_CONNECTIONS: "200" })).toMatchObject({
      logLevel: "info",
      slowRequest_ms: 0,
      mostConnections: 200,
    });
    expect(() => readSettings({ LOG_LEVEL: "loud" })).toThrow("LOG_LEVEL=loud: one of fatal, error, warn, info");
    expect(() => readSettings({ SLOW_REQUEST_MS: "-1" })).toThrow("SLOW_REQUEST_MS=-1");
    expect(() => readSettings({ MAX_CONNECTIONS: "many" })).toThrow("MAX_CONNECTIONS=many");
  });
});

describe("a request's id", () => {
  const from = (remoteAddress: string | undefined, id?: string | string[]) =>
    ({ headers: { "x-request-id": id }, socket: { remoteAddress } }) as unknown as IncomingMessage;
  const own = /^[0-9a-f]{10}-[0-9a-z]+$/;

  it("is a proxy's that is trusted, in whatever form its address comes, and else our own, each another", () => {
    const name = requestIds("loopback,10.1.0.0/16,2001:db8::5");
    for (const address of ["127.0.0.1", "::ffff:127.0.0.1", "::1", "10.1.200.3", "::ffff:10.1.2.3", "2001:db8::5"])
      expect(name(from(address, "abc-123")), address).toBe("abc-123");
    for (const address of ["10.2.0.1", "::ffff:10.2.0.1", "2001:db8::6", "", undefined])
      expect(name(from(address, "abc-123"))).toMatch(own);
    const nobody = requestIds(undefined);
    expect(nobody(from("127.0.0.1", "abc-123"))).toMatch(own);
    expect(new Set(Array.from({ length: 1_000 }, () => nobody(from("127.0.0.1")))).size).toBe(1_000);
  });

  it("is not taken over when it could be more than a word in a line", () => {
    const name = requestIds("loopback");
    for (const id of ["", "a b", "a\nb", "x".repeat(65), '"}', "编号", ["a", "b"]]) expect(name(from("127.0.0.1", id))).toMatch(own);
  });
});
