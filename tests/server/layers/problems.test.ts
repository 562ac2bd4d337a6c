/** The working set that a process holds and mends is the one it would read, row for row, whatever happens in between. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, mayRead, nobody } from "../../../server/ask/caller.ts";
import { type MovedProblem, moved } from "../../../server/ask/revision.ts";
import { problemColumns, problemSources, problemStates, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { Db, Queryable } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { Areas, type WorkingSet } from "../../../server/layers/areas.ts";
import { first } from "../../../server/layers/rows.ts";
import { type Limits, usual } from "../../../server/layers/workingSet.ts";
import { pruneChanges } from "../../../server/live/prune.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, makeTown } from "../questions/town.ts";

const people = [601, 602];
const callers: Readonly<Record<string, Caller>> = {
  all: { ...nobody, kind: "person", roles: new Set(["leader"]) },
  zone: { ...nobody, kind: "person", personId: 601, roles: new Set(["inspector"]), zone: { id: 100, level: 1 } },
  units: { ...nobody, kind: "person", personId: 602, roles: new Set(["handler"]), units: [11, 12] },
  both: { ...nobody, kind: "person", personId: 601, roles: new Set(["dispatcher", "handler"]), zone: { id: 101, level: 1 }, units: [13] },
  none: { ...nobody, kind: "device" },
};
/** So little that much of the set is neither held nor sent. */
const narrow: Limits = { sent: 60, held: 64, moved: 5 };
const states = Object.keys(problemStates);
const sources = Object.keys(problemSources);
const types = ["", ...Object.keys(siteTypes)];

interface Stored {
  id: number;
  lon: number;
  lat: number;
  state: string;
  is_open: boolean;
  category: string;
  source: string;
  unit_id: number | null;
  person_id: number | null;
  reporter_id: number | null;
  site_type: string | null;
  zones: (number | null)[];
  found_at: Date;
  deadline_at: Date | null;
  nearly_due_at: Date | null;
  closed_at: Date | null;
}

const seconds = (at: Date | null): number => (at ? Math.floor(at.getTime() / 1000) : 0);

/** The layer as one would read it row by row: who may see what is decided here, not in the database. */
async function oracle(db: Queryable, caller: Caller, since: number, sent: number) {
  const [now] = await db.query<{ revision: number; codes: string[] }>(
    sql`select revision, (select array_agg(code order by code) from category) as codes from layer_revision where layer = 'problems'`,
  );
  const { revision, codes } = now as { revision: number; codes: string[] };
  const rows = await db.query<Stored>(sql`select p.*, round(ST_X(p.geom) * 1e6) as lon, round(ST_Y(p.geom) * 1e6) as lat, s.site_type,
    to_jsonb(array[p.zone1_id, p.zone2_id, p.zone3_id]) as zones from problem p left join site s on s.id = p.site_id order by p.found_at desc, p.id desc`);
  const theirs = rows.filter((p) =>
    mayRead(caller, { zones: p.zones, unitId: p.unit_id, reporterId: p.reporter_id, personId: p.person_id }),
  );
  const working = theirs.filter((p) => p.is_open || (p.closed_at !== null && p.closed_at.getTime() >= since));
  const columns = working
    .slice(0, sent)
    .map((p) => [
      ...[p.id, p.lon, p.lat, states.indexOf(p.state), codes.indexOf(p.category)],
      ...[sources.indexOf(p.source), p.unit_id ?? 0, types.indexOf(p.site_type ?? ""), p.zones[2] ?? 0, seconds(p.found_at)],
      ...[seconds(p.deadline_at), seconds(p.nearly_due_at), seconds(p.closed_at)],
    ]);
  return { revision, working: working.length, total: theirs.length, rows: columns };
}

/** The same of what the process holds. */
function shown({ revision, working, total, rows }: WorkingSet, { sent }: Limits) {
  const { columns, foundAt } = first(rows, sent);
  return {
    ...{ revision, working, total },
    rows: Array.from(foundAt, (_, i) => problemColumns.map((name) => columns[name][i] as number)),
  };
}

/** What may happen; `n` chooses to whom and how. */
type Act = readonly [kind: keyof typeof acts, n: number];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const told = (ids: readonly { id: number }[]): MovedProblem[] =>
  ids.map(({ id }) => ({ id, unitBefore: null, personBefore: null, act: null }));

