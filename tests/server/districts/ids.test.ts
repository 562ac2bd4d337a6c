/** No column that could hold the number of a thing is forgotten when a district moves; and each says what it holds. */
import { describe, expect, it } from "vitest";
import { intoOf, type Members, numbered, type Rule, rules, rulesOf } from "../../../server/backup/ids.ts";
import { Numbers, queryIn, seenIn, within } from "../../../server/backup/numbers.ts";
import { orderOf } from "../../../server/backup/order.ts";
import { partitionIn, stepIn } from "../../../server/backup/planNumbers.ts";
import { renumber } from "../../../server/backup/renumber.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { partitionText, readPartition } from "../../../server/contract/partition/text.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";

const special = ["none", "district", "upTo", "thing", "query", "key", "keys", "seen", "first", "partition", "sum", "step", "back"];
const wordsOf = (rule: Rule): string[] => (typeof rule === "string" ? [rule] : Object.values(rule as Members).flatMap(wordsOf));

/** Whole numbers of eight bytes, lists of numbers, JSON, and whatever is called an id. */
const suspects = (db: Db): Promise<{ name: string }[]> =>
  db.query<{
    name: string;
  }>(sql`select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all ('{schema_version,district_role,archive_head}')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      and (a.atttypid = any ('{int8,int8[],int4[],json,jsonb}'::regtype[]) or a.attname ~ '_ids?$' and a.atttypid = any ('{int4,int8}'::regtype[])) order by 1`);

describe.each(databases())("columns on $name", ({ fresh }) => {
  it("each that could hold a thing's number has a rule, and each rule a column", { timeout: 120_000 }, async () => {
    const db = await fresh();
    const known = await rulesOf(db);
    const unknown = async () =>
      (await suspects(db)).map(({ name }) => intoOf(`public.${name}`).slice(7)).filter((name) => !known.has(name));
    expect(await unknown()).toEqual([]);
    const columns = await db.query<{ name: string }>(
      sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    );
    expect(Object.keys(rules).filter((name) => !columns.some((one) => one.name === name))).toEqual([]);
    const kinds = (await numbered(db)).map(({ table }) => table);
    expect(
      Object.values(rules)
        .flatMap(wordsOf)
        .filter((word) => !special.includes(word) && !kinds.includes(word)),
    ).toEqual([]);
    await db.query(sql`create table forgotten (thing_id int, others bigint[], more jsonb, at date)`);
    expect(await unknown()).toEqual(["forgotten.more", "forgotten.others", "forgotten.thing_id"]);
    await db.close();
  });
});

const numbers = new Numbers(
  new Map(
    ["problem", "unit", "zone", "site", "person", "named_shape", "notice"].map((kind, i) => [
      kind,
      { least: 10, most: 20, first: 1000 * (i + 1) },
    ]),
  ),
  7,
);

