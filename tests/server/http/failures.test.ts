/** When things go wrong: starting, timeouts, callers who leave, a database that is gone, and faults of our own. */
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { Standing } from "../../../server/ask/standing.ts";
import { Health as HealthSchema, ProblemDocument, Readiness } from "../../../server/contract/schemas.ts";
import { Cancelled, type Db, type QueryOptions, StatementTimeout, Unavailable } from "../../../server/db/db.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, town } from "../questions/town.ts";
import { appOn } from "./asked.ts";
import { expectContract } from "./contract.ts";

/** Node 20 has no Promise.withResolvers. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve = (_value: T): void => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A database of which only `query` is asked. */
const dbThat = (query: (statement: Sql, options?: QueryOptions) => Promise<object[]>): Db =>
  ({
    kind: "postgres",
    capabilities: { cancel: true, sessions: 10 },
    query,
    health: () => Promise.reject(new Error("gone")),
  }) as unknown as Db;
/** Looks up who asks and how things stand: the demo dispatcher, here without a person. */
const asksWho = (statement: Sql): boolean => statement.texts.join("").includes("from layer_revision r");
const standsSo = {
  clock: new Date(),
  day: "2026-11-21",
  minute: 0,
  district: "",
  run: "1",
  revision: 1,
  revisions: "sites 1",
  asked: null,
};
const appThat = (query: Parameters<typeof dbThat>[0]) => {
  const db = dbThat((statement, options) => (asksWho(statement) ? Promise.resolve([standsSo]) : query(statement, options)));
  return buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
};

describe("failures", () => {
  it("before the database is open: 503, with how far it is", async () => {
    let standing: Standing = { status: "starting", phase: "unpacking the seed" };
    const app = await buildApp({ db: () => standing });
    const health = await app.inject("/api/health");
    expect([health.statusCode, health.json().status, health.json().phase]).toEqual([503, "starting", "unpacking the seed"]);
    expectContract(HealthSchema, health.json());
    for (const url of ["/api/problems", "/api/layers/sites", "/api/district"]) {
      const reply = await app.inject(url);
      expect([reply.statusCode, reply.json().phase, reply.headers["retry-after"]]).toEqual([503, "unpacking the seed", "2"]);
      expectContract(ProblemDocument, reply.json());
    }
    expect((await app.inject("/api/problems?status=nope")).statusCode, "who asks is not known yet").toBe(503);
    expect((await app.inject("/api/openapi.json")).statusCode).toBe(200);
    standing = { status: "failed", phase: "FolderInUse" };
    expect((await app.inject("/api/health")).json().status).toBe("failed");
    await app.close();
  });

  it("lives while nothing can be answered; is ready only when it can be, until it is told to stop", async () => {
    let standing: Standing = { status: "starting", phase: "a test" };
    let stopping = false;
    let well: () => Promise<unknown> = () => Promise.reject(new Unavailable("gone"));
    // Who asks is not looked up for it: that statement hangs, too.
    const db = { ...dbThat(() => new Promise(() => {})), health: () => well() } as unknown as Db;
    const app = await buildApp({ db: () => standing, stopping: () => stopping });
    const ready = async () => {
      const reply = await app.inject("/api/health/ready");
      expectContract(Readiness, reply.json());
      expect((await app.inject("/api/health/live")).json()).toEqual({ status: "live" });
      return [reply.statusCode, reply.json().status, reply.headers["retry-after"]];
    };
    expect(await ready()).toEqual([503, "starting", "2"]);
    standing = { status: "ready", db };
    expect(await ready()).toEqual([503, "failed", "2"]);
    well = () => new Promise(() => {});
    expect(await ready(), "a database that says nothing").toEqual([503, "failed", "2"]);
    well = async () => ({});
    expect(await ready()).toEqual([200, "ready", undefined]);
    stopping = true;
    expect(await ready()).toEqual([503, "stopping", "2"]);
    await app.close();
  });

  it.each([
    [new StatementTimeout(5), 503, "5"],
    [new Unavailable("connection lost to 10.0.0.1"), 503, "5"],
    [new Error("column p.secret does not exist"), 500, undefined],
  ])("%s becomes a document that gives nothing away", async (error, status, retry) => {
    const app = await appThat(() => Promise.reject(error));
    const reply = await app.inject("/api/problems");
    expect([reply.statusCode, reply.headers["retry-after"]]).toEqual([status, retry]);
    expect(reply.body).not.toMatch(/secret|10\.0\.0\.1|\.ts/);
    expectContract(ProblemDocument, reply.json());
    expect((await app.inject("/api/health")).json().status).toBe("failed");
    await app.close();
  });

  it("a layer whose making failed is made anew at the next request", async () => {
    let broken = true;
    const app = await appThat(() => (broken ? Promise.reject(new StatementTimeout(1)) : Promise.resolve([])));
    expect((await app.inject("/api/layers/sites")).statusCode).toBe(503);
    broken = false;
    expect((await app.inject("/api/layers/sites")).json().count).toBe(0);
    await app.close();
  });

  it("a caller who leaves stops the statement", async () => {
    const stopped = withResolvers<string>();
    const begun = withResolvers<void>();
    const app = await appThat(
      (_statement, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener("abort", () => {
            stopped.resolve("stopped");
            reject(new Cancelled("gone"));
          });
          begun.resolve();
        }),
    );
    await app.listen({ port: 0, host: "127.0.0.1" });
    const caller = new AbortController();
    const asked = fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/problems`, { signal: caller.signal });
    await begun.promise;
    caller.abort();
    await expect(asked).rejects.toThrow();
    expect(await stopped.promise).toBe("stopped");
    await app.close();
  });
});

describe.each(databases())("limits on $name", ({ name, fresh }) => {
  it("a statement over its limit is a 503, and the next one is answered", { timeout: 90_000 }, async () => {
    const db = await fresh();
    await loadTown(town)(db);
    // The same statement, made slow: the limit is the real one, and so is what stops it.
    const slow = new Proxy(db, {
      get: (target, member) =>
        member === "query"
          ? (statement: Sql, options: QueryOptions) =>
              asksWho(statement)
                ? target.query(statement, options)
                : target.query(sql`${statement} offset (select count(*) from generate_series(1, 20000000))`, options)
          : member === "capabilities"
            ? target.capabilities
            : Reflect.get(target, member, target).bind(target),
    });
    const app = await buildApp({ db: () => ({ status: "ready", db: slow }), statementTimeout_ms: 300, demo: () => true });
    const reply = await app.inject("/api/problems");
    expect([reply.statusCode, reply.json().type, reply.headers["retry-after"]]).toEqual([503, "urn:chuangtu:timeout", "5"]);
    await app.close();
    // The embedded engine ends with its statement, and in memory its rows with it; tests/server/db holds the other half.
    if (name === "postgres") {
      const healthy = await appOn(db);
      expect((await healthy.inject("/api/problems?limit=1")).json().total).toBe(town.problems.length);
      await healthy.close();
    }
    await db.close();
  });
});