const acts = {
  /** Opened, moved on, closed lately, or closed too long ago. */
  async state(tx, n) {
    const state = pick(states, n);
    const closed = ["closed", "rejected"].includes(state) ? (n % 3 === 0 ? 100 : n % 7) : null;
    const changed = await tx.query<{
      id: number;
    }>(sql`update problem set state = ${state}, closed_at = clock() - ${closed}::int * interval '1 day',
      deadline_at = clock() + ${n % 50}::int * interval '1 hour' where id in (select id from problem order by (id * 7919 + ${n}::int) % 1009, id limit ${1 + (n % 3)}::int) returning id`);
    await tx.query(moved("problems", told(changed)));
  },
  /** Into another area, and to another person. */
  async hand(tx, n) {
    const changed = await tx.query<{ id: number }>(sql`update problem set unit_id = ${pick([11, 12, 13, 14, null], n)}::bigint,
      person_id = ${pick([...people, null], n)}::bigint, zone1_id = ${pick([100, 101, null], n)}::bigint
      where id in (select id from problem order by (id * 6007 + ${n}::int) % 997, id limit 2) returning id`);
    await tx.query(moved("problems", told(changed)));
  },
  /** Found now, long ago, at the same moment as another, or before 1970. */
  async report(tx, n) {
    const found = pick([0, 3, 30, 400, 400, 30_000], n);
    const added = await tx.query<{
      id: number;
    }>(sql`insert into problem (layer, external_id, category, title, source, found_at, state, zone1_id, reporter_id, geom)
      select 'r', 'r' || coalesce(max(id), 0), '0101', 'found', ${pick(["patrol", "drone", "12345"], n)},
        date_trunc('day', clock()) - ${found}::int * interval '1 day', 'reported', 100, ${pick([...people, null], n)}::bigint, ST_Point(-119.0400005, -33.5, 4326) from problem returning id`);
    await tx.query(moved("problems", told(added)));
  },
  /** Found at another time than was thought: to another place in the order. */
  async redate(tx, n) {
    const changed = await tx.query<{
      id: number;
    }>(sql`update problem set found_at = clock() - ${n % 90}::int * interval '1 day 1 microsecond'
      where id in (select id from problem order by (id * 31 + ${n}::int) % 499, id limit 1) returning id`);
    await tx.query(moved("problems", told(changed)));
  },
  async remove(tx, n) {
    const gone = await tx.query<{ id: number }>(
      sql`delete from problem where id in (select id from problem order by (id * 17 + ${n}::int) % 613, id limit 1) returning id`,
    );
    await tx.query(moved("problems", told(gone)));
  },
  /** Many at once, each told. */
  async many(tx, n) {
    const changed = await tx.query<{ id: number }>(
      sql`update problem set unit_id = ${pick([11, 13], n)}::bigint where id % 29 = ${n % 29}::int returning id`,
    );
    await tx.query(moved("problems", told(changed)));
  },
  /** As an import: nobody says what. */
  async whole(tx, n) {
    await tx.query(sql`update problem set unit_id = 14 where id % 50 = ${n % 50}::int`);
    await tx.query(moved("problems"));
  },
  /** Something else on the map; sites may be of another type then. */
  async other(tx, n) {
    if (n % 2 === 0) await tx.query(sql`update site set site_type = ${pick(["market", "park", "school"], n)} where id % 3 = ${n % 3}::int`);
    await tx.query(moved(n % 2 === 0 ? "sites" : "views"));
  },
  async category(tx, n) {
    await tx.query(
      sql`insert into category (code, major, name_zh, name_en) values (${`0${n % 3}9${n % 10}`}, '01', '类', 'category') on conflict do nothing`,
    );
    await tx.query(moved("district"));
  },
  async later(tx, n) {
    await tx.query(sql`update district set frozen_at = frozen_at + ${n % 30}::int * interval '1 hour'`);
  },
  async revision(tx) {
    await tx.query(sql`update layer_revision set revision = revision + 1 where layer = 'problems'`);
    await tx.query(sql`update change_head set revision = revision + 1`);
  },
} satisfies Record<string, (tx: Queryable, n: number) => Promise<void>>;
const forgotten = "forgotten";

const act: fc.Arbitrary<Act | readonly [typeof forgotten, number]> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(
      fc.constantFrom("state" as const, "hand" as const, "report" as const, "redate" as const, "remove" as const),
      fc.nat(10_000),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constantFrom("many" as const, "whole" as const, "other" as const, "category" as const, "later" as const, "revision" as const),
      fc.nat(10_000),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant(forgotten), fc.nat(10)) },
);

/** The set begins 90 days ago, or at the moment its first reading of the day began. */
async function begins(db: Queryable, { since }: WorkingSet): Promise<boolean> {
  const [row] = await db.query<{ same: boolean }>(sql`select (clock() at time zone 'Asia/Shanghai')::date
    = ((${new Date(since)}::timestamptz + interval '90 days') at time zone 'Asia/Shanghai')::date as same`);
  return (row as { same: boolean }).same;
}

/** How often a set was read whole. */
function watched(db: Db): { db: Db; wholes(): number } {
  let count = 0;
  const query: Db["query"] = (statement, options) => {
    if (statement.texts.join("").includes("'since'")) count++;
    return db.query(statement, options);
  };
  return { db: Object.create(db, { query: { value: query } }) as Db, wholes: () => count };
}

