/** People, duties, contacts and limits of a bundle: what is loaded, what is refused by name, and what stays when it comes again. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { harness, importDb, layer, refusals } from "./harness.ts";
import { type AnyManifest, type Files, smallCity, smallFile, smallManifest } from "./smallCity.ts";

const peopleHead = "externalId,name,roles,unit,zone,account,phone,joined,left";
const people = (...lines: string[]): Files => ({ "people.csv": [peopleHead, ...lines].join("\n") });
const staff = [
  "d1,王芳,dispatcher|planner,,,wang.fang,13900000001,2025-03-01,",
  "d2,李强,dispatcher,,W,,,,",
  "h1,赵敏,handler,urban,,,,,2026-12-31",
  "h2,钱进,handler|inspector,城市管理局,ES,,,,",
];
const duties = (...lines: string[]): Files => ({ "duties.csv": ["category,siteType,unit,lead,from,to", ...lines].join("\n") });
const withPeople = (): AnyManifest => smallManifest("boundary", "units", "zones1", "zones2", "people");
const withContacts = (): AnyManifest => {
  const manifest = withPeople();
  manifest.layers[1].fields.contact = "contact";
  return manifest;
};
const units = (urban: string, gov = ""): Files => ({
  "units.csv": `externalId,name,parent,contact\ngov,区政府,,${gov}\nurban,城市管理局,gov,${urban}\n`,
});

describe.each(databases())("people and duties on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { run, anew, whole } = harness(() => db);
  const person = async (id: string) => {
    const [row] = await db.query<Record<string, unknown>>(sql`
      select p.name, p.roles, u.external_id as unit, z.external_id as zone, p.account, p.phone, p.joined_on as joined, p.left_on as "left", p.version
      from person p left join unit u on u.id = p.unit_id left join zone z on z.id = p.zone_id where p.external_id = ${id}`);
    return row;
  };

  describe("people", () => {
    it("come with their duties, unit, area and days; nobody with a password", async () => {
      const report = await anew(people(...staff), withPeople());
      expect(layer(report, "people")).toMatchObject({ read: 4, added: 4, refusedRows: 0 });
      expect(await person("d1")).toEqual({
        ...{ name: "王芳", roles: ["planner", "dispatcher"], unit: null, zone: null, account: "wang.fang" },
        ...{ phone: "13900000001", joined: "2025-03-01", left: null, version: 1 },
      });
      expect(await person("h1")).toMatchObject({ roles: ["handler"], unit: "urban", left: "2026-12-31" });
      expect(await person("h2")).toMatchObject({ roles: ["handler", "inspector"], unit: "urban", zone: "ES" });
      expect(await db.query(sql`select 1 from person where password_hash is not null`)).toEqual([]);
      const found = await db.query(sql`select external_id from person where search like '%wangfang%' and search like '% wf'`);
      expect(found).toEqual([{ external_id: "d1" }]);
    });

    it("are refused by the field that is wrong, and a phone is never repeated", async () => {
      await anew(people("x,某某,leader,,,taken.name,,,"), { ...withPeople(), code: "other" });
      await db.query(sql`insert into person (external_id, name, account) values ('page', '在页面录入', 'in.page')`);
      const report = await anew(
        people(
          "1,甲,dispatcher|king,,,,,,",
          "2,乙,handler,,,,,,",
          "3,丙,auditor|security,,,,,,",
          "4,丁,dispatcher,,nowhere,,,,",
          "5,戊,handler,no such unit,,,,,",
          "6,己,leader,,,Not Lower,,,",
          "7,庚,leader,,,in.page,,,",
          "8,辛,leader,,,,phone of 13912345678,,",
          "9,壬,leader,,,,,2026-02-30,",
          "10,癸,leader,,,,,2026-02-02,2026-02-01",
          "11,,leader,,,,,,",
          "12,好,leader,,,free.name,,,",
          "12,又,leader,,,,,,",
          "13,重,leader,,,free.name,,,",
        ),
        withPeople(),
      );
      expect(refusals(report, "people")).toEqual([
        expect.stringMatching(/^1\/2 roles king: is none of leader/),
        expect.stringMatching(/^2\/3 unit : a handler needs a unit/),
        expect.stringMatching(/^3\/4 roles auditor\|security: an auditor cannot be/),
        expect.stringMatching(/^4\/5 zone nowhere: no such zone/),
        expect.stringMatching(/^5\/6 unit no such unit: no such unit/),
        expect.stringMatching(/^6\/7 account Not Lower: /),
        expect.stringMatching(/^7\/8 account in\.page: another person has this account/),
        expect.stringMatching(/^8\/9 phone : is not a phone number/),
        expect.stringMatching(/^9\/10 joined 2026-02-30: is not a day/),
        expect.stringMatching(/^10\/11 left 2026-02-01: earlier than the day they came/),
        expect.stringMatching(/^11\/12 name : a value is needed/),
        expect.stringMatching(/^13\/14 externalId 12: this id was given before/),
        expect.stringMatching(/^14\/15 account free\.name: this id was given before, in row 12/),
      ]);
      expect(layer(report, "people")).toMatchObject({ added: 1 });
      expect(JSON.stringify(report)).not.toContain("13912345678");
      const kept = await db.query<{ report: unknown }>(sql`select report from import_report where layer = 'people'`);
      expect(JSON.stringify(kept)).not.toContain("13912345678");
    });

    it("change nothing when they come again, and one more version when their row changes", async () => {
      const city = (...lines: string[]) => smallCity(people(...lines), withPeople());
      await run(city(...staff), { replace: true });
      const before = await whole();
      expect(layer(await run(city(...staff)), "people")).toMatchObject({ added: 0, changed: 0, unchanged: 4 });
      expect(await whole()).toBe(before);
      const moved = await run(city("d1,王芳,dispatcher,,E,wang.fang,13900000001,2025-03-01,", ...staff.slice(1)));
      expect(layer(moved, "people")).toMatchObject({ added: 0, changed: 1, unchanged: 3 });
      expect(await person("d1")).toMatchObject({ roles: ["dispatcher"], zone: "E", version: 2 });
    });

    it("keep what the file leaves empty: an account, a phone, a day on which they left", async () => {
      const city = smallCity(people(...staff), withPeople());
      await run(city, { replace: true });
      await db.query(
        sql`update person set account = 'li.qiang', phone = '13900000009', left_on = '2026-11-01', password_hash = 'x' where external_id = 'd2'`,
      );
      await run(city);
      const [row] = await db.query(sql`select account, phone, left_on, password_hash from person where external_id = 'd2'`);
      expect(row).toEqual({ account: "li.qiang", phone: "13900000009", left_on: "2026-11-01", password_hash: "x" });
    });

    it("who vanish from the file stay, for logs name them; it is told", async () => {
      const city = (...lines: string[]) => smallCity(people(...lines), withPeople());
      await run(city(...staff), { replace: true });
      const report = await run(city(...staff.slice(0, 2)));
      expect(layer(report, "people")).toMatchObject({ gone: 2, removed: 0 });
      expect(layer(report, "people").notes.map((n) => n.en)).toEqual([expect.stringMatching(/^2 people the file has no more were kept/)]);
      expect(await person("h1")).toMatchObject({ name: "赵敏" });
    });

    it("whose zone vanishes have the one above it, and it is told", async () => {
      await anew(people(...staff), withPeople());
      const communities = JSON.parse(smallFile("communities.geojson")) as { features: { properties: { externalId: string } }[] };
      const rest = JSON.stringify({ ...communities, features: communities.features.filter((f) => f.properties.externalId !== "ES") });
      const manifest = withPeople();
      manifest.layers = manifest.layers.filter((l: { into: string }) => l.into !== "people");
      const report = await run(smallCity({ "communities.geojson": rest }, manifest));
      expect(layer(report, "communities")).toMatchObject({ removed: 1, failed: null });
      expect(layer(report, "communities").notes.map((n) => n.en)).toContainEqual(expect.stringMatching(/钱进/));
      expect(await person("h2")).toMatchObject({ zone: "E" });
    });

    it("of another city go with it; accounts of the page stay, without duties in places that are gone", async () => {
      await anew(people(...staff), withPeople());
      await db.query(sql`insert into person (external_id, name, roles, unit_id, zone_id)
        select 'both', '管理员', array['administrator', 'dispatcher'], u.id, z.id from unit u, zone z where u.external_id = 'urban' and z.external_id = 'W'`);
      await db.query(sql`insert into person (external_id, name, roles) values ('free', '领导', array['leader', 'dispatcher'])`);
      await db.query(sql`insert into audit_entry (kind, person_id) select 'sign_in', id from person where external_id = 'd1'`);
      await run(smallCity({}, { ...smallManifest(), code: "other" }), { replace: true });
      expect(await person("d1")).toBeUndefined();
      expect(await person("both")).toMatchObject({ roles: ["administrator"], unit: null, zone: null, version: 2 });
      expect(await person("free")).toMatchObject({ roles: ["leader", "dispatcher"], version: 1 });
      await db.query(sql`delete from person where layer = 'app'`);
    });
  });

  describe("contacts", () => {
    const contacts = () =>
      db.query(sql`select u.external_id as unit, p.external_id as person from unit u join person p on p.id = u.contact_id order by 1`);

    it("are set once the people are there, and again only when they change", async () => {
      const city = (urban: string, gov?: string) => smallCity({ ...people(...staff), ...units(urban, gov) }, withContacts());
      await run(city("h1", "d1"), { replace: true });
      expect(await contacts()).toEqual([
        { unit: "gov", person: "d1" },
        { unit: "urban", person: "h1" },
      ]);
      const before = await whole();
      await run(city("h1", "d1"));
      expect(await whole()).toBe(before);
      // What the file leaves empty stays.
      await run(city("h2"));
      expect(await contacts()).toEqual([
        { unit: "gov", person: "d1" },
        { unit: "urban", person: "h2" },
      ]);
    });

    it("that are nobody are told, and change nothing", async () => {
      const report = await anew({ ...people(...staff), ...units("h1", "nobody") }, withContacts());
      expect(report.notes.map((n) => n.en)).toContainEqual(
        "1 units name a contact that is nobody of this bundle; left as it was: gov → nobody",
      );
      expect(await contacts()).toEqual([{ unit: "urban", person: "h1" }]);
    });
  });

  describe("duties", () => {
    const withDuties = () => smallManifest("units", "duties");
    const book = () =>
      db.query(sql`select d.category, d.site_type as type, u.external_id as unit, d.lead, d.valid_from as "from", d.valid_to as "to"
        from trade_duty d left join unit u on u.id = d.unit_id order by d.category, d.site_type nulls first, d.valid_from`);
    const good = ["0101,,urban,trade,,", "0101,market,gov,area,2026-01-01,2027-01-01", "01,,,,,", "*,,urban,,,"];

    it("are rows of the trade book", async () => {
      const report = await anew(duties(...good), withDuties());
      expect(layer(report, "duties")).toMatchObject({ read: 4, added: 4, refusedRows: 0 });
      const always = { from: "0001-01-01", to: null };
      expect(await book()).toEqual([
        { category: "*", type: null, unit: "urban", lead: "area", ...always },
        { category: "01", type: null, unit: null, lead: "area", ...always },
        { category: "0101", type: null, unit: "urban", lead: "trade", ...always },
        { category: "0101", type: "market", unit: "gov", lead: "area", from: "2026-01-01", to: "2027-01-01" },
      ]);
    });

    it("are refused by the field that is wrong", async () => {
      const report = await anew(
        duties(
          "9999,,urban,,,",
          "0101,bazaar,urban,,,",
          "0101,,nobody,,,",
          "0101,,urban,both,,",
          "0101,,,trade,,",
          "0101,,urban,,tomorrow,",
          "0101,,urban,,2026-01-01,2026-01-01",
          "0102,,urban,,,",
          "0102,,urban,trade,,",
        ),
        withDuties(),
      );
      expect(refusals(report, "duties").map((line) => line.split(":")[0])).toEqual([
        "1/2 category 9999",
        "2/3 siteType bazaar",
        "3/4 unit nobody",
        "4/5 lead both",
        "5/6 unit ",
        "6/7 from tomorrow",
        "7/8 to 2026-01-01",
        "9/10 category 0102  urban 0001-01-01",
      ]);
      expect(layer(report, "duties")).toMatchObject({ added: 1 });
    });

    it("follow their file; an end given in the meantime stays, and rows of the page are not touched", async () => {
      const city = (...lines: string[]) => smallCity(duties(...lines), withDuties());
      await run(city(...good), { replace: true });
      const before = await whole();
      expect(layer(await run(city(...good)), "duties")).toMatchObject({ added: 0, changed: 0, unchanged: 4, removed: 0 });
      expect(await whole()).toBe(before);
      await db.query(sql`update trade_duty set valid_to = '2026-12-01' where category = '*'`);
      await db.query(sql`insert into trade_duty (category, unit_id) select '0102', id from unit where external_id = 'gov'`);
      const report = await run(city("0101,,urban,area,,", "*,,urban,,,", "0103,,gov,trade,,"));
      expect(layer(report, "duties")).toMatchObject({ added: 1, changed: 1, unchanged: 1, removed: 2 });
      expect(await book()).toMatchObject([
        { category: "*", to: "2026-12-01" },
        { category: "0101", type: null, lead: "area" },
        { category: "0102", unit: "gov" },
        { category: "0103", unit: "gov", lead: "trade" },
      ]);
    });
  });

  describe("limits", () => {
    const limits = (code: string) =>
      db.query(
        sql`select valid_from as "from", limit_value as value, limit_unit as unit from time_limit where category = ${code} order by 1`,
      );
    const own = (limit?: object) => ({
      ...smallManifest("units"),
      categories: [{ code: "0101", major: "01", name: { zh: "井盖", en: "cover" }, ...(limit && { limit }) }],
    });

    it("hold from the beginning, the reference's where the city has none of its own; an administrator's later ones stay", async () => {
      await anew({}, smallManifest("units"));
      expect(await limits("0101")).toEqual([{ from: "0001-01-01", value: 2, unit: "eh" }]);
      expect(await limits("01")).toEqual([]);
      await db.query(sql`insert into time_limit values ('0101', '2026-06-01', 5, 'd'), ('0101', '2026-09-01', null, null)`);
      const later = [
        { from: "2026-06-01", value: 5, unit: "d" },
        { from: "2026-09-01", value: null, unit: null },
      ];
      await run(smallCity({}, own({ value: 1, unit: "nd" })));
      expect(await limits("0101")).toEqual([{ from: "0001-01-01", value: 1, unit: "nd" }, ...later]);
      await run(smallCity({}, own()));
      expect(await limits("0101")).toEqual(later);
      const before = await whole();
      await run(smallCity({}, own()));
      expect(await whole()).toBe(before);
    });
  });
});
