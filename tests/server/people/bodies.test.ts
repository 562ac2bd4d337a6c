/** Any body at all, to every route of people and sign-in: refused by name or answered, never a failure, and nothing secret said back. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { listedRoutes } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "./office.ts";

const mine = /^\/api\/(me|session|setUp|password|people|devices|policy|audit)(\/|$)/;
const posts = listedRoutes().filter(({ method, path }) => method === "POST" && mine.test(path));
const odd = [
  "",
  " ",
  "a",
  "\u0000",
  "\uD800",
  "ﬁ",
  "İ",
  "🙂",
  "x".repeat(300),
  "1' or '1'='1",
  "security",
  "2026-11-22",
  0,
  1,
  -1,
  1.5,
  1e300,
  2 ** 53,
  true,
  null,
  [],
  {},
  ["handler"],
  [null],
];

describe.each(databases())("wild bodies on $name", (engine) => {
  let office: Office;
  let keeper: string;
  beforeAll(async () => {
    office = await openOffice(engine);
    // Duties and the throttle stand aside: it is the bodies that are tried.
    await office.db.query(sql`update sign_in_policy set tries = 100, duties_separate = false`);
    keeper = await cookieOf(office.db, await makePerson(office.db, { roles: ["security", "administrator"] }));
  });
  afterAll(() => office.close());

  const sane = async (url: string, payload: string) => {
    const reply = await office.app.inject({
      method: "POST",
      url,
      headers: { cookie: keeper, "content-type": "application/json" },
      payload,
    });
    expect([200, 400, 401, 403, 404, 409, 413, 429], `${url} ${payload.slice(0, 200)} ${reply.body.slice(0, 300)}`).toContain(
      reply.statusCode,
    );
    if (reply.statusCode !== 200) expectContract(ProblemDocument, reply.json());
    expect(reply.body).not.toMatch(/ at .*\.(ts|js):|node_modules|\$argon2/);
  };

  it.each(posts.map(({ path, body }) => [path, Object.keys(body)] as const))("%s", { timeout: 60_000 }, async (path, names) => {
    const value = fc.oneof(
      fc.constantFrom(...odd),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.integer(),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const key = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(names.length ? names : ["any"])) },
      { weight: 1, arbitrary: fc.string() },
    );
    const body = fc.oneof(
      { weight: 8, arbitrary: fc.dictionary(key, value, { maxKeys: 9 }).map((one) => JSON.stringify(one)) },
      { weight: 1, arbitrary: fc.jsonValue().map((one) => JSON.stringify(one)) },
      { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
    );
    const id = fc.constantFrom("1", "999999", "0", "-1", "x", "9007199254740993");
    await fc.assert(
      fc.asyncProperty(id, body, (place, text) => sane(path.replace("{id}", place), text)),
      { numRuns: engine.name === "postgres" ? 80 : 40, seed: 11 },
    );
  });
});
