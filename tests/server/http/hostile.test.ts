/** Hostile and broken input in every parameter of every route: refused by name, never a failure, never a stack. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { filterParameters } from "../../../server/contract/filter.ts";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, keyOfSystem } from "../../support/people.ts";
import { everyDuty, loadPeopled } from "../questions/peopled.ts";
import { appOn, ask, listedRoutes } from "./asked.ts";
import { expectContract } from "./contract.ts";

const nasty = [
  "'",
  '"',
  "';drop table problem;--",
  "1 or 1=1",
  "$1",
  "\\",
  "%",
  "%00",
  "\u0000",
  "a\u0000b",
  "\uD800",
  "🙂",
  "‮",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e9",
  "99999999999999999999",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "{}",
  "[]",
  "a,b,,",
  ",",
  " ",
  "",
  "true",
  "within:500:__proto__",
  "within:-1:market",
  "within:1e3:market",
  "within:500:site/0",
  "within:500:zone/99999",
  "within:500:draw/zzz",
  "inside:zone/424242",
  "inside:view/1,2,3",
  "inside:view/180,90,-180,-90",
  "inside:draw/p__",
  "within:20001:market",
  "beyond:5:",
  "0000-01-01..",
  "..0000-01-01",
  "9999-12-31..9999-12-31",
  "0001-01-01..",
  "9999d",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-18:00",
  "2026-02-30..",
  "x".repeat(5000),
  "market,".repeat(300),
  "site/999999999999999",
];
const questions = listedRoutes().filter((r) => r.method === "GET");
const parameters = [
  ...new Set([...filterParameters, ...questions.flatMap((r) => Object.keys(r.takes)), "unknown", "__proto__", "toString"]),
];
/** What an address cannot be asked without, and some value of it. */
const required: Readonly<Record<string, string>> = { of: "school", q: "a" };
/** So many may wait of the dearest questions, whatever the database. */
const atOnce = 4;
/** Every answer must be one of these. */
function expectSane(reply: { statusCode: number; body: string; headers: Record<string, unknown> }, url: string): void {
  expect([200, 400, 404, 414], url.slice(0, 200)).toContain(reply.statusCode);
  if (reply.statusCode === 200) return;
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expectContract(ProblemDocument, JSON.parse(reply.body));
  expect(reply.body).not.toMatch(/ at .*\.(ts|js):|node_modules|select |error:/i);
}

