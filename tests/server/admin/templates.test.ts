/** Note templates: seeded once, changed by the administrator, read by everybody who is signed in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceTemplates, seedTemplates } from "../../../server/admin/templateSeed.ts";
import { Templates } from "../../../server/contract/bookSchemas.ts";
import type { Templates as Told } from "../../../server/contract/types.ts";
import { actPaths } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

const wanted = "reject return suspend extend hand_back rework close supervise press appeal uphold dismiss dispatch fix_on_spot".split(" ");

describe("the reference templates", () => {
  it("offer three to five for each act that is explained in words, in both languages, each once", async () => {
    const reference = await referenceTemplates();
    expect(Object.keys(reference).sort()).toEqual(wanted.toSorted());
    for (const [act, texts] of Object.entries(reference)) {
      expect(actPaths).toHaveProperty(act);
      expect(texts.length, act).toBeGreaterThanOrEqual(3);
      expect(texts.length, act).toBeLessThanOrEqual(5);
      for (const { zh, en } of texts) {
        expect(zh).toMatch(/^\p{Script=Han}.{5,200}。$/u);
        expect(en).toMatch(/^[A-Z][ -~]{10,200}\.$/);
      }
    }
    const all = Object.values(reference).flat();
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
  });
});

describe.each(databases())("templates on $name", (engine) => {
  let office: Office;
  let administrator: string;
  let administratorId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    administratorId = await makePerson(office.db, { roles: ["administrator"] });
    administrator = await cookieOf(office.db, administratorId);
  });
  afterAll(() => office.close());

  const save = (body: object, by = administrator) => office.post("/api/templates", body, by);
  const list = async (by = administrator): Promise<Told["rows"]> => {
    const { status, body } = await office.get("/api/templates", by);
    expect(status).toBe(200);
    expectContract(Templates, body);
    return (body as unknown as Told).rows;
  };

  it("an empty table is filled once, whoever starts at the same time; what the district made of it stays", async () => {
    expect(await list()).toEqual([]);
    await Promise.all([seedTemplates(office.db), seedTemplates(office.db)]);
    const seeded = await list();
    const reference = await referenceTemplates();
    expect(seeded.map(({ act, text }) => ({ act, text }))).toEqual(
      Object.entries(reference)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([act, texts]) => texts.map((text) => ({ act, text }))),
    );
    await office.db.query(sql`delete from note_template where id <> ${seeded[0]?.id ?? 0}::bigint`);
    await seedTemplates(office.db);
    expect(await list()).toEqual(seeded.slice(0, 1));
  });

  it("one is added, changed and retired; each is audited with before and after", async () => {
    expect((await save({ act: "press", zh: "请今日办结。", en: "Please finish today." })).body).toEqual({ ok: true });
    const added = (await list()).find(({ text }) => text.zh === "请今日办结。");
    expect(added).toEqual({
      id: expect.any(Number),
      act: "press",
      text: { zh: "请今日办结。", en: "Please finish today." },
      retired: false,
    });
    const row = { id: added?.id, act: "press", zh: "请今日办结。", en: "Please finish today.", retired: false };
    expect((await office.audited("change")).at(-1)).toMatchObject({
      person_id: administratorId,
      detail: { what: "template", before: null, after: row },
    });
    const of = async () => (await list()).find(({ id }) => id === added?.id);
    await save({ id: added?.id, act: "supervise", zh: "甲", en: "A", retired: true });
    expect(await of()).toEqual({ id: added?.id, act: "supervise", text: { zh: "甲", en: "A" }, retired: true });
    expect((await office.audited("change")).at(-1)?.detail).toEqual({
      what: "template",
      before: row,
      after: { id: added?.id, act: "supervise", zh: "甲", en: "A", retired: true },
    });
    await save({ id: added?.id, act: "supervise", zh: "乙", en: "B" });
    expect(await of(), "retired was not said: as it was").toMatchObject({ text: { zh: "乙", en: "B" }, retired: true });
  });

  it("bad input names the field", async () => {
    const good = { act: "press", zh: "甲", en: "A" };
    for (const [body, parameter] of [
      [{ zh: "甲", en: "A" }, "act"],
      [{ ...good, act: "redate" }, "act"],
      [{ ...good, zh: "" }, "zh"],
      [{ ...good, en: "a".repeat(501) }, "en"],
      [{ ...good, retired: "1" }, "retired"],
      [{ ...good, id: 999_999 }, "id"],
      [{ ...good, id: "x" }, "id"],
    ] as const)
      expect((await save(body)).body, JSON.stringify(body)).toMatchObject({ status: 400, parameter, expected: expect.anything() });
  });

  it("administrators change them; everybody signed in reads them", async () => {
    for (const role of ["handler", "inspector", "dispatcher", "security", "leader"] as const) {
      const cookie = await cookieOf(office.db, await makePerson(office.db, { roles: [role] }));
      expect((await list(cookie)).length, role).toBeGreaterThan(0);
      expect((await save({ act: "press", zh: "甲", en: "A" }, cookie)).status, role).toBe(403);
    }
    expect((await office.get("/api/templates")).status).toBe(401);
  });
});
