/** Beside another district's rows, and below the rule for rows, a question is answered along the same indexes: none reads all problems, but those about all. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../server/db/db.ts";
import { openDatabase } from "../../server/db/open.ts";
import { adminUrl, createDatabase } from "../support/databases.ts";
import { asDistrict } from "./asDistrict.ts";
import { everything } from "./everything.ts";
import { heardAt } from "./heard.ts";
import { plan, scanned, textOf } from "./plan.ts";
import { questions } from "./questions.ts";
import { loadTown } from "./town.ts";

const large: readonly string[] = ["problem", "problem_event"];

describe.runIf(adminUrl() !== null)("plans of a district's role", () => {
  let db: Db;
  let cookie: string;
  beforeAll(async () => {
    const url = await createDatabase();
    const owner = await openDatabase({ databaseUrl: url, dataFolder: null });
    cookie = await loadTown(owner);
    db = await asDistrict(owner, url);
    return async () => {
      await db.close();
      await owner.close();
    };
  }, 600_000);

  it.each(Object.keys(questions).filter((name) => !everything[name]))("%s: by an index", { timeout: 60_000 }, async (name) => {
    for (const statement of await heardAt(db, cookie, questions[name] as string)) {
      const found = await plan(db, statement);
      expect(
        scanned(found).filter((table) => large.includes(table)),
        textOf(found),
      ).toEqual([]);
    }
  });
});