describe.each(databases())("hostile input on $name", ({ name, fixture }) => {
  let app: FastifyInstance;
  let cookie: string;
  let wall: string;
  // Another system's: what its route is asked with, and nothing to the others.
  let key: string;
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db);
    cookie = await cookieOf(db, everyDuty.id);
    wall = await cookieOfDevice(db);
    key = await keyOfSystem(db);
  });
  const get = (url: string) => ask(app, { url, headers: { cookie } });

  // Some 29,000 requests.
  it("in every parameter of every route", { timeout: 300_000 }, async () => {
    for (const { path, takes, filtered } of questions) {
      for (const parameter of parameters) {
        const taken = Object.hasOwn(takes, parameter) || (filtered && (filterParameters as readonly string[]).includes(parameter));
        const others = Object.entries(required).filter(([name]) => name !== parameter && takes[name]?.required);
        // Layers and other routes that take nothing refuse alike: one value is enough.
        const values = taken ? nasty : nasty.slice(2, 3);
        const check = async (value: string) => {
          const url = `${path.replace("{id}", "3")}?${new URLSearchParams([...others, [parameter, value]])}`;
          const reply = await get(url);
          expectSane(reply, url);
          if (!taken) expect([reply.statusCode, JSON.parse(reply.body).parameter], url).toEqual([400, parameter]);
        };
        for (let at = 0; at < values.length; at += atOnce) await Promise.all(values.slice(at, at + atOnce).map(check));
      }
    }
  });

  it("in the body of every act: what is no object, and what it does not take", async () => {
    const acts = listedRoutes().filter((r) => r.method === "POST" && r.bytes === undefined);
    expect(acts.length).toBeGreaterThan(0);
    for (const { path, may } of acts) {
      // What only a screen says, a screen sends.
      const whose = may.who.length === 1 && may.who[0] === "wall" ? wall : cookie;
      const post = (payload: string, type = "application/json") =>
        app.inject({
          method: "POST",
          url: path.replace("{id}", "3"),
          headers: { cookie: whose, authorization: key, "content-type": type },
          payload,
        });
      const unknown = await post('{"nonsense":1}');
      expect([unknown.statusCode, unknown.json().parameter], path).toEqual([400, "nonsense"]);
      for (const body of ["[]", "1", '"x"', "{", '{"__proto__":{"a":1}}', '{"constructor":1}']) {
        const reply = await post(body);
        expect(reply.statusCode, `${path} ${body}`).toBe(400);
        expectSane(reply, path);
      }
      expect([400, 415], path).toContain((await post("a=1", "text/plain")).statusCode);
      expect([400, 415], path).toContain((await post("a=1", "application/x-www-form-urlencoded")).statusCode);
    }
  });

  it("in the path", async () => {
    for (const value of [...nasty, "1%2f2", "..%2f..%2fpackage.json", "%2e%2e/%2e%2e", "%", "%zz", "1;drop", "1?x", "%ff"]) {
      for (const base of ["/api/problems/", "/api/sites/", "/api/layers/", "/api/", "/"]) {
        for (const text of [value, encodeURIComponent(value.replace(/\p{Surrogate}/gu, "�"))]) {
          const url = `${base}${text}`;
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what no client can put on the wire
          if (/[\u0000-\u0020\u007f-\uffff"<>\\^`{|}#?]/.test(text)) continue;
          expectSane(await get(url), url);
        }
      }
    }
  });

  it("any words at all, in any number", { timeout: 120_000 }, async () => {
    const word = fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.stringMatching(/^(within|beyond):\d{1,5}:(market|site\/10[01]\d|zone\/\d{1,3}|draw\/[alp][A-Za-z0-9_-]{2,30})$/),
    );
    const pair = fc.tuple(fc.constantFrom(...filterParameters, "limit", "sort", "cursor", "ids"), word);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("/api/problems", "/api/problems/count", "/api/problems/near", "/api/problems/performance"),
        fc.array(pair, { minLength: 1, maxLength: 4 }),
        async (path, pairs) => {
          const url = `${path}?${new URLSearchParams(path.endsWith("near") ? [["of", "market"], ...pairs] : pairs)}`;
          expectSane(await get(url), url);
        },
      ),
      { numRuns: name === "postgres" ? 600 : 200, seed: 7 },
    );
  });

  it("drawings of every wild kind, anywhere on the globe", { timeout: 120_000 }, async () => {
    const { encodeShape } = await import("../../../server/contract/draw.ts");
    const point = fc.tuple(fc.constantFrom(-180, 180, 0, 119.04, -0.00001), fc.constantFrom(-90, 90, 0, 33.54, 0.00001));
    const shape = fc.oneof(
      fc.tuple(fc.constant("point" as const), fc.array(point, { minLength: 1, maxLength: 1 })),
      fc.tuple(fc.constant("line" as const), fc.array(point, { minLength: 2, maxLength: 5 })),
      fc.tuple(fc.constant("area" as const), fc.array(point, { minLength: 3, maxLength: 6 })),
    );
    await fc.assert(
      fc.asyncProperty(shape, fc.constantFrom("within:500:", "beyond:0:", "inside:", "outside:"), async ([kind, points], op) => {
        const drawn = `draw/${encodeShape({ kind, points })}`;
        const list = `/api/problems?geo=${op}${drawn}`;
        expectSane(await get(list), list);
        const near = `/api/problems/near?of=${drawn}`;
        expectSane(await get(near), near);
      }),
      { numRuns: name === "postgres" ? 200 : 60, seed: 8 },
    );
  });

  it("names what does not exist: category, unit, site, zone, and the anchors of near", async () => {
    const cases = [
      ["/api/problems?category=0101,nope", "category", "nope"],
      ["/api/problems/count?unit=11,999", "unit", "999"],
      ["/api/problems?person=501,9", "person", "9"],
      ["/api/problems?geo=within:5:site/5", "geo", "5"],
      ["/api/problems/export.csv?geo=inside:zone/99999", "geo", "99999"],
      ["/api/problems/near?of=site/5", "of", "5"],
      ["/api/problems?colour=red", "colour", "red"],
      ["/api/problems?limit=501", "limit", "501"],
      ["/api/problems?status=open&status=closed", "status", "open & closed"],
    ] as const;
    for (const [url, parameter, value] of cases) {
      const reply = await get(url);
      expect([reply.statusCode, reply.json().parameter, reply.json().value], url).toEqual([400, parameter, value]);
      expect(reply.json().expected).toEqual({ zh: expect.any(String), en: expect.any(String) });
    }
    for (const url of ["/api/problems/999999", "/api/sites/999999", "/api/problems/abc", "/api/nothing", "/nothing"])
      expect((await get(url)).statusCode, url).toBe(404);
  });
});
