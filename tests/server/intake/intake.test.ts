/** What other systems send in: by a key alone, once each, never lost; what cannot be understood is held with what is wanting. */
import fc from "fast-check";
import gcoord from "gcoord";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { areaOf, seenKey } from "../../../server/ask/caller.ts";
import { IntakeAnswer } from "../../../server/contract/noticeSchemas.ts";
import type { IntakeAnswer as Answer } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { callerOf } from "../../../server/http/callers.ts";
import { permit } from "../../../server/http/permit.ts";
import { databases } from "../../support/databases.ts";
import { abroad, body, march, outside, setClock, west } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { Line, usualSent } from "./line.ts";

describe.each(databases())("intake on $name", ({ fresh }) => {
  let line: Line;
  beforeAll(async () => {
    line = await Line.open(await fresh());
  });
  afterAll(() => line.close());
  afterEach(() => line.rested());

  it("makes a problem like any report, told by the system, with its reporter masked", async () => {
    const said = {
      description: "两天没人收",
      place: "西街口",
      reporterName: "欧阳修远",
      reporterPhone: "13951788888",
      found: "2026-03-02T08:00:00+08:00",
    };
    const answer = await line.send({ externalId: "H-1", ...said });
    expectContract(IntakeAnswer, answer);
    expect(answer).toMatchObject({ externalId: "H-1", state: "taken", wanting: [], repeated: false, problem: { code: "20260302-0001" } });
    const problem = await line.precinct.read(answer.problem?.id ?? 0);
    expect(problem).toMatchObject({
      state: "reported",
      source: "12345",
      category: "0103",
      title: "桶满了",
      place: "西街口",
      description: said.description,
    });
    expect(problem).toMatchObject({ found: "2026-03-02T00:00:00.000Z", reporter: { name: "欧**", phone: "139****8888" }, outside: false });
    expect(problem.noPhoto).toBe("来自12345热线平台（编号 H-1）");
    expect(problem.zones.map((zone) => zone.id)).toEqual([101, 201, 301]);
    expect(problem.history).toMatchObject([{ act: "report", actor: "12345热线平台", photos: [] }]);
    const [audit] = await line.precinct.db.query<{ who: string; device_id: number; person_id: number | null }>(
      sql`select who, device_id, person_id from audit_entry where kind = 'act' and problem_id = ${problem.id}::bigint`,
    );
    expect(audit).toMatchObject({ who: "12345热线平台", device_id: expect.any(Number), person_id: null });
    const kept = await line.precinct.db.query<{ body: object }>(sql`select body from intake where external_id = 'H-1'`);
    expect(JSON.stringify(kept)).not.toMatch(/欧阳|13951788888/);
  });

  it("shows a system by its name, whatever it is called, and reads the district's language", async () => {
    const app = await line.second("Riverside");
    const { problem } = await app.send({ externalId: "R-1" });
    expect((await line.precinct.read(problem?.id ?? 0)).history[0]?.actor).toBe("Riverside");
    await line.precinct.db.query(sql`update district set language = 'en'`);
    const english = await app.send({ externalId: "R-2", title: "" });
    expect(await line.precinct.read(english.problem?.id ?? 0)).toMatchObject({
      title: "overflowing bin",
      noPhoto: "From Riverside (number R-2)",
    });
    await line.precinct.db.query(sql`update district set language = 'zh'`);
  });

  it("answers the same again for the same number, also 20 at once; another system's same number is another", async () => {
    const before = await line.count("problem");
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => line.send({ externalId: "H-20", title: `第 ${i} 次` })));
    expect(new Set(many.map(({ problem }) => problem?.id)).size).toBe(1);
    expect(many.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await line.count("problem")).toBe(before + 1);
    const other = await (await line.second("别的平台")).send({ externalId: "H-20" });
    expect([other.repeated, other.problem?.id === many[0]?.problem?.id]).toEqual([false, false]);
    const held = await Promise.all(Array.from({ length: 20 }, () => line.send({ externalId: "H-21", category: "不知道" })));
    expect(held.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(held.every(({ state, wanting }) => state === "held" && wanting[0] === "category")).toBe(true);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["no category", { category: undefined }, ["category"]],
    ["an empty one", { category: " " }, ["category"]],
    ["the sender's own word", { category: "市容环境/暴露垃圾" }, ["category"]],
    ["a major category", { category: "01" }, ["category"]],
    ["a retired one", { category: "0104" }, ["category"]],
    ["a name that two have", { category: "同名" }, ["category"]],
    ["no place", { lon: undefined, lat: undefined, crs: undefined }, ["lon", "lat"]],
    ["half a place", { lat: undefined }, ["lat"]],
    ["the other half", { lon: undefined }, ["lon"]],
    ["nothing of either", { category: undefined, lon: null, lat: null }, ["category", "lon", "lat"]],
    ["axes changed over", { lon: west.lat, lat: west.lon }, ["lon", "lat"]],
    ["nought and nought", { lon: 0, lat: 0 }, ["lon", "lat"]],
    ["a place off the globe", { lon: 500, lat: 1e308 }, ["lon", "lat"]],
    ["a place off the globe, shifted", { lon: 1e300, lat: -1e300, crs: "BD-09" }, ["lon", "lat"]],
    ["metres instead of degrees", { lon: 40501234, lat: 3712345 }, ["lon", "lat"]],
    ["a place 250 km away", { lon: west.lon + 2.7, lat: west.lat }, ["lon", "lat"]],
  ])("holds what comes with %s", async (what, said, wanting) => {
    await line.precinct.db.query(sql`insert into category (code, major, name_zh, name_en) values ('0106', '01', '同名', 'same a'), ('0107', '01', '同名', 'same b')
      on conflict do nothing`);
    const before = await line.count("problem");
    const answer = await line.send({ externalId: `held ${what}`, ...said });
    expect(answer).toMatchObject({ state: "held", problem: null, wanting, repeated: false });
    expect(await line.count("problem")).toBe(before);
    expect(await line.send({ externalId: `held ${what}` })).toEqual({ ...answer, repeated: true });
  });

  it.each([["0102"], ["路面破损"], ["broken road"], ["Broken Road"], [" 路面破损 "]])("knows the category %j", async (category) => {
    const { problem } = await line.send({ externalId: `named ${category}`, category });
    expect((await line.precinct.read(problem?.id ?? 0)).category).toBe("0102");
  });

  it("keeps a place outside the district, marked as such, and one abroad up to 200 km", async () => {
    for (const place of [outside, abroad]) {
      const answer = await line.send({ externalId: `at ${place.lon}`, ...place });
      const problem = await line.precinct.read(answer.problem?.id ?? 0);
      expect([problem.zones, problem.outside]).toEqual([[], place === abroad]);
    }
  });

  it.each(["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"] as const)("reads %s as gcoord does", async (crs) => {
    const system = { "EPSG:4326": gcoord.WGS84, "EPSG:4490": gcoord.WGS84, "GCJ-02": gcoord.GCJ02, "BD-09": gcoord.BD09 }[crs];
    const [lon, lat] = gcoord.transform([119.0123456, 33.5123456], gcoord.WGS84, system) as [number, number];
    const { problem } = await line.send({ externalId: `in ${crs}`, crs, lon, lat });
    const told = await line.precinct.read(problem?.id ?? 0);
    const [x, y] = gcoord.transform([lon, lat], system, gcoord.WGS84) as [number, number];
    expect([told.lon, told.lat]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)]);
    expect(Math.abs(told.lon - 119.0123456)).toBeLessThan(0.0001);
  });

  it("takes a time ahead of the clock as now", async () => {
    await setClock(line.precinct.db, march("03T09:00"));
    const { problem } = await line.send({ externalId: "early", found: "2026-03-03T09:30:00+08:00" });
    const { found } = await line.precinct.read(problem?.id ?? 0);
    expect(Math.abs(Date.parse(found) - march("03T09:00"))).toBeLessThan(60_000);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no number of its own", { externalId: undefined }, "externalId"],
    ["a number that is a number", { externalId: 7 }, "externalId"],
    ["a number without end", { externalId: "9".repeat(101) }, "externalId"],
    ["a place without its system", { crs: undefined }, "crs"],
    ["half a place without its system", { crs: undefined, lat: undefined }, "crs"],
    ["an unknown system", { crs: "WGS84" }, "crs"],
    ["a place as text", { lon: "119.01" }, "lon"],
    ["a category that is none", { category: ["0101"] }, "category"],
    ["a title without end", { title: "长".repeat(201) }, "title"],
    ["half a character", { description: "\ud800" }, "description"],
    ["a time without offset", { found: "2026-03-02T08:00:00" }, "found"],
    ["an import's source", { source: "import" }, "source"],
    ["a field that is none", { lng: 119 }, "lng"],
    ["somebody from outside on a patrol", { source: "patrol", reporterName: "张三丰" }, "reporterName"],
    ["their number on a patrol", { source: "patrol", reporterPhone: "13951788888" }, "reporterPhone"],
    ["a phone that is none", { reporterPhone: { n: 13951788888 } }, "reporterPhone"],
  ])("refuses %s, and keeps nothing", async (what, said, parameter) => {
    const before = [await line.count("intake"), await line.count("problem")];
    const reply = await line.post({ ...usualSent, externalId: `bad ${what}`, ...said });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
    expect(reply.body).not.toMatch(/张三丰|13951788888/);
    expect([await line.count("intake"), await line.count("problem")]).toEqual(before);
  });

  it("is asked by a key alone, and a key asks nothing else", async () => {
    const { app, db } = line.precinct;
    for (const authorization of ["Bearer x", `Bearer ${"a".repeat(43)}`, "Basic eDp5", "Bearer", ""]) {
      const reply = await line.post(usualSent, { authorization });
      expect([authorization, reply.statusCode, reply.headers["www-authenticate"]]).toEqual([authorization, 401, 'Bearer realm="chuangtu"']);
      expect(reply.json().detail_zh).toContain("密钥");
    }
    // Whoever is signed in beside a wrong key is refused as the key is.
    const both = { ...(await line.precinct.headers("dispatcher")), authorization: "Bearer wrong-wrong-wrong-wrong-wrong" };
    expect((await line.post(usualSent, both)).statusCode).toBe(401);
    expect((await line.precinct.post("dispatcher", "/api/intake", usualSent)).statusCode).toBe(403);
    expect((await line.precinct.post(null, "/api/intake", usualSent)).statusCode).toBe(401);
    for (const url of ["/api/intake", "/api/problems", "/api/district", "/api/layers/problems", "/api/devices"])
      expect([url, (await app.inject({ url, headers: { authorization: line.key } })).statusCode]).toEqual([url, 401]);
    const elsewhere = await line.post(usualSent, { origin: "https://elsewhere.example" });
    expect(elsewhere.statusCode).toBe(403);
    const wall = await line.precinct.post(null, "/api/session/device", { token: line.key.slice(7) });
    expect([wall.statusCode, wall.json().parameter, wall.json().expected.en]).toEqual([
      400,
      "token",
      expect.stringContaining("/api/intake"),
    ]);
    // Even were it let in: it is nobody's area, and "signed in" is not for it.
    const caller = await callerOf(
      { headers: { authorization: line.key, host: "x" }, ip: "::1" },
      { db: () => ({ status: "ready", db }), demo: () => true },
      true,
    );
    expect(caller).toMatchObject({ kind: "device", personId: null, roles: new Set(["intake"]) });
    expect([areaOf(caller), seenKey(caller)]).toEqual([{ zone: null, units: null }, "zup"]);
    const asked = { headers: {}, host: "x" };
    expect(() => permit({ method: "GET", may: { who: "signed in", area: "own" } }, caller, asked)).toThrow("This is for");
  });

  it("notes when a key was seen, at most once a minute; a revoked one ends at once", async () => {
    const { db } = line.precinct;
    const own = await line.second("一次性");
    const seen = async () =>
      (await db.query<{ seen_at: Date }>(sql`select seen_at from device where name = '一次性'`))[0]?.seen_at.getTime() ?? 0;
    await own.send({ externalId: "1" });
    const first = await seen();
    await own.send({ externalId: "2" });
    expect([first > 0, await seen()]).toEqual([true, first]);
    await db.query(sql`update device set seen_at = seen_at - interval '2 minutes' where name = '一次性'`);
    await own.send({ externalId: "3" });
    expect(await seen()).toBeGreaterThanOrEqual(first);
    const { rows } = (await line.precinct.get("administrator", "/api/devices")).json() as {
      rows: { id: number; name: string; kind: string }[];
    };
    const device = rows.find(({ name }) => name === "一次性");
    expect(device?.kind).toBe("intake");
    await line.precinct.post("administrator", `/api/devices/${device?.id}/revoke`, {});
    expect((await own.post({ ...usualSent, externalId: "4" })).statusCode).toBe(401);
  });

  it("a key made over the wire works", async () => {
    const made = await line.precinct.post("administrator", "/api/devices", { name: "文明随手拍", kind: "intake" });
    const { device, token } = body<{ device: { kind: string }; token: string }>(made);
    expect(device.kind).toBe("intake");
    const reply = await line.post({ ...usualSent, externalId: "P-1", source: "public" }, { authorization: `bearer ${token}` });
    expect(body<Answer>(reply).state).toBe("taken");
    expect((await line.precinct.post("administrator", "/api/devices", { name: "x", kind: "person" })).json().parameter).toBe("kind");
  });

  it("takes 120 calls a minute of a key, and says when the next may come; another key is not held up", async () => {
    const busy = await line.second("繁忙");
    const answers = await Promise.all(Array.from({ length: 125 }, (_, i) => busy.post({ ...usualSent, externalId: `B-${i % 3}` })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(120);
    const [refused] = answers.filter(({ statusCode }) => statusCode === 429);
    expect(Number(refused?.headers["retry-after"])).toBeGreaterThan(50);
    expect((await line.send({ externalId: "free" })).state).toBe("taken");
    await line.precinct.db.query(sql`update device set minute_at = minute_at - interval '61 seconds' where name = '繁忙'`);
    expect((await busy.send({ externalId: "B-0" })).repeated).toBe(true);
  });

  it("in a snapshot nothing is kept, and the sender is told", async () => {
    await line.precinct.db.query(sql`update district set frozen_at = '2026-03-03T10:00+08:00'`);
    const before = await line.count("intake");
    expect((await line.post({ ...usualSent, externalId: "frozen" })).statusCode).toBe(409);
    expect(await line.count("intake")).toBe(before);
    await line.precinct.db.query(sql`update district set frozen_at = null`);
    expect((await line.send({ externalId: "frozen" })).repeated).toBe(false);
  });

  it("answers whatever body it is sent: taken, held or refused, never failing", { timeout: 60_000 }, async () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>("\ud800", "\u0000", "'; drop table intake; --", "𠮷", -0, 1e308, 2 ** 53, "", " ", [], {}, null),
    );
    const fields = {
      externalId: fc.string({ minLength: 1, maxLength: 20 }),
      category: fc.oneof(fc.constantFrom("0101", "占道经营", "x", "%", "_"), fc.string({ unit: "grapheme", maxLength: 100 })),
      lon: fc.double({ noNaN: true, noDefaultInfinity: true }),
      lat: fc.double({ min: 33.4, max: 33.6, noNaN: true }),
      crs: fc.constantFrom("EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"),
      found: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      source: fc.constantFrom("12345", "public", "patrol"),
      ...{ title: fc.string({ unit: "grapheme", maxLength: 30 }), reporterPhone: fc.string({ maxLength: 30 }) },
    };
    const either = Object.fromEntries(Object.entries(fields).map(([name, good]) => [name, fc.oneof({ weight: 9, arbitrary: good }, odd)]));
    const bodies = fc.oneof({ weight: 9, arbitrary: fc.record(either, { requiredKeys: [] }) }, odd);
    const answers = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(bodies, async (said) => {
        await line.rested();
        const whole = typeof said === "object" && said !== null && !Array.isArray(said) ? { ...usualSent, ...said } : said;
        const reply = await line.post(whole);
        answers.set(reply.statusCode, (answers.get(reply.statusCode) ?? 0) + 1);
        expect([200, 400], reply.body).toContain(reply.statusCode);
      }),
      { numRuns: 150 },
    );
    expect(answers.size).toBe(2);
  });
});
