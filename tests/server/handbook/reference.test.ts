/** What every district's handbook starts from: roles and texts as the routes would take them, and something to look at for every kind of place. */
import { describe, expect, it } from "vitest";
import { handbookClasses, handbookSubjects } from "../../../server/contract/handbook.ts";
import { HandbookRole, HandbookText } from "../../../server/contract/handbookSchemas.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { referenceHandbook, seedHandbook } from "../../../server/handbook/seed.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";

describe("the reference handbook", () => {
  it("has roles and texts in both languages, each once", async () => {
    const { roles, texts } = await referenceHandbook();
    for (const role of roles) expectContract(HandbookRole, role);
    for (const text of texts) expectContract(HandbookText, text);
    expect(new Set(roles.map(({ code }) => code)).size).toBe(roles.length);
    expect(new Set(texts.map(({ about }) => about)).size).toBe(texts.length);
    const sayings = [
      ...roles.flatMap(({ name, duties }) => [name, ...duties]),
      ...texts.flatMap((text) => [...text.checklist, text.standard, text.reward]),
    ];
    for (const { zh, en } of sayings) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en.trim()).not.toBe("");
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it("asks something of every kind of place, and names somebody for each", async () => {
    const { roles, texts } = await referenceHandbook();
    const about = new Set<string>(texts.map((text) => text.about));
    for (const [type, { kind }] of Object.entries(siteTypes)) expect(about.has(type) || about.has(kind), type).toBe(true);
    for (const own of Object.keys(handbookClasses)) {
      expect(about.has(own), own).toBe(true);
      expect(
        roles.some(({ applies, needed }) => needed && (applies as string[]).includes(own)),
        own,
      ).toBe(true);
    }
    for (const one of about) expect(handbookSubjects).toContain(one);
  });
});

describe.each(databases())("the seed on $name", ({ fresh }) => {
  it("fills an empty handbook once, and leaves a district's own alone", async () => {
    const db = await fresh();
    await Promise.all([seedHandbook(db), seedHandbook(db)]);
    const { roles } = await referenceHandbook();
    const count = async () => (await db.query<{ n: number }>(sql`select count(*)::int as n from handbook_role`))[0]?.n;
    expect(await count()).toBe(roles.length);
    await db.query(sql`update handbook_role set name_zh = '改过' where code = 'cleaner'`);
    await db.query(sql`delete from handbook_role where code = 'grid_worker'`);
    await seedHandbook(db);
    expect(await count()).toBe(roles.length - 1);
    const [own] = await db.query<{ name: string }>(sql`select name_zh as name from handbook_role where code = 'cleaner'`);
    expect(own?.name).toBe("改过");
    await db.close();
  });
});
