/**
 * What an act costs: dispatch, accept, hand back, recheck and close over HTTP with sessions, and 500 dispatches at once; beside the bare
 * writes of an act by hand, taken in turn in the same run. The limits are those the office asked for.
 */
import { actPaths, mostBulk, type PersonAct } from "../../server/contract/vocabulary.ts";
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { buildApp } from "../../server/http/app.ts";
import { cookieOf, makePerson } from "../support/people.ts";
import type { Line } from "./measure.ts";

const mostSingle_ms: Readonly<Record<string, number>> = { postgres: 50, embedded: 120 };
const mostBulk_ms = 3_000;
const cycles = 80;
const warming = 5;
const bulks = 3;

export interface People {
  readonly handlerId: number;
  readonly unit: number;
  readonly cookies: Readonly<Record<"dispatcher" | "handler" | "inspector", string>>;
}

/** Makes a loaded town one in which acts can be done: its clock runs, there are zones, limits and people, and what is open is filed. */
export async function makeAlive(db: Db): Promise<People> {
  await db.query(sql`update district set frozen_at = null, made_up = true, data_as_of = '2026-11-23T09:00+08:00', clock_set_at = now()`);
  await db.query(sql`insert into work_hours values ('0001-01-01', '{480,720,840,1080}', '{1,2,3,4,5}') on conflict do nothing`);
  await db.query(sql`insert into time_limit select code, '0001-01-01', 2, 'd' from category on conflict do nothing`);
  const [unit] = await db.query<{ id: number }>(sql`select min(id) as id from unit`);
  const unitId = unit?.id as number;
  await db.query(sql`insert into zone (layer, external_id, level, code, name, unit_id, geom, area_m2)
    select 'z', level::text, level, level::text, '区' || level, ${unitId}::bigint, ST_Multi(ST_MakeEnvelope(118.9, 33.4, 119.2, 33.8, 4326)), 1
    from generate_series(0, 3) level`);
  await db.query(
    sql`update problem p set state = 'filed', version = 2, unit_id = null, deadline_at = null, nearly_due_at = null where p.is_open`,
    { timeout_ms: 0 },
  );
  await db.query(
    sql`insert into problem_event (problem_id, seq, act, at, state_after, closed_after)
      select p.id, e.seq, e.act, p.found_at + e.seq * interval '1 hour', e.state, case when e.state = 'closed' then p.closed_at end
      from problem p join (values (true, 1, 'report', 'reported'), (true, 2, 'file', 'filed'), (false, 1, 'import', 'closed'))
        e(is_open, seq, act, state) on e.is_open = p.is_open`,
    { timeout_ms: 0 },
  );
  const [dispatcher, handler, inspector] = [
    await makePerson(db, { roles: ["dispatcher"] }),
    await makePerson(db, { roles: ["handler"], unit: unitId }),
    await makePerson(db, { roles: ["inspector"] }),
  ];
  await db.query(sql`update unit set contact_id = ${handler}::bigint where id = ${unitId}::bigint`);
  for (const table of [sql`vacuum analyze problem`, sql`vacuum analyze problem_event`]) await db.query(table, { timeout_ms: 0 });
  const cookies = {
    dispatcher: await cookieOf(db, dispatcher),
    handler: await cookieOf(db, handler),
    inspector: await cookieOf(db, inspector),
  };
  return { handlerId: handler, unit: unitId, cookies };
}

/** The acts of a whole life, from filed on. */
export const cycle: readonly (readonly [PersonAct, keyof People["cookies"], (people: People) => object])[] = [
  ["dispatch", "dispatcher", ({ unit, handlerId }) => ({ unit, person: handlerId })],
  ["accept", "handler", () => ({})],
  ["hand_back", "handler", () => ({ note: "已清理", noPhoto: "测速" })],
  ["recheck", "inspector", () => ({})],
  ["close", "inspector", () => ({ noPhoto: "测速" })],
];

/** The writes of one act on some problems, by hand: rows locked, an event each, the rows, the audit log, the revision. */
const byHand = (db: Db, ids: readonly number[], personId: number): Promise<void> =>
  db.tx(async (tx) => {
    await tx.query(sql`select id, state, version from problem where id = any(${ids}::bigint[]) order by id for update`);
    await tx.query(sql`insert into problem_event (problem_id, seq, act, at, actor, actor_id, state_after, unit_after, deadline_after)
      select id, version + 1, 'press', clock(), 'by hand', ${personId}::bigint, state, unit_id, deadline_at from problem where id = any(${ids}::bigint[])`);
    await tx.query(sql`update problem set presses = presses + 1, version = version + 1, deadline_at = clock() + interval '2 days'
      where id = any(${ids}::bigint[])`);
    await tx.query(sql`insert into audit_entry (kind, person_id, who, address, route, problem_id, detail)
      select 'act', ${personId}::bigint, 'by hand', '127.0.0.1', 'POST /api/problems/{id}/press', id, '{"act":"press"}' from unnest(${ids}::bigint[]) id`);
    await tx.query(sql`update layer_revision set revision = revision + 1 where layer = 'problems'`);
  });

export const percentile = (list: readonly number[], part: number): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length * part)] ?? 0;

