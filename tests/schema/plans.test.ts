/**
 * The plan of every question, on a full-size table: kept as text, so that a change is noticed and looked at before it is accepted; and that no
 * question reads all problems, or all of their log, but those that are about all. On a PostgreSQL server only: there a plan is the same each time.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../server/db/db.ts";
import { type Sql, sql } from "../../server/db/sql.ts";
import { type LogEvent, step } from "../../server/life/fold.ts";
import { type Held, look } from "../../server/log/problem.ts";
import { resumeDue } from "../../server/log/sweep.ts";
import { append } from "../../server/log/write.ts";
import { noticeDue } from "../../server/notices/due.ts";
import { watch } from "../../server/walls/watch.ts";
import { listedRoutes } from "../server/http/asked.ts";
import { adminUrl, freshDb } from "../support/databases.ts";
import { everything } from "./everything.ts";
import { heardAt, heardOf } from "./heard.ts";
import { accepts, beside, keep, keepPlanner, keptNames, keptPlanner, keptText, plannerOf } from "./kept.ts";
import { plan, planForAll, planIn, scanned, textOf, touched } from "./plan.ts";
import { questions } from "./questions.ts";
import { loadTown } from "./town.ts";

const large: readonly string[] = ["problem", "problem_event"];
const ofLarge = (tables: readonly string[]): string[] => tables.filter((table) => large.includes(table));
const names = Object.keys(questions);

describe.runIf(adminUrl() !== null)("plans on postgres", () => {
  let db: Db;
  let cookie: string;
  let planner: string;
  beforeAll(async () => {
    db = await freshDb("postgres");
    cookie = await loadTown(db);
    planner = await plannerOf(db);
    if (accepts) keepPlanner(planner);
    return () => db.close();
  }, 300_000);

  /** The statements of a question that read problems or their log, each with its plan. */
  async function plansOf(name: string) {
    const heard = await heardAt(db, cookie, questions[name] as string);
    const plans = [];
    for (const statement of heard) plans.push({ statement, plan: await plan(db, statement) });
    return plans.filter(({ plan }) => ofLarge(touched(plan)).length > 0);
  }

  it.each(names)("%s: as kept, and it reads no table from end to end", { timeout: 60_000 }, async (name) => {
    const plans = await plansOf(name);
    expect(plans.length, "the question reads no problems: leave it out").toBeGreaterThan(0);
    const text = `GET ${questions[name]}\n${plans.map((one) => `\n${textOf(one.plan)}\n`).join("")}`;
    if (accepts) keep(name, text);
    const was = keptText(name) ?? "";
    const told = `\n${beside(was, text)}\n\nWhere that is right: PLANS=accept npx vitest run --project server tests/schema\n`;
    if (planner === keptPlanner()) expect(text === was, told).toBe(true);
    if (everything[name]) return;
    for (const one of plans) {
      expect(ofLarge(scanned(one.plan)), `may be listed in everything.ts, with its reason\n${text}`).toEqual([]);
      const forAll = await planForAll(db, one.statement);
      // The database takes a plan for all values only where it looks no dearer than one for each.
      const chosen = forAll !== null && forAll["Total Cost"] <= one.plan["Total Cost"];
      expect(chosen ? ofLarge(scanned(forAll)) : [], `planned once for all values\n${forAll && textOf(forAll)}`).toEqual([]);
    }
  });

  // Each minute, in every process; and who acts holds others up.
  const byItself: Readonly<Record<string, (db: Db) => Promise<unknown>>> = {
    "resume what was suspended": resumeDue,
    "tell of what falls due": noticeDue,
    "watch for alarms": watch,
    "make an act": (db) =>
      db.tx(async (tx) => {
        const [held] = (await look(tx, [17])).values();
        const { id, events, fold } = held as Held;
        const event = { ...(events.at(-1) as LogEvent), act: "supervise" as const, at: fold.lastAt + 1 };
        await append(tx, null, [{ id, event, fold: step(fold, event, held?.foundAt ?? 0, 24), place: null }]);
      }),
  };
  it.each(Object.keys(byItself))("%s: reads no table from end to end", { timeout: 60_000 }, async (name) => {
    const read = [];
    const heard = await heardOf(db, byItself[name] as (db: Db) => Promise<unknown>);
    // What locks a table has no plan.
    for (const statement of heard.filter(({ texts }) => !/^\s*lock /.test(texts[0] ?? ""))) {
      const found = await plan(db, statement);
      read.push(...ofLarge(touched(found)));
      expect(ofLarge(scanned(found)), textOf(found)).toEqual([]);
    }
    expect(read).toContain("problem");
  });

  it("notices an index that is gone", async () => {
    // The last one reads the page's rows by their ids.
    const listed = (await plansOf("list-category")).at(-2) as { readonly statement: Sql };
    const undone = new Error("undo");
    let found: string[] = [];
    const dropped = db.tx(async (tx) => {
      await tx.script("drop index problem_category");
      found = scanned(await planIn(tx, listed.statement));
      throw undone;
    });
    await expect(dropped).rejects.toBe(undone);
    expect(ofLarge(found)).toEqual(["problem"]);
    expect(ofLarge(scanned(await plan(db, listed.statement)))).toEqual([]);
  });

  it("notices a statement that no index can serve", async () => {
    expect(scanned(await plan(db, sql`select id from problem where title = ${"x"}::text`))).toEqual(["problem", "problem_open"]);
  });

  it("holds every question that takes the filter, and no plan of a question that is gone", () => {
    const addresses = Object.values(questions).map((url) => url.split("?")[0]);
    const asked = listedRoutes().filter(({ method, filtered }) => method === "GET" && filtered);
    const missing = asked.filter(({ path }) => {
      const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{[a-z]+\}/g, "[^/]+")}$`);
      return !addresses.some((address) => pattern.test(address as string));
    });
    expect(missing.map(({ path }) => path).filter((path) => !(path in notOfProblems))).toEqual([]);
    expect(keptNames().sort()).toEqual([...names].sort());
  });
});

/** Take the filter, and are answered from other tables, or not as an answer. */
const notOfProblems: Readonly<Record<string, string>> = {
  "/api/problems/export.xlsx": "the same statements as export.csv",
};
