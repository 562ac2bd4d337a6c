/** One-time links: the first administrator's, an invitation, a forgotten password. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Me, SetUpLink } from "../../../server/contract/bookSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { firstLink } from "../../../server/people/link.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson, testPassword } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice, wholeAudit } from "./office.ts";

const strong = "Harbour-Lantern-7";

describe.each(databases())("set-up links on $name", (engine) => {
  let office: Office;
  let round = 0;
  beforeAll(async () => {
    office = await openOffice(engine);
  });
  afterAll(() => office.close());
  // Nobody is here, and nobody lets anybody in.
  beforeEach(async () => {
    round++;
    await office.db.query(sql`update person set left_on = '2000-01-01'`);
    await office.db.query(sql`delete from set_up_link`);
    await office.db.query(sql`update sign_in_policy set mixed = false, least_length = 10`);
  });

  const here = () => office.db.query(sql`select id from person where left_on is null`);
  const use = (token: string, more: object = {}) =>
    office.post("/api/setUp", { token, account: `first${round}`, password: strong, ...more });
  const invited = async (by: string, id: number): Promise<string> => {
    const { status, body } = await office.post(`/api/people/${id}/invite`, {}, by);
    expect(status).toBe(200);
    expectContract(SetUpLink, body);
    expect(body.link).toMatch(/^\/set-up#[A-Za-z0-9_-]{43}$/);
    const hours = (Date.parse(String(body.expires)) - Date.now()) / 3_600_000;
    expect(Math.abs(hours - 24)).toBeLessThan(0.1);
    return String(body.link).slice("/set-up#".length);
  };

  it("the first link makes an administrator, once", async () => {
    expect((await office.get("/api/me")).body).toMatchObject({ kind: "nobody", setUp: false });
    const old = (await firstLink(office.db))?.token ?? "";
    await office.db.query(sql`update set_up_link set expires_at = expires_at - interval '11 minutes'`);
    const besides = (await firstLink(office.db))?.token ?? "";
    const token = (await firstLink(office.db))?.token ?? "";
    expect((await use(old)).body, "a new link ends the one before").toMatchObject({ status: 400, parameter: "token", value: "" });
    const done = await use(token, { account: "Li.Na", name: "李娜" });
    expect(done.status).toBe(200);
    expectContract(Me, done.body);
    expect(done.body).toMatchObject({
      kind: "person",
      person: { name: "李娜", account: "li.na" },
      roles: ["administrator", "security"],
      setUp: true,
    });
    expect((await office.get("/api/people", done.cookie)).status).toBe(200);
    for (const used of [token, besides]) expect((await use(used)).body).toMatchObject({ status: 400, parameter: "token" });
    expect(await firstLink(office.db)).toBeNull();
    expect((await office.post("/api/session", { account: "li.na", password: strong })).status).toBe(200);
    expect((await office.audited("set_up")).at(-1)).toMatchObject({ who: "李娜", detail: { account: "li.na", first: true } });
    const audit = await wholeAudit(office.db);
    for (const secret of [old, token, strong]) expect(audit).not.toContain(secret);
    const links = await office.db.query<{ text: string }>(sql`select row_to_json(l)::text as text from set_up_link l`);
    expect(JSON.stringify(links)).not.toContain(token);
  });

  it("of many who come with one link at once, one gets in", async () => {
    const token = (await firstLink(office.db))?.token ?? "";
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => use(token, { account: `racer${i}` })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
    expect(await here()).toHaveLength(1);
  });

  it("an expired link opens nothing, nor does the first one once somebody lets others in", async () => {
    const expired = (await firstLink(office.db))?.token ?? "";
    await office.db.query(sql`update set_up_link set expires_at = now() - interval '1 second'`);
    expect((await use(expired)).body).toMatchObject({ status: 400, parameter: "token" });
    const late = (await firstLink(office.db))?.token ?? "";
    await makePerson(office.db, { roles: ["security"] });
    expect((await use(late)).body).toMatchObject({ status: 400, parameter: "token" });
    expect(await here()).toHaveLength(1);
  });

  it("a weak password is refused and the link still opens", async () => {
    const token = (await firstLink(office.db))?.token ?? "";
    for (const password of ["short", "password1234", `first${round}-of-many`, "1234567890"])
      expect((await use(token, { password })).body, password).toMatchObject({ status: 400, parameter: "password", value: "" });
    expect((await office.post("/api/setUp", { token, password: strong })).body).toMatchObject({ status: 400, parameter: "account" });
    await office.db.query(sql`update sign_in_policy set mixed = true, least_length = 14`);
    expect((await use(token, { password: strong.slice(0, 13) })).body).toMatchObject({ status: 400, parameter: "password" });
    expect((await use(token, { password: "harbour-lantern-7" })).body).toMatchObject({ status: 400, parameter: "password" });
    expect((await use(token)).status).toBe(200);
  });

  it("an invited person chooses an account; the next link sets the password anew and ends what was open", async () => {
    const by = await cookieOf(office.db, await makePerson(office.db, { roles: ["security"] }));
    await makePerson(office.db, { roles: [], account: "taken" });
    const id = await makePerson(office.db, { name: "Sun Yue", roles: ["auditor"], account: null });
    const replaced = await invited(by, id);
    const first = await invited(by, id);
    expect((await use(replaced)).body).toMatchObject({ parameter: "token" });
    expect((await use(first, { account: "taken" })).body).toMatchObject({ status: 400, parameter: "account" });
    const set = await use(first, { account: "sun.yue" });
    expect(set.body).toMatchObject({ person: { id, account: "sun.yue" }, roles: ["auditor"] });

    const again = await invited(by, id);
    expect((await office.get("/api/audit", set.cookie)).status, "an unused link changes nothing").toBe(200);
    expect((await use(again, { account: "another" })).body).toMatchObject({ status: 400, parameter: "account" });
    const reset = await office.post("/api/setUp", { token: again, password: "Quay-Lantern-88" });
    expect(reset.status).toBe(200);
    expect((await office.get("/api/audit", set.cookie)).status).toBe(401);
    expect((await office.get("/api/audit", reset.cookie)).status).toBe(200);
    expect((await office.post("/api/session", { account: "sun.yue", password: strong })).status).toBe(401);
    const made = (await office.audited("change")).filter(({ detail }) => detail.what === "link");
    expect(made.map(({ detail }) => detail.person)).toEqual([id, id, id]);
  });

  it("nobody who has left gets in by a link, and a lock does not keep its owner out", async () => {
    const by = await cookieOf(office.db, await makePerson(office.db, { roles: ["security"] }));
    const id = await makePerson(office.db, { roles: ["leader"], account: "forgetful" });
    for (let i = 0; i < 5; i++) await office.post("/api/session", { account: "forgetful", password: "wrong" });
    const token = await invited(by, id);
    expect((await office.post("/api/setUp", { token, password: strong })).status).toBe(200);
    expect((await office.post("/api/session", { account: "forgetful", password: strong })).status).toBe(200);
    const unused = await invited(by, id);
    await office.db.query(sql`update person set left_on = '2020-01-01' where id = ${id}::bigint`);
    expect((await office.post("/api/setUp", { token: unused, password: testPassword })).body).toMatchObject({ parameter: "token" });
    expect((await office.post(`/api/people/${id}/invite`, {}, by)).status).toBe(409);
    expect((await office.post("/api/people/999999/invite", {}, by)).status).toBe(404);
  });
});
