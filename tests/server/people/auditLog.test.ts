/** The audit log as the auditor reads it: newest first, in pages, by kind, person and day. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditPage, Policy } from "../../../server/contract/bookSchemas.ts";
import type { AuditPage as Page } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { type Office, openOffice } from "./office.ts";

describe.each(databases())("the audit log on $name", (engine) => {
  let office: Office;
  let auditor: string;
  let person: number;
  beforeAll(async () => {
    office = await openOffice(engine);
    auditor = await cookieOf(office.db, await makePerson(office.db, { roles: ["auditor"] }));
    person = await makePerson(office.db, { name: "Watched", roles: ["leader"] });
    // 250 entries in 50 moments, the first at midnight of 1 March in the district's zone.
    await office.db.query(sql`insert into audit_entry (at, kind, person_id, who, detail)
      select '2026-03-01T00:00:00+08:00'::timestamptz + (n / 5) * interval '1 hour', (array['act', 'export', 'reveal'])[1 + n % 3],
        case when n % 2 = 0 then ${person}::bigint end, 'who', json_build_object('n', n)::jsonb from generate_series(0, 249) n`);
  });
  afterAll(() => office.close());

  const page = async (query: string) => {
    const { status, body } = await office.get(`/api/audit${query}`, auditor);
    expect(status, query).toBe(200);
    expectContract(AuditPage, body);
    return body as unknown as Page;
  };
  const numbers = ({ rows }: Page) => rows.map(({ detail }) => detail.n as number);

  it("pages neither skip nor repeat, newest first", async () => {
    const all: number[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const got: Page = await page(`?limit=37${next && `&cursor=${next}`}`);
      all.push(...numbers(got));
      next = got.next;
    }
    expect(all).toEqual(Array.from({ length: 250 }, (_, i) => 249 - i));
  });

  it("by kind, by person, and by days of the district's calendar, both included", async () => {
    expect(numbers(await page("?kind=export&limit=500")).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 250 }, (_, n) => n).filter((n) => n % 3 === 1),
    );
    expect(numbers(await page("?kind=export,reveal&limit=500"))).toHaveLength(166);
    expect((await page(`?person=${person}&limit=500`)).rows.every(({ personId }) => personId === person)).toBe(true);
    expect(numbers(await page("?from=2026-03-02&to=2026-03-02&limit=500"))).toEqual(Array.from({ length: 120 }, (_, i) => 239 - i));
    expect(numbers(await page("?to=2026-02-28"))).toEqual([]);
    expect(numbers(await page("?problem=5"))).toEqual([]);
  });

  it("bad input names the parameter", async () => {
    for (const [query, parameter] of [
      ["kind=gossip", "kind"],
      ["person=0", "person"],
      ["from=yesterday", "from"],
      ["to=2026-02-30", "to"],
      ["cursor=zzz", "cursor"],
      ["limit=501", "limit"],
      ["cursor=OTk5OTk5OTk5OTk5OTk5OSAx", "cursor"],
    ] as const)
      expect((await office.get(`/api/audit?${query}`, auditor)).body).toMatchObject({ status: 400, parameter });
  });

  it("cannot be rewritten, not even below the wire", async () => {
    await expect(office.db.query(sql`update audit_entry set who = 'nobody'`)).rejects.toThrow(/append-only/);
    await expect(office.db.query(sql`delete from audit_entry`)).rejects.toThrow(/append-only/);
  });

  it("the office's rules: changed whole, held to their limits, audited by what differs", async () => {
    const officer = await cookieOf(office.db, await makePerson(office.db, { roles: ["security"] }));
    const { body } = await office.get("/api/policy", officer);
    expectContract(Policy, body);
    expect(body).toEqual({
      leastLength: 10,
      mixed: false,
      longest_days: null,
      session_h: 12,
      idle_min: 120,
      tries: 5,
      lock_min: 15,
      dutiesSeparate: true,
      undo_min: 10,
      original_days: 180,
    });
    const changed = await office.post("/api/policy", { ...body, leastLength: 12, longest_days: 90 }, officer);
    expect(changed.body).toEqual({ ...body, leastLength: 12, longest_days: 90 });
    expect((await office.get("/api/me")).body.leastLength).toBe(12);
    expect((await office.audited("change")).at(-1)?.detail).toEqual({
      what: "policy",
      before: { leastLength: 10, longest_days: null },
      after: { leastLength: 12, longest_days: 90 },
    });
    for (const [name, value] of [
      ["leastLength", 7],
      ["leastLength", 8.5],
      ["mixed", "yes"],
      ["longest_days", 0],
      ["session_h", 721],
      ["tries", null],
      ["lock_min", 1441],
      ["undo_min", -1],
      ["original_days", 0],
      ["original_days", 3651],
    ] as const)
      expect((await office.post("/api/policy", { ...body, [name]: value }, officer)).body).toMatchObject({ status: 400, parameter: name });
  });
});
