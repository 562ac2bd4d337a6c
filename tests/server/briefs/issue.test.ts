/** Documents that are issued stay as they are; a past that is asked about again is the same; and zones are those that were in force. */
import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BriefProof, BriefTemplates, IssuedBrief, IssuedBriefPage, IssuedBriefs } from "../../../server/contract/briefSchemas.ts";
import type * as T from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { answer, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { everyDuty, loadPeopled } from "../questions/peopled.ts";
import { figuresOf } from "./figuresOf.ts";

const week = { kind: "weekly", day: "2026-11-10" };
const [wholeDistrict, ofZone100, ofZone207] = [601, 602, 603];

/** What nobody could know that week: what was closed is appealed and exempt, what was exempt is supervised, what was open is closed by another. */
async function liveOn(db: Db): Promise<void> {
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, person_after, deadline_after, closed_after)
    select p.id, p.version + 1, 'supervise', clock(), p.state, p.unit_id, p.person, p.deadline_at, p.closed_at from problem p
    where p.state = 'closed' and p.appeal = 'upheld'`);
  await db.query(sql`update problem set version = version + 1 where state = 'closed' and appeal = 'upheld'`);
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, person_after, deadline_after, closed_after)
    select p.id, p.version + n, case n when 1 then 'appeal' else 'uphold' end, clock() + n * interval '1 second', p.state, p.unit_id, p.person, p.deadline_at, p.closed_at
    from problem p, generate_series(1, 2) n where p.state = 'closed' and p.appeal = 'none'`);
  await db.query(sql`update problem set version = version + 2, appeal = 'upheld' where state = 'closed' and appeal = 'none'`);
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, person_after, deadline_after, closed_after)
    select p.id, p.version + 1, 'close', clock(), 'closed', 13, 'somebody else', p.deadline_at, clock() from problem p where p.is_open and p.id % 2 = 0`);
  await db.query(
    sql`update problem set version = version + 1, state = 'closed', unit_id = 13, closed_at = clock(), late = true, rework_count = 9 where is_open and id % 2 = 0`,
  );
}

/** From 12 November on, sub-district 100 is its western half, and 101 has the rest of it. */
async function redraw(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await tx.script(`alter table zone_version disable trigger zone_version_kept; alter table zone disable trigger zone_versions;
      update zone_version set valid_to = '2026-11-12' where zone_id in (100, 101);
      insert into zone_version (zone_id, valid_from, level, code, name, parent_id, geom, area_m2)
        values (100, '2026-11-12', 1, '100', '新区100', 1, ST_Multi(ST_MakeEnvelope(119, 33.5, 119.02, 33.54, 4326)), 1),
          (101, '2026-11-12', 1, '101', '新区101', 1, ST_Multi(ST_MakeEnvelope(119.02, 33.5, 119.08, 33.54, 4326)), 1);
      update zone z set geom = v.geom, name = v.name from zone_version v where v.zone_id = z.id and v.valid_from = '2026-11-12';
      update problem set zone1_id = zone_at(geom, 1, '2026-11-21');
      update problem set found_zone1_id = zone_at(geom, 1, (found_at at time zone 'Asia/Shanghai')::date);
      alter table zone_version enable trigger zone_version_kept; alter table zone enable trigger zone_versions;`);
  });
}

async function expectLinked(app: FastifyInstance, facts: T.BriefFacts): Promise<void> {
  for (const [path, { value, query }] of figuresOf(facts))
    if (query !== null) expect((await answer<T.ProblemList>(app, `/api/problems?limit=0&${query}`)).total, path).toBe(value);
}

describe.each(databases())("issued documents on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await engine.fresh();
    await loadPeopled(db);
    app = await appOn(db, { demo: false });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const as = async (person: number) => ({ cookie: await cookieOf(db, person) });
  const post = async (url: string, payload: object, person = 608) =>
    app.inject({ method: "POST", url, payload, headers: await as(person) });
  const get = async (url: string, person = 608) => app.inject({ url, headers: await as(person) });
  const issue = async (payload: object, person = 608): Promise<T.IssuedBrief> => {
    const reply = await post("/api/briefs", payload, person);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json();
  };
  const pageOf = async (query: Record<string, string>): Promise<T.BriefPage> =>
    (await get(`/api/briefs/page?${new URLSearchParams(query)}`)).json();

  it("keep the page and the bytes; the same once more is no second one", async () => {
    const wanted = { ...week, words: { number: "测创办〔2026〕12号", demands: "一、立即整改。" } };
    const issued = await issue(wanted);
    expectContract(IssuedBrief, issued);
    expect(issued).toMatchObject({ kind: "weekly", from: "2026-11-09", to: "2026-11-15", number: "测创办〔2026〕12号", by: "人608" });
    expect(issued.asOf).toBe("2026-11-15T23:59:59.999999+08:00");
    const document = await get(`/api/briefs/${issued.id}/document.docx`);
    expect(createHash("sha256").update(document.rawPayload).digest("hex")).toBe(issued.sum);
    expect([document.rawPayload.length, document.headers["cache-control"]]).toEqual([issued.bytes, "no-store"]);
    const kept = (await get(`/api/briefs/${issued.id}`)).json<T.IssuedBriefPage>();
    expectContract(IssuedBriefPage, kept);
    const page = await pageOf(week);
    expect(kept.page).toEqual({ ...page, words: { ...page.words, number: "测创办〔2026〕12号", demands: "一、立即整改。" } });
    expect(page.words.number).toBe("测创办〔2026〕13号");
    // The page shows the document's own map, before and after it was issued.
    const pictures = Object.entries(unzipSync(document.rawPayload)).filter(([name]) => name.endsWith(".png"));
    expect(pictures).toHaveLength(1);
    for (const url of [`/api/briefs/map.png?${new URLSearchParams(week)}`, `/api/briefs/${issued.id}/map.png`]) {
      const map = await get(url);
      expect([map.statusCode, map.headers["content-type"]], url).toEqual([200, "image/png"]);
      expect(map.rawPayload.equals(Buffer.from(pictures[0]?.[1] ?? [])), url).toBe(true);
    }
    expect(await issue(wanted)).toEqual(issued);
    const list = (await get("/api/briefs?kind=weekly")).json<T.IssuedBriefs>();
    expectContract(IssuedBriefs, list);
    expect(list).toEqual({ rows: [issued], next: null });
    expect((await get("/api/briefs?kind=daily")).json()).toEqual({ rows: [], next: null });
  });

  it("are not changed by anybody, and made again are the same to the byte, whatever happened since", async () => {
    const before = {
      week: await pageOf(week),
      notice: await pageOf({ kind: "notice", from: "2026-10-20", to: "2026-11-12", unit: "11,12" }),
    };
    const { id, sum } = await issue(week);
    await liveOn(db);
    const after = {
      week: await pageOf(week),
      notice: await pageOf({ kind: "notice", from: "2026-10-20", to: "2026-11-12", unit: "11,12" }),
    };
    expect(after.week.facts).toEqual(before.week.facts);
    expect(after.notice.facts).toEqual(before.notice.facts);
    // What was counted then is not exempt by what was decided later: the figures would say nothing were they all 0.
    expect(after.week.facts.units.reduce((all, { counted }) => all + counted.value, 0)).toBeGreaterThan(5);
    expect(after.notice.facts.units.some(({ reworked }) => reworked.value > 0)).toBe(true);
    await expectLinked(await appOn(db), after.week.facts);
    const proof = (await post(`/api/briefs/${id}/proof`, {})).json<T.BriefProof>();
    expectContract(BriefProof, proof);
    expect(proof).toEqual({ same: true, sum });
    await expect(db.query(sql`update brief_issued set title = 'another'`)).rejects.toThrow(/append-only/);
    await expect(db.query(sql`delete from brief_issued`)).rejects.toThrow(/append-only/);
  });

  it("are of days that are over", async () => {
    for (const wanted of [
      { kind: "daily", day: "2026-11-21" },
      { kind: "weekly", day: "2026-11-21" },
      { kind: "notice", from: "2026-11-01", to: "2026-11-22" },
    ]) {
      const reply = await post("/api/briefs", wanted);
      expect([reply.statusCode, reply.json().detail], JSON.stringify(wanted)).toEqual([409, expect.stringContaining("over")]);
      expect((await post("/api/briefs/document.docx", wanted)).statusCode).toBe(200);
    }
  });

  it("a slip is of now, and is issued", async () => {
    const issued = await issue({ kind: "handover", query: "unit=11" });
    expect([issued.kind, issued.asOf]).toEqual(["handover", "2026-11-21T10:00:00.000000+08:00"]);
  });

  it("are read by who sees all, or exactly what their maker saw", async () => {
    const { id } = await issue({ kind: "daily", day: "2026-11-11" }, ofZone100);
    const page = (await get(`/api/briefs/${id}`, ofZone100)).json<T.IssuedBriefPage>().page;
    expect(page.facts.area).toBe("区100");
    expect(new Set(page.facts.areas.map(({ zone }) => zone))).toEqual(new Set([100]));
    expect((await get(`/api/briefs/${id}`, wholeDistrict)).statusCode).toBe(200);
    for (const what of ["", "/document.docx", "/map.png"]) expect((await get(`/api/briefs/${id}${what}`, ofZone207)).statusCode).toBe(404);
    expect((await post(`/api/briefs/${id}/proof`, {}, ofZone207)).statusCode).toBe(404);
    expect((await get("/api/briefs", ofZone207)).json()).toEqual({ rows: [], next: null });
    expect((await get("/api/briefs", ofZone100)).json<T.IssuedBriefs>().rows.map((row) => row.id)).toEqual([id]);
  });

  it("pages of the list neither skip nor repeat", async () => {
    await db.query(sql`insert into brief_issued (kind, title, from_day, to_day, as_of, page, bytes, sum, who)
      select 'daily', 'number ' || n, '2026-01-01', '2026-01-01', now(), '{"facts":{"asOf":"2026-01-01T23:59:59.999999+08:00"}}', '\\x31', '\\x31', 'somebody' from generate_series(1, 120) n`);
    const ids: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const list: T.IssuedBriefs = (await get(`/api/briefs?kind=daily${cursor && `&cursor=${cursor}`}`)).json();
      ids.push(...list.rows.map(({ id }) => id));
      cursor = list.next;
    }
    expect([ids.length, new Set(ids).size]).toEqual([121, 121]);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect((await get("/api/briefs?cursor=x")).json().parameter).toBe("cursor");
  });

  it.each([
    ["query.limit", { kind: "notice", query: "limit=5" }],
    ["unit", { kind: "notice", query: "unit=x" }],
    ["kind", { kind: "monthly" }],
    ["words.number", { kind: "daily", words: { number: "a".repeat(61) } }],
    ["words.demands", { kind: "daily", words: { demands: "\u0000" } }],
    ["words.title", { kind: "daily", words: { title: "mine" } }],
  ])("refuse a body by the name of %s", async (name, body) => {
    const reply = await post("/api/briefs", body);
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, name]);
  });

  it("are made with the template that is used, and with that for ever", async () => {
    const templates = async () => (await get("/api/briefTemplates", everyDuty.id)).json<T.BriefTemplates>();
    const own = await templates();
    expectContract(BriefTemplates, own);
    expect(own.rows.map(({ id, kind, used }) => [id, kind, used])).toEqual([
      [null, "daily", true],
      [null, "weekly", true],
      [null, "notice", true],
      [null, "handover", true],
    ]);
    const upload = async (payload: Buffer) =>
      app.inject({
        method: "POST",
        url: `/api/briefTemplates?${new URLSearchParams({ kind: "daily", name: "我局模板" })}`,
        payload,
        headers: { ...(await as(everyDuty.id)), "content-type": "application/octet-stream" },
      });
    const wrong = await upload(Buffer.from("not a document"));
    expect([wrong.statusCode, wrong.json().parameter]).toEqual([400, "template"]);
    const file = await get("/api/briefTemplates/file.docx?kind=notice");
    const added = (await upload(file.rawPayload)).json<T.BriefTemplate>();
    expect(added).toMatchObject({ kind: "daily", name: "我局模板", used: false, bytes: file.rawPayload.length });
    expect((await get(`/api/briefTemplates/file.docx?kind=daily&template=${added.id}`)).rawPayload.equals(file.rawPayload)).toBe(true);
    expect((await post("/api/briefTemplates/use", { kind: "weekly", id: added.id }, everyDuty.id)).statusCode).toBe(404);
    const used = (await post("/api/briefTemplates/use", { kind: "daily", id: added.id }, everyDuty.id)).json<T.BriefTemplates>();
    expect(used.rows.filter(({ kind }) => kind === "daily").map((row) => [row.id, row.used])).toEqual([
      [null, false],
      [added.id, true],
    ]);
    const { id } = await issue({ kind: "daily", day: "2026-11-12" });
    expect((await get(`/api/briefs/${id}`)).json<T.IssuedBriefPage>().page.template).toEqual({ id: added.id, name: "我局模板" });
    const left = (await post(`/api/briefTemplates/${added.id}/remove`, {}, everyDuty.id)).json<T.BriefTemplates>();
    expect(left).toEqual(own);
    expect((await post(`/api/briefTemplates/${added.id}/remove`, {}, everyDuty.id)).statusCode).toBe(404);
    expect((await post(`/api/briefs/${id}/proof`, {})).json()).toMatchObject({ same: true });
  });

  it("speak of the sub-districts in force when a problem was found, also where they were redrawn in the middle of the week", async () => {
    await redraw(db);
    const { facts } = await pageOf(week);
    const wanted = await db.query<{
      zone: number | null;
      count: number;
      moved: number;
    }>(sql`select found_zone1_id as zone, count(*)::int as count,
        count(*) filter (where found_zone1_id is distinct from zone1_id)::int as moved
      from problem where found_at >= '2026-11-09T00:00+08:00' and found_at < '2026-11-16T00:00+08:00' group by 1`);
    expect(wanted.reduce((all, { moved }) => all + moved, 0)).toBeGreaterThan(0);
    expect(
      facts.areas
        .filter(({ found }) => found.value > 0)
        .map(({ zone, found }) => [zone, found.value])
        .toSorted(),
    ).toEqual(wanted.map(({ zone, count }) => [zone, count]).toSorted());
    const own = await appOn(db);
    await expectLinked(own, facts);
    expect(facts.areas.filter(({ zone }) => zone === 100 || zone === 101).every(({ found }) => found.query?.startsWith("problem="))).toBe(
      true,
    );
    expect(facts.areas.find(({ zone }) => zone === 102)?.found.query).toContain("zone%2F102");
    expect(facts.outlines.map(({ zone, name, number }) => [zone, name, number]).slice(0, 2)).toEqual([
      [100, "新区100", 1],
      [101, "新区101", 2],
    ]);
    const { facts: earlier } = await pageOf({ kind: "weekly", day: "2026-11-03" });
    expect(earlier.outlines[0]?.name).toBe("区100");
    await expectLinked(own, earlier);
    expect(earlier.areas.find(({ zone }) => zone === 100)?.found.query).toContain("zone%2F100");
  });
});
