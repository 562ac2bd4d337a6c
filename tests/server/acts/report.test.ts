/** Reports: their numbers, their zones, what is refused, and that whoever told of one is masked wherever one looks. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDetail, Responsibility } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import {
  abroad,
  body,
  categories,
  east,
  farAway,
  loadPrecinct,
  march,
  outside,
  Precinct,
  setClock,
  units,
  usualReport,
  type Who,
} from "./precinct.ts";

describe.each(databases())("reports on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const post = (said: Record<string, unknown>, who: Who = "inspector") => precinct.post(who, "/api/problems", { ...usualReport, ...said });

  it("have numbers of their day, one after the other, also when many come at once", async () => {
    await setClock(precinct.db, march("09T09:00"));
    const first = await precinct.report();
    expect(first.code).toBe("20260309-0001");
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => post({ title: `第 ${i} 个` }, i % 2 ? "inspector" : "dispatcher")));
    expect(many.map((reply) => body<ProblemDetail>(reply).code).sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `20260309-${String(i + 2).padStart(4, "0")}`),
    );
    // Just before midnight of the district's day is still the day before in UTC's count of the next.
    await setClock(precinct.db, march("10T00:00"));
    expect((await precinct.report()).code).toBe("20260310-0001");
  });

  it("lie in the zones of their place, or in none", async () => {
    const zones = async (place: { lon: number; lat: number }) => (await precinct.report({ ...place })).zones.map((zone) => zone.id);
    expect(await zones(usualReport)).toEqual([101, 201, 301]);
    expect(await zones(east)).toEqual([102, 202, 302]);
    expect(await zones(outside)).toEqual([]);
    expect(await zones({ lon: 119.02, lat: 33.52 })).toEqual([101, 201, 301]);
  });

  it("carry what was said, or what goes without saying", async () => {
    const said = {
      title: "桶满",
      description: "两行\n第二行",
      place: "西街口",
      site: 501,
      night: true,
      found: "2026-03-09T20:00:00+08:00",
    };
    const problem = await precinct.report(said);
    expect(problem).toMatchObject({ ...said, site: { id: 501, type: "market" }, found: "2026-03-09T12:00:00.000Z", noPhoto: "无法拍照" });
    expect(problem).toMatchObject({ state: "reported", source: "patrol", reporter: null, onSpot: false, version: 1 });
    const bare = await precinct.report();
    expect(bare).toMatchObject({ title: "垃圾满溢", description: null, place: null, site: null, night: false });
    expect(Math.abs(Date.parse(bare.found) - Date.parse(bare.clock))).toBeLessThan(60_000);
    expect(bare.history[0]).toMatchObject({ act: "report", actor: "inspector", lon: usualReport.lon, lat: usualReport.lat });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no category", { category: undefined }, "category"],
    ["an unknown category", { category: "9999" }, "category"],
    ["a retired category", { category: categories.retired }, "category"],
    ["no longitude", { lon: undefined }, "lon"],
    ["a longitude as text", { lon: "119.01" }, "lon"],
    ["a latitude off the globe", { lat: 90.1 }, "lat"],
    ["a place far outside the district", farAway, "lon/lat"],
    ["no place at all", { lon: 0, lat: 0 }, "lon/lat"],
    ["a radius that is none", { accuracy_m: -1 }, "accuracy_m"],
    ["an id that is none", { clientId: "1" }, "clientId"],
    ["a count of seconds that is none", { ago_s: -1 }, "ago_s"],
    ["a month and more ago", { ago_s: 31 * 86_400 }, "ago_s"],
    ["both a time and how long ago", { found: "2026-03-01T00:00:00+08:00", ago_s: 60 }, "ago_s"],
    ["lon and lat changed over", { lon: 33.51, lat: 89 }, "lon/lat"],
    ["an unknown site", { site: 999 }, "site"],
    ["no source", { source: undefined }, "source"],
    ["an unknown source", { source: "rumour" }, "source"],
    ["an import's source", { source: "import" }, "source"],
    ["a time to come", { found: "2027-01-01T00:00:00+08:00" }, "found"],
    ["a day that is none", { found: "2026-02-30T00:00:00+08:00" }, "found"],
    ["neither a photo nor why", { noPhoto: undefined }, "photos"],
    ["no photo in the list", { photos: [] }, "photos"],
    ["photos of a repair that was not made", { photosAfter: [1] }, "photosAfter"],
    ["an empty reason", { noPhoto: "  " }, "noPhoto"],
    ["a title without end", { title: "长".repeat(201) }, "title"],
    ["half a character", { title: "\ud800" }, "title"],
    ["a field it does not have", { state: "closed" }, "state"],
    ["somebody from outside on a patrol", { reporterName: "张三" }, "reporterName"],
    ["a number that is none", { source: "12345", reporterPhone: "call me" }, "reporterPhone"],
  ])("are refused with %s", async (_what, said, parameter) => {
    const reply = await post(said);
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
    expect(reply.json().expected.zh && reply.json().expected.en).toBeTruthy();
  });

  it("from outside the district are kept and marked, asked about before, and dispatched by hand", async () => {
    const problem = await precinct.report({ ...abroad, accuracy_m: 80 });
    expect(problem).toMatchObject({ ...abroad, outside: true, accuracy_m: 80, zones: [], zone: null, state: "reported" });
    expect(await precinct.report()).toMatchObject({ outside: false, accuracy_m: null });
    // On the outline is inside.
    expect(await precinct.report({ lon: 119.06, lat: 33.52 })).toMatchObject({ outside: false });
    const asked = body<Responsibility>(await precinct.get("dispatcher", `/api/problems/${problem.id}/responsibility`));
    expect([asked.outside, asked.unit, asked.faults[0]?.zh]).toEqual([true, null, "位置在本区界外"]);
    // Nobody of an area has it; the whole district's dispatcher names the unit, and says why.
    expect((await precinct.attempt("westDispatcher", "dispatch", problem)).statusCode).toBe(403);
    const unnamed = await precinct.attempt("dispatcher", "dispatch", problem, { reason: undefined });
    expect([unnamed.statusCode, unnamed.json().parameter]).toEqual([400, "reason"]);
    const sent = await precinct.act("dispatcher", "dispatch", problem);
    expect(sent).toMatchObject({ state: "dispatched", outside: true, unit: units.west });
    const line = (
      await precinct.post("dispatcher", "/api/problems/bulk", { act: "dispatch", auto: true, rows: [{ id: problem.id, version: 1 }] })
    ).body;
    expect(JSON.parse(line)).toMatchObject({ ok: false });
  });

  it("of a district without an outline are never outside", async () => {
    const [was] = await precinct.db.query<{ outline: string }>(sql`select ST_AsText(outline) as outline from district`);
    await precinct.db.query(sql`update district set outline = null`);
    expect(await precinct.report({ ...farAway })).toMatchObject({ outside: false });
    await precinct.db.query(sql`update district set outline = ST_GeomFromText(${was?.outline ?? ""}::text, 4326)`);
  });

  it("are found by the server's clock, however wrong the phone's is", async () => {
    await setClock(precinct.db, march("10T09:00"));
    const found = async (said: object) => Date.parse((await precinct.report({ ...said })).found) - march("10T09:00");
    const minute = 60_000;
    // A phone whose clock is a week behind still knows that it was two days ago, and on which day the zones were in force.
    for (const days of [0, 2, 30]) {
      const late = await found({ ago_s: days * 86_400 });
      expect([days, late + days * 86_400_000 >= 0, late + days * 86_400_000 < minute]).toEqual([days, true, true]);
    }
    await precinct.db.query(sql`update zone set valid_from = '2026-03-10' where id = 301`);
    // It lies in the zones of today, and is reported under those of its day.
    const zones = async (ago_s: number) => {
      const { id, zones: now } = await precinct.report({ ago_s });
      const [then] = await precinct.db.query<{ z: (number | null)[] }>(
        sql`select array[found_zone1_id, found_zone2_id, found_zone3_id] as z from problem where id = ${id}::bigint`,
      );
      return [now.map((zone) => zone.id), then?.z];
    };
    expect(await zones(2 * 86_400)).toEqual([
      [101, 201, 301],
      [101, 201, null],
    ]);
    expect(await zones(60)).toEqual([
      [101, 201, 301],
      [101, 201, 301],
    ]);
    await precinct.db.query(sql`update zone set valid_from = null where id = 301`);
    // The log says when the server was told.
    const told = await precinct.report({ ago_s: 3 * 86_400 });
    expect(Date.parse(told.history[0]?.at ?? "") - march("10T09:00")).toBeLessThan(minute);
  });

  it("leave nothing behind when they are refused", async () => {
    const count = async () => (await precinct.db.query<{ n: number }>(sql`select count(*)::int as n from problem`))[0]?.n;
    const before = await count();
    const code = (await precinct.report()).code;
    await post({ site: 999 });
    await post({ ...farAway });
    expect(await count()).toBe((before ?? 0) + 1);
    expect(Number((await precinct.report()).code.slice(-4))).toBe(Number(code.slice(-4)) + 1);
  });

  it("are inspectors', dispatchers' and leaders' to make", async () => {
    for (const who of ["inspector", "dispatcher", "leader"] as const) expect([who, (await post({}, who)).statusCode]).toEqual([who, 200]);
    for (const who of ["westHandler", "planner", "auditor", "administrator", "security"] as const)
      expect([who, (await post({}, who)).statusCode]).toEqual([who, 403]);
    expect((await precinct.post(null, "/api/problems", usualReport)).statusCode).toBe(401);
  });

  it("stay visible to who made them, also outside their area, and are not theirs to act on there", async () => {
    const problem = body<ProblemDetail>(await post({}, "eastInspector"));
    expect(problem.zones[0]?.id).toBe(101);
    expect((await precinct.get("eastInspector", `/api/problems/${problem.id}`)).statusCode).toBe(200);
    expect(problem.acts.every((offer) => !offer.allowed)).toBe(true);
    expect((await precinct.attempt("eastInspector", "verify", problem)).statusCode).toBe(403);
  });

  it("of what was mended on the spot are written off at once, by an inspector alone", async () => {
    const problem = await precinct.report({ fixed: true });
    expect(problem).toMatchObject({ state: "closed", onSpot: true, version: 2, unit: null, deadline: null });
    expect(problem.history.map((event) => event.act)).toEqual(["report", "fix_on_spot"]);
    for (const who of ["dispatcher", "leader"] as const) expect((await post({ fixed: true }, who)).statusCode).toBe(403);
    const later = await precinct.act("inspector", "fix_on_spot", await precinct.bring("filed"));
    expect(later).toMatchObject({ state: "closed", onSpot: true });
  });

  it("never show who told of them: not in an answer, a list, an export, a conflict or the audit log", async () => {
    const [phone, name] = ["13951788888", "欧阳修远"];
    const reply = await post({ source: "12345", reporterName: name, reporterPhone: phone, title: "热线来电" }, "dispatcher");
    const problem = body<ProblemDetail>(reply);
    expect(problem.reporter).toEqual({ name: "欧**", phone: "139****8888" });
    const answers = [reply.body];
    const conflict = await precinct.attempt("dispatcher", "accept", problem);
    const sent = await precinct.act("dispatcher", "dispatch", problem);
    answers.push(conflict.body, JSON.stringify(sent), (await precinct.attempt("dispatcher", "file", problem)).body);
    const urls = [`/api/problems/${problem.id}`, "/api/problems?q=热线", "/api/problems/export.csv", "/api/problems/export.geojson"];
    for (const who of ["dispatcher", "westHandler", "leader", "auditor", "administrator"] as const)
      for (const url of [...urls, "/api/layers/problems", "/api/search?q=热线"]) {
        const answer = await precinct.get(who, url);
        answers.push(answer.body, answer.headers["content-disposition"]?.toString() ?? "");
      }
    expect(answers.some((text) => text.includes("热线来电"))).toBe(true);
    for (const text of answers) expect(text).not.toMatch(new RegExp(`${phone}|${name}|951788`));
    const [audit] = await precinct.db.query<{ text: string }>(sql`select string_agg(a::text, ' ') as text from audit_entry a`);
    expect(audit?.text).not.toMatch(new RegExp(`${phone}|${name}`));
    const mistyped = await post({ source: "12345", reporterPhone: `${phone}x` });
    expect([mistyped.statusCode, mistyped.body.includes(phone)]).toEqual([400, false]);
  });
});
