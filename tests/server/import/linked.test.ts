/** Logs of a bundle are linked to its people, and an import over problems that were acted on in the page keeps what was done there. */
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, nobody } from "../../../server/ask/caller.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { rollMadeUp } from "../../../server/import/roll.ts";
import { databases } from "../../support/databases.ts";
import { act } from "../log/desk.ts";
import { compareWithLogs } from "../log/rebuilt.ts";
import { harness, importDb, layer, refusals } from "./harness.ts";
import { type AnyManifest, type Files, problemsOf, rows, smallCity, smallManifest } from "./smallCity.ts";

const at = (h: number) => `2026-11-19T${String(h).padStart(2, "0")}:00:00+08:00`;
const people: Files = {
  "people.csv": [
    "externalId,name,roles,unit,zone,account,phone,joined,left",
    "d1,王芳,dispatcher,,,,,,",
    "i1,孙巡,inspector,,,,,,",
    "h1,赵敏,handler,urban,,,,,",
    "h2,李强,handler,urban,,,,,",
    "g2,李强,handler,gov,,,,,",
    "t1,周同,handler,urban,,,,,",
    "t2,周同,handler,urban,,,,,",
    "c1,郑两,dispatcher,,,,,,",
    "c2,郑两,handler,urban,,,,,",
  ].join("\n"),
};
const log = (...lines: string[]): Files => ({ "events.csv": ["problem,seq,act,at,actor,unit,person,deadline", ...lines].join("\n") });
const manifest = (change: object = {}): AnyManifest => ({
  ...smallManifest("boundary", "units", "zones1", "people", "problems", "namedEvents"),
  ...change,
});
const P3 = problemsOf(rows[2] as string);
const begun = (person: string, unit = "urban") => [
  `P3,1,report,${at(8)},孙巡,,,`,
  `P3,2,dispatch,${at(9)},王芳,${unit},${person},${at(13)}`,
  `P3,3,accept,${at(10)},${person},,,`,
];

