/** A workbook answered at once: one's own area, the cap said, and a worker that ends when the asker leaves. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { EncodingFailed, encoded } from "../../../server/files/encoding.ts";
import type { Row } from "../../../server/files/table.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { row, table } from "../files/table.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { loadPeopled, peopledTown } from "../questions/peopled.ts";
import { sheetsOf } from "./taking.ts";

const more = 19_000;

describe.each(databases())("a workbook at once on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fresh();
    await loadPeopled(db);
    app = await appOn(db, { demo: false });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const asked = async (person: number, query: string) =>
    app.inject({ url: `/api/problems/export.xlsx?${query}`, headers: { cookie: await cookieOf(db, person) } });

  it("holds what its asker may see and no more, under their name", async () => {
    for (const [person, sees] of [
      [602, (p) => p.zones[0] === 100],
      [601, () => true],
    ] as readonly [number, Parameters<typeof evaluate>[2]][]) {
      const reply = await asked(person, "status=open&category=01");
      expect(reply.headers["content-type"]).toContain("spreadsheetml.sheet");
      const { 说明: about, 数据: rows } = await sheetsOf(reply.rawPayload);
      const mine = evaluate(peopledTown, { ...emptyFilter, status: ["open"], category: ["01"] }, sees);
      expect(
        rows
          ?.slice(1)
          .map(([code]) => code)
          .toSorted(),
      ).toEqual(mine.map(({ code }) => code).toSorted());
      expect(Object.fromEntries((about ?? []) as [string, string][])).toMatchObject({ 导出人: `人${person}`, 行数: `${mine.length} 条` });
    }
    const refused = await asked(601, "stauts=open");
    expect([refused.statusCode, refused.json().parameter]).toEqual([400, "stauts"]);
  });

  it("is capped at 20,000 rows and says so", { timeout: 120_000 }, async () => {
    await db.query(
      sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, geom) overriding system value
      select 1000000 + n, 'many', 'M' || n, (select min(code) from category), '第' || n || '处', 'patrol', '2026-01-01T00:00Z'::timestamptz + n * interval '1 second', 'reported',
        ST_Point(119.02, 33.52, 4326) from generate_series(1, ${more}::int) n`,
      { timeout_ms: 60_000 },
    );
    const total = peopledTown.problems.length + more;
    const { 说明: about, 数据: rows } = await sheetsOf((await asked(601, "")).rawPayload);
    expect(rows).toHaveLength(20_001);
    expect(about).toContainEqual(["上限", `符合条件的共 ${total} 条，本格式至多 20000 条：只导出前 20000 条`]);
    const [entry] = await db.query(sql`select detail from audit_entry order by id desc limit 1`);
    expect(entry).toEqual({ detail: { format: "xlsx", filter: "", rows: 20_000 } });
  });
});

describe("the worker that writes", () => {
  const forever = async function* (asked: { pages: number }): AsyncGenerator<Row[]> {
    for (;;) {
      asked.pages++;
      yield [row("1", "一")];
    }
  };

  it("ends when its file is not wanted any more, and the next has its turn", async () => {
    const [gone, asked] = [new AbortController(), { pages: 0 }];
    const first = (async () => {
      for await (const _part of encoded("xlsx", table, forever(asked), gone.signal)) throw new Error("It never ends.");
    })();
    while (asked.pages < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    const second = (async () => {
      let bytes = 0;
      for await (const part of encoded(
        "gpkg",
        table,
        (async function* () {
          yield [row("1", "一")];
        })(),
      ))
        bytes += part.length;
      return bytes;
    })();
    gone.abort();
    await expect(first).rejects.toThrow(EncodingFailed);
    const { pages } = asked;
    expect(await second).toBeGreaterThan(10_000);
    expect(asked.pages).toBe(pages);
  });

  it("says what went wrong in it", async () => {
    const bad = (async function* (): AsyncGenerator<Row[]> {
      yield [row("1", "一", "no geometry")];
    })();
    const made = (async () => {
      for await (const _part of encoded("gpkg", table, bad)) throw new Error("Nothing comes of it.");
    })();
    await expect(made).rejects.toThrow(/JSON/);
  });
});
