/** The same district twice, one with most of its past in the archive: the same questions have the same answers. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personRoles } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { loadSize } from "../../bench/town.ts";
import { heardAt } from "../../schema/heard.ts";
import { questions } from "../../schema/questions.ts";
import { events } from "../../schema/town.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { decoded } from "../layers/tileOracle.ts";
import { archiveAll } from "./archived.ts";

const size = { problems: 2_400, open: 300, markets: 12, placed: true } as const;
/** Of spans that lie in the archive, end in it or begin in it, and of single things of it. */
const past: readonly string[] = [
  ..."found=2026-03-01..2026-04-10 found=2026-03-01.. found=..2026-04-10 found=2026-07-20..2026-09-03 closed=2026-04-01..2026-05-01 closed=2026-07-01.."
    .split(" ")
    .flatMap((span) => [
      `/api/problems?${span}`,
      `/api/problems?${span}&sort=closed&limit=200`,
      `/api/problems/count?by=zone,unit,day&${span}`,
    ]),
  "/api/problems?during=2026-05-01..2026-05-20&ids=1",
  "/api/problems?at=2026-05-10T08:00:00%2B08:00",
  "/api/problems/count?by=status,zone&at=2026-05-10T08:00:00%2B08:00",
  "/api/problems/count?by=status&at=2026-10-10T08:00:00%2B08:00",
  "/api/problems/facets?by=status,zone,day&found=2026-08-20..2026-09-10&status=open",
  "/api/problems/facets?by=status,category,unit,siteType,zone,day,hour&found=2026-03-01..2026-04-10",
  "/api/problems/near?of=market&within=500&found=2026-03-01..2026-06-10",
  "/api/problems/export.csv?found=2026-03-01..2026-04-10",
  "/api/problems/export.geojson?closed=2026-04-01..2026-05-01",
  "/api/briefs/page?kind=daily&day=2026-05-10",
  "/api/briefs/page?kind=notice&from=2026-05-10&to=2026-05-12&siteType=market",
  "/api/sites/7/history?months=24&within=2000",
  "/api/problems/replay?from=2026-05-14T00:00:00Z&to=2026-05-15T00:00:00Z",
  "/api/problems?repeat=500:90",
  "/api/problems/performance?closed=2026-03-01..2026-06-01&by=person",
  "/api/problems?found=800d&limit=500",
  ...[1, 17, 400, 801, 1_600].flatMap((id) => [`/api/problems/${id}`, `/api/search?q=${id}`, `/api/problems?problem=${id}`]),
];
const all = [...new Set([...Object.values(questions), ...past])].filter((url) => !url.includes("map.png"));

interface Step {
  readonly "Relation Name"?: string;
  readonly "Actual Loops": number;
  readonly Plans?: readonly Step[];
}
/** Tables of the steps that ran. */
const run = (step: Step): string[] => [
  ...(step["Relation Name"] && step["Actual Loops"] > 0 ? [step["Relation Name"]] : []),
  ...(step.Plans ?? []).flatMap(run),
];

/** Of a tile, in no order. */
const spots = (bytes: Buffer = Buffer.alloc(0)): string[] =>
  decoded(bytes)
    .map((spot) => JSON.stringify(spot))
    .sort();

