/** People kept by the security officer: added, changed, dismissed; duties that stay apart; and whom a unit's work can be sent to. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Handlers, People, Person } from "../../../server/contract/bookSchemas.ts";
import type { Handlers as Named, People as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice, wholeAudit } from "./office.ts";

describe.each(databases())("people on $name", (engine) => {
  let office: Office;
  let officer: string;
  let officerId: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    officerId = await makePerson(office.db, { name: "Officer", roles: ["security"] });
    officer = await cookieOf(office.db, officerId);
  });
  afterAll(() => office.close());

  const add = (body: object, by = officer) => office.post("/api/people", body, by);
  const list = async (query: string) => {
    const { status, body } = await office.get(`/api/people${query}`, officer);
    expect(status).toBe(200);
    expectContract(People, body);
    return (body as unknown as Told).rows;
  };
  const fresh = async (roles: string[], more: object = {}) => {
    const { status, body } = await add({ name: "Somebody", roles, ...more });
    expect(status).toBe(200);
    return body as unknown as Told["rows"][number];
  };

  it("a person is added with the phone masked, and found by name, pinyin, account, role and unit", async () => {
    const body = { name: "陈建国", account: "Chen.JG", phone: "13812345678", roles: ["handler"], unit: 12, joined: "2024-03-01" };
    const added = await add(body);
    expect(added.status).toBe(200);
    expectContract(Person, added.body);
    expect(added.body).toMatchObject({
      name: "陈建国",
      account: "chen.jg",
      phone: "138****5678",
      roles: ["handler"],
      unit: 12,
      zone: null,
      joined: "2024-03-01",
      left: null,
      canSignIn: false,
      sessions: 0,
      version: 1,
    });
    for (const query of ["?q=建国", "?q=chenjianguo", "?q=cjg", "?q=CHEN.jg", "?role=handler&q=chen", "?unit=12", "?left=0&q=chen"])
      expect(
        (await list(query)).map(({ name }) => name),
        query,
      ).toContain("陈建国");
    for (const query of ["?q=nobody", "?role=leader", "?unit=11", "?left=1"])
      expect(
        (await list(query)).map(({ name }) => name),
        query,
      ).not.toContain("陈建国");
    const entry = (await office.audited("change")).at(-1);
    expect(entry).toMatchObject({ person_id: officerId, detail: { what: "person", person: added.body.id, before: null } });
    expect(JSON.stringify(await list(""))).not.toContain("13812345678");
    expect(await wholeAudit(office.db)).not.toContain("12345678");
  });

  it("a change writes the whole anew but the phone that was not given, and is audited by what differs", async () => {
    const { id } = await fresh(["inspector"], { zone: 3, phone: "0517-83912345" });
    const changed = await office.post(
      `/api/people/${id}`,
      { name: "Renamed", roles: ["inspector", "dispatcher"], zone: 3, version: 1 },
      officer,
    );
    expect(changed.body).toMatchObject({ name: "Renamed", phone: "051****2345", zone: 3, version: 2, account: null });
    expect((await office.audited("change")).at(-1)?.detail).toEqual({
      what: "person",
      person: id,
      before: { name: "Somebody", roles: ["inspector"] },
      after: { name: "Renamed", roles: ["dispatcher", "inspector"] },
    });
    const cleared = await office.post(`/api/people/${id}`, { name: "Renamed", roles: [], phone: "", version: 2 }, officer);
    expect(cleared.body).toMatchObject({ phone: null, zone: null, roles: [], version: 3 });
    expect((await office.audited("change")).at(-1)?.detail.phone).toBe("changed");
  });

  it("of two who changed the same person the second is told what is there now", async () => {
    const { id } = await fresh(["planner"], { phone: "13900001111" });
    expect((await office.post(`/api/people/${id}`, { name: "One", roles: ["planner"], version: 1 }, officer)).status).toBe(200);
    const second = await office.post(`/api/people/${id}`, { name: "Two", roles: [], version: 1 }, officer);
    expect(second.body).toMatchObject({ status: 409, now: { id, name: "One", version: 2, phone: "139****1111" } });
    expect(JSON.stringify(second.body)).not.toContain("13900001111");
    expect((await office.post("/api/people/999999", { name: "X", roles: [], version: 1 }, officer)).status).toBe(404);
    expect((await office.post("/api/people/x", { name: "X", roles: [], version: 1 }, officer)).status).toBe(404);
  });

  it("bad input names the field", async () => {
    await makePerson(office.db, { roles: [], account: "in.use" });
    const cases: [object, string][] = [
      [{ roles: [] }, "name"],
      [{ name: " ", roles: [] }, "name"],
      [{ name: "A", roles: ["wall"] }, "roles[0]"],
      [{ name: "A", roles: ["planner", "planner"] }, "roles"],
      [{ name: "A", roles: "planner" }, "roles"],
      [{ name: "A", roles: ["handler"] }, "unit"],
      [{ name: "A", roles: [], unit: 999 }, "unit"],
      [{ name: "A", roles: [], zone: 999 }, "zone"],
      [{ name: "A", roles: [], account: "a b" }, "account"],
      [{ name: "A", roles: [], account: "İn.use" }, "account"],
      [{ name: "A", roles: [], account: "IN.USE" }, "account"],
      [{ name: "A", roles: [], phone: "call me" }, "phone"],
      [{ name: "A", roles: [], phone: "138****5678" }, "phone"],
      [{ name: "A", roles: [], joined: "2024-02-30" }, "joined"],
      [{ name: "A", roles: [], left: "2024-02-01" }, "left"],
      [{ name: "A", roles: [], password: "x" }, "password"],
    ];
    for (const [body, parameter] of cases)
      expect((await add(body)).body, JSON.stringify(body)).toMatchObject({ status: 400, parameter, expected: expect.anything() });
    for (const [query, parameter] of [
      ["role=wall", "role"],
      ["unit=x", "unit"],
      ["left=yes", "left"],
      ["who=x", "who"],
    ] as const)
      expect((await office.get(`/api/people?${query}`, officer)).body).toMatchObject({ status: 400, parameter });
  });

  it("an auditor is neither administrator nor security officer, unless the office says so", async () => {
    for (const other of ["administrator", "security"])
      expect((await add({ name: "Both", roles: ["auditor", other] })).body).toMatchObject({
        status: 400,
        parameter: "roles",
        detail_zh: expect.stringContaining("三员分立"),
      });
    expect((await add({ name: "Both", roles: ["administrator", "security"] })).status).toBe(200);
    const policy = (await office.get("/api/policy", officer)).body;
    expect((await office.post("/api/policy", { ...policy, dutiesSeparate: false }, officer)).status).toBe(200);
    const both = await fresh(["auditor", "administrator"], { name: "Two Hats" });
    const back = await office.post("/api/policy", { ...policy, dutiesSeparate: true }, officer);
    expect(back.body).toMatchObject({ status: 409, detail: expect.stringContaining("Two Hats") });
    await office.post(`/api/people/${both.id}`, { name: "One Hat", roles: ["auditor"], version: 1 }, officer);
    expect((await office.post("/api/policy", policy, officer)).status).toBe(200);
  });

  it("whoever leaves is out at once, and may come back", async () => {
    const id = await makePerson(office.db, { name: "Leaver", roles: ["auditor"], account: "leaver" });
    const cookie = await cookieOf(office.db, id);
    const row = () => list("?q=leaver").then((rows) => rows.find((one) => one.id === id));
    expect(await row()).toMatchObject({ canSignIn: true, sessions: 1 });
    const body = { name: "Leaver", account: "leaver", roles: ["auditor"] };
    await office.post(`/api/people/${id}`, { ...body, left: "2999-01-01", version: 1 }, officer);
    expect((await office.get("/api/audit", cookie)).status, "not yet").toBe(200);
    await office.post(`/api/people/${id}`, { ...body, left: "2020-01-01", version: 2 }, officer);
    expect((await office.get("/api/audit", cookie)).status).toBe(401);
    expect(await row()).toMatchObject({ canSignIn: false, sessions: 0, left: "2020-01-01" });
    expect((await list("?left=1")).map((one) => one.id)).toEqual([id]);
    await office.post(`/api/people/${id}`, { ...body, version: 3 }, officer);
    expect((await office.get("/api/audit", cookie)).status, "the old session does not come back").toBe(401);
  });

  it("taking the account ends the sessions; signing somebody out does too", async () => {
    const id = await makePerson(office.db, { roles: ["auditor"] });
    const cookies = [await cookieOf(office.db, id), await cookieOf(office.db, id)];
    expect((await office.post(`/api/people/${id}/signOut`, {}, officer)).body).toEqual({ ok: true });
    for (const cookie of cookies) expect((await office.get("/api/audit", cookie)).status).toBe(401);
    const cookie = await cookieOf(office.db, id);
    await office.post(`/api/people/${id}`, { name: "No account", roles: ["auditor"], version: 1 }, officer);
    expect((await office.get("/api/audit", cookie)).status).toBe(401);
    expect((await office.audited("change")).some(({ detail }) => detail.what === "sessions" && detail.person === id)).toBe(true);
    expect((await office.post("/api/people/999999/signOut", {}, officer)).status).toBe(404);
  });

  it("somebody can always let others in", async () => {
    const id = await makePerson(office.db, { name: "Second", roles: ["security"], account: "second" });
    const second = await cookieOf(office.db, id);
    const officerNow = (await list("?q=officer"))[0];
    const body = { name: "Officer", account: officerNow?.account ?? null, version: officerNow?.version };
    expect((await office.post(`/api/people/${officerId}`, { ...body, roles: [] }, officer)).body, "not from oneself").toMatchObject({
      status: 409,
    });
    const taken = await office.post(`/api/people/${officerId}`, { ...body, roles: ["planner"] }, second);
    expect(taken.status).toBe(200);
    expect((await office.get("/api/people", officer)).status).toBe(403);
    for (const change of [{ left: "2020-01-01" }, { account: null }])
      expect(
        (await office.post(`/api/people/${id}`, { name: "Second", account: "second", roles: ["security"], version: 1, ...change }, second))
          .body,
      ).toMatchObject({ status: 409, detail: expect.stringContaining("last security officer") });
    expect((await office.get("/api/people", second)).status, "nothing of it stands").toBe(200);
    const back = { ...body, roles: ["security"], version: (taken.body as { version: number }).version };
    expect((await office.post(`/api/people/${officerId}`, back, second)).status).toBe(200);
    // Two who take the duty from each other at the same moment: one of them stays.
    const each = await Promise.all([
      office.post(`/api/people/${id}`, { name: "Second", account: "second", roles: [], version: 1 }, officer),
      office.post(`/api/people/${officerId}`, { ...back, roles: [], version: back.version + 1 }, second),
    ]);
    // The other one is refused the change, or has no duty any more when they ask.
    expect(each.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(each.filter(({ status }) => status === 409 || status === 403)).toHaveLength(1);
    const left = await office.db.query<{ id: number }>(
      sql`select id from person where 'security' = any(roles) and password_hash is not null`,
    );
    expect(left).toHaveLength(1);
    officerId = left[0]?.id ?? 0;
    officer = await cookieOf(office.db, officerId);
  });

  it("handlers: the contact first, then the unit's own, then those under it; nobody who left", async () => {
    const dispatcher = await cookieOf(office.db, await makePerson(office.db, { roles: ["dispatcher"] }));
    await office.db.query(sql`update person set unit_id = null`);
    const make = (name: string, unit: number, roles: ["handler"] | ["inspector"] = ["handler"]) =>
      makePerson(office.db, { name, roles, unit });
    const own = await make("B own", 11);
    const contact = await make("Z contact", 11);
    const under = await make("A under", 12);
    const underContact = await make("Y under, contact", 12);
    await make("C inspects", 11, ["inspector"]);
    const gone = await make("A gone", 11);
    await office.db.query(sql`update person set left_on = '2020-01-01' where id = ${gone}::bigint`);
    await office.db.query(sql`update unit set contact_id = case id when 11 then ${contact}::bigint else ${underContact}::bigint end`);
    const ask = (query: string, by = dispatcher) => office.get(`/api/people/handlers${query}`, by);
    const all = await ask("?unit=11");
    expectContract(Handlers, all.body);
    const rows = (all.body as unknown as Named).rows;
    expect(rows.map(({ id, unit, contact }) => [id, unit, contact])).toEqual([
      [contact, 11, true],
      [own, 11, false],
      [underContact, 12, true],
      [under, 12, false],
    ]);
    const below = (await ask("?unit=12")).body as unknown as Named;
    expect(below.rows.map(({ id }) => id)).toEqual([underContact, under]);
    for (const query of ["", "?unit=x", "?unit=999"]) expect((await ask(query)).body).toMatchObject({ status: 400, parameter: "unit" });
    expect((await ask("?unit=11", officer)).status).toBe(403);
    // A circle of units is not walked for ever.
    await office.db.query(sql`update unit set parent_id = 12 where id = 11`);
    expect((await ask("?unit=11")).status).toBe(200);
    expect((await office.get("/api/me", await cookieOf(office.db, own))).status).toBe(200);
    await office.db.query(sql`update unit set parent_id = null where id = 11`);
  });
});
