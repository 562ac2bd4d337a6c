/** Every route of a district's program, asked by everybody there is about another district's things: it tells nothing of them, and touches none. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personRoles } from "../../../server/contract/vocabulary.ts";
import { adminUrl } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, keyOfSystem, makePerson } from "../../support/people.ts";
import { listedRoutes } from "../http/asked.ts";
import { askOf, isOfOne, type Whose } from "./asks.ts";
import { thingsOf } from "./furnish.ts";
import { type Member, makeProvince, type Province } from "./province.ts";
import { type Reply, reply } from "./reply.ts";
import { sumsOf } from "./sums.ts";

const nowhere: Whose = { mark: "xnowherex", ...thingsOf({ mark: "xnowherex", base: 77_770_000 }) };
/** What takes a thing away comes when nobody asks for it any more. */
const takesAway = (path: string): number =>
  Number(/\/(revoke|signOut|end|withdraw)$/.test(path)) + 2 * Number(/\/(remove|drop)$/.test(path));
const listed = listedRoutes()
  .map((route) => [`${route.method} ${route.path}`, route] as const)
  .sort(([, a], [, b]) => takesAway(a.path) - takesAway(b.path));

/** What they ask for is a secret, or a file whose inside speaks of no thing of a district's. */
const refusedAnyway = [
  "POST /api/session/device",
  "POST /api/setUp",
  "POST /api/password",
  "POST /api/zonePlans/import",
  "POST /api/briefTemplates",
];

/** An answer about things of a district, whichever they were. */
const anyones = ({ status, text }: Reply, { mark }: { mark: string }): string =>
  `${status} ${text.slice(text.indexOf("\n"))}`
    .replaceAll(mark, "MARK")
    .replaceAll(/\b(58260|77770)(\d{3})\b/g, "#$2")
    .replaceAll(/[xz]bcdEF12/g, "LINK")
    .replace(/^(\d+) \nretry: \d+/, "$1")
    .replaceAll(/"(clock|at|now|as_of|asOf)":"[^"]*"/g, "")
    .replaceAll(/0000582600|0000777700/g, "0000");

const holds = (text: string, { mark, base }: Member): boolean => text.includes(mark) || new RegExp(`\\b${base / 1000}\\d{3}\\b`).test(text);

describe.runIf(adminUrl() !== null)("two districts in one database", () => {
  let province: Province;
  let east: Member;
  let west: Member;
  let askers: { readonly who: string; headers(): Promise<Record<string, string>> }[];
  let before: Readonly<Record<string, string>>;
  const asked = new Map<string, Reply>();

  beforeAll(async () => {
    province = await makeProvince();
    ({ east, west } = province);
    before = await sumsOf(province.owner, 2);
    const { db, things } = east;
    const person = (who: string, id: number) => ({ who, headers: async () => ({ cookie: await cookieOf(db, id) }) });
    const key = await keyOfSystem(db);
    askers = [
      person("everything", things.person),
      ...(await Promise.all(
        personRoles.map(async (role) =>
          person(role, await makePerson(db, { roles: [role], unit: role === "handler" ? things.unit : null })),
        ),
      )),
      { who: "wall", headers: async () => ({ cookie: await cookieOfDevice(db) }) },
      { who: "system", headers: async () => ({ authorization: key }) },
      { who: "nobody", headers: async () => ({}) },
    ];
  }, 120_000);
  afterAll(() => province?.close());

  it.each(listed)("%s tells nothing of the other's", { timeout: 60_000 }, async (name, route) => {
    const theirs = askOf(route, { mark: west.mark, ...west.things });
    for (const [i, { who, headers }] of askers.entries()) {
      const got = await reply(east.app, route.method, theirs, await headers());
      expect(got.status, `${who}: ${got.text}`).toBeLessThan(500);
      const echoed = `${theirs.path}?${theirs.query} ${JSON.stringify(theirs.body)}`;
      if (!holds(echoed, west)) expect(holds(got.text, west), `${who}: ${got.text}`).toBe(false);
      // What is asked says nothing of a thing, or was done: there is nothing to hold it against.
      const none = askOf(route, nowhere);
      if (i > 0 || JSON.stringify(none) === JSON.stringify(theirs)) continue;
      const gone = await reply(east.app, route.method, none, await headers());
      if (got.status >= 400 || gone.status >= 400 || isOfOne(route.path))
        expect(anyones(got, west), `${who}, of what is not there at all: ${gone.text}`).toBe(anyones(gone, nowhere));
    }
    const own = await reply(
      east.app,
      route.method,
      askOf(route, { mark: east.mark, ...east.things }),
      await (askers[0] as (typeof askers)[0]).headers(),
    );
    expect(holds(own.text, west), own.text).toBe(false);
    expect(own.status, own.text).toBeLessThan(500);
    asked.set(name, own);
    if (isOfOne(route.path)) expect([400, 404], `its own is there, so the question was one: ${own.text}`).not.toContain(own.status);
  });

  it("a route that is in no table, or whose {id} is, fails", () => {
    expect(() => askOf({ method: "GET", path: "/api/forgotten" }, nowhere)).toThrow(/in no table/);
    expect(() => askOf({ method: "GET", path: "/api/forgotten/{id}" }, nowhere)).toThrow(/in no table/);
    expect(listed.every(([name]) => asked.has(name))).toBe(true);
  });

  it("the questions were understood", () => {
    const refused = [...asked]
      .filter(([, { status }]) => status === 400 || status === 422)
      .map(([name, { text }]) => `${name} ${text.split("\n")[1]}`);
    expect(refused.filter((one) => !refusedAnyway.some((name) => one.startsWith(`${name} `)))).toEqual([]);
  });

  it("not a row of the other's was written", async () => {
    expect(await sumsOf(province.owner, 2)).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(50);
  });
});
