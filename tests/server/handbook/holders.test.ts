/** Who holds what is said all at once or not at all, as it was seen; numbers are shown whole to whom they concern; rules have a version. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HandbookHeld, HandbookRules as RulesSchema } from "../../../server/contract/handbookSchemas.ts";
import type { HandbookContent, HandbookHolders, HandbookPeople, HandbookRules } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { openParish, type Parish } from "./parish.ts";

describe.each(databases())("holders on $name", (engine) => {
  let parish: Parish;
  beforeAll(async () => {
    parish = await openParish(engine);
  });
  afterAll(() => parish.close());

  const change = (rows: object[], cookie?: string) => parish.post("/api/handbook/holders", { rows }, cookie);
  const held = (answer: { body: Record<string, unknown> }, i = 0) =>
    (answer.body as { rows: { holders: { id: number; name: string; phone: string | null }[] }[] }).rows[i]?.holders ?? [];
  const postOf = async (target: string, role: string, cookie?: string) => {
    const [kind, id] = target.split("/");
    const list = await parish.get<HandbookHolders>(`/api/handbook/holders?${kind}=${id}`, cookie);
    return list.rows.find(({ key }) => key === target)?.posts.find((post) => post.role === role);
  };

  it("come, stay with their row, and go; what is another note is another row", async () => {
    const [bao, hai] = parish.people;
    const first = await change([
      { target: "zone/301", role: "cleaner", seen: [], holders: [{ person: bao }, { name: "临时工", phone: "13900009999" }] },
    ]);
    expectContract(HandbookHeld, first.body);
    const [a, b] = held(first);
    expect([a?.name, a?.phone, b?.name, b?.phone]).toEqual(["包拯", "13812340001", "临时工", "13900009999"]);
    const second = await change([
      { target: "zone/301", role: "cleaner", seen: [a?.id, b?.id], holders: [{ person: bao }, { person: hai, note: "夜班" }] },
    ]);
    expect(held(second).map(({ name }) => name)).toEqual(["包拯", "海瑞"]);
    expect(held(second)[0]?.id).toBe(a?.id);
    const third = await change([
      { target: "zone/301", role: "cleaner", seen: held(second).map(({ id }) => id), holders: [{ person: bao, note: "白班" }] },
    ]);
    expect(held(third)).toHaveLength(1);
    expect(held(third)[0]?.id).not.toBe(a?.id);
    const kept = await parish.db.query<{ n: number }>(sql`select count(*)::int as n from handbook_holder where zone_id = 301`);
    expect(kept[0]?.n, "nobody is forgotten").toBe(4);
  });

  it("are refused whole when one of them was changed by somebody else", async () => {
    const first = await change([{ target: "zone/302", role: "cleaner", seen: [], holders: [{ name: "甲" }] }]);
    expect(first.status).toBe(200);
    const second = await change([
      { target: "zone/303", role: "cleaner", seen: [], holders: [{ name: "乙" }] },
      { target: "zone/302", role: "cleaner", seen: [], holders: [{ name: "丙" }] },
    ]);
    expect([second.status, (second.body as { now: { rows: unknown } }).now.rows]).toEqual([
      409,
      [{ row: 1, target: "zone/302", role: "cleaner", seen: held(first).map(({ id }) => id) }],
    ]);
    expect((await postOf("zone/303", "cleaner"))?.how).toBe("gap");
  });

  it.each([
    ["a zone that is none", { target: "zone/999" }, "rows[0].target"],
    ["a site that is none", { target: "site/999999" }, "rows[0].target"],
    ["no key", { target: "unit/1" }, "rows[0].target"],
    ["the district itself", { target: "zone/1" }, "rows[0].target"],
    ["a role that is none", { role: "king" }, "rows[0].role"],
    ["a role that does not apply", { role: "river_chief_1" }, "rows[0].role"],
    ["a person and a name", { holders: [{ person: 1, name: "甲" }] }, "rows[0].holders[0].name"],
    ["neither", { holders: [{ note: "?" }] }, "rows[0].holders[0].name"],
    ["somebody unknown", { holders: [{ person: 999_999 }] }, "rows[0].holders[0].person"],
    ["no telephone number", { holders: [{ name: "甲", phone: "call me" }] }, "rows[0].holders[0].phone"],
  ])("refuses %s, naming it", async (_what, part, parameter) => {
    const { status, body } = await change([{ target: "zone/304", role: "cleaner", seen: [], holders: [{ name: "甲" }], ...part }]);
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(parameter)]);
    expect((await postOf("zone/304", "cleaner"))?.how).toBe("gap");
  });

  it("shows numbers whole to planners and administrators, masked to others, on every road; and none in the audit log", async () => {
    await change([
      { target: "zone/305", role: "cleaner", seen: [], holders: [{ person: parish.people[0] }, { name: "乙", phone: "13900001234" }] },
    ]);
    const { cookies } = parish;
    for (const [who, whole] of [
      ["planner", true],
      ["administrator", true],
      ["leader", false],
      ["dispatcher", false],
    ] as const) {
      const cookie = cookies[who];
      const content = JSON.stringify(await parish.get<HandbookContent>("/api/handbook/content?keys=zone/305", cookie));
      const list = JSON.stringify(await postOf("zone/305", "cleaner", cookie));
      for (const text of [content, list]) {
        expect([text.includes("13812340001"), text.includes("13900001234")], who).toEqual([whole, whole]);
        expect([text.includes("138****0001"), text.includes("139****1234")], who).toEqual([!whole, !whole]);
      }
    }
    const audit = await parish.db.query<{ text: string }>(sql`select detail::text as text from audit_entry`);
    expect(audit.length).toBeGreaterThan(0);
    for (const { text } of audit) expect(text).not.toMatch(/13812340001|13900001234/);
    const { rows } = await parish.get<HandbookPeople>("/api/handbook/people?q=%E5%8C%85");
    expect(rows).toEqual([{ id: parish.people[0], name: "包拯", unit: null, phone: "138****0001" }]);
  });

  it("who has left holds nothing: it is a gap again", async () => {
    const [row] = await parish.db.query<{ id: number }>(sql`insert into person (external_id, name) values ('gone', '去者') returning id`);
    await change([{ target: "zone/308", role: "grid_worker", seen: [], holders: [{ person: row?.id }] }]);
    expect((await postOf("zone/308", "grid_worker"))?.how).toBe("own");
    await parish.db.query(sql`update person set left_on = '2020-01-01' where id = ${row?.id}`);
    expect((await postOf("zone/308", "grid_worker"))?.how).toBe("gap");
    expect((await change([{ target: "zone/308", role: "cleaner", seen: [], holders: [{ person: row?.id }] }])).status).toBe(400);
  });

  it("rules are kept whole in a version; a role that is left out is retired, and what it held is gone from the pages", async () => {
    const before = await parish.get<HandbookRules>("/api/handbook/rules");
    expectContract(RulesSchema, before);
    expect(before.roles.map(({ code }) => code)).toContain("river_chief_3");
    const roles = before.roles.filter(({ code }) => code !== "cleaner");
    const after = await parish.post("/api/handbook/rules", { version: before.version, roles, texts: before.texts });
    expect([after.status, after.body.version]).toEqual([200, before.version + 1]);
    expect(await postOf("zone/305", "cleaner")).toBeUndefined();
    const late = await parish.post("/api/handbook/rules", { version: before.version, roles: before.roles, texts: [] });
    expect(late.status).toBe(409);
    const again = await parish.post("/api/handbook/rules", { version: before.version + 1, roles: before.roles, texts: before.texts });
    expect((again.body as unknown as HandbookRules).roles).toEqual(before.roles);
    expect((await postOf("zone/305", "cleaner"))?.holders).toHaveLength(2);
    const twice = await parish.post("/api/handbook/rules", {
      version: before.version + 2,
      roles: [...before.roles, before.roles[0]],
      texts: [],
    });
    expect([twice.status, JSON.stringify(twice.body)]).toEqual([400, expect.stringContaining(`roles[${before.roles.length}]`)]);
  });
});
