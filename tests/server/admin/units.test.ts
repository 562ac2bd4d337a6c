/** Units kept by the administrator: added, changed, dissolved, with a contact of their own and never in a circle. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UnitRow, Units } from "../../../server/contract/bookSchemas.ts";
import type { UnitRow as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

describe.each(databases())("units on $name", (engine) => {
  let office: Office;
  let administrator: string;
  let administratorId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    // Ids of new units keep clear of those the office was furnished with.
    await office.db.query(sql`alter table unit alter column id restart with 100`);
    administratorId = await makePerson(office.db, { roles: ["administrator"] });
    administrator = await cookieOf(office.db, administratorId);
  });
  afterAll(() => office.close());

  const plain = { name: "住房和城乡建设局", shortName: "住建局", kind: "bureau" };
  const save = (body: object, id?: number, by = administrator) =>
    office.post(id === undefined ? "/api/units" : `/api/units/${id}`, body, by);
  const fresh = async (more: object = {}): Promise<Told> => {
    const { status, body } = await save({ ...plain, ...more });
    expect(status, JSON.stringify(body)).toBe(200);
    return body as unknown as Told;
  };
  const list = async (by = administrator): Promise<readonly Told[]> => {
    const { status, body } = await office.get("/api/units", by);
    expect(status).toBe(200);
    expectContract(Units, body);
    return (body as { rows: unknown }).rows as Told[];
  };
  const revision = async () =>
    (await office.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'district'`))[0]?.revision ?? 0;

  it("a unit is added: found by pinyin, listed, audited, and the district moves", async () => {
    const before = await revision();
    const added = await save({ ...plain, parent: 11 });
    expect(added.status).toBe(200);
    expectContract(UnitRow, added.body);
    expect(added.body).toEqual({
      id: expect.any(Number),
      ...plain,
      parent: 11,
      contact: null,
      dissolved: null,
      successor: null,
      people: 0,
      open: 0,
    });
    expect(await revision()).toBe(before + 1);
    const stored = await office.db.query(
      sql`select layer, length(external_id)::int as length, search like '%zhujianju%' as found, search like '%zjj%' as initials
        from unit where id = ${added.body.id as number}::bigint`,
    );
    expect(stored).toEqual([{ layer: "app", length: 36, found: true, initials: true }]);
    expect(await list()).toContainEqual(added.body);
    const { people: _people, open: _open, ...kept } = added.body;
    expect((await office.audited("change")).at(-1)).toMatchObject({
      person_id: administratorId,
      detail: { what: "unit", unit: added.body.id, before: null, after: kept },
    });
  });

  it("a change writes the whole anew but a contact that was not given, and is audited with before and after", async () => {
    const { id } = await fresh();
    const contact = await makePerson(office.db, { name: "Contact", roles: ["handler"], unit: id });
    const named = await save({ ...plain, contact }, id);
    expect(named.body).toMatchObject({ contact: { id: contact, name: "Contact" }, people: 1 });
    const renamed = await save({ name: "Works", shortName: "Works", kind: "company", parent: 12 }, id);
    expect(renamed.body).toMatchObject({ name: "Works", kind: "company", parent: 12, contact: { id: contact } });
    expect((await office.audited("change")).at(-1)?.detail).toMatchObject({
      what: "unit",
      unit: id,
      before: { ...plain, parent: null, contact: { id: contact } },
      after: { name: "Works", shortName: "Works", kind: "company", parent: 12, contact: { id: contact } },
    });
    const found = await office.db.query(sql`select search from unit where id = ${id}::bigint`);
    expect(found).toEqual([{ search: "works" }]);
    expect((await save({ ...plain, contact: null }, id)).body).toMatchObject({ contact: null, parent: null });
  });

  it("the contact is a handler of the unit or of one under it, who has not left", async () => {
    const above = await fresh();
    const under = await fresh({ parent: above.id });
    const lowest = await fresh({ parent: under.id });
    const make = (roles: ["handler"] | ["inspector"], unit: number) => makePerson(office.db, { roles, unit });
    const good = await make(["handler"], lowest.id);
    expect((await save({ ...plain, contact: good }, above.id)).body).toMatchObject({ contact: { id: good } });
    const gone = await make(["handler"], above.id);
    await office.db.query(sql`update person set left_on = '2020-01-01' where id = ${gone}::bigint`);
    const wrong = [gone, await make(["inspector"], above.id), await make(["handler"], 11), 999_999];
    for (const contact of wrong)
      expect((await save({ ...plain, contact }, above.id)).body).toMatchObject({ status: 400, parameter: "contact" });
    expect(
      (await save({ ...plain, parent: above.id, contact: await make(["handler"], above.id) }, under.id)).body,
      "from above",
    ).toMatchObject({ status: 400, parameter: "contact" });
    expect((await save({ ...plain, contact: good })).body, "a new unit has nobody yet").toMatchObject({
      status: 400,
      parameter: "contact",
    });
    // Who is there already may stay, so that another change is not held up by a person's leaving.
    await office.db.query(sql`update person set left_on = '2020-01-01' where id = ${good}::bigint`);
    expect((await save({ ...plain, contact: good, dissolved: "2026-12-01" }, above.id)).status).toBe(200);
    const row = (await list()).find(({ id }) => id === above.id);
    expect(row, "who left is not counted").toMatchObject({ people: 2, dissolved: "2026-12-01" });
  });

  it("nothing is above itself, nor takes over from itself, however far around", async () => {
    const a = await fresh();
    const b = await fresh({ parent: a.id });
    const c = await fresh({ parent: b.id });
    for (const parent of [a.id, b.id, c.id])
      expect((await save({ ...plain, parent }, a.id)).body).toMatchObject({ status: 400, parameter: "parent", value: `${parent}` });
    const dissolved = "2026-01-01";
    expect((await save({ ...plain, dissolved, successor: b.id }, a.id)).status).toBe(200);
    expect((await save({ ...plain, dissolved, successor: c.id }, b.id)).status).toBe(200);
    for (const successor of [a.id, c.id])
      expect((await save({ ...plain, dissolved, successor }, c.id)).body).toMatchObject({ status: 400, parameter: "successor" });
    expect((await save({ ...plain, parent: 999_999 }, c.id)).body).toMatchObject({ status: 400, parameter: "parent" });
    expect((await save({ ...plain, successor: 999_999 })).body).toMatchObject({ status: 400, parameter: "successor" });
    const moved = await save({ ...plain, parent: c.id }, b.id);
    expect(moved.body, "c is under b").toMatchObject({ status: 400, parameter: "parent" });
  });

  it("of two changes that together make a circle one is refused", async () => {
    const [a, b] = [await fresh(), await fresh()];
    for (let round = 0; round < 15; round++) {
      const both = await Promise.all([save({ ...plain, parent: b.id }, a.id), save({ ...plain, parent: a.id }, b.id)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
      await office.db.query(sql`update unit set parent_id = null where id in (${a.id}::bigint, ${b.id}::bigint)`);
    }
  });

  it("a unit with open problems may be dissolved; they stay counted where they are", async () => {
    const { id } = await fresh();
    await office.db.query(sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '甲', 'A')`);
    for (const [code, state] of [
      ["p1", "handling"],
      ["p2", "closed"],
    ] as const)
      await office.db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, geom, state, is_open, unit_id)
        values ('t', ${code}, '01', 't', 'patrol', now(), ST_Point(119, 33, 4326), ${state}, ${state}::text not in ('rejected', 'closed'), ${id}::bigint)`);
    expect((await save({ ...plain, dissolved: "2020-01-01", successor: 11 }, id)).body).toMatchObject({
      dissolved: "2020-01-01",
      successor: 11,
      open: 1,
    });
    expect((await save(plain, id)).body, "and is in use again").toMatchObject({ dissolved: null, successor: null, open: 1 });
    // A dispatcher of another area counts none of them.
    const elsewhere = await cookieOf(office.db, await makePerson(office.db, { roles: ["dispatcher"], zone: 3 }));
    expect((await list(elsewhere)).find((unit) => unit.id === id)).toMatchObject({ open: 0 });
  });

  it("bad input names the field, and changes nothing", async () => {
    const before = await revision();
    for (const [body, parameter] of [
      [{ shortName: "A", kind: "bureau" }, "name"],
      [{ name: " ", shortName: "A", kind: "bureau" }, "name"],
      [{ name: "A", kind: "bureau" }, "shortName"],
      [{ name: "A", shortName: "A", kind: "club" }, "kind"],
      [{ ...plain, parent: "11" }, "parent"],
      [{ ...plain, contact: "x" }, "contact"],
      [{ ...plain, dissolved: "2026-02-30" }, "dissolved"],
      [{ ...plain, successor: 0 }, "successor"],
      [{ ...plain, open: 3 }, "open"],
    ] as const) {
      for (const id of [undefined, 11])
        expect((await save(body, id)).body, JSON.stringify(body)).toMatchObject({ status: 400, parameter, expected: expect.anything() });
    }
    expect((await save(plain, 999_999)).status).toBe(404);
    expect(await revision()).toBe(before);
  });

  it("administrators change them; dispatchers and security officers read them; nobody else does either", async () => {
    for (const [role, reads] of [
      ["dispatcher", 200],
      ["security", 200],
      ["leader", 403],
      ["handler", 403],
      ["auditor", 403],
    ] as const) {
      const cookie = await cookieOf(office.db, await makePerson(office.db, { roles: [role] }));
      expect((await office.get("/api/units", cookie)).status, role).toBe(reads);
      expect((await save(plain, undefined, cookie)).status, role).toBe(403);
      expect((await save(plain, 11, cookie)).status, role).toBe(403);
    }
    expect((await office.get("/api/units")).status).toBe(401);
  });
});