describe.each(databases())("an archive on $name", ({ fresh }) => {
  const dbs: Db[] = [];
  const apps: FastifyInstance[] = [];
  const cookies: string[] = [];
  beforeAll(async () => {
    for (const archived of [false, true]) {
      const db = await fresh();
      dbs.push(db);
      await loadSize(db, size);
      await db.query(events, { timeout_ms: 0 });
      await db.query(sql`update district set frozen_at = '2027-09-10T10:00+08:00'`);
      await db.query(sql`select make_month(p.parent, m::date) from (values ('problem_ended'), ('problem_event')) p (parent),
        generate_series(date '2026-01-01', date '2026-11-01', interval '1 month') m`);
      cookies.push(await cookieOf(db, await makePerson(db, { roles: personRoles })));
      if (archived) expect((await archiveAll(db)).at(-1)).toBe("archived problem_event_2026_07");
      apps.push(await appOn(db));
    }
  }, 120_000);
  afterAll(async () => {
    for (const app of apps) await app.close();
    for (const db of dbs) await db.close();
  });

  it("holds most of the past, and nothing else does", async () => {
    const counts = sql`select (select count(*) from problem)::int as problems, (select count(*) from archived_problem)::int as archived,
      (select count(*) from problem_event)::int as events, (select count(*) from archived_problem_event)::int as "archivedEvents"`;
    type Counts = { problems: number; archived: number; events: number; archivedEvents: number };
    const [[plain], [held]] = [await (dbs[0] as Db).query<Counts>(counts), await (dbs[1] as Db).query<Counts>(counts)] as [
      [Counts],
      [Counts],
    ];
    expect([plain.archived, plain.archivedEvents]).toEqual([0, 0]);
    expect([held.problems + held.archived, held.events + held.archivedEvents]).toEqual([plain.problems, plain.events]);
    expect(held.archived).toBeGreaterThan(800);
    expect(held.archivedEvents).toBeGreaterThan(4_000);
  });

  /** Drawers that a question's statements look into when they run. */
  async function opened(db: Db, cookie: string, url: string): Promise<string[]> {
    const names = new Set<string>();
    for (const statement of await heardAt(db, cookie, url)) {
      const [row] = await db.query<{ "QUERY PLAN": readonly [{ Plan: Step }] }>(
        sql`explain (analyze, timing off, format json) ${statement}`,
      );
      for (const name of run((row as { "QUERY PLAN": readonly [{ Plan: Step }] })["QUERY PLAN"][0].Plan)) names.add(name);
    }
    return [...names].filter((name) => /^problem_(event_)?(open|rest|\d{4}_\d\d)$/.test(name)).sort();
  }

  it("what is asked of what is open looks into no other drawer", async () => {
    for (const url of [
      "/api/problems?status=open",
      "/api/problems/count?by=zone&status=open",
      "/api/problems/near?of=market&within=500&status=open",
    ])
      expect(await opened(dbs[1] as Db, cookies[1] as string, url), url).toEqual(["problem_open"]);
  });

  it("what is asked of a span after it does not look into it, and what reaches before does", async () => {
    const old = (names: readonly string[]) => names.filter((name) => name.slice(-7) <= "2026_07");
    for (const url of [
      "/api/problems?found=2026-09-01..2026-10-01",
      "/api/problems?closed=365d",
      "/api/problems/count?by=zone&during=2026-08-20..",
    ])
      expect(old(await opened(dbs[1] as Db, cookies[1] as string, url)), url).toEqual([]);
    expect(old(await opened(dbs[1] as Db, cookies[1] as string, "/api/problems?found=2026-04-01..2026-10-01")).length).toBeGreaterThan(3);
  });

  it("what happened in two months is looked for in two drawers", async () => {
    const between = (table: Sql, from: string) => sql`explain (analyze, timing off, format json) select count(*) from ${table} v
      where v.at >= (select ${from}::timestamptz) and v.at < (select ${from}::timestamptz + interval '2 months')`;
    for (const [db, table, from, months] of [
      [dbs[0], sql`problem_event`, "2026-04-01", ["2026_04", "2026_05"]],
      [dbs[1], sql`problem_event_past`, "2026-07-01", ["2026_07", "2026_08"]],
    ] as const) {
      const [row] = await (db as Db).query<{ "QUERY PLAN": readonly [{ Plan: Step }] }>(between(table, `${from}T00:00:00Z`));
      const names = run((row as { "QUERY PLAN": readonly [{ Plan: Step }] })["QUERY PLAN"][0].Plan);
      expect([...names].filter((name) => !name.endsWith("_rest")).sort()).toEqual(months.map((month) => `problem_event_${month}`));
    }
  });

  it.each(all)("%s", async (url) => {
    const [plain, held] = [
      await apps[0]?.inject({ url, headers: { cookie: cookies[0] } }),
      await apps[1]?.inject({ url, headers: { cookie: cookies[1] } }),
    ];
    expect(plain?.statusCode, plain?.body.slice(0, 300)).toBe(200);
    const said = (reply: typeof plain) => (url.includes("/tiles/") ? spots(reply?.rawPayload) : reply?.body);
    expect(said(held)).toEqual(said(plain));
  });
});
