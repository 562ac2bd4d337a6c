/** Problems that came by an import are lived on here like any other: their rows are their logs' folds before, after, and when the file comes again. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../../../server/ask/caller.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { importBundle } from "../../../server/import/bundle.ts";
import { rollMadeUp } from "../../../server/import/roll.ts";
import { detailOf } from "../../../server/log/detail.ts";
import { databases } from "../../support/databases.ts";
import { bundle, type Files } from "../import/smallCity.ts";
import { act, staff } from "./desk.ts";
import { compareWithLogs } from "./rebuilt.ts";

const demo = (name: string): Buffer => readFileSync(new URL(`../../../data/demo/${name}`, import.meta.url));
const lines = (name: string): string[] => gunzipSync(demo(name)).toString("utf8").split("\n");
const idOf = (line: string): string => line.slice(0, line.indexOf(","));

/** The demo district with one in fifty of its problems. */
function someOfDemo(): string {
  const manifest = JSON.parse(demo("city.json").toString("utf8")) as { layers: { into: string; file: string }[] };
  const layers = manifest.layers.filter((layer) => layer.into !== "base");
  const [head, ...problems] = lines("problems.csv.gz");
  const kept = problems.filter((_line, i) => i % 50 === 0);
  const ids = new Set(kept.map(idOf));
  const [eventHead, ...events] = lines("events.csv.gz");
  const files: Record<string, Files[string]> = Object.fromEntries(layers.map(({ file }) => [file, gunzipSync(demo(file))]));
  files["problems.csv.gz"] = [head, ...kept].join("\n");
  files["events.csv.gz"] = [eventHead, ...events.filter((line) => ids.has(idOf(line)))].join("\n");
  return bundle({ ...manifest, layers }, files);
}

describe.each(databases())("an imported town on $name", ({ fresh }) => {
  let db: Db;
  const folder = someOfDemo();
  beforeAll(async () => {
    db = await fresh();
    await importBundle(db, folder, { now: new Date("2026-11-15T18:00:00+08:00") });
  });
  afterAll(() => db.close());

  it("has rows that are their logs' folds", async () => {
    const { problems, events, faults } = await compareWithLogs(db);
    expect(faults.slice(0, 10)).toEqual([]);
    expect(problems).toBe(400);
    expect(events).toBeGreaterThan(2_000);
  });

  it("is lived on in, told, moved on with the days and imported again", { timeout: 120_000 }, async () => {
    const rows = await db.query<{ id: number; unit_id: number | null }>(sql`select id, unit_id from problem order by id`);
    const [person] = await db.query<{ id: number }>(sql`select id from person order by id limit 1`);
    const asked = rows.map(({ id }) => ({ id, version: null }));
    const every = rows.flatMap((row) => row.unit_id ?? []);
    const caller: Caller = {
      ...staff.dispatcher,
      personId: person?.id ?? null,
      roles: new Set(["dispatcher", "handler", "leader"]),
      units: every,
    };
    const [unit] = await db.query<{ id: number }>(sql`select id from unit order by id limit 1`);
    const to = { unitId: unit?.id ?? null, person: "某人" };
    let done = 0;
    for (const name of ["dispatch", "accept", "hand_back", "supervise", "undo", "recheck"] as const) {
      const outcomes = await act(db, caller, name, asked, (_held, { now }) =>
        name === "dispatch" ? { ...to, deadline: now + 1_000 } : { note: "测试", facts: {} },
      );
      done += outcomes.filter((one) => one.fold).length;
    }
    expect(done).toBeGreaterThan(50);
    expect((await compareWithLogs(db)).faults.slice(0, 10)).toEqual([]);
    for (const { id } of rows.slice(0, 40)) expect((await detailOf(db, staff.leader, id)).history.length).toBeGreaterThan(0);
    await db.query(sql`update district set data_as_of = data_as_of - interval '400 days'`);
    await rollMadeUp(db);
    expect((await compareWithLogs(db)).faults.slice(0, 10)).toEqual([]);
    await importBundle(db, folder, { now: new Date("2026-11-15T18:00:00+08:00") });
    expect((await compareWithLogs(db)).faults.slice(0, 10)).toEqual([]);
  });
});
