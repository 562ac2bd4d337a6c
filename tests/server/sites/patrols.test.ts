/** When sites of a type were last walked: against the check-ins told plainly. No data is not "due". */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Patrols as Answer } from "../../../server/contract/types.ts";
import type { SiteType } from "../../../server/contract/vocabulary.ts";
import { Patrols } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOfDevice } from "../../support/people.ts";
import { body, loadPrecinct, march, Precinct, people, setClock, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";

const now = march("20T09:00");
const hour = 3_600_000;

interface Walk {
  readonly site: number;
  readonly ago_h: number;
  readonly proved: boolean;
}
/** Names are not in the order of their ids. */
const rivers = [
  { id: 701, name: "丙河" },
  { id: 702, name: "乙河" },
  { id: 703, name: "甲河" },
  { id: 704, name: "丁河" },
  { id: 705, name: "戊河" },
  { id: 706, name: "己河" },
  { id: 707, name: "庚河" },
];
const walks: readonly Walk[] = [
  { site: 701, ago_h: 7 * 24 + 1, proved: true },
  { site: 701, ago_h: 400, proved: true },
  // Said to have been there yesterday, and not proved.
  { site: 701, ago_h: 20, proved: false },
  { site: 702, ago_h: 7 * 24 - 1, proved: true },
  { site: 703, ago_h: 30 * 24, proved: true },
  { site: 704, ago_h: 3, proved: true },
  { site: 704, ago_h: 300, proved: true },
  { site: 705, ago_h: 2, proved: false },
];
const problems = [
  ...[1, 2, 3].map(() => ({ site: 701, zone: 101, state: "dispatched" })),
  { site: 701, zone: 102, state: "reported" },
  { site: 701, zone: 101, state: "closed" },
  { site: 701, zone: 101, state: "rejected" },
  { site: 705, zone: 102, state: "handling" },
  { site: 501, zone: 101, state: "handling" },
  { site: null, zone: 101, state: "handling" },
];

function oracle(days: number, zone: number | null) {
  const rows = rivers.map(({ id, name }) => {
    const proved = walks.filter((walk) => walk.site === id && walk.proved).map((walk) => now - walk.ago_h * hour);
    const last = proved.length ? Math.max(...proved) : null;
    const open = problems.filter(
      (p) => p.site === id && !["closed", "rejected"].includes(p.state) && (zone === null || p.zone === zone),
    ).length;
    return { id, name, type: "river", last, due: last !== null && last < now - days * 24 * hour, open };
  });
  const rank = ({ due, last }: { due: boolean; last: number | null }) => (due ? 0 : last === null ? 1 : 2);
  const ordered = rows.toSorted(
    (a, b) => rank(a) - rank(b) || (a.last ?? 0) - (b.last ?? 0) || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  );
  return {
    days,
    rows: ordered.map((row) => ({ ...row, last: row.last === null ? null : new Date(row.last).toISOString() })),
    due: rows.filter((row) => row.due).length,
    never: rows.filter((row) => row.last === null).length,
  };
}

describe.each(databases())("patrols on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
    await setClock(db, now);
    await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      select id, 's', id::text, 'river', 'river', name, ST_GeomFromText('LINESTRING(119.002 33.502, 119.031 33.505)', 4326)
      from jsonb_to_recordset(${JSON.stringify(rivers)}::jsonb) x (id bigint, name text)`);
    const rows = walks.map((walk) => ({ ...walk, at: new Date(now - walk.ago_h * hour).toISOString() }));
    await db.query(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m, distance_m, proved)
      select gen_random_uuid(), ${people.inspector.id}::bigint, site, at, ST_Point(119.01, 33.503, 4326), 5, 3, proved
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (site bigint, at timestamptz, proved boolean)`);
    await db.query(sql`insert into problem (layer, external_id, category, title, source, site_id, found_at, state, is_open, zone1_id, geom)
      select 'bulk', gen_random_uuid()::text, '0103', '漂浮物', 'patrol', site, clock(), state, state not in ('rejected', 'closed'), zone, ST_Point(119.01, 33.503, 4326)
      from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb) x (site bigint, zone bigint, state text)`);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const asked = async (type: SiteType | null = "river", who: Who = "leader"): Promise<Answer> => {
    const answer = body<Answer>(await precinct.get(who, `/api/sites/patrols${type ? `?type=${type}` : ""}`));
    expectContract(Patrols, answer);
    return answer;
  };
  const bare = ({ clock: _clock, ...rest }: Answer) => rest;

  it("are by the last that was proved: due longest first, then those never walked, then the rest", async () => {
    const answer = await asked();
    expect(bare(answer)).toEqual(oracle(7, null));
    expect([answer.due, answer.never]).toEqual([2, 3]);
    expect(Math.abs(Date.parse(answer.clock) - now), "by the district's clock").toBeLessThan(60_000);
    expect(bare(await asked(null)), "rivers when nothing is said").toEqual(bare(answer));
  });

  it("are due by the rule's days", async () => {
    for (const days of [1, 6, 8, 29, 31]) {
      await precinct.db.query(sql`update wall_rule set patrol_days = ${days}::int`);
      expect(bare(await asked())).toEqual(oracle(days, null));
    }
    await precinct.db.query(sql`update wall_rule set patrol_days = 7`);
  });

  it("count what is open of the caller's area, and a wall sees all", async () => {
    expect(bare(await asked("river", "westDispatcher"))).toEqual(oracle(7, 101));
    expect(bare(await asked("river", "eastInspector"))).toEqual(oracle(7, 102));
    const headers = { cookie: await cookieOfDevice(precinct.db) };
    expect(bare((await precinct.app.inject({ url: "/api/sites/patrols", headers })).json())).toEqual(oracle(7, null));
  });

  it("are of the type alone; a type without sites has none, one that there is not is refused", async () => {
    expect((await asked("market")).rows).toMatchObject([{ id: 501, type: "market", last: null, due: false, open: 1 }]);
    expect(bare(await asked("park"))).toEqual({ days: 7, rows: [], due: 0, never: 0 });
    const reply = await precinct.get("leader", "/api/sites/patrols?type=canal");
    expect([reply.statusCode, reply.json()]).toMatchObject([400, { parameter: "type", value: "canal" }]);
  });

  it("a walk ends it at once", async () => {
    const before = await asked();
    const site = before.rows[0]?.id as number;
    body(
      await precinct.post("inspector", "/api/checkIns", {
        ...{ clientId: "6d8a2f1c-1f2e-4a57-9a7c-0a4c0e7e9b11", site, lon: 119.002, lat: 33.502, accuracy_m: 9 },
      }),
    );
    const after = await asked();
    expect(after.due).toBe(before.due - 1);
    expect(after.rows.at(-1)).toMatchObject({ id: site, due: false });
  });
});
