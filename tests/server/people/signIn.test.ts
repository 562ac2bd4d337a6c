/** Signing in and out: the cookie, how long it holds, what ends it at once, and how often one may fail. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Me } from "../../../server/contract/bookSchemas.ts";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { argon } from "../../../server/people/password.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson, testPassword } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice, wholeAudit } from "./office.ts";

const token = /^chuangtu_session=[A-Za-z0-9_-]{43}$/;

describe.each(databases())("signing in on $name", (engine) => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(engine);
  });
  afterAll(() => office.close());
  beforeEach(() => office.db.query(sql`delete from sign_in_try`));

  const signIn = (account: string, password: string, headers?: Record<string, string>) =>
    office.post("/api/session", { account, password }, "", headers);

  it("opens a session whose cookie no script reads and no other site sends", async () => {
    const id = await makePerson(office.db, { name: "王敏", roles: ["handler"], unit: 11, account: "wang.min" });
    const signed = await signIn(" Wang.Min ", testPassword);
    expectContract(Me, signed.body);
    expect(signed.body).toMatchObject({
      kind: "person",
      person: { id, name: "王敏", account: "wang.min" },
      roles: ["handler"],
      unit: 11,
      demo: false,
      demoPeople: [],
      mustChange: false,
    });
    expect(signed.cookie).toMatch(token);
    expect(signed.headers["set-cookie"]).toBe(`${signed.cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200`);
    expect(signed.headers["cache-control"]).toBe("no-store");
    const me = await office.get("/api/me", `theme=dark; ${signed.cookie}`);
    expect(me.body).toEqual(signed.body);
    const kept = await office.db.query<{ text: string }>(sql`select row_to_json(s)::text as text from session s`);
    expect(kept.map(({ text }) => text).join()).not.toContain(signed.cookie.split("=")[1]);
    expect((await office.audited("sign_in")).at(-1)).toMatchObject({
      person_id: id,
      who: "王敏",
      address: "127.0.0.1",
      route: "POST /api/session",
    });
  });

  it("over https the cookie is secure; a proxy is believed only where one is trusted", async () => {
    const id = await makePerson(office.db, { roles: ["leader"], account: "proxied" });
    const trusting = await appOn(office.db, { demo: false, trustProxy: "127.0.0.1" });
    const ask = (app: typeof trusting, headers: Record<string, string>) =>
      app.inject({ method: "POST", url: "/api/session", payload: { account: "proxied", password: testPassword }, headers });
    const passedOn = {
      host: "inner:8080",
      origin: "https://chuangtu.example",
      "x-forwarded-host": "chuangtu.example",
      "x-forwarded-proto": "https",
      "x-forwarded-for": "6.6.6.6, 203.0.113.9",
    };
    const secure = await ask(trusting, passedOn);
    expect([secure.statusCode, secure.headers["set-cookie"]]).toEqual([200, expect.stringMatching(/; Secure$/)]);
    expect((await office.audited("sign_in")).at(-1)).toMatchObject({ person_id: id, address: "203.0.113.9" });
    const { origin: _none, ...noOrigin } = passedOn;
    expect((await ask(trusting, { host: "inner:8080" })).headers["set-cookie"]).not.toContain("Secure");
    expect((await ask(office.app, passedOn)).statusCode, "the page's address is not the one asked").toBe(403);
    expect((await ask(office.app, noOrigin)).headers["set-cookie"]).not.toContain("Secure");
    expect((await office.audited("sign_in")).at(-1)?.address).toBe("127.0.0.1");
    await trusting.close();
  });

  it("one session takes the place of the one before", async () => {
    await makePerson(office.db, { roles: ["leader"], account: "twice" });
    const first = await signIn("twice", testPassword);
    const second = await office.post("/api/session", { account: "twice", password: testPassword }, first.cookie);
    expect((await office.get("/api/me", first.cookie)).body.kind).toBe("nobody");
    expect((await office.get("/api/me", second.cookie)).body.kind).toBe("person");
  });

  it("signing out ends it, whoever kept a copy of the cookie", async () => {
    const id = await makePerson(office.db, { roles: ["leader"], account: "leaver" });
    const { cookie } = await signIn("leaver", testPassword);
    const out = await office.post("/api/session/end", {}, cookie);
    expect([out.status, out.body, out.headers["set-cookie"]]).toEqual([
      200,
      { ok: true },
      "chuangtu_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
    ]);
    expect((await office.get("/api/me", cookie)).body).toMatchObject({ kind: "nobody", person: null, roles: [] });
    expect((await office.audited("sign_out")).at(-1)).toMatchObject({ person_id: id });
    expect((await office.post("/api/session/end", {})).status).toBe(200);
  });

  it("a wrong password and an unknown account are answered alike, at the same cost", async () => {
    const id = await makePerson(office.db, { roles: ["leader"], account: "known" });
    await makePerson(office.db, { roles: ["leader"], account: "gone" });
    await office.db.query(sql`update person set left_on = '2020-01-01' where account = 'gone'`);
    const verify = vi.spyOn(argon, "verify");
    const answers = [await signIn("known", "Wrong-Password-1"), await signIn("unknown", testPassword), await signIn("gone", testPassword)];
    expect(verify).toHaveBeenCalledTimes(3);
    const costs = verify.mock.calls.map(([kept]) => String(kept).split("$").slice(0, 4).join("$"));
    expect(new Set(costs)).toEqual(new Set(["$argon2id$v=19$m=19456,t=2,p=1"]));
    verify.mockRestore();
    for (const { status, body, cookie, headers } of answers) {
      expect([status, cookie, body]).toEqual([401, "", answers[0]?.body]);
      expect(headers["www-authenticate"]).toBe('Session realm="chuangtu"');
      expectContract(ProblemDocument, body);
    }
    const failures = (await office.audited("sign_in_failed")).slice(-3);
    expect(failures.map(({ person_id, detail }) => [person_id, detail.account])).toEqual([
      [id, "known"],
      [null, "unknown"],
      [expect.any(Number), "gone"],
    ]);
  });

  it("what is typed one field too early is kept nowhere", async () => {
    await signIn("my-secret-password", "x");
    expect(await wholeAudit(office.db)).not.toContain("my-secret-password");
    const tries = await office.db.query<{ account: string }>(sql`select account from sign_in_try`);
    expect(tries).toHaveLength(1);
    expect(tries[0]?.account).not.toContain("secret");
  });

  it("refuses a cookie that is old, idle, revoked, of somebody who left, or made up", async () => {
    const kinds: Record<string, (id: number) => Promise<unknown>> = {
      expired: (id) => office.db.query(sql`update session set expires_at = now() - interval '1 second' where person_id = ${id}::bigint`),
      idle: (id) => office.db.query(sql`update session set seen_at = now() - interval '121 minutes' where person_id = ${id}::bigint`),
      revoked: (id) => office.db.query(sql`update session set revoked_at = now() where person_id = ${id}::bigint`),
      left: (id) => office.db.query(sql`update person set left_on = (clock() at time zone 'Asia/Shanghai')::date where id = ${id}::bigint`),
      unset: (id) => office.db.query(sql`update person set password_hash = null where id = ${id}::bigint`),
    };
    for (const [name, end] of Object.entries(kinds)) {
      const id = await makePerson(office.db, { roles: ["auditor"] });
      const cookie = await cookieOf(office.db, id);
      expect((await office.get("/api/audit", cookie)).status, name).toBe(200);
      await end(id);
      expect((await office.get("/api/audit", cookie)).status, name).toBe(401);
    }
    for (const forged of ["chuangtu_session=", `chuangtu_session=${"A".repeat(43)}`, "chuangtu_session=%00", "chuangtu_session"])
      expect((await office.get("/api/audit", forged)).status).toBe(401);
  });

  it("almost idle is not idle: a request keeps the session alive", async () => {
    const id = await makePerson(office.db, { roles: ["auditor"] });
    const cookie = await cookieOf(office.db, id);
    await office.db.query(sql`update session set seen_at = now() - interval '119 minutes' where person_id = ${id}::bigint`);
    expect((await office.get("/api/audit", cookie)).status).toBe(200);
    const [row] = await office.db.query<{ fresh: boolean }>(
      sql`select seen_at > now() - interval '1 minute' as fresh from session where person_id = ${id}::bigint`,
    );
    expect(row?.fresh).toBe(true);
  });

  it("a duty that was taken away is gone with the next request", async () => {
    const id = await makePerson(office.db, { roles: ["auditor"] });
    const cookie = await cookieOf(office.db, id);
    await office.db.query(sql`update person set roles = '{planner}' where id = ${id}::bigint`);
    expect((await office.get("/api/audit", cookie)).status).toBe(403);
    expect((await office.audited("refusal")).at(-1)).toMatchObject({ person_id: id, route: "GET /api/audit" });
  });

  it("after five failures the account waits, and says how long; its owner's success forgets them", async () => {
    await makePerson(office.db, { roles: ["leader"], account: "locked" });
    await makePerson(office.db, { roles: ["leader"], account: "other" });
    for (let i = 0; i < 4; i++) expect((await signIn("locked", "wrong")).status).toBe(401);
    expect((await signIn("locked", testPassword)).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await signIn("locked", "wrong")).status).toBe(401);
    expect((await office.audited("sign_in_failed")).slice(-5).map(({ detail }) => detail.locked)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      true,
    ]);
    const waiting = await signIn("locked", testPassword);
    expect(waiting.status).toBe(429);
    expect(Number(waiting.headers["retry-after"])).toBeGreaterThan(880);
    expect(Number(waiting.headers["retry-after"])).toBeLessThanOrEqual(900);
    expect((await signIn("other", testPassword)).status).toBe(200);
    // Waiting is not made longer by trying.
    await office.db.query(sql`update sign_in_try set at = at - interval '15 minutes'`);
    expect((await signIn("locked", testPassword)).status).toBe(200);
  });

  it("an account that does not exist waits as one that does", async () => {
    for (let i = 0; i < 5; i++) expect((await signIn("nobody.here", "wrong")).status).toBe(401);
    expect((await signIn("nobody.here", "wrong")).status).toBe(429);
  });

  it("of many at once no more get through than of few in turn", async () => {
    await makePerson(office.db, { roles: ["leader"], account: "stormed" });
    const all = await Promise.all(Array.from({ length: 20 }, () => signIn("stormed", "wrong")));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it("ten times as many from one address, and everybody there waits", async () => {
    await makePerson(office.db, { roles: ["leader"], account: "neighbour" });
    await office.db.query(sql`insert into sign_in_try (account, address) select '?' || n, '127.0.0.1' from generate_series(1, 50) n`);
    expect((await signIn("neighbour", testPassword)).status).toBe(429);
    await office.db.query(sql`update sign_in_try set address = '10.0.0.9'`);
    expect((await signIn("neighbour", testPassword)).status).toBe(200);
  });

  it("one's own password is changed by the old one, and one's other sessions end", async () => {
    const id = await makePerson(office.db, { name: "Zhao Lei", roles: ["leader"], account: "changer" });
    const here = await cookieOf(office.db, id);
    const elsewhere = await cookieOf(office.db, id);
    const change = (old: string, fresh: string) => office.post("/api/password", { old, new: fresh }, here);
    expect((await change("wrong", "Harbour-Lantern-7")).body).toMatchObject({ status: 400, parameter: "old", value: "" });
    for (const weak of ["short", "1234567890", "my-changer-secret", "Zhao Lei is great", testPassword])
      expect((await change(testPassword, weak)).body).toMatchObject({ status: 400, parameter: "new", value: "" });
    const changed = await change(testPassword, "Harbour-Lantern-7");
    expect(changed.status).toBe(200);
    expectContract(Me, changed.body);
    expect((await office.get("/api/me", here)).body.kind).toBe("person");
    expect((await office.get("/api/me", elsewhere)).body.kind).toBe("nobody");
    expect((await signIn("changer", testPassword)).status).toBe(401);
    expect((await signIn("changer", "Ｈarbour-Lantern-7")).status, "NFKC: a full-width H is an H").toBe(200);
    expect((await office.audited("change")).at(-1)).toMatchObject({ person_id: id, detail: { what: "password" } });
  });

  it("guessing the old password of a session left open is throttled too", async () => {
    const id = await makePerson(office.db, { roles: ["leader"], account: "guessed" });
    const cookie = await cookieOf(office.db, id);
    const guess = () => office.post("/api/password", { old: "guess", new: "Harbour-Lantern-7" }, cookie);
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });

  it("a password older than the office allows opens only the changing of it", async () => {
    const id = await makePerson(office.db, { roles: ["auditor"], account: "aged" });
    const cookie = await cookieOf(office.db, id);
    await office.db.query(sql`update person set password_set_at = now() - interval '91 days' where id = ${id}::bigint`);
    expect((await office.get("/api/me", cookie)).body).toMatchObject({ mustChange: false, roles: ["auditor"] });
    await office.db.query(sql`update sign_in_policy set longest_days = 90`);
    expect((await office.get("/api/me", cookie)).body).toMatchObject({ mustChange: true, roles: [] });
    expect((await signIn("aged", testPassword)).body).toMatchObject({ mustChange: true, roles: [] });
    expect((await office.get("/api/audit", cookie)).status).toBe(403);
    const changed = await office.post("/api/password", { old: testPassword, new: "Harbour-Lantern-7" }, cookie);
    expect(changed.body).toMatchObject({ mustChange: false, roles: ["auditor"] });
    expect((await office.get("/api/audit", cookie)).status).toBe(200);
    await office.db.query(sql`update sign_in_policy set longest_days = null`);
  });

  it("refuses what comes from another site, whoever is signed in", async () => {
    const cookie = await cookieOf(office.db, await makePerson(office.db, { roles: ["security"] }));
    const post = (headers: Record<string, string>) => office.post("/api/session/end", {}, cookie, { host: "chuangtu.example", ...headers });
    const elsewhere = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "http://chuangtu.example:8081" },
      { origin: "null" },
    ];
    for (const headers of elsewhere) expect((await post(headers)).status, JSON.stringify(headers)).toBe(403);
    expect((await office.audited("refusal")).at(-1)?.route).toBe("POST /api/session/end");
    expect((await office.get("/api/me", cookie)).body.kind).toBe("person");
    expect((await post({ "sec-fetch-site": "same-origin", origin: "http://chuangtu.example" })).status).toBe(200);
  });

  it("bad input names the field, and repeats no secret", async () => {
    const bad = async (url: string, body: object, parameter: string) => {
      const reply = await office.post(url, body);
      expect([reply.status, reply.body.parameter], JSON.stringify(body)).toEqual([400, parameter]);
      expect(JSON.stringify(reply.body)).not.toContain("s3cret");
    };
    await bad("/api/session", {}, "account");
    await bad("/api/session", { account: "a" }, "password");
    await bad("/api/session", { account: "a", password: ["s3cret"] }, "password");
    await bad("/api/session", { account: "a", password: "s3cret".repeat(100) }, "password");
    await bad("/api/session", { account: "a\u0000", password: "s3cret" }, "account");
    await bad("/api/session", { account: "a", password: "s3cret", remember: true }, "remember");
    await bad("/api/session/device", { token: "s3cret" }, "token");
    await bad("/api/setUp", { token: "s3cret", account: "a b", password: "s3cret" }, "account");
  });
});