describe("new numbers", () => {
  it("keep their order; what is gone is nobody, and what is no number of a row stays", () => {
    expect([10, 11, 20].map((id) => numbers.of("problem", id))).toEqual([1000, 1001, 1010]);
    expect([9, 21, 5_000_000].map((id) => numbers.of("problem", id))).toEqual([1011, 1011, 1011]);
    expect([0, -3].map((id) => numbers.of("zone", id))).toEqual([0, -3]);
    expect([0, 9, 10, 15, 99].map((id) => numbers.upTo("notice", id))).toEqual([0, 0, 7000, 7005, 7010]);
    expect(() => numbers.of("street", 1)).toThrow();
  });

  it("in addresses", () => {
    expect(
      queryIn(numbers, "?q=unit=12&unit=12,13&person=11&problem=11.1.3&geo=within:50:site/12,zone/14&selected=zone%2F15#map=11,12,13"),
    ).toBe("?q=unit=12&unit=2002,2003&person=5001&problem=1001.1.3&geo=within:50:site/4002,zone/3004&selected=zone%2F3005#map=11,12,13");
    expect(queryIn(numbers, "at=1&geo=inside%3Azone%2F12%2Czone%2F13&unit=12%2C13")).toBe(
      "at=1&geo=inside%3Azone%2F3002%2Czone%2F3003&unit=2002,2003",
    );
    expect(queryIn(numbers, "within:12:shape/12")).toBe("within:12:shape/6002");
    expect(queryIn(numbers, "found=12d&category=12&problem=x")).toBe("found=12d&category=12&problem=x");
    expect([seenIn(numbers, "all"), seenIn(numbers, "z12u:11.12p13"), seenIn(numbers, "zup13"), seenIn(numbers, "z12u:p")]).toEqual([
      "all",
      "z3002u:2001.2002p5003",
      "zup5003",
      "z3002u:p",
    ]);
  });

  it("in JSON, by the names of members at any depth", () => {
    const rule = { unit: "unit", photos: { before: "site" }, "*": "zone" };
    const was = {
      unit: 12,
      units: { unit: "十二局", deep: [{ unit: 13 }] },
      photos: [{ before: 12, after: 11 }],
      at: { other: 14 },
      none: null,
    };
    expect(within(numbers, rule, was)).toEqual({
      unit: 2002,
      units: { unit: "十二局", deep: [{ unit: 2003 }] },
      photos: [{ before: 4002, after: 3001 }],
      at: { other: 3004 },
      none: null,
    });
    expect(within(numbers, "unit", [12, "12", null])).toEqual([2002, "12", null]);
  });

  it("in a plan: zones, units and who is above; faces and new zones keep theirs", () => {
    const ring = [
      [
        [119, 33],
        [119.1, 33],
        [119.1, 33.1],
        [119, 33.1],
      ],
    ] as [number, number][][];
    const zone = (id: number, parent: number | null) => ({
      id,
      level: (parent === null ? 1 : 2) as 1 | 2,
      parent,
      code: String(id),
      name: "街",
      unit: 12,
      person: "12",
      locked: false,
    });
    const text = partitionText(partitionOf(2, [zone(12, null), zone(13, 12), zone(-1, 12)], [{ polygon: ring, zone: 13 }]));
    const made = readPartition(partitionIn(numbers, text));
    expect([...made.zones.values()].map(({ id, parent, unit, person }) => [id, parent, unit, person])).toEqual([
      [3002, null, 2002, "12"],
      [3003, 3002, 2002, "12"],
      [-1, 3002, 2002, "12"],
    ]);
    expect([...made.faces]).toEqual([...readPartition(text).faces].map(([face, of]) => [face, of === null ? null : 3003]));
    expect(partitionIn(numbers, "no plan")).toBe("no plan");
    const assign = { kind: "assign", level: 2, pieces: [12], to: 13 } as const;
    expect(stepIn(numbers, 2, assign)).toEqual({ ...assign, to: 3003 });
    expect(stepIn(numbers, 3, assign)).toEqual({ ...assign, pieces: [3002], to: 3003 });
  });

  it("in rows of COPY text, whatever stands beside them", () => {
    const rules = new Map<string, Rule>([
      ["id", "unit"],
      ["district_id", "district"],
      ["parent_id", "unit"],
      ["ids", "problem"],
      ["facts", { unit: "unit" }],
    ]);
    const change = renumber(numbers, ["id", "name", "parent_id", "ids", "facts", "district_id"], rules, ["parent_id"]);
    const row = ["12", "a\\tb\\\\n", "13", "{11,12}", '{"unit": 12, "x": "\\\\n\\\\u4e00\\\\\\\\"}', "1"].join("\t");
    const { text, later } = change(`${row}\n12\t\\N\t\\N\t{}\t\\N\t1\n`);
    const [one = "", two = ""] = text.split("\n");
    expect(one.split("\t").filter((_, i) => i !== 4)).toEqual(["2002", "a\\tb\\\\n", "\\N", "{1001,1002}", "7"]);
    expect(JSON.parse(String(one.split("\t")[4]).replaceAll("\\\\", "\\"))).toEqual({ unit: 2002, x: "\n一\\" });
    expect(two.split("\t")).toEqual(["2002", "\\N", "\\N", "{}", "\\N", "7"]);
    expect(later).toEqual([{ id: 2002, column: "parent_id", value: 2003 }]);
  });

  it("tables come after those they name; of a ring one is filled with nulls first", () => {
    const key = (table: string, column: string, to: string, nullable = true) => ({ table, column, to, nullable });
    const { tables, later } = orderOf(
      ["holder", "person", "unit"],
      [
        key("unit", "contact", "person"),
        key("person", "unit", "unit", false),
        key("holder", "person", "person"),
        key("unit", "parent", "unit"),
      ],
    );
    expect(tables).toEqual(["unit", "person", "holder"]);
    expect([...later]).toEqual([["unit", ["parent", "contact"]]]);
    expect(() => orderOf(["a", "b"], [key("a", "b", "b", false), key("b", "a", "a", false)])).toThrow(/ring/);
  });
});
