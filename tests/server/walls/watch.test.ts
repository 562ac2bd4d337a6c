/** The watch against its rules told plainly, over days of a made-up ward: what is raised, what ends, what stands again. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemState } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { watch } from "../../../server/walls/watch.ts";
import { databases } from "../../support/databases.ts";
import { march, type Precinct, setClock } from "../acts/precinct.ts";
import { away, between } from "../questions/oracle.ts";
import type { Point } from "../questions/town.ts";
import { clearWard, kept, openWard, put, type RuleSaid, setDeadline, setRule, setState, sites } from "./ward.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = march("10T09:00");

interface Known {
  readonly id: number;
  readonly at: Point;
  readonly found: number;
  readonly category: string;
  readonly site: number | null;
  deadline: number | null;
  state: ProblemState;
}
interface Told {
  readonly kind: string;
  readonly what: string;
  readonly problems: readonly number[];
  readonly at: number;
  ended: boolean;
  acknowledged: boolean;
}

const isOpen = ({ state }: Known) => state !== "closed" && state !== "rejected";
const runs = ({ state }: Known) => ["dispatched", "handling", "rework"].includes(state);
const isLate = (p: Known, now: number) => runs(p) && p.deadline !== null && p.deadline < now;
const overdueWhat = ({ id, deadline }: Known) => `${id} ${new Date(deadline as number).toISOString()}`;
const lately = (at: number, now: number, hours: number) => at <= now && at > now - hours * hour;

/** Neighbourhoods of enough, and those that share a problem as one: each pair is measured. */
function clusters(problems: readonly Known[], { least, within_m }: RuleSaid): number[][] {
  let found = problems
    .map((p) => new Set(problems.filter((q) => between(p.at, q.at) <= within_m).map(({ id }) => id)))
    .filter(({ size }) => size >= least);
  for (let i = 0; i < found.length; i++) {
    const one = found[i] as Set<number>;
    const other = found.find((set, j) => j > i && [...set].some((id) => one.has(id)));
    if (!other) continue;
    for (const id of other) one.add(id);
    found = found.filter((set) => set !== other);
    i = -1;
  }
  return found.map((set) => [...set].sort((a, b) => a - b)).sort((a, b) => (a[0] as number) - (b[0] as number));
}

class Ledger {
  readonly problems = new Map<number, Known>();
  readonly alarms: Told[] = [];
  rule: RuleSaid;
  constructor(rule: RuleSaid) {
    this.rule = rule;
  }

  look(now: number): void {
    for (const alarm of this.alarms) if (!alarm.ended && !this.#stands(alarm, now)) alarm.ended = true;
    const all = [...this.problems.values()].filter(isOpen);
    if (this.rule.key)
      for (const p of all)
        if (p.site === sites.key && isLate(p, now) && lately(p.deadline as number, now, 24))
          this.#raise("key_overdue", overdueWhat(p), [p.id], now);
    for (const p of all)
      if (this.rule.immediate.some((code) => p.category === code || code === "01") && lately(p.found, now, 24))
        this.#raise("immediate", `${p.id}`, [p.id], now);
    const near = clusters(
      all.filter(({ found }) => lately(found, now, this.rule.hours)),
      this.rule,
    );
    for (const ids of near) if (!this.#belongs(ids, now)) this.#raise("cluster", `${ids[0]}`, ids, now);
  }

  #stands({ kind, what, problems }: Told, now: number): boolean {
    const open = problems.flatMap((id) => this.problems.get(id) ?? []).filter(isOpen);
    if (kind === "cluster") return open.length >= this.rule.least;
    const [p] = open;
    return p !== undefined && (kind === "immediate" || (isLate(p, now) && overdueWhat(p) === what));
  }
  #belongs(ids: readonly number[], now: number): boolean {
    return this.alarms.some(
      ({ kind, problems, ended, at }) =>
        kind === "cluster" && problems.some((id) => ids.includes(id)) && (!ended || at > now - this.rule.hours * hour),
    );
  }
  #raise(kind: string, what: string, problems: readonly number[], at: number): void {
    const known = this.alarms.find((one) => one.kind === kind && one.what === what);
    if (!known) this.alarms.push({ kind, what, problems, at, ended: false, acknowledged: false });
    else if (kind !== "cluster" && !known.acknowledged) known.ended = false;
  }
}

