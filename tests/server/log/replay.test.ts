/** The log alone rebuilds every row, whatever was done in whatever order; what an act answered is what is stored. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../../../server/ask/caller.ts";
import { actPaths, type PersonAct, problemStates } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { bareEvent, type Fold, foldLog, type LogEvent } from "../../../server/life/fold.ts";
import { stateRefusal } from "../../../server/life/rules.ts";
import type { Said } from "../../../server/log/perform.ts";
import type { Held } from "../../../server/log/problem.ts";
import { redateOpen } from "../../../server/log/redate.ts";
import { resumeDue } from "../../../server/log/sweep.ts";
import { databases } from "../../support/databases.ts";
import { act, doerOf, hour, loadDesk, monday, report, saysPlain, setClock, staff, walk } from "./desk.ts";
import { compareWithLogs, foldedColumns, givenColumns } from "./rebuilt.ts";

/** mulberry32 */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const acts = Object.keys(actPaths) as PersonAct[];
const without = (fold: Fold) => ({ ...fold, before: null });

/** Dispatches that say much, little and other things than the one before. */
function variedDispatch(next: () => number, now: number): Said {
  const unitId = 1 + Math.floor(next() * 3);
  const person =
    next() < 0.7
      ? { person: unitId === 3 ? "处置三" : "处置一", personId: unitId === 3 ? 7 : 6 }
      : { person: "没有账号的人", personId: null };
  const deadline = now + Math.ceil(next() * 200) * hour + 1;
  if (next() < 0.3) return { unitId, ...person, deadline };
  const facts = { limit: { value: Math.ceil(next() * 8), unit: next() < 0.5 ? ("d" as const) : ("eh" as const) } };
  return {
    unitId,
    ...person,
    deadline,
    facts: next() < 0.5 ? facts : { ...facts, coop: 2, area: unitId, trade: 3, lead: "trade", overruled: "领导交办" },
  };
}

const units = new Set<PersonAct>(["accept", "hand_back", "return", "appeal"]);
const endings = new Set<PersonAct>(["reject", "fix_on_spot", "undo"]);
const ongoing = acts.filter((name) => !endings.has(name));
const everybody = Object.values(staff);

/** A close is thought over: lives are to be long. */
function suitable(fitting: readonly PersonAct[], pick: <T>(list: readonly T[]) => T): PersonAct {
  const first = pick(fitting);
  return first === "close" ? pick(fitting) : first;
}

/** Somebody who could do it: of an undo mostly whoever acted last. */
function doer(name: PersonAct, lastActor: number | null, pick: <T>(list: readonly T[]) => T): Caller {
  if (units.has(name)) return pick([staff.handler, staff.otherHandler]);
  if (name !== "undo") return doerOf[name];
  return pick([...everybody.filter((one) => one.personId === lastActor), pick(everybody)]);
}

/** Random acts by people who may. What each said is kept beside the database, and its fold must be what the database's log folds to. */
async function live(db: Db, seed: number, steps: number): Promise<number> {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  let clock = monday + seed * 30 * 24 * hour;
  await setClock(db, clock);
  const said = new Map<number, LogEvent[]>();
  const folds = new Map<number, Fold>();
  const ids: number[] = [];
  for (let i = 0; i < 6; i++) ids.push(await report(db, { fixed: next() < 0.1, found: clock - Math.floor(next() * 50) * hour }));
  let done = 0;
  for (let i = 0; i < steps; i++) {
    const id = pick(ids);
    // Mostly what its state allows, so that lives are long.
    const fitting = ongoing.filter((one) => folds.has(id) && stateRefusal(folds.get(id) as Fold, one) === null);
    const name = next() < 0.15 ? "undo" : fitting.length && next() < 0.85 ? suitable(fitting, pick) : pick(acts);
    // An undo comes soon, mostly.
    clock += Math.floor(next() * next() * (name === "undo" && next() < 0.9 ? 0.1 : 40) * hour);
    await setClock(db, clock);
    if (next() < 0.05) await resumeDue(db);
    if (next() < 0.05) await db.tx((tx) => redateOpen(tx, null));
    const by = doer(name, said.get(id)?.at(-1)?.actorId ?? null, pick);
    const known: { held?: Held; event?: LogEvent } = {};
    const [outcome] = await act(db, by, name, [{ id, version: null }], (held, ground) => {
      const says = name === "dispatch" ? variedDispatch(next, ground.now) : saysPlain[name](held, ground);
      known.held = held;
      known.event = { ...bareEvent, ...says, act: name, at: ground.now, actor: by.name, actorId: by.personId };
      return says;
    });
    const { held, event } = known;
    if (!outcome?.fold || !held || !event) continue;
    done++;
    const before = said.get(held.id) ?? [];
    // What the system and the report did is known from the log alone; all else stands here as it was said.
    const events = [...before, ...held.events.slice(before.length), event];
    said.set(held.id, events);
    folds.set(held.id, outcome.fold);
    expect(without(foldLog(events, held.foundAt, 24).at(-1) as Fold)).toEqual(without(outcome.fold));
  }
  return done;
}

describe.each(databases())("the log on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
  });
  afterAll(() => db.close());

  it("rebuilds every row, after any acts by anybody", { timeout: 120_000 }, async () => {
    let done = 0;
    for (let seed = 1; seed <= 8; seed++) done += await live(db, seed, 200);
    const { problems, events, faults } = await compareWithLogs(db);
    expect(faults).toEqual([]);
    expect(problems).toBe(48);
    expect(done).toBeGreaterThan(400);
    expect(events).toBeGreaterThan(done);
    // Every act and every state must have come up, or this proves less than it says.
    const seen = await db.query<{ word: string }>(
      sql`select distinct act as word from problem_event union select distinct state_after from problem_event`,
    );
    expect(new Set(seen.map((row) => row.word))).toEqual(new Set([...acts, "report", "redate", ...Object.keys(problemStates)]));
  });

  it("knows every column of a problem", async () => {
    const columns = await db.query<{ name: string }>(
      sql`select column_name as name from information_schema.columns where table_schema = 'public' and table_name = 'problem'`,
    );
    expect(columns.map((row) => row.name).sort()).toEqual([...foldedColumns, ...givenColumns].sort());
  });

  it("would notice a row that is not its log's fold", async () => {
    const id = await report(db);
    await walk(db, id, "dispatch");
    await db.query(sql`update problem set presses = 7, person = '别人' where id = ${id}::bigint`);
    expect((await compareWithLogs(db)).faults).toEqual([`${id} person: row 别人, log 处置一`, `${id} presses: row 7, log 0`]);
    // The log wins: the next act makes the row anew.
    await walk(db, id, "press");
    expect((await compareWithLogs(db)).faults).toEqual([]);
  });

  it("is append-only", async () => {
    const id = await report(db);
    await expect(db.query(sql`update problem_event set note = 'x' where problem_id = ${id}::bigint`)).rejects.toThrow(/append-only/);
    await expect(db.query(sql`delete from problem_event where problem_id = ${id}::bigint`)).rejects.toThrow(/append-only/);
    await expect(db.query(sql`update audit_entry set who = 'x'`)).rejects.toThrow(/append-only/);
    await expect(db.query(sql`delete from audit_entry`)).rejects.toThrow(/append-only/);
  });
});
