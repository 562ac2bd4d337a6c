/** The edges of a document: the stroke of midnight, what must not leave the house, and the photos it may show. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { momentUnix_s, parseFilter } from "../../../server/contract/filter.ts";
import type { BriefFacts, BriefPage, ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";
import { loadPeopled } from "../questions/peopled.ts";
import { figuresOf } from "./figuresOf.ts";

/** In a week long before anything of the town: nothing else is found in it. */
const monday = "2025-03-03";

async function report(db: Db, id: number, found: string, closed: string | null, description = "an edge"): Promise<void> {
  await db.query(sql`insert into problem (id, layer, external_id, category, title, description, place, source, found_at, state, is_open, closed_at, version, zone1_id, search, geom,
      reporter_name, reporter_phone) overriding system value
    values (${id}::bigint, 'p', ${`E-${id}`}::text, '0101', 'an edge', ${description}::text, '电话13900001111旁', 'hotline', ${found}::timestamptz,
      ${closed === null ? "reported" : "closed"}::text, ${closed === null}::boolean, ${closed}::timestamptz, ${closed === null ? 1 : 2}::int, 100, 'edge', ST_Point(119.01, 33.51, 4326), '张三丰', '13712341234')`);
  await db.query(
    sql`insert into problem_event (problem_id, seq, act, at, state_after) values (${id}::bigint, 1, 'report', ${found}::timestamptz, 'reported')`,
  );
  if (closed !== null)
    await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, closed_after)
      values (${id}::bigint, 2, 'fix_on_spot', ${closed}::timestamptz, 'closed', ${closed}::timestamptz)`);
}

async function photo(db: Db, problem: number, kind: "before" | "after", taken: string, state = "ready"): Promise<number> {
  const [{ id }] = (await db.query<{
    id: number;
  }>(sql`insert into photo (client_id, state, problem_id, kind, taken_at, upload_bytes, upload_sha256, width, height, sets, shown)
    values (gen_random_uuid(), ${state}::text, ${problem}::bigint, ${kind}::text, ${taken}::timestamptz, 1, '\\x31', 640, 480, 1, 1) returning id`)) as [
    { id: number },
  ];
  return id;
}

describe("a moment", () => {
  it("is read to the microsecond", () => {
    const at = "2026-11-15T23:59:59.999999+08:00";
    expect(parseFilter(new URLSearchParams({ at })).at).toBe(at);
    expect(momentUnix_s(at)).toBeCloseTo(Date.parse("2026-11-16T00:00:00+08:00") / 1000 - 1e-6, 6);
    expect(momentUnix_s(at)).toBeLessThan(Date.parse("2026-11-16T00:00:00+08:00") / 1000);
    expect(momentUnix_s("2026-11-15T08:00Z")).toBe(Date.parse("2026-11-15T08:00Z") / 1000);
    expect(() => parseFilter(new URLSearchParams({ at: "2026-11-15T23:59:59.9999999+08:00" }))).toThrow();
    expect(() => parseFilter(new URLSearchParams({ at: "2026-11-15T23:59.5+08:00" }))).toThrow();
  });
});

describe.each(databases())("the edges of documents on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await engine.fresh();
    await loadPeopled(db);
    app = await appOn(db);
    await report(db, 9001, `${monday}T23:59:59.999999+08:00`, null, "市民张先生电话 13812345678，固话0517-83901234，编号20261112345678901");
    await report(db, 9002, "2025-03-04T00:00:00+08:00", null);
    await report(db, 9003, `${monday}T00:00:00+08:00`, `${monday}T23:59:59.999999+08:00`);
    await report(db, 9004, `${monday}T08:00:00+08:00`, "2025-03-04T00:00:00+08:00");
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const factsOf = async (day: string): Promise<BriefFacts> =>
    (await answer<BriefPage>(app, "/api/briefs/page", { kind: "daily", day })).facts;
  const listed = (facts: BriefFacts) =>
    facts.areas.flatMap(({ places }) => places.flatMap(({ problems }) => problems)).toSorted((a, b) => a.id - b.id);

  it("at the stroke of midnight a day is over: nothing is of two days, and nothing of none", async () => {
    const [one, next] = [await factsOf(monday), await factsOf("2025-03-04")];
    expect(listed(one).map(({ id, state }) => [id, state])).toEqual([
      [9001, "reported"],
      [9003, "closed"],
      [9004, "reported"],
    ]);
    expect([one.closed.value, one.open.value, one.foundOpen.value]).toEqual([1, 2, 2]);
    expect(listed(next).map(({ id }) => id)).toEqual([9002]);
    expect([next.closed.value, next.before.found.value, next.before.closed.value]).toEqual([1, 3, 1]);
    for (const [path, { value, query }] of [...figuresOf(one), ...figuresOf(next)])
      if (query !== null) expect((await answer<ProblemList>(app, `/api/problems?limit=0&${query}`)).total, path).toBe(value);
  });

  it("neither who reported it nor a telephone number leaves the house", async () => {
    const facts = await factsOf(monday);
    const text = JSON.stringify(facts);
    for (const secret of ["张三丰", "13712341234", "13812345678", "83901234", "13900001111"]) expect(text).not.toContain(secret);
    expect(listed(facts)[0]).toMatchObject({ text: expect.stringContaining("138****5678"), place: "电话139****1111旁" });
    expect(text).toContain("编号20261112345678901");
  });

  it("photos are of what was closed, before and after, as far as there are any by then", async () => {
    const at = `${monday}T07:00:00+08:00`;
    await photo(db, 9001, "before", at);
    await photo(db, 9001, "after", at);
    expect((await factsOf(monday)).photos, "not closed").toEqual([]);
    await photo(db, 9003, "after", at, "withdrawn");
    await photo(db, 9003, "after", "2025-03-04T00:00:00+08:00");
    const before = await photo(db, 9003, "before", at);
    await photo(db, 9003, "before", `${monday}T08:00:00+08:00`);
    expect((await factsOf(monday)).photos, "withdrawn, or of the next day").toEqual([]);
    await photo(db, 9003, "after", `${monday}T08:00:00+08:00`);
    const after = await photo(db, 9003, "after", `${monday}T09:00:00+08:00`);
    expect((await factsOf(monday)).photos).toEqual([
      { problem: 9003, code: "E-9003", text: "an edge", place: "电话139****1111旁", before, after },
    ]);
    for (let id = 9010; id < 9017; id++) {
      await report(db, id, `${monday}T06:00:00+08:00`, `${monday}T${id - 9000}:30:00+08:00`);
      await photo(db, id, "before", at);
      await photo(db, id, "after", at);
    }
    expect((await factsOf(monday)).photos.map(({ problem }) => problem)).toEqual([9003, 9016, 9015, 9014, 9013, 9012]);
  });

  it("a day is as long as the clocks of the district make it: 23 hours, or 25", async () => {
    await db.query(sql`update district set time_zone = 'America/New_York'`);
    const days = {
      "2025-03-09": {
        last: "2025-03-09T23:59:59.999999-04:00",
        of: ["2025-03-09T00:00:00-05:00", "2025-03-09T23:59:59.999999-04:00"],
        others: ["2025-03-08T23:59:59.999999-05:00", "2025-03-10T00:00:00-04:00"],
      },
      // Half past one is there twice.
      "2025-11-02": {
        last: "2025-11-02T23:59:59.999999-05:00",
        of: ["2025-11-02T00:00:00-04:00", "2025-11-02T01:30:00-04:00", "2025-11-02T01:30:00-05:00", "2025-11-02T23:59:59.999999-05:00"],
        others: ["2025-11-01T23:59:59.999999-04:00", "2025-11-03T00:00:00-05:00"],
      },
    };
    let id = 9100;
    for (const [day, { last, of, others }] of Object.entries(days)) {
      for (const found of [...of, ...others]) await report(db, id++, found, null);
      const facts = await factsOf(day);
      const ids = of.map((_, i) => id - of.length - others.length + i);
      expect([facts.asOf, listed(facts).map((one) => one.id)]).toEqual([last, ids]);
      expect(facts.before.found.value).toBe(1);
      for (const [path, { value, query }] of figuresOf(facts))
        if (query !== null) expect((await answer<ProblemList>(app, `/api/problems?limit=0&${query}`)).total, path).toBe(value);
    }
  });
});
