/** A backup of either engine restored on either: every table is as it was, and every answer. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../server/backup/manifest.ts";
import { openBackup } from "../../../server/backup/read.ts";
import { restoreInto } from "../../../server/backup/restore.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { readMissed } from "../../../server/live/read.ts";
import { databases, type EngineName } from "../../support/databases.ts";
import { shape } from "../db/schemaShape.ts";
import { appOn, listedRoutes } from "../http/asked.ts";
import { loadPeopled } from "../questions/peopled.ts";
import { addOddities, backUp, bare, carried, dropFolder, otherwise, ownFolder, tableSums } from "./bank.ts";

/** What pages ask: every plain GET that needs no parameter, and some that do. */
const plain = listedRoutes().flatMap(({ method, path }) =>
  method === "GET" && !/[{]|changes|health|metrics|document|clusters|exports|xlsx/.test(path) ? [path] : [],
);
const asked = [
  "/api/problems?status=open&limit=500&sort=deadline",
  "/api/problems/near?of=market,river&ids=1",
  "/api/problems/count?by=status,unit,category,zone,zone2,zone3,source,day,siteType,state",
  "/api/problems/features?bbox=119,33.5,119.05,33.55&limit=500",
  "/api/problems/7",
  "/api/problems?geo=within:500:market&at=2026-11-01T08:00%2B08:00",
  "/api/sites/1001",
  "/api/search?q=market",
  "/api/problems/export.csv?status=open",
];

const engines = databases();
const pairs = engines.flatMap(({ name: from }) => engines.map(({ name: to }) => ({ from, to })));

/** Revisions and the moment it was asked differ; all else is the same to the byte. */
const settled = (body: string): string =>
  body
    .replace(/^CTC1[\s\S]{4}/, "")
    .replace(/\]\}[ \0]*/, "]}")
    .replace(/"clock":"[^"]*"/g, '"clock":""')
    .replace(/"revisions":\{[^}]*\}/g, '"revisions":{}')
    .replace(/"revision":\d+/g, '"revision":0')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "then");

describe.each(pairs)("a backup of $from on $to", ({ from, to }: { from: EngineName; to: EngineName }) => {
  const folder = ownFolder();
  const file = join(folder, "all.tar");
  let source: Db;
  let copy: Db;
  let manifest: Manifest;
  let were: Record<string, string>;
  beforeAll(async () => {
    source = await (engines.find(({ name }) => name === from) as (typeof engines)[number]).fixture("backup", async (db) => {
      await loadPeopled(db);
      await addOddities(db);
    });
    were = await tableSums(source);
    manifest = await backUp(source, file);
    copy = await bare(to);
    const backup = await openBackup(file);
    await restoreInto(copy, backup).finally(() => backup.close());
  });
  afterAll(async () => {
    await copy?.close();
    await dropFolder(folder);
  });

  it("has every table with all its rows", async () => {
    const are = await tableSums(copy);
    expect(Object.keys(are)).toEqual(Object.keys(were));
    expect(carried(are)).toEqual(carried(were));
    for (const { name, rows } of manifest.tables) expect(were[name.replace(/^public\./, "")]?.split(" ")[0], name).toBe(String(rows));
    const names = [...manifest.tables.map(({ name }) => name.replace(/^public\./, ""))];
    const missed = Object.keys(were).filter((name) => !names.includes(name));
    expect(missed.every((name) => otherwise.includes(name))).toBe(true);
  });

  it("has the schema a new database has, with its guards on", async () => {
    const fresh = await (engines.find(({ name }) => name === to) as (typeof engines)[number]).fixture("empty");
    // The drawer of a month is made too, and what drawers have of their tables has names that the database gives.
    const ofDrawers = /_2019_03|"name":"(new_category|(archived_)?problem_(event_)?(open|rest|ended)\w*_idx\d*)"/;
    const once = (all: object[]) => [...new Set(all.map((one) => JSON.stringify(one)))].filter((one) => !ofDrawers.test(one));
    expect(once(await copy.query(shape))).toEqual(once(await fresh.query(shape)));
    const off = sql`select tgrelid::regclass::text as on, tgname from pg_trigger where tgenabled <> 'O'
      union all select conrelid::regclass::text, conname from pg_constraint where not convalidated`;
    expect(await copy.query(off)).toEqual([]);
    await expect(copy.query(sql`update problem_event set note = 'x'`)).rejects.toThrow("append-only");
    await expect(copy.query(sql`update zone_plan set name = 'x'`)).rejects.toThrow("published");
    await expect(
      copy.query(sql`insert into site (layer, external_id, site_type, kind, name, geom, unit_id)
      values ('x', 'x', 'market', 'market', 'x', ST_Point(119, 33, 4326), 999999)`),
    ).rejects.toThrow("foreign key");
  });

  it("answers as before", async () => {
    const [before, after] = [await appOn(source), await appOn(copy)];
    for (const url of [...plain, ...asked]) {
      const [one, other] = [await before.inject(url), await after.inject(url)];
      // The cells of a grid come in no order.
      const said = (body: string) =>
        url.includes("/grid")
          ? settled(body)
              .match(/-?\d+|[a-z_]+/g)
              ?.sort()
              .join()
          : settled(body);
      expect(`${url} ${other.statusCode}`).toBe(`${url} ${one.statusCode}`);
      expect(said(other.body), url).toBe(said(one.body));
      if (one.headers.etag && one.headers.etag !== other.headers.etag) {
        const again = await after.inject({ url, headers: { "if-none-match": one.headers.etag } });
        expect(again.statusCode, `${url} knows a copy of another run`).toBe(one.statusCode);
      }
    }
    await before.close();
    await after.close();
  }, 120_000);

  it("is another run: who saw the old one is told to fetch all anew", async () => {
    const { hello: old } = await readMissed(source, null);
    const { hello } = await readMissed(copy, old.revision);
    expect(hello.resumed).toBe(false);
    expect(hello.revision).toBeGreaterThan(old.revision);
    expect(Object.values(hello.layers).some((revision) => Object.values(old.layers).includes(revision))).toBe(false);
    for (const layer of ["/api/layers/sites", "/api/layers/zones"]) {
      const [before, after] = [await appOn(source), await appOn(copy)];
      const etag = (await before.inject(layer)).headers.etag as string;
      expect(etag).toBeTruthy();
      expect((await after.inject({ url: layer, headers: { "if-none-match": etag } })).statusCode).toBe(200);
      await before.close();
      await after.close();
    }
  });

  it("lets nobody in by an old cookie, sends nothing late, and goes on counting", async () => {
    const [row] =
      await copy.query(sql`select (select count(*) from session) as sessions, (select count(*) from message where state = 'waiting') as waiting,
      (select count(*) from message where state = 'dropped') as dropped`);
    expect(row).toEqual({ sessions: 0, waiting: 0, dropped: 1 });
    const next = sql`insert into saved_view (name, query, share) values ('c', '', 'mine') returning id`;
    expect(await copy.query(next)).toEqual([{ id: 3 }]);
    const [problem] = await copy.query<{ next: number; there: number }>(
      sql`select nextval('problem_id_seq') as next, (select max(id) from problem_key) as there`,
    );
    expect(problem?.next).toBe((problem?.there ?? 0) + 1);
  });

  it("is refused by a database that holds something", async () => {
    const sums = await tableSums(copy);
    const backup = await openBackup(file);
    await expect(restoreInto(copy, backup).finally(() => backup.close())).rejects.toThrow("holds data");
    expect(await tableSums(copy)).toEqual(sums);
  });
});