export async function timed(into: number[] | null, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  into?.push(performance.now() - from);
}

export type Post = (who: keyof People["cookies"], path: string, body: object) => Promise<string>;

/** @param port 0: any that is free */
export async function poster(db: Db, people: People, port = 0): Promise<{ post: Post; base: string; close(): Promise<void> }> {
  const app = await buildApp({ db: () => ({ status: "ready", db }) });
  const base = await app.listen({ port, host: "127.0.0.1" });
  const post: Post = async (who, path, body) => {
    const headers = { cookie: people.cookies[who], "content-type": "application/json" };
    const reply = await fetch(`${base}/api/problems/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await reply.text();
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${text.slice(0, 300)}`);
    return text;
  };
  return {
    post,
    base,
    close: async () => {
      await app.close();
    },
  };
}

/** Whole lives over HTTP, and as many writes by hand between them. */
async function benchSingle(db: Db, engine: string, people: People, post: Post, ids: readonly number[]): Promise<Line[]> {
  const [acts, hand]: [number[], number[]] = [[], []];
  for (let i = 0; i < cycles + warming; i++) {
    const [id, other] = [ids[2 * i] as number, ids[2 * i + 1] as number];
    let version = 2;
    for (const [act, who, says] of cycle) {
      const body = { version: version++, ...says(people) };
      await timed(i < warming ? null : acts, () => post(who, `${id}/${actPaths[act]}`, body));
      await timed(i < warming ? null : hand, () => byHand(db, [other], people.handlerId));
    }
  }
  const limit = mostSingle_ms[engine] as number;
  const [p50, p95] = [percentile(acts, 0.5), percentile(acts, 0.95)];
  const hand50 = percentile(hand, 0.5);
  return [
    { engine, what: "the writes of an act by hand, p50", ms: hand50 },
    { engine, what: "the writes of an act by hand, p95", ms: percentile(hand, 0.95) },
    { engine, what: "an act over HTTP, p50", ms: p50, ratio: { to: "its writes by hand", value: p50 / hand50, most: 8 } },
    { engine, what: "an act over HTTP, p95", ms: p95, ratio: { to: `the ${limit} ms asked`, value: p95 / limit, most: 1 } },
  ];
}

/** Bulk dispatches, each problem to its own; every row must have been done. */
async function benchBulk(db: Db, engine: string, people: People, post: Post, ids: readonly number[]): Promise<Line[]> {
  const many = Math.min(mostBulk, Math.floor(ids.length / (2 * bulks)));
  const [acts, hand]: [number[], number[]] = [[], []];
  for (let i = 0; i < bulks; i++) {
    const [mine, others] = [ids.slice(2 * i * many, (2 * i + 1) * many), ids.slice((2 * i + 1) * many, (2 * i + 2) * many)];
    await timed(acts, async () => {
      const text = await post("dispatcher", "bulk", { act: "dispatch", auto: true, rows: mine.map((id) => ({ id, version: 2 })) });
      const done = text
        .trim()
        .split("\n")
        .filter((line) => (JSON.parse(line) as { ok: boolean }).ok).length;
      if (done !== many) throw new Error(`${done} of ${many} were dispatched: ${text.slice(0, 300)}`);
    });
    await timed(hand, () => byHand(db, others, people.handlerId));
  }
  const [ms, handMs] = [percentile(acts, 0.5), percentile(hand, 0.5)];
  return [
    { engine, what: `the writes of ${many} acts by hand`, ms: handMs },
    { engine, what: `a bulk dispatch of ${many} over HTTP`, ms, ratio: { to: "its writes by hand", value: ms / handMs, most: 12 } },
    {
      engine,
      what: `the slowest bulk of ${many}`,
      ms: Math.max(...acts),
      ratio: { to: "the 3 s asked", value: Math.max(...acts) / mostBulk_ms, most: 1 },
    },
  ];
}

/** Every act leaves the log and the row alike: what was timed was also right. */
async function agree(db: Db): Promise<void> {
  const [row] = await db.query<{ wrong: number; closed: number }>(sql`
    select count(*) filter (where e.state_after <> p.state or e.seq <> p.version)::int as wrong,
      count(*) filter (where p.state = 'closed' and p.version = 7)::int as closed
    from problem p join lateral (select * from problem_event e where e.problem_id = p.id order by e.seq desc limit 1) e on true where p.version > 2`);
  if (row?.wrong !== 0 || row.closed !== cycles + warming) throw new Error(`log and rows differ: ${JSON.stringify(row)}`);
}

/** Acts on a town that loadSize made. */
export async function benchActs(db: Db, engine: string): Promise<Line[]> {
  const people = await makeAlive(db);
  const ids = (await db.query<{ id: number }>(sql`select id from problem where is_open order by id`)).map((row) => row.id);
  const { post, close } = await poster(db, people);
  const single = 2 * (cycles + warming);
  try {
    const lines = [
      ...(await benchSingle(db, engine, people, post, ids.slice(0, single))),
      ...(await benchBulk(db, engine, people, post, ids.slice(single))),
    ];
    await agree(db);
    return lines;
  } finally {
    await close();
  }
}
