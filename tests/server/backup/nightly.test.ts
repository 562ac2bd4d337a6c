/** A backup a day by the program itself, with photos beside it that are copied once. */
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LastBackup, nightly } from "../../../server/backup/nightly.ts";
import { photosIn } from "../../../server/backup/photosIn.ts";
import { openBackup } from "../../../server/backup/read.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { media, photoKey } from "../../../server/photos/store.ts";
import { databases } from "../../support/databases.ts";
import { loadDesk } from "../log/desk.ts";
import { dropFolder, ownFolder } from "./bank.ts";

const addPhoto = (db: Db, id: number) =>
  db.query(sql`insert into photo (id, client_id, state, kind, taken_at, upload_bytes, upload_sha256, sets, shown)
  overriding system value values (${id}::bigint, gen_random_uuid(), 'ready', 'before', now(), 1, '\\x31', 1, 1)`);

describe.each(databases())("a backup each night on $name", ({ fresh }) => {
  let root = "";
  let db: Db;
  beforeEach(async () => {
    root = ownFolder();
    db = await fresh();
  });
  afterEach(async () => {
    await db.close();
    await dropFolder(root);
  });
  const at = (...names: string[]): string => join(root, ...names);
  const chore = (keep = 2) => nightly({ db, photos: folderStore(at("store")), photosStay: false, folder: at("kept"), keep });
  const tars = async (): Promise<string[]> => (await readdir(at("kept"))).filter((name) => name.endsWith(".tar")).toSorted();
  const last = async (): Promise<LastBackup> => JSON.parse(await readFile(at("kept", "last.json"), "utf8")) as LastBackup;

  it("waits for a district, makes one a day, keeps so many, and says how it went", async () => {
    await chore()();
    await expect(readdir(at("kept"))).rejects.toThrow("ENOENT");
    await loadDesk(db);
    await chore()();
    const [first] = await tars();
    expect(first).toMatch(/^chuangtu-desk-\d{4}-\d\d-\d\d\.tar$/);
    expect(await last()).toMatchObject({ ok: true, error: null, bytes: (await stat(at("kept", first ?? ""))).size });
    await (await openBackup(at("kept", first ?? ""))).close();
    const { mtimeMs } = await stat(at("kept", first ?? ""));
    await Promise.all([chore()(), chore()()]);
    expect((await stat(at("kept", first ?? ""))).mtimeMs).toBe(mtimeMs);
    // Days before, as if it had run since.
    await rm(at("kept", first ?? ""));
    for (const day of ["2026-01-01", "2026-01-02", "2026-01-03"]) await writeFile(at("kept", `chuangtu-desk-${day}.tar`), "x");
    await writeFile(at("kept", "others.tar"), "not ours");
    await chore()();
    expect(await tars()).toEqual(["chuangtu-desk-2026-01-03.tar", first, "others.tar"].toSorted());
  });

  it("copies a photo once, gives it back, and removes it with the last backup that names it", async () => {
    await loadDesk(db);
    await addPhoto(db, 41);
    await addPhoto(db, 42);
    const store = folderStore(at("store"));
    for (const what of ["picture", "thumb"] as const) await store.put(photoKey(41, 1, what), Buffer.from(`41 ${what}`), media);
    await chore()();
    const [file] = await tars();
    const backup = await openBackup(at("kept", file ?? ""));
    expect(backup.manifest.photos.files.map(({ name }) => name)).toEqual(["photos/0/41-1-picture.jpg", "photos/0/41-1-thumb.jpg"]);
    expect(backup.manifest.photos.missing).toEqual([photoKey(42, 1, "picture"), photoKey(42, 1, "thumb")]);
    const there = folderStore(at("there"));
    expect(await photosIn(backup, at("kept", file ?? ""), there, {})).toMatchObject({ put: 2, missing: backup.manifest.photos.missing });
    expect((await there.get(photoKey(41, 1, "picture")))?.toString()).toBe("41 picture");
    // Another picture under the name: nothing is put over it.
    await there.put(photoKey(41, 1, "thumb"), Buffer.from("another"), media);
    await there.remove(photoKey(41, 1, "picture"));
    await expect(photosIn(backup, at("kept", file ?? ""), there, {})).rejects.toThrow("holds another");
    expect(await there.get(photoKey(41, 1, "picture"))).toBeNull();
    await writeFile(at("kept", "photos", photoKey(41, 1, "picture")), "harmed");
    await expect(photosIn(backup, at("kept", file ?? ""), there, {})).rejects.toThrow("damaged");
    await backup.close();

    // The store need not have it any more: what is kept is not read again.
    await store.remove(photoKey(41, 1, "picture"));
    await rm(at("kept", file ?? ""));
    await chore()();
    expect(await readdir(at("kept", "photos", "0"))).toEqual(["41-1-picture.jpg", "41-1-thumb.jpg"]);
    await rm(at("kept", file ?? ""));
    await db.query(sql`delete from photo where id = 41`);
    // As if its last backup had been long ago.
    const list = JSON.parse(await readFile(at("kept", "photos.json"), "utf8")) as [string, { day: string }][];
    await writeFile(at("kept", "photos.json"), JSON.stringify(list.map(([key, one]) => [key, { ...one, day: "2026-01-01" }])));
    await chore(1)();
    expect(await readdir(at("kept", "photos", "0"))).toEqual([]);
  });

  it("says why there is none, and tries again only after a while", async () => {
    await loadDesk(db);
    await writeFile(at("store"), "a file where the photos' folder should be");
    await addPhoto(db, 41);
    const work = chore();
    await expect(work()).rejects.toThrow("photos' folder");
    expect(await last()).toMatchObject({ ok: false, error: expect.stringContaining("photos' folder") });
    expect((await readdir(at("kept"))).filter((name) => /tar|partial/.test(name))).toEqual([]);
    await expect(work()).resolves.toBeUndefined();
    expect(await tars()).toEqual([]);
    // Another process has it meanwhile: no second one at a time.
    await rm(at("store"));
    await chore()();
    expect(await tars()).toHaveLength(1);
    expect((await last()).ok).toBe(true);
  });
});