const rules: fc.Arbitrary<RuleSaid> = fc.record({
  key: fc.boolean(),
  immediate: fc.constantFrom([], ["0102"], ["01"], ["0102", "0105"]),
  least: fc.integer({ min: 3, max: 5 }),
  within_m: fc.constantFrom(25, 80, 200),
  hours: fc.constantFrom(3, 24, 60),
});
const found = fc.record({
  // Near each other in heaps, seconds off the hour: no moment falls on a limit.
  azimuth: fc.integer({ min: 0, max: 359 }),
  metres: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 1200 })),
  ago_min: fc.integer({ min: -60, max: 3000 }),
  left_min: fc.option(fc.integer({ min: -2000, max: 600 }), { nil: null }),
  category: fc.constantFrom("0101", "0102", "0103"),
  site: fc.constantFrom(sites.key, sites.plain, null),
});
const states = fc.constantFrom<ProblemState>("dispatched", "handling", "rework", "handed_back", "suspended", "closed", "rejected");
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("find" as const), problems: fc.array(found, { minLength: 1, maxLength: 8 }) }),
    fc.record({ do: fc.constant("state" as const), which: fc.nat({ max: 12 }), state: states, many: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ do: fc.constant("extend" as const), which: fc.nat(), by_min: fc.integer({ min: -300, max: 900 }) }),
    fc.record({ do: fc.constant("acknowledge" as const), which: fc.nat() }),
    fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(0, 1, 7, 25) }),
    fc.record({ do: fc.constant("reopen" as const) }),
    fc.record({ do: fc.constant("rule" as const), rule: rules }),
  ),
  { minLength: 8, maxLength: 16 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

describe.each(databases())("the watch on $name", ({ name, fresh }) => {
  let ward: Precinct;
  beforeAll(async () => {
    ward = await openWard(await fresh());
  });
  afterAll(async () => {
    await ward.app.close();
    await ward.db.close();
  });

  async function become(all: readonly Known[], which: (p: Known, i: number) => boolean, state: ProblemState): Promise<void> {
    const chosen = all.filter(which);
    const ids = chosen.map(({ id }) => id);
    await setState(ward.db, ids, state);
    for (const p of chosen) p.state = state;
  }

  /** Does it to the ledger and the database alike. @returns what the clock says then */
  async function take(ledger: Ledger, step: Step, now: number): Promise<number> {
    const { db } = ward;
    const all = [...ledger.problems.values()];
    if (step.do === "wait") return now + step.hours * hour + minute;
    if (step.do === "rule") {
      ledger.rule = step.rule;
      await setRule(db, step.rule);
    } else if (step.do === "find") {
      const put1 = step.problems.map(({ azimuth, metres, ago_min, left_min, ...rest }) => ({
        ...{ ...rest, at: away([119.01, 33.51], azimuth, metres), found: now - ago_min * minute - 20_000 },
        deadline: left_min === null ? null : now + left_min * minute + 20_000,
      }));
      const ids = await put(db, put1);
      for (const [i, p] of put1.entries()) ledger.problems.set(ids[i] as number, { ...p, id: ids[i] as number, state: "dispatched" });
    } else if (step.do === "acknowledge") {
      const alarms = await kept(db);
      const one = alarms[step.which % Math.max(1, alarms.length)];
      if (!one) return now;
      await ward.post("leader", "/api/alarms/acknowledge", { ids: [one.id] });
      const told = ledger.alarms.find(({ kind, what }) => kind === one.kind && what === one.what);
      if (told) told.acknowledged = true;
    } else if (step.do === "reopen") await become(all, (p) => !isOpen(p), "handling");
    else if (step.do === "state") await become(all, (_, i) => i >= step.which && i < step.which + step.many, step.state);
    else {
      const p = all[step.which % all.length] as Known;
      p.deadline = (p.deadline ?? now) + step.by_min * minute + 1_000;
      await setDeadline(db, p.id, p.deadline);
    }
    return now;
  }

  it("raises and ends as its rules say, whatever happens", { timeout: 180_000 }, async () => {
    const raised: Record<string, number> = { key_overdue: 0, immediate: 0, cluster: 0 };
    let [ended, again] = [0, 0];
    await fc.assert(
      fc.asyncProperty(rules, fc.array(found, { minLength: 12, maxLength: 30 }), steps, async (rule, first, more) => {
        await clearWard(ward.db);
        await setRule(ward.db, rule);
        const ledger = new Ledger(rule);
        let now = start;
        for (const step of [{ do: "find" as const, problems: first }, ...more]) {
          now = await take(ledger, step, now);
          await setClock(ward.db, now);
          const before = ledger.alarms.filter((alarm) => alarm.ended);
          ledger.look(now);
          await watch(ward.db);
          again += before.filter((alarm) => !alarm.ended).length;
          const line = (a: Pick<Told, "kind" | "what" | "problems" | "ended" | "acknowledged">) =>
            `${a.kind} ${a.what} of ${a.problems.join(",")}${a.ended ? " ended" : ""}${a.acknowledged ? " known" : ""}`;
          expect((await kept(ward.db)).map(line).toSorted()).toEqual(ledger.alarms.map(line).toSorted());
        }
        for (const { kind, ended: over } of ledger.alarms) {
          raised[kind] = (raised[kind] ?? 0) + 1;
          if (over) ended++;
        }
      }),
      { numRuns: name === "postgres" ? 80 : 60, seed: 20261122 },
    );
    for (const [kind, count] of Object.entries(raised)) expect(count, kind).toBeGreaterThan(20);
    expect([ended > 30, again > 10], "of each kind of thing there was some").toEqual([true, true]);
  });

  it("empties nothing that it only looked at: the same look twice leaves the rows as they were", async () => {
    const rows = () => ward.db.query(sql`select id, xmin::text, ended_at from alarm order by id`);
    const before = await rows();
    expect(before.length).toBeGreaterThan(0);
    await watch(ward.db);
    expect(await rows()).toEqual(before);
  });
});