describe.each(databases())("logs and people on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { run, anew, whole, problem } = harness(() => db);
  const idOf = async (externalId: string) =>
    (await db.query<{ id: number }>(sql`select id from person where external_id = ${externalId}`))[0]?.id ?? Number.NaN;
  /** Who is linked at each event, by external id. */
  const linked = () =>
    db.query(sql`select e.act, a.external_id as actor, e.person_after as person, p.external_id as whose from problem_event e
      left join person a on a.id = e.actor_id left join person p on p.id = e.person_id_after order by e.problem_id, e.seq`);
  const rightful = async () => expect((await compareWithLogs(db)).faults).toEqual([]);

  it("who did it and whose it is are people of the bundle, and who told of it is its reporter", async () => {
    await anew({ ...people, ...P3, ...log(...begun("赵敏")) }, manifest());
    expect(await linked()).toEqual([
      { act: "report", actor: "i1", person: null, whose: null },
      { act: "dispatch", actor: "d1", person: "赵敏", whose: "h1" },
      { act: "accept", actor: "h1", person: "赵敏", whose: "h1" },
    ]);
    expect(await problem("P3")).toMatchObject({ person_id: await idOf("h1"), reporter_id: await idOf("i1"), late: null, version: 3 });
    await rightful();
  });

  it.each([
    ["of two units: the one that has it", "李强", "urban", "h2"],
    ["of two units: the other", "李强", "gov", "g2"],
    ["of two people in one unit: nobody", "周同", "urban", null],
    ["of another unit only: nobody", "赵敏", "gov", null],
    ["of no person at all: nobody", "某某", "urban", null],
    ["of a dispatcher: they are not given problems", "王芳", "urban", null],
    ["of a handler and a dispatcher: the handler", "郑两", "urban", "c2"],
  ])("a name %s", async (_what, person, unit, whose) => {
    await anew({ ...people, ...P3, ...log(...begun(person, unit).slice(0, 2)) }, manifest());
    expect((await linked())[1]).toMatchObject({ act: "dispatch", actor: "d1", person, whose });
    expect(await problem("P3")).toMatchObject({ person, person_id: whose === null ? null : await idOf(whose) });
    await rightful();
  });

  it("a name that a dispatcher and a handler of the unit share did nothing that can be said", async () => {
    await anew({ ...people, ...P3, ...log(...begun("郑两")) }, manifest());
    expect((await linked())[2]).toEqual({ act: "accept", actor: null, person: "郑两", whose: "c2" });
    await rightful();
  });

  it("a log made of columns is linked too", async () => {
    const columns = smallManifest("boundary", "units", "zones1", "people", "problems");
    columns.layers.at(-1).fields.person = { value: "赵敏" };
    await anew(people, columns);
    expect(await problem("P1")).toMatchObject({ person: "赵敏", person_id: await idOf("h1"), state: "handling" });
    expect(await problem("P2")).toMatchObject({ person_id: await idOf("h1"), state: "closed", late: false });
    // P3 has no unit: nobody's name is known without one.
    expect(await problem("P3")).toMatchObject({ person: "赵敏", person_id: null });
    await rightful();
  });

  it("people of the page are not taken for people of the file", async () => {
    await anew({}, { ...smallManifest("units"), code: "other" });
    await db.query(
      sql`insert into person (external_id, name, roles, unit_id) select 'page', '外人', '{handler}', id from unit where external_id = 'urban'`,
    );
    await run(smallCity({ ...people, ...P3, ...log(...begun("外人")) }, manifest()), { replace: true });
    expect(await problem("P3")).toMatchObject({ person: "外人", person_id: null });
    await db.query(sql`delete from person where layer = 'app'`);
  });

  describe("over problems that were acted on in the page", () => {
    const caller = async (externalId: string, role: Role): Promise<Caller> => {
      const [row] = await db.query<{ id: number; name: string; unit_id: number | null }>(
        sql`select id, name, unit_id from person where external_id = ${externalId}`,
      );
      const units = row?.unit_id ? [row.unit_id] : [];
      return { ...nobody, kind: "person", personId: row?.id ?? null, name: row?.name ?? null, roles: new Set([role]), units };
    };
    const rolling = () => manifest({ madeUp: true, rolling: true });
    const city = (lines: string[], more: Files = {}) => smallCity({ ...people, ...P3, ...log(...lines), ...more }, rolling());
    /** The small city with its problem handed back late, taken back, pressed, extended and suspended in the page. */
    const acted = async () => {
      await run(city(begun("赵敏")), { replace: true });
      await db.query(sql`update district set clock_set_at = now()`);
      const [{ id } = { id: 0 }] = await db.query<{ id: number }>(sql`select id from problem where external_id = 'P3'`);
      const [handler, dispatcher] = [await caller("h1", "handler"), await caller("d1", "dispatcher")];
      const acts = [
        [handler, "hand_back"],
        [handler, "undo"],
        [dispatcher, "press"],
        [dispatcher, "extend"],
        [dispatcher, "suspend"],
      ] as const;
      for (const [by, name] of acts) {
        const [outcome] = await act(db, by, name, [{ id, version: null }]);
        if (outcome?.error) throw outcome.error;
      }
      return id;
    };

    it("the same file changes nothing", async () => {
      await acted();
      expect(await problem("P3")).toMatchObject({ state: "suspended", presses: 1, extensions: 1, suspensions: 1, version: 8 });
      await rightful();
      const before = await whole();
      const report = await run(city(begun("赵敏")));
      expect(layer(report, "problems").noted.map((n) => n.reason.en)).toEqual(["the database's log goes further than the file's; kept"]);
      expect(await whole()).toBe(before);
    });

    it("a file that went on by itself is told of and not followed", async () => {
      await acted();
      const before = await problem("P3");
      const report = await run(city([...begun("赵敏"), `P3,4,return,${at(12)},赵敏,,,`]));
      expect(layer(report, "problems").noted.map((n) => n.reason.en)).toEqual(["the logs differ from event 4 on; the database's was kept"]);
      expect(await problem("P3")).toEqual(before);
      await rightful();
    });

    it("a file that describes it otherwise does, and its row stays the fold of its log", async () => {
      await acted();
      const moved = problemsOf((rows[2] as string).replace("北街", "南街").replace("T08:00", "T07:30"));
      const report = await run(city(begun("赵敏"), moved));
      expect(layer(report, "problems")).toMatchObject({ changed: 1, refusedRows: 0 });
      expect(await problem("P3")).toMatchObject({ place: "南街", state: "suspended", version: 8 });
      await rightful();
    });

    it("units, zones and people that vanish from their files do no harm", async () => {
      await acted();
      const less: Files = {
        "units.csv": "externalId,name,parent\ngov,区政府,\n",
        "people.csv": "externalId,name,roles,unit,zone,account,phone,joined,left\nd1,王芳,dispatcher,,,,,,",
        "towns.geojson": JSON.stringify({ type: "FeatureCollection", features: [] }),
      };
      const report = await run(city(begun("赵敏"), less));
      expect(report.layers.filter((l) => l.failed).map((l) => l.layer)).toEqual([]);
      expect(refusals(report, "problems")).toEqual([]);
      expect(await problem("P3")).toMatchObject({ person: "赵敏", person_id: await idOf("h1"), zone1_id: null });
      await rightful();
    });

    it("days that pass move its suspension too", async () => {
      await acted();
      const times = async () => {
        const [row] = await db.query<Record<string, Date>>(sql`select p.suspended_at, p.suspended_until, e.until_after from problem p
          join problem_event e on e.problem_id = p.id and e.seq = p.version where p.external_id = 'P3'`);
        return Object.values(row ?? {}).map((t) => t.getTime());
      };
      const before = await times();
      expect(before).toHaveLength(3);
      await db.query(sql`update district set data_as_of = data_as_of - interval '2 days'`);
      const days = await rollMadeUp(db);
      expect(days).toBeGreaterThan(0);
      expect(await times()).toEqual(before.map((t) => t + days * 86_400_000));
      await rightful();
    });
  });
});
