/** A district's backup in a database that holds others: all of it under new numbers, every answer as before; or nothing, and the others as they were. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ImportedDistrict, importDistrict } from "../../../server/backup/importDistrict.ts";
import { openSource } from "../../../server/backup/source.ts";
import { writeBackup } from "../../../server/backup/write.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { allDistricts } from "../../../server/district/allDistricts.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { putSet } from "../../../server/photos/store.ts";
import { adminUrl, asAdmin } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { dropFolder, ownFolder } from "../backup/bank.ts";
import { appOn, listedRoutes } from "../http/asked.ts";
import { askOf, type Whose } from "./asks.ts";
import type { Things } from "./furnish.ts";
import { makeProvince, type Province } from "./province.ts";
import { reply } from "./reply.ts";
import { heldTables, sumsOf } from "./sums.ts";

/** What each thing's number counts. */
const kinds: Readonly<Record<Exclude<keyof Things, "link">, string>> = {
  ...{
    problem: "problem",
    unit: "unit",
    zone: "zone",
    site: "site",
    photo: "photo",
    upload: "photo",
    loose: "photo",
    person: "person",
    handler: "person",
  },
  ...{ wall: "device", intake: "intake", robot: "robot", message: "message", duty: "trade_duty", view: "saved_view", shape: "named_shape" },
  ...{ tour: "wall_tour", alarm: "alarm", holder: "handbook_holder", plan: "zone_plan", exported: "export_job", batch: "import_batch" },
  ...{ brief: "brief_issued", template: "brief_template", notice: "notice" },
};

/** Not carried, on purpose; and what only the database it lies in knows. */
const otherwise = ["session", "set_up_link", "sign_in_try", "change", "problem_change", "district_heard", "change_head", "layer_revision"];

/** Archives are a database's own: what comes lies where all others are. */
const isArchive = (name: string): boolean => name.startsWith("archived_");

/** Answers are of now, or of a run of the program. */
const ofNow = [
  "/api/health",
  "/metrics",
  "/api/changes",
  "/api/openapi.json",
  "/api/document",
  "/api/layers",
  "/api/tiles",
  "/api/me",
  "/api/auditLog",
];

const first = 900_000_000;
/** Numbers of things as #, wherever they stand; what counts by itself, by its name. */
const settled = (text: string, ids: string): string => {
  const body = text.slice(text.indexOf("\n"));
  // Columns of fixed width: numbers cannot be told from what is beside them.
  return body.includes("\u0000") ? "" : settledText(body, ids);
};
/** @param ids a pattern of its own numbers: another's would stand out */
const settledText = (text: string, ids: string): string =>
  text
    .replaceAll(new RegExp(`(?:\\b|(?<=%2F))${ids}\\b`, "g"), "#")
    .replaceAll(/"sum":"[0-9a-f]{16}"/g, "")
    .replaceAll(/"code":"(moved|qeastmarkq)"/g, "")
    .replaceAll(/"(id|revision|version_id)":\d+/g, '"$1":#')
    .replaceAll(/"silent_s":[\d.]+/g, "")
    .replaceAll(/"(clock|at|now|as_of|asOf|heard|since)":"[^"]*"/g, "");

