/** Alarms: by which rule one is raised, that it is raised once, when it ends, and that pages are told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { Alarms } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { clear } from "../../../server/import/load/city.ts";
import type { Revised } from "../../../server/import/loading.ts";
import { watch } from "../../../server/walls/watch.ts";
import { watchAlways } from "../../../server/walls/watchAlways.ts";
import { databases } from "../../support/databases.ts";
import { march, type Precinct, setClock } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { until } from "../notices/street.ts";
import { away } from "../questions/oracle.ts";
import type { Point } from "../questions/town.ts";
import { askAlarms, changes, clearWard, kept, openWard, put, setDeadline, setRule, setState, sites } from "./ward.ts";

const now = march("10T09:00");
const minute = 60_000;
const hour = 60 * minute;
const spot: Point = [119.01, 33.51];
const usual = { at: spot, found: now - hour, deadline: now + hour };

describe.each(databases())("alarms on $name", ({ fresh }) => {
  let ward: Precinct;
  beforeAll(async () => {
    ward = await openWard(await fresh());
  });
  afterAll(async () => {
    await ward.app.close();
    await ward.db.close();
  });
  beforeEach(async () => {
    await clearWard(ward.db);
    await setClock(ward.db, now);
  });
  const looked = async () => {
    await watch(ward.db);
    return (await kept(ward.db)).map(({ kind, what, ended }) => `${kind} ${what}${ended ? " ended" : ""}`);
  };
  const overdueOf = (id: number, deadline: number) => `key_overdue ${id} ${new Date(deadline).toISOString()}`;

  describe("overdue at a key site", () => {
    beforeEach(() => setRule(ward.db, { key: true }));

    it("is told with its place and without anybody's name", async () => {
      const deadline = now - minute;
      const [id] = (await put(ward.db, [{ ...usual, deadline, site: sites.key, place: "解放路" }])) as [number];
      expect(await looked()).toEqual([overdueOf(id, deadline)]);
      const answer = await askAlarms(ward);
      expectContract(Alarms, answer);
      expect(answer).toMatchObject({ total: 1, rows: [{ kind: "key_overdue", problems: [id], title: "井盖缺失", place: "重点市场" }] });
      expect(answer.rows[0]).toMatchObject({ category: "0103", count: 1, lon: spot[0], lat: spot[1], acknowledged: null, ended: null });
      expect(JSON.stringify(answer)).not.toMatch(/李四|王五|westHandler/);
      const late_ms = Date.parse(answer.rows[0]?.at ?? "") - now;
      expect(late_ms >= 0 && late_ms < minute, "by the district's clock").toBe(true);
      expect(Math.abs(Date.parse(answer.clock) - now)).toBeLessThan(minute);
    });

    it("is none elsewhere, before its time, when its clock stands, a day later, or when the rule is off", async () => {
      const late = { ...usual, site: sites.key, deadline: now - minute };
      await put(ward.db, [
        { ...late, site: sites.plain },
        { ...late, site: null },
        { ...late, deadline: now + minute },
        { ...late, deadline: null },
        { ...late, deadline: now - 24 * hour - minute },
        ...(["suspended", "handed_back", "rechecking", "returned", "closed", "rejected"] as const).map((state) => ({ ...late, state })),
      ]);
      expect(await looked()).toEqual([]);
      const states = ["dispatched", "handling", "rework"] as const;
      await put(
        ward.db,
        states.map((state) => ({ ...late, state, deadline: now - 24 * hour + minute })),
      );
      await setRule(ward.db, { key: false });
      expect(await looked()).toEqual([]);
      await setRule(ward.db, { key: true });
      expect(await looked()).toHaveLength(3);
    });

    it("ends when it is extended; the new deadline passed is a new alarm", async () => {
      const [first, second] = [now - minute, now + 2 * hour];
      const [id] = (await put(ward.db, [{ ...usual, deadline: first, site: sites.key }])) as [number];
      await watch(ward.db);
      await setDeadline(ward.db, id, second);
      expect(await looked()).toEqual([`${overdueOf(id, first)} ended`]);
      expect(await askAlarms(ward)).toMatchObject({ total: 0, rows: [] });
      await setClock(ward.db, second + minute);
      expect(await looked()).toEqual([`${overdueOf(id, first)} ended`, overdueOf(id, second)]);
    });

    it("ends when it is handed back, and stands again when that was no good", async () => {
      const deadline = now - minute;
      const [id] = (await put(ward.db, [{ ...usual, deadline, site: sites.key }])) as [number];
      await watch(ward.db);
      await setState(ward.db, [id], "handed_back");
      expect(await looked()).toEqual([`${overdueOf(id, deadline)} ended`]);
      await setState(ward.db, [id], "rework");
      expect(await looked()).toEqual([overdueOf(id, deadline)]);
    });
  });

  describe("of a category that cannot wait", () => {
    it("is told by its minor or its major code, found within a day, open", async () => {
      const found = { ...usual, category: "0102" };
      const [id] = await put(ward.db, [
        found,
        { ...found, category: "0103" },
        { ...found, found: now - 24 * hour - minute },
        { ...found, found: now + minute },
        { ...found, state: "closed" },
        { ...found, state: "rejected" },
      ]);
      expect(await looked(), "no category is named").toEqual([]);
      await setRule(ward.db, { immediate: ["0102", "nothing"] });
      expect(await looked()).toEqual([`immediate ${id}`]);
      await setRule(ward.db, { immediate: ["01"] });
      expect(await looked()).toEqual([`immediate ${id}`, `immediate ${(id as number) + 1}`]);
    });

    it("is where it was said to be, else at its site, else in its zone", async () => {
      await setRule(ward.db, { immediate: ["01"] });
      await put(ward.db, [
        { ...usual, place: "解放路12号", site: sites.key },
        { ...usual, place: "", site: sites.key },
        { ...usual, place: null },
      ]);
      await watch(ward.db);
      const { rows } = await askAlarms(ward);
      expect(rows.map(({ place }) => place)).toEqual(["区301", "重点市场", "解放路12号"]);
    });

    it("ends when it is closed, stands again when that is undone, but not for whoever knows of it", async () => {
      await setRule(ward.db, { immediate: ["01"] });
      const [one, other] = (await put(ward.db, [usual, usual])) as [number, number];
      await watch(ward.db);
      const [, second] = await kept(ward.db);
      await ward.post("leader", "/api/alarms/acknowledge", { ids: [second?.id] });
      await setState(ward.db, [one, other], "closed");
      expect(await looked()).toEqual([`immediate ${one} ended`, `immediate ${other} ended`]);
      await setState(ward.db, [one, other], "handling");
      expect(await looked()).toEqual([`immediate ${one}`, `immediate ${other} ended`]);
      expect((await askAlarms(ward)).rows.map(({ problems }) => problems)).toEqual([[one]]);
    });
  });

  describe("a cluster", () => {
    const rule = { least: 4, within_m: 80, hours: 6 };
    beforeEach(() => setRule(ward.db, rule));
    /** Metres east of the spot. */
    const east = (...metres: number[]) => metres.map((m) => ({ ...usual, at: away(spot, 90, m) }));

    it("is told once there are enough within the distance, at the core nearest its middle, by what most of it is", async () => {
      const far = east(0, 60, 70, 79, 400);
      const ids = await put(
        ward.db,
        far.map((p, n) => ({ ...p, place: `解放路${n}号`, category: n === 0 ? "0103" : "0102" })),
      );
      expect(await looked()).toEqual([`cluster ${ids[0]}`]);
      const { rows } = await askAlarms(ward);
      expectContract(Alarms, await askAlarms(ward));
      // The middle is at 52 m; of the cores the one at 60 m is nearest to it.
      expect(rows).toMatchObject([{ kind: "cluster", problems: ids.slice(0, 4), count: 4, title: "解放路1号", category: "0102" }]);
      expect([rows[0]?.lon, rows[0]?.lat].map((v) => v?.toFixed(9))).toEqual(far[1]?.at.map((v) => v.toFixed(9)));
      await put(ward.db, east(30, 50));
      expect(await looked(), "one that grows is no news").toHaveLength(1);
    });

    it("is none of too few, of what was closed, of what was found before, or too far apart", async () => {
      const three = east(0, 10, 20);
      await put(ward.db, [
        ...three,
        { ...usual, state: "closed" },
        { ...usual, state: "rejected" },
        { ...usual, found: now - 6 * hour - minute },
        { ...usual, found: now + minute },
        ...east(81 + 20, 300),
      ]);
      expect(await looked()).toEqual([]);
      await put(ward.db, east(20 + 79));
      expect(await looked(), "the one at 20 m has the others and this one").toHaveLength(1);
    });

    it("is one where neighbourhoods share a problem, two where they do not, also of many at one position", async () => {
      const chain = await put(ward.db, east(0, 10, 20, 75, 130, 140, 150));
      const apart = await put(
        ward.db,
        [...Array(30)].flatMap(() => east(1_000)),
      );
      expect(await looked()).toEqual([`cluster ${chain[0]}`, `cluster ${apart[0]}`]);
      expect((await kept(ward.db)).map(({ problems }) => problems)).toEqual([chain, apart]);
    });

    it("ends when fewer than enough are open; another is raised there when the hours are over, not before", async () => {
      const ids = await put(ward.db, east(0, 5, 10, 15, 20));
      const [least] = ids as [number];
      await watch(ward.db);
      await setState(ward.db, ids.slice(0, 1), "closed");
      expect(await looked()).toEqual([`cluster ${least}`]);
      await setState(ward.db, ids.slice(1, 2), "rejected");
      expect(await looked()).toEqual([`cluster ${least} ended`]);
      await put(ward.db, east(25, 30));
      expect(await looked(), "among those it was raised of").toEqual([`cluster ${least} ended`]);
      const later = now + 7 * hour;
      await setClock(ward.db, later);
      const next = await put(
        ward.db,
        east(0, 5, 10, 15).map((p) => ({ ...p, found: later - hour })),
      );
      expect(await looked()).toEqual([`cluster ${least} ended`, `cluster ${next[0]}`]);
    });

    it("has a name where nobody said a place", async () => {
      const none = east(0, 5, 10, 15);
      const ids = await put(ward.db, none);
      await ward.db.query(sql`update problem set zone1_id = null, zone2_id = null, zone3_id = null where id = any(${ids}::bigint[])`);
      await watch(ward.db);
      expect((await askAlarms(ward)).rows).toMatchObject([{ title: "垃圾满溢", place: null }]);
    });
  });

  it("are raised once by several at once, and told of once; where nothing is new, nothing is written", async () => {
    await setRule(ward.db, { immediate: ["01"], least: 3, within_m: 50, hours: 6 });
    const ids = await put(ward.db, [usual, usual, usual]);
    await Promise.all([1, 2, 3, 4].map(() => watch(ward.db)));
    expect((await kept(ward.db)).map(({ what }) => Number(what))).toEqual([...ids, ids[0]]);
    expect(await changes(ward.db)).toEqual(["alarms"]);
    await Promise.all([watch(ward.db), watch(ward.db)]);
    expect(await changes(ward.db)).toEqual(["alarms"]);
    await setState(ward.db, ids.slice(0, 1), "closed");
    await watch(ward.db);
    await watch(ward.db);
    expect(await changes(ward.db)).toEqual(["alarms", "alarms"]);
  });

  it("of a flood come 500 a call, each once", async () => {
    await setRule(ward.db, { immediate: ["0103"], key: true });
    const many = await put(
      ward.db,
      [...Array(620)].map((_, n) => ({ ...usual, found: now - hour - n })),
    );
    expect(await looked()).toHaveLength(500);
    expect(await looked()).toHaveLength(620);
    expect(new Set((await looked()).map((one) => Number(one.split(" ")[1])))).toEqual(new Set(many));
    expect(await askAlarms(ward)).toMatchObject({ total: 620, rows: { length: 50 } });
    expect((await askAlarms(ward, "?limit=200")).rows).toHaveLength(200);
  });

  it("are none in a snapshot, whatever its data say; what stood there before may end", async () => {
    await setRule(ward.db, { immediate: ["01"], key: true, least: 3, within_m: 50, hours: 6 });
    const [known] = await put(ward.db, [usual]);
    await watch(ward.db);
    await put(ward.db, [usual, usual, { ...usual, site: sites.key, deadline: now - minute }]);
    await ward.db.query(sql`update district set frozen_at = clock()`);
    try {
      expect(await looked()).toEqual([`immediate ${known}`]);
      await setState(ward.db, [known as number], "closed");
      expect(await looked()).toEqual([`immediate ${known} ended`]);
    } finally {
      await ward.db.query(sql`update district set frozen_at = null`);
    }
    expect((await looked()).length).toBeGreaterThan(3);
  });

  it("stay when their problem has gone from the city: ended, with their words", async () => {
    await setRule(ward.db, { immediate: ["01"] });
    const [id] = (await put(ward.db, [usual])) as [number];
    await watch(ward.db);
    await ward.db.query(sql`delete from problem where id = ${id}::bigint`);
    expect(await looked()).toEqual([`immediate ${id} ended`]);
    expect((await askAlarms(ward, "?all=1")).rows).toMatchObject([{ title: "井盖缺失", problems: [id] }]);
  });

  it("go with the city that is replaced, and pages are told", async () => {
    await setRule(ward.db, { immediate: ["01"] });
    await put(ward.db, [usual]);
    await watch(ward.db);
    const changed = new Set<Revised>();
    const emptied = ward.db.tx(async (tx) => {
      await clear(tx, { code: "precinct", name_zh: "测试片区", name_en: "Precinct", made_up: true, data_as_of: null }, changed);
      const left = await tx.query(sql`select id from alarm`);
      throw new Error(`${left.length} left`);
    });
    await expect(emptied).rejects.toThrow("0 left");
    expect([...changed]).toContain("alarms");
  });

  it("are raised by the program within seconds of a change, and ended so", async () => {
    await setRule(ward.db, { immediate: ["0103"] });
    const stop = watchAlways(
      ward.db,
      (error) => {
        throw error;
      },
      // So seldom that only a change can wake it.
      { every_ms: hour, gap_ms: 50 },
    );
    try {
      // The listener is there once it has heard something.
      await until(async () => {
        await ward.db.tx((tx) => tx.query(moved("problems", [])));
        await put(ward.db, [usual]);
        return (await kept(ward.db)).length > 0;
      }, "the watch hears changes");
      const before = (await kept(ward.db)).length;
      const problem = await ward.report();
      await until(async () => (await kept(ward.db)).some(({ what }) => what === `${problem.id}`), "an alarm of what was reported");
      expect((await kept(ward.db)).length).toBeGreaterThan(before);
      await ward.act("dispatcher", "reject", problem);
      await until(async () => (await kept(ward.db)).some(({ what, ended }) => what === `${problem.id}` && ended), "its end");
    } finally {
      await stop();
    }
    const silent = (await kept(ward.db)).length;
    await ward.report();
    expect((await kept(ward.db)).length).toBe(silent);
  });

  it("the program goes on after a failure, and tells of it once", async () => {
    await setRule(ward.db, { immediate: ["0103"] });
    const failures: unknown[] = [];
    await ward.db.query(sql`alter table alarm rename to alarm_away`);
    const stop = watchAlways(ward.db, (error) => failures.push(error), { every_ms: 5, gap_ms: 1 });
    try {
      await until(() => failures.length > 0, "a failure");
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(failures).toHaveLength(1);
    } finally {
      await ward.db.query(sql`alter table alarm_away rename to alarm`);
    }
    const [id] = await put(ward.db, [usual]);
    await until(async () => (await kept(ward.db)).some(({ what }) => what === `${id}`), "an alarm");
    await stop();
    expect(failures).toHaveLength(1);
  });
});
