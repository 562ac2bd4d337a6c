/** Short links: the same query has the same code, a code leads back to exactly it, and an unknown one says so. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ShareLink } from "../../../server/contract/deskSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "../people/office.ts";

const query = `?status=open&geo=within:500:${Array.from({ length: 150 }, (_, i) => `site/${1000 + i}`).join(",")}&q=${encodeURIComponent("占道 & 经营")}#map=119.04,33.54,14`;

describe.each(databases())("short links on $name", (engine) => {
  let office: Office;
  let one: string;
  let other: string;
  beforeAll(async () => {
    office = await openOffice(engine);
    one = await cookieOf(office.db, await makePerson(office.db, { roles: ["dispatcher"], unit: 11 }));
    other = await cookieOf(office.db, await makePerson(office.db, { roles: ["handler"], unit: 12 }));
  });
  afterAll(() => office.close());

  it("a query has one code, whoever shares it, and it leads back to exactly that query", async () => {
    const made = await office.post("/api/links", { query }, one);
    expectContract(ShareLink, made.body);
    expect(made.body).toEqual({ code: expect.stringMatching(/^[0-9A-Za-z]{8}$/), query });
    const again = await Promise.all([office.post("/api/links", { query }, other), office.post("/api/links", { query }, one)]);
    for (const { body } of again) expect(body).toEqual(made.body);
    expect((await office.get(`/api/links?code=${made.body.code}`, other)).body).toEqual(made.body);
    expect((await office.get(`/api/links?code=${made.body.code}`, await cookieOfDevice(office.db))).status).toBe(200);
    const audited = (await office.audited("change")).filter(({ detail }) => detail.what === "link");
    expect(audited).toMatchObject([{ detail: { code: made.body.code, after: query } }]);
  });

  it("of two who share the same together, both get the one code", async () => {
    const asked = () => office.post("/api/links", { query: "?status=overdue&unit=11,12" }, one);
    const codes = (await Promise.all([asked(), asked(), asked()])).map(({ body }) => body.code);
    expect(new Set(codes).size).toBe(1);
    expect(await office.db.query(sql`select from share_link where query = '?status=overdue&unit=11,12'`)).toHaveLength(1);
  });

  it("an unknown code, one of other capitals, and one that is none say so", async () => {
    const unknown = await office.get("/api/links?code=zzzzzzzz", one);
    expect([unknown.status, unknown.body.detail_zh]).toEqual([404, expect.stringContaining("zzzzzzzz")]);
    for (const code of ["", "a b", "12345", "a".repeat(13)]) {
      const { status, body } = await office.get(`/api/links?code=${encodeURIComponent(code)}`, one);
      expect([status, body.parameter]).toEqual([400, "code"]);
    }
  });

  it("who is not signed in learns nothing; what could not be asked is not shared", async () => {
    const { body } = await office.post("/api/links", { query: "?status=closed" }, one);
    expect((await office.get(`/api/links?code=${body.code}`)).status).toBe(401);
    expect((await office.post("/api/links", { query: "https://elsewhere.example/?status=open" }, one)).body.parameter).toBe("query");
    expect((await office.post("/api/links", { query: "?link=abcdefgh" }, one)).body.parameter).toBe("link");
  });
});
