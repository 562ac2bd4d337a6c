/** Exports: the filter's rows and no others, the filter and time on the file, nothing a sheet would run. */

import { parse } from "csv-parse/sync";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { ProblemList } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { cell } from "../../../server/files/csv.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { evaluate } from "../filter/naive.ts";
import { loadPeopled, peopledTown } from "../questions/peopled.ts";
import { loadTown, town } from "../questions/town.ts";
import { address, answer, appOn } from "./asked.ts";

const filter = { status: "open", geo: ["within:500:market", "inside:zone/101"], category: "01", found: "2026-10-01.." };

describe.each(databases())("exports on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("town", loadTown(town)));
  });

  it("CSV holds the list's rows in the list's order, under the filter's sentence", async () => {
    const list = await answer<ProblemList>(app, "/api/problems", { ...filter, limit: "500" });
    expect(list.total).toBeGreaterThan(10);
    const reply = await app.inject(address("/api/problems/export.csv", filter));
    expect(reply.headers["content-disposition"]).toBe(
      `attachment; filename="problems-2026-11-21.csv"; filename*=UTF-8''${encodeURIComponent("问题台账-2026-11-21")}.csv`,
    );
    expect(reply.body.charCodeAt(0)).toBe(0xfeff);
    const [head, headings, ...rows] = parse(reply.body, { bom: true, relax_column_count: true }) as string[][];
    expect(head?.[0]).toBe(
      `筛选：未销号 · 距农贸市场 500 米内 · 区101内 · 2026-10-01 起发现 · 类01；时间：2026-11-21 10:00（Asia/Shanghai）；共 ${list.total} 条`,
    );
    expect(headings?.slice(0, 3)).toEqual(["编号", "标题", "类别代码"]);
    expect(rows.map((r) => r[0])).toEqual(list.rows.map((r) => r.code));
    expect(rows.every((r) => r.length === headings?.length)).toBe(true);
    expect(rows.map((r) => Number(r.at(-2)))).toEqual(list.rows.map((r) => Number(r.lon.toFixed(6))));
  });

  it("GeoJSON says what was asked, when, and in which coordinates", async () => {
    const list = await answer<ProblemList>(app, "/api/problems", { ...filter, limit: "500" });
    const { metadata, features } = (await app.inject(address("/api/problems/export.geojson", filter))).json();
    expect(metadata).toMatchObject({ crs: "EPSG:4326", total: list.total, at: "2026-11-21T02:00:00.000Z", capped: false });
    expect((await app.inject(`/api/problems?limit=0&${metadata.filter}`)).json().total).toBe(list.total);
    expect(metadata.sentence.en).toContain("within 500 m of a farmers' market");
    expect(features.map((f: { id: number }) => f.id)).toEqual(list.rows.map((r) => r.id));
  });

  it("is written down before it leaves: who, in which form, what and how many", async () => {
    const db = await fresh();
    await loadPeopled(db);
    const own = await appOn(db, { demo: false });
    const cookie = await cookieOf(db, 602);
    const mine = evaluate(peopledTown, { ...emptyFilter, status: ["open"], category: ["01"] }, (p) => p.zones[0] === 100);
    for (const [format, path] of [
      ["csv", "/api/problems/export.csv"],
      ["geojson", "/api/problems/export.geojson"],
    ]) {
      expect((await own.inject({ url: `${path}?category=01&status=open`, headers: { cookie } })).statusCode).toBe(200);
      const [entry] = await db.query<object>(sql`select kind, person_id, who, route, detail from audit_entry order by id desc limit 1`);
      const detail = { format, filter: "status=open&category=01", rows: mine.length };
      expect(entry).toEqual({ kind: "export", person_id: 602, who: "人602", route: `GET ${path}`, detail });
    }
    const refused = await own.inject({ url: "/api/problems/export.csv?category=nope", headers: { cookie } });
    expect(refused.statusCode).toBe(400);
    const [count] = await db.query<{ n: number }>(sql`select count(*)::int as n from audit_entry`);
    expect(count?.n).toBe(2);
    await own.close();
    await db.close();
  });

  it("every row of a whole district, page after page, as it stood at a moment too", async () => {
    const all = parse((await app.inject("/api/problems/export.csv")).body, { bom: true, relax_column_count: true }) as string[][];
    expect(new Set(all.slice(2).map((r) => r[0])).size).toBe(town.problems.length);
    const at = "2026-11-01T00:00Z";
    const then = (await app.inject(address("/api/problems/export.geojson", { at }))).json();
    expect(then.features).toHaveLength(town.problems.filter((p) => p.found <= Date.parse(at)).length);
    expect(then.metadata.at).toBe("2026-11-01T00:00:00.000Z");
  });

  it("text that a sheet would run stays text", async () => {
    const db = await fresh();
    await loadTown({ ...town, problems: town.problems.slice(0, 4) })(db);
    const traps = ["=1+1", "+8613800000000", "-2", "@SUM(A1)"];
    await db.query(
      sql`update problem p set title = t.title, person = '"x",y' from unnest(${traps}::text[]) with ordinality t (title, n) where p.id = t.n`,
    );
    const own = await appOn(db);
    const [, , ...rows] = parse((await own.inject("/api/problems/export.csv")).body, { bom: true, relax_column_count: true }) as string[][];
    expect(rows.map((r) => r[1]).sort()).toEqual(traps.map((t) => `'${t}`).sort());
    expect(rows.every((r) => r.includes('"x",y'))).toBe(true);
    await own.close();
    await db.close();
  });
});

it("escapes cells", () => {
  expect(["=a", "\tx", "\rx", "a=b", "0101", "123456789012", "12", "", 'a"b', "a,b", "a\nb"].map(cell)).toEqual([
    "'=a",
    "'\tx",
    '"\'\rx"',
    "a=b",
    "'0101",
    "'123456789012",
    "12",
    "",
    '"a""b"',
    '"a,b"',
    '"a\nb"',
  ]);
});
