/** The trade book kept by the administrator: what a duty is of never changes, its unit, lead and days do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Duties, Duty } from "../../../server/contract/bookSchemas.ts";
import type { Duty as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

describe.each(databases())("duties by trade on $name", (engine) => {
  let office: Office;
  let administrator: string;
  let administratorId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    administratorId = await makePerson(office.db, { roles: ["administrator"] });
    administrator = await cookieOf(office.db, administratorId);
    await office.db.query(
      sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '甲', 'A'), ('0101', '01', '甲一', 'A1')`,
    );
  });
  beforeEach(() => office.db.query(sql`update unit set dissolved_on = null`));
  afterAll(() => office.close());

  const save = (body: object, id?: number, by = administrator) =>
    office.post(id === undefined ? "/api/duties" : `/api/duties/${id}`, body, by);
  const fresh = async (body: object): Promise<Told> => {
    const { status, body: duty } = await save(body);
    expect(status, JSON.stringify(duty)).toBe(200);
    return duty as unknown as Told;
  };
  const revision = async () =>
    (await office.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'district'`))[0]?.revision ?? 0;

  it("minor, major and all; from the beginning or from a day; listed and audited, and the district moves", async () => {
    const before = await revision();
    const added = [
      await fresh({ category: "*", unit: null, lead: "area" }),
      await fresh({ category: "01", lead: "trade", unit: 11, from: null, to: null }),
      await fresh({ category: "0101", siteType: "market", lead: "trade", unit: 12, from: "2026-01-01", to: "2026-01-02" }),
    ];
    expect(await revision()).toBe(before + 3);
    const whole = { siteType: null, from: "0001-01-01", to: null };
    expect(added.map(({ id: _id, ...duty }) => duty)).toEqual([
      { category: "*", unit: null, lead: "area", ...whole },
      { category: "01", unit: 11, lead: "trade", ...whole },
      { category: "0101", siteType: "market", unit: 12, lead: "trade", from: "2026-01-01", to: "2026-01-02" },
    ]);
    for (const duty of added) expectContract(Duty, duty);
    const { body } = await office.get("/api/duties", administrator);
    expectContract(Duties, body);
    expect(body.rows).toEqual(added);
    expect((await office.audited("change")).at(-1)).toMatchObject({
      person_id: administratorId,
      detail: { what: "duty", duty: added[2]?.id, before: null, after: added[2] },
    });
  });

  it("a change keeps its first day when none is said, takes back its last, and is audited", async () => {
    const duty = await fresh({ category: "01", siteType: "river", unit: 11, lead: "area", from: "2026-03-01", to: "2026-04-01" });
    const changed = await save({ unit: 12, lead: "trade" }, duty.id);
    expectContract(Duty, changed.body);
    const after = { ...duty, unit: 12, lead: "trade", to: null };
    expect(changed.body).toEqual(after);
    expect((await office.audited("change")).at(-1)?.detail).toEqual({ what: "duty", duty: duty.id, before: duty, after });
    const later = await save({ unit: null, lead: "area", from: "2026-05-01", to: "2026-06-01" }, duty.id);
    expect(later.body).toEqual({ ...duty, unit: null, lead: "area", from: "2026-05-01", to: "2026-06-01" });
    const ended = await save({ unit: null, lead: "area", from: null, to: "2026-05-01" }, duty.id);
    expect(ended.body, "ends on the day it begins").toMatchObject({ status: 400, parameter: "to" });
    for (const field of [{ category: "0101" }, { siteType: "market" }])
      expect((await save({ unit: 11, lead: "area", ...field }, duty.id)).body).toMatchObject({
        status: 400,
        parameter: Object.keys(field)[0],
      });
  });

  it("a unit answers only for days before it is dissolved", async () => {
    await office.db.query(sql`update unit set dissolved_on = '2026-05-01' where id = 12`);
    const at = (from: string) => save({ category: "01", unit: 12, lead: "trade", from });
    expect((await at("2026-04-30")).status).toBe(200);
    for (const from of ["2026-05-01", "2027-01-01"])
      expect((await at(from)).body).toMatchObject({ status: 400, parameter: "unit", detail_zh: expect.stringContaining("2026-05-01") });
    const duty = await fresh({ category: "01", unit: 12, lead: "trade", from: "2026-04-01" });
    expect((await save({ unit: 12, lead: "area" }, duty.id)).status, "began before").toBe(200);
    expect((await save({ unit: 12, lead: "area", from: "2026-05-01" }, duty.id)).body).toMatchObject({ status: 400, parameter: "unit" });
  });

  it("bad input names the field, and changes nothing", async () => {
    const before = await revision();
    const good = { category: "01", unit: 11, lead: "area" };
    for (const [body, parameter] of [
      [{ unit: 11, lead: "area" }, "category"],
      [{ ...good, category: "99" }, "category"],
      [{ ...good, category: "**" }, "category"],
      [{ ...good, siteType: "moon" }, "siteType"],
      [{ ...good, unit: 999_999 }, "unit"],
      [{ ...good, unit: "11" }, "unit"],
      [{ category: "01", unit: 11 }, "lead"],
      [{ ...good, lead: "both" }, "lead"],
      [{ ...good, from: "2026-02-30" }, "from"],
      [{ ...good, from: "2026-02-02", to: "2026-02-02" }, "to"],
      [{ ...good, from: "2026-02-02", to: "2026-02-01" }, "to"],
    ] as const)
      expect((await save(body)).body, JSON.stringify(body)).toMatchObject({ status: 400, parameter, expected: expect.anything() });
    expect((await save({ unit: 11, lead: "area" }, 999_999)).status).toBe(404);
    expect(await revision()).toBe(before);
  });

  it("administrators change it; dispatchers read it; nobody else does either", async () => {
    const { id } = await fresh({ category: "*", unit: 11, lead: "area", siteType: "school" });
    for (const [role, reads] of [
      ["dispatcher", 200],
      ["security", 403],
      ["leader", 403],
      ["handler", 403],
    ] as const) {
      const cookie = await cookieOf(office.db, await makePerson(office.db, { roles: [role] }));
      expect((await office.get("/api/duties", cookie)).status, role).toBe(reads);
      expect((await save({ category: "*", unit: 11, lead: "area" }, undefined, cookie)).status, role).toBe(403);
      expect((await save({ unit: 11, lead: "area" }, id, cookie)).status, role).toBe(403);
    }
    expect((await office.get("/api/duties")).status).toBe(401);
  });
});