describe.each(databases())("the working set that is held on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadTown(makeTown(300))(db);
    await db.query(sql`select setval(pg_get_serial_sequence('problem', 'id'), 10000)`);
    await db.query(
      sql`insert into person (id, external_id, name) overriding system value select id, id::text, 'p' || id from unnest(${people}::bigint[]) id`,
    );
  });
  afterAll(async () => {
    await db.close();
  });

  it.each([
    ["whole", usual],
    ["in part", narrow],
  ])("is the one that would be read, when it is held %s", async (_name, limits) => {
    const areas = new Areas(limits);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), async (list) => {
        for (const [kind, n] of list) {
          if (kind === forgotten) await db.query(sql`update change set at = at - interval '10 days'`).then(() => pruneChanges(db));
          else await db.tx((tx) => acts[kind](tx, n));
        }
        for (const [name, caller] of Object.entries(callers)) {
          const set = await areas.now(db, caller);
          expect(shown(set, limits), name).toEqual(await oracle(db, caller, set.since, limits.sent));
          expect(await begins(db, set), name).toBe(true);
        }
      }),
      { numRuns: 25, seed: 20261121 },
    );
  });

  it("reads what changed and no more, and the whole only when it must", async () => {
    const own = watched(db);
    const areas = new Areas();
    const readings = async (work: (tx: Queryable) => Promise<unknown>) => {
      await db.tx(work);
      const before = own.wholes();
      await areas.now(own.db, callers.all as Caller);
      return own.wholes() - before;
    };
    expect(await readings(async () => {})).toBe(1);
    expect(await readings((tx) => acts.state(tx, 4))).toBe(0);
    expect(await readings((tx) => acts.report(tx, 8))).toBe(0);
    expect(await readings((tx) => acts.remove(tx, 8))).toBe(0);
    expect(await readings((tx) => tx.query(moved("views")))).toBe(0);
    expect(await readings((tx) => acts.whole(tx, 8))).toBe(1);
    expect(await readings((tx) => acts.other(tx, 2))).toBe(1);
    expect(await readings((tx) => acts.later(tx, 24))).toBe(1);
  });

  it("knows nothing beyond the last row it holds", async () => {
    const areas = new Areas(narrow);
    const caller = callers.all as Caller;
    /** The latest end, and one of the oldest is touched. */
    const end = async (latest: number, oldest: number) => {
      const { since } = await areas.now(db, caller);
      await db.tx(async (tx) => {
        const { rows } = await oracle(tx, caller, since, 10_000);
        const ids = rows.map(([id]) => id as number);
        const [ended, touched] = [ids.slice(0, latest), oldest ? ids.slice(-oldest) : []];
        await tx.query(
          sql`update problem set state = 'closed', closed_at = clock() - interval '100 days' where id = any(${ended}::bigint[])`,
        );
        await tx.query(moved("problems", told([...ended, ...touched].map((id) => ({ id })))));
      });
    };
    for (const [latest, oldest] of [
      [2, 1],
      [3, 0],
    ] as const) {
      await end(latest, oldest);
      const set = await areas.now(db, caller);
      expect(shown(set, narrow)).toEqual(await oracle(db, caller, set.since, narrow.sent));
    }
  });

  it("is of exactly the revision it names while others write, and misses none of them", async () => {
    const areas = new Areas(narrow);
    const caller = callers.all as Caller;
    const expected = new Map<number, unknown>();
    const { since } = await areas.now(db, caller);
    let writing = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; n < 8; n++) {
        await db.tx(async (tx) => {
          const id = 1_000_000 + writer;
          const [there] =
            await tx.query(sql`update problem set state = ${pick(states, n)}, found_at = clock() - ${n}::int * interval '1 minute', closed_at = null
            where id = ${id}::bigint returning id`);
          if (!there)
            await tx.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, geom)
              values (${id}::bigint, 'w', ${`w${writer}`}, '0101', 'found', 'patrol', clock(), 'reported', ST_Point(119.04, 33.5, 4326))`);
          await tx.query(moved("problems", told([{ id }])));
          // Whoever moved the revision before has committed; whoever will has to wait.
          const now = await oracle(tx, caller, since, narrow.sent);
          expected.set(now.revision, now);
        });
      }
    });
    const reader = (async () => {
      const seen: WorkingSet[] = [];
      while (writing) seen.push(await areas.now(db, caller));
      return seen;
    })();
    await Promise.all(writers);
    writing = false;
    for (const set of await reader) if (expected.has(set.revision)) expect(shown(set, narrow)).toEqual(expected.get(set.revision));
    const last = await areas.now(db, caller);
    expect(last.revision).toBe(Math.max(...expected.keys()));
    expect(shown(last, narrow)).toEqual(expected.get(last.revision));
  });
});
