/** A city that is replaced takes its holders and its editions with it; roles and texts are the district's, and stay. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HandbookEditions, HandbookRules } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { clear } from "../../../server/import/load/city.ts";
import { databases } from "../../support/databases.ts";
import { openParish, type Parish } from "./parish.ts";

describe.each(databases())("a replaced city on $name", (engine) => {
  let parish: Parish;
  beforeAll(async () => {
    parish = await openParish(engine);
  });
  afterAll(() => parish.close());

  it("leaves no holder and no edition behind", async () => {
    const given = await parish.post("/api/handbook/holders", {
      rows: [
        { target: "zone/301", role: "cleaner", seen: [], holders: [{ person: parish.people[0] }] },
        { target: "site/1001", role: "cleaner", seen: [], holders: [{ name: "甲" }] },
      ],
    });
    expect(given.status, JSON.stringify(given.body)).toBe(200);
    expect((await parish.post("/api/handbook/editions", {})).status).toBe(200);
    const before = await parish.get<HandbookRules>("/api/handbook/rules");
    await parish.db.tx((tx) => clear(tx, { code: "town", name_zh: "测试镇", name_en: "Test town", made_up: true } as never, new Set()));
    const [left] = await parish.db.query<{ n: number }>(sql`select count(*)::int as n from handbook_holder`);
    expect(left?.n).toBe(0);
    expect((await parish.get<HandbookEditions>("/api/handbook/editions")).rows).toEqual([]);
    expect(await parish.get<HandbookRules>("/api/handbook/rules")).toEqual(before);
  });
});
