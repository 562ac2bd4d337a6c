import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { headingsText } from "../../../../server/contract/importing/words.ts";
import type { ImportBatch } from "../../../../server/contract/types.ts";
import { StatementTimeout } from "../../../../server/db/db.ts";
import { sql } from "../../../../server/db/sql.ts";
import { refusalOf } from "../../../../server/http/errors.ts";
import { loadBatch, Stopped, tryBatch } from "../../../../server/import/hand/run.ts";
import { importsOnce, stopHere, workImports } from "../../../../server/import/hand/worker.ts";
import { takeImports } from "../../../../server/log/zonesHeld.ts";
import { databases } from "../../../support/databases.ts";
import { cookieOf, makePerson } from "../../../support/people.ts";
import { type Hand, handOn, siteColumns, siteFields, specOf } from "./hand.ts";

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => [`W${i}`, `点${i}`, "market", (119.001 + i * 1e-5).toFixed(5), "33.59"]);
const sheet = (count: number) => ({ into: "sites" as const, columns: siteColumns, rows: rows(count) });
const spec = specOf("sites", siteFields);

/** Something that is waited for until it is opened. */
function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe.each(databases())("the work of imports on $name", (engine) => {
  let hand: Hand;
  beforeAll(async () => {
    hand = await handOn(engine);
  });
  beforeEach(() => hand.anew());

  it("leaves nothing when it is ended in the middle, and can be done again", async () => {
    const before = await hand.tables();
    const { id } = await hand.tried(sheet(6_000), spec);
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: false });
    const stop = new AbortController();
    const seen: number[] = [];
    const running = {
      signal: stop.signal,
      progress: (done: number) => {
        seen.push(done);
        if (done >= 2_000) stop.abort();
      },
    };
    await expect(loadBatch(hand.db, id, running)).rejects.toBeInstanceOf(Stopped);
    expect(seen.at(-1)).toBe(2_000);
    expect(await hand.tables()).toBe(before);
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "done", report: { added: 6_000 } });
  });

  // One session holds the work and nothing else: a stop is heard there without the database, as the test after this says.
  it.runIf(engine.name === "postgres")("hears from another process that it is to stop, and says meanwhile that it goes on", async () => {
    const before = await hand.tables();
    const { id } = await hand.tried(sheet(3), spec);
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: false });
    // The turn is somebody else's: the work waits, and speaks.
    const [locked, free] = [gate(), gate()];
    const other = hand.db.tx(async (tx) => {
      await takeImports(tx);
      locked.open();
      await free.passed;
    });
    await locked.passed;
    const work = importsOnce(hand.db);
    const beat = async () =>
      (await hand.db.query<{ at: Date | null }>(sql`select beat_at as at from import_batch where id = ${id}::bigint`))[0]?.at?.getTime();
    const next = async () => {
      const last = await beat();
      await expect.poll(beat, { timeout: 20_000 }).not.toBe(last);
    };
    await next();
    await hand.db.query(sql`update import_batch set stop_asked = true where id = ${id}::bigint`);
    await next();
    await next();
    free.open();
    await Promise.all([other, work]);
    expect(await hand.batch(id)).toMatchObject({ state: "tried", report: { added: 3 } });
    expect(await hand.tables()).toBe(before);
  });

  it("is stopped here without the database", async () => {
    const { id } = await hand.tried(sheet(6_000), spec);
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: false });
    const work = importsOnce(hand.db);
    let going = true;
    void work.finally(() => {
      going = false;
    });
    while (going) {
      stopHere(hand.db, id, () => {});
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await hand.batch(id)).toMatchObject({ state: "tried" });
    expect(await hand.db.query(sql`select 1 from site where layer = 'hand'`)).toEqual([]);
  });

  it("says to whom it keeps waiting why, where the database has one session, and only so long", async () => {
    const told = () => refusalOf(new StatementTimeout(1)).document.type;
    const { id } = await hand.bring(sheet(6_000));
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    const seen = new Set<string>();
    const work = importsOnce(hand.db);
    let going = true;
    void work.finally(() => {
      going = false;
    });
    while (going) {
      seen.add(told());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(seen.has("urn:chuangtu:importing")).toBe(engine.name !== "postgres");
    expect(told()).toBe("urn:chuangtu:timeout");
  });

  it("does work nobody speaks for again, once; then takes it back to what was brought in", async () => {
    const { id } = await hand.bring(sheet(3));
    const silent = (more = sql``) =>
      hand.db.query(sql`update import_batch set beat_at = clock_timestamp() - interval '10 minutes' ${more} where id = ${id}::bigint`);
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    await silent();
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "tried", failure: null, report: { added: 3 } });
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: false });
    await silent(sql`, failure_zh = '程序中途停止过一次', failure_en = 'once'`);
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "staged", staged: 3, failure: { zh: expect.stringContaining("两次") } });
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    await silent(sql`, stop_asked = true`);
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "staged", failure: { zh: expect.stringContaining("没有导入") } });
  });

  it.runIf(engine.name === "postgres")("takes no outcome of somebody taken for dead, where it is read another way by now", async () => {
    const { id } = await hand.bring(sheet(3));
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    const [locked, free] = [gate(), gate()];
    const other = hand.db.tx(async (tx) => {
      await takeImports(tx);
      locked.open();
      await free.passed;
    });
    await locked.passed;
    const woken = tryBatch(hand.db, id, { signal: new AbortController().signal, progress: () => {} }).catch((error: unknown) => error);
    const waits = () =>
      hand.db.query(sql`select from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and locktype = 'advisory' and not granted`);
    await expect.poll(async () => (await waits()).length).toBe(1);
    const again = { ...spec, existing: "update" };
    await hand.ask("POST", `/api/imports/${id}/stop`, {});
    await hand.ask("POST", `/api/imports/${id}/try`, { spec: again });
    free.open();
    await other;
    expect(await woken).toBeInstanceOf(Stopped);
    expect(await hand.batch(id)).toMatchObject({ state: "trying", report: null });
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "tried", spec: again, report: { added: 3 } });
  });

  it("is left to the next process when the program closes", async () => {
    const { id } = await hand.tried(sheet(3), spec);
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: false });
    const closing = new AbortController();
    closing.abort();
    await importsOnce(hand.db, closing).catch(() => {});
    expect(await hand.batch(id)).toMatchObject({ state: "loading", failure: null });
    await importsOnce(hand.db);
    expect(await hand.batch(id)).toMatchObject({ state: "done", report: { added: 3 } });
  });

  it("is done by the program when it is asked for, and stops with it", async () => {
    const failures: unknown[] = [];
    const stop = workImports(hand.db, (error) => failures.push(error), 50);
    const { id } = await hand.bring(sheet(20));
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    await expect.poll(async () => (await hand.batch(id)).state, { timeout: 20_000 }).toBe("tried");
    await stop();
    expect(failures).toEqual([]);
  });

  it("says that a failure left nothing", async () => {
    const { id } = await hand.bring(sheet(3));
    await hand.ask("POST", `/api/imports/${id}/try`, { spec });
    await hand.db.query(sql`update import_batch set spec = null where id = ${id}::bigint`);
    await expect(importsOnce(hand.db)).rejects.toThrow("no spec");
    expect(await hand.batch(id)).toMatchObject({ state: "failed", failure: { zh: expect.stringContaining("没有导入任何内容") } });
    expect((await hand.ask("POST", `/api/imports/${id}/drop`, {})).status).toBe(200);
    expect((await hand.ask("GET", `/api/imports/${id}`)).status).toBe(404);
  });

  it("a try that fails in the middle leaves no table of its own", async () => {
    const { id } = await hand.bring({ into: "problems", columns: ["a"], rows: [["x"]] });
    const bad = {
      into: "problems",
      crs: "EPSG:4326",
      place: { kind: "text", column: "a" },
      fields: { category: { value: "0101" }, foundAt: { value: "2026-11-01" } },
      dateOrder: null,
      existing: "skip",
    };
    await hand.ask("POST", `/api/imports/${id}/try`, { spec: bad });
    const stop = new AbortController();
    stop.abort();
    await expect(tryBatch(hand.db, id, { signal: stop.signal, progress: () => {} })).rejects.toBeInstanceOf(Stopped);
    expect(await hand.db.query(sql`select to_regclass('zone_piece') as t`)).toEqual([{ t: null }]);
    await importsOnce(hand.db);
    expect((await hand.batch(id)).report).toMatchObject({ read: 1, added: 0, refusedRows: 1 });
  });

  it("keeps how headings were read, and knows them with the column of errors", async () => {
    const sum = (columns: readonly string[]) => createHash("sha256").update(headingsText(columns)).digest("hex");
    const at = (columns: readonly string[]) => `/api/imports/mapping?into=sites&headings=${sum(columns)}`;
    await hand.db.query(sql`delete from import_mapping`);
    expect((await hand.ask("GET", at(siteColumns))).body).toEqual({ spec: null, kept: null });
    await hand.loaded(sheet(2), spec);
    expect((await hand.ask("GET", at([...siteColumns, "错误"]))).body).toMatchObject({ spec });
    expect((await hand.ask("GET", at([...siteColumns].reverse()))).body).toMatchObject({ spec: null });
  });

  it("takes a part again in its own place, and refuses by name what is no such row", async () => {
    const { body } = await hand.ask<ImportBatch>("POST", "/api/imports", { name: "a.csv", into: "sites", columns: ["a", "b"], rows: 3 });
    const part = (part: number, rows: unknown) =>
      hand.ask<ImportBatch & { parameter: string }>("POST", `/api/imports/${body.id}/part`, { part, rows });
    expect(
      (
        await part(0, [
          ["1", "2"],
          ["3", "4"],
        ])
      ).body.staged,
    ).toBe(2);
    expect(
      (
        await part(0, [
          ["1", "2"],
          ["3", "4"],
        ])
      ).body.staged,
    ).toBe(2);
    for (const [rows, name] of [
      [[["1"]], "rows[0]"],
      [[["1", 2]], "rows[0][1]"],
      [[["1", "a\u0000b"]], "rows[0][1]"],
      [[["1", "x".repeat(10_001)]], "rows[0][1]"],
      [[["1", "2"], "x"], "rows[1]"],
      [[], "rows"],
      [
        [
          ["1", "2"],
          ["3", "4"],
        ],
        "rows",
      ],
    ] as const) {
      const reply = await part(1, rows);
      expect([reply.status, reply.body.parameter]).toEqual([400, name]);
    }
    expect((await hand.ask("POST", `/api/imports/${body.id}/try`, { spec })).status).toBe(409);
    expect((await part(1, [["5", "6"]])).body).toMatchObject({ staged: 3, same: null });
    const list = await hand.ask<{ rows: ImportBatch[] }>("GET", "/api/imports");
    expect(list.body.rows[0]).toMatchObject({ id: body.id, staged: 3, by: "管理员" });
  });

  it("refuses by name a way of reading that is none", async () => {
    const { id } = await hand.bring(sheet(1));
    const names: [object, string][] = [
      [{ ...spec, into: "problems" }, "spec.into"],
      [{ ...spec, crs: "EPSG:1" }, "spec.crs"],
      [{ ...spec, place: { kind: "xy", x: "经度", y: "无" } }, "spec.place.y"],
      [{ ...spec, place: { kind: "address", column: "名称" } }, "spec.place.kind"],
      [{ ...spec, fields: { name: { column: "名称" } } }, "spec.fields.siteType"],
      [{ ...spec, fields: { ...siteFields, colour: { value: "x" } } }, "spec.fields.colour"],
      [{ ...spec, fields: { ...siteFields, name: { column: "没有" } } }, "spec.fields.name.column"],
      [{ ...spec, existing: "replace" }, "spec.existing"],
    ];
    for (const [given, name] of names) {
      const reply = await hand.ask<{ parameter: string }>("POST", `/api/imports/${id}/try`, { spec: given });
      expect([reply.status, reply.body.parameter], name).toEqual([400, name]);
    }
  });

  it("lets each bring in what is theirs, and nobody who is bound to a zone", async () => {
    const [zone] = await hand.db.query<{ id: number }>(sql`select id from zone where external_id = 'W'`);
    const as = async (roles: ("planner" | "dispatcher" | "leader")[], into: string, bound = false) => {
      const cookie = await cookieOf(hand.db, await makePerson(hand.db, { roles, zone: bound ? (zone?.id as number) : null }));
      const payload = { name: "a.csv", into, columns: ["a"], rows: 1 };
      return (await hand.app.inject({ method: "POST", url: "/api/imports", headers: { cookie }, payload })).statusCode;
    };
    expect(await as(["planner"], "sites")).toBe(200);
    expect(await as(["planner"], "problems")).toBe(403);
    expect(await as(["dispatcher"], "problems")).toBe(200);
    expect(await as(["dispatcher"], "sites")).toBe(403);
    expect(await as(["dispatcher"], "problems", true)).toBe(403);
    expect(await as(["dispatcher", "planner"], "problems", true)).toBe(403);
    expect(await as(["leader"], "sites")).toBe(403);
  });
});