/** Every identity of the database begins far off: what is renumbered is told from what is not. */
const farOff = (owner: Db): Promise<void> =>
  owner.tx(async (tx) => {
    const names = await tx.query<{ name: string }>(
      sql`select c.oid::regclass::text as name from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of names) await tx.script(`alter sequence ${name} restart with ${first}`);
  });

describe.runIf(adminUrl() !== null)("a district that moves", () => {
  const folder = ownFolder();
  const file = join(folder, "east.tar");
  const [there, here] = [folderStore(join(folder, "there")), folderStore(join(folder, "here"))];
  let source: Province;
  let target: Province;
  let moved: ImportedDistrict;
  let db: Db;
  let before: Readonly<Record<string, string>>[];
  const others = () => Promise.all([1, 2, 3].map((n) => sumsOf(target.owner, n)));

  beforeAll(async () => {
    source = await makeProvince();
    target = await makeProvince();
    await source.east.db.query(sql`update district set frozen_at = '2026-03-02T10:00+08:00'`);
    await farOff(target.owner);
    before = await others();
    const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#345" } })
      .jpeg()
      .toBuffer();
    for (const id of [source.east.things.photo, source.east.things.loose]) await putSet(there, id, 1, { picture, thumb: picture });
    const own = await openSource({ databaseUrl: source.east.url, dataFolder: "", pooled: false });
    await writeBackup({ db: own, photos: there, photosTo: { where: "file" } }, file).finally(() => own.close());
  }, 180_000);
  afterAll(async () => {
    await db?.close();
    await source?.close();
    await target?.close();
    await dropFolder(folder);
  });

  it("is not brought when it is stopped in the middle: no row, no role, no photo of it stays", async () => {
    const stop = new AbortController();
    let seen = 0;
    const onProgress = ({ step }: { step: string }) => void (step === "loading" && ++seen === 30 && stop.abort(new Error("enough")));
    await expect(importDistrict(target.owner, file, { code: "moved", photos: here }, { onProgress, signal: stop.signal })).rejects.toThrow(
      "enough",
    );
    expect(await others()).toEqual(before);
    expect(Object.values(await sumsOf(target.owner, 4)).filter((sum) => sum && !sum.startsWith("0 "))).toEqual([]);
    expect((await allDistricts(target.owner)).length).toBe(3);
    expect(await asAdmin(`select from pg_roles where rolname like '%\\_moved'`)).toEqual([]);
    expect(
      await readdir(join(folder, "here"), { recursive: true }).then(
        (all) => all.filter((one) => one.endsWith(".jpg")),
        () => [],
      ),
    ).toEqual([]);
  }, 60_000);

  it("is there with every row, and the others are as they were", async () => {
    moved = await importDistrict(target.owner, file, { code: "moved", photos: here });
    db = await openDatabase({ databaseUrl: target.url(moved.role, moved.password), dataFolder: null });
    expect(await others()).toEqual(before);
    const [was, is] = [await sumsOf(source.owner, 1), await sumsOf(target.owner, moved.id)];
    const rows = (sums: Readonly<Record<string, string>>, name: string): number => Number(sums[name]?.split(" ")[0] ?? 0);
    const counts = (sums: Readonly<Record<string, string>>) =>
      Object.keys(sums)
        .filter((name) => name !== "district" && !otherwise.includes(name) && !isArchive(name))
        .map((name) => `${name} ${rows(sums, name) + rows(sums, `archived_${name}`)}`);
    expect(rows(was, "archived_problem")).toBeGreaterThan(0);
    expect(counts(is)).toEqual(counts(was));
    expect(counts(was).filter((one) => / 0$/.test(one))).toEqual([]);
    expect(await db.query(sql`select id, code from district`)).toEqual([{ id: moved.id, code: "moved" }]);
    expect((await readdir(join(folder, "here"), { recursive: true })).filter((one) => one.endsWith(".jpg"))).toHaveLength(4);
  }, 60_000);

  it("no row of it names an old number, and no new one is another's", async () => {
    const names = await heldTables(target.owner);
    for (const name of names) {
      const [{ left, rows }] = (await target.owner.tx(async (tx) => {
        await tx.script(
          `create temporary table all_text on commit drop as select (to_jsonb(t) - 'geom' - 'geog')::text as text from ${name} t where district_id = ${moved.id}`,
        );
        return tx.query(
          sql`select coalesce(min(text) filter (where text ~ '(\\m|%2F|%2C|%3D)41730\\d{3}\\M'), '') as left, count(*)::int as rows from all_text`,
        );
      })) as [{ left: string; rows: number }];
      expect([name, left]).toEqual([name, ""]);
      if (!otherwise.includes(name) && !isArchive(name)) expect([name, rows > 0]).toEqual([name, true]);
    }
  });

  it("goes on counting: what is new gets a number that nothing has", async () => {
    const [row] = await db.query<{ id: number; most: number }>(
      sql`with most as (select max(id) as most from saved_view) insert into saved_view (name, query, share) select 'n', '', 'mine' from most returning id, (select most from most)`,
    );
    expect(row?.id).toBeGreaterThan(row?.most ?? 0);
    await db.query(sql`delete from saved_view where name = 'n'`);
  });

  it("answers every question as before", async () => {
    const things = Object.fromEntries(
      Object.entries(source.east.things).map(([name, id]) => [
        name,
        name === "link" ? id : moved.numbers.of(kinds[name as keyof typeof kinds], id as number),
      ]),
    ) as unknown as Things;
    const app = await appOn(db, { demo: false, photos: here });
    const was = await appOn(source.east.db, { demo: false, photos: there });
    const cookie = await cookieOf(db, things.person);
    const asked: string[] = [];
    const answers: [now: string, then: string][] = [];
    for (const route of listedRoutes()) {
      if (route.method !== "GET" || ofNow.some((path) => route.path.startsWith(path))) continue;
      const of = (mine: Things): Whose => ({ mark: source.east.mark, ...mine });
      const old = await reply(was, "GET", askOf(route, of(source.east.things)), { cookie: source.east.cookie });
      const now = await reply(app, "GET", askOf(route, of(things)), { cookie });
      answers.push([
        `${route.path} ${now.status} ${settled(now.text, "9000\\d{5}")}`,
        `${route.path} ${old.status} ${settled(old.text, "41730\\d{3}")}`,
      ]);
      if (old.status === 200) asked.push(route.path);
    }
    const other = answers.filter(([now, then]) => now !== then);
    const from = ([now, then]: readonly [string, string]): number => [...now].findIndex((one, i) => one !== then[i]);
    expect(other.map((one) => `${one[0].split(" ")[0]} …${one[0].slice(from(one) - 40, from(one) + 200)}`)).toEqual([]);
    expect(asked.length).toBeGreaterThan(50);
    await app.close();
    await was.close();
  }, 120_000);

  it("is refused where its code is taken, of several districts, and of a city", async () => {
    const to = { code: "moved", photos: null };
    await expect(importDistrict(target.owner, file, to)).rejects.toThrow(/--code/);
    const all = join(folder, "all.tar");
    await writeBackup({ db: source.owner, photos: there, photosTo: { where: "elsewhere" } }, all);
    await expect(importDistrict(target.owner, all, { code: "more", photos: null })).rejects.toThrow(/exactly one/);
    expect((await allDistricts(target.owner)).length).toBe(4);
  }, 60_000);
});
