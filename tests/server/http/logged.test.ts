/** Nothing of what anybody wrote is in the log, at any level: not of the address, the headers, the body, nor of what the database says failed. */
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { loggedError } from "../../../server/http/logged.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, town } from "../questions/town.ts";

const secret = "Zhangwei13800001111";
const asksWho = (statement: Sql): boolean => statement.texts.join("").includes("from layer_revision r");

/** The database, whose next statements fail as they would in earnest. */
const failing = (db: Db, statement: Sql): Db =>
  new Proxy(db, {
    get(target, name) {
      if (name === "query")
        return (asked: Sql, options?: object) => target.query(asksWho(asked) ? asked : statement, asksWho(asked) ? options : {});
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

describe.each(databases())("the log on $name", ({ fixture }) => {
  const faults: readonly (readonly [code: RegExp, Sql])[] = [
    [/^22P02$/, sql`select ${secret}::text::int as n`],
    [/^22P02$/, sql`select ${`"${secret}" "`}::text::int as n`],
    [/^23/, sql`insert into share_link (code, query) values (${secret}::text, ''), (${secret}::text, '')`],
  ];

  it.each(faults)("has the code %s of what failed and where, and nothing of the values", async (code, statement) => {
    const db = await fixture("town", loadTown(town));
    let text = "";
    const logTo = new Writable({
      write(line: Buffer, _encoding, done) {
        text += line.toString();
        done();
      },
    });
    const app = await buildApp({ db: () => ({ status: "ready", db: failing(db, statement) }), demo: () => true, log: "trace", logTo });
    const headers = { cookie: `other=${secret}`, "user-agent": secret, "x-request-id": secret, referer: `http://a/${secret}` };
    expect((await app.inject({ url: `/api/problems?q=${secret}`, headers })).statusCode).toBe(500);
    await app.inject({ url: `/api/${secret}?q=${secret}`, headers });
    await app.inject({ url: `/api/problems/${secret}`, headers });
    const post = { method: "POST", url: "/api/session", headers: { ...headers, "content-type": "application/json" } } as const;
    await app.inject({ ...post, payload: JSON.stringify({ account: secret, password: secret }) });
    await app.inject({ ...post, payload: `{"account": "${secret}" ${secret}` });
    await app.close();
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const failure = lines.find(({ msg }) => msg === "failure");
    expect(failure).toMatchObject({ method: "GET", route: "/api/problems", err: { code: expect.stringMatching(code) } });
    expect(failure.err.stack).toMatch(/^\s+at /);
    expect(lines.filter(({ msg }) => msg === "request").length).toBe(5);
    expect(text).not.toContain(secret);
    expect(text).not.toContain("13800001111");
  });
});

it("an error's causes are told like itself, and names in a statement's own fault are kept", () => {
  const cause = Object.assign(new Error(`value "${secret}"`), { detail: secret, hint: secret, where: secret, parameters: [secret] });
  const told = loggedError(new Error("It failed.", { cause }));
  expect(told).toMatchObject({ type: "Error", message: "It failed.", cause: { message: 'value "…"' } });
  expect(JSON.stringify(told)).not.toContain(secret);
  const ours = Object.assign(new Error('column "nothing" does not exist'), { code: "42703" });
  expect(loggedError(ours).message).toBe('column "nothing" does not exist');
});
