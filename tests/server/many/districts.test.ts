/** Programs of two districts on one database: what one takes turns at, waits for, is woken by or keeps is no matter of the other's. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceFiles } from "../../../scripts/check/house.ts";
import { type LastBackup, nightly } from "../../../server/backup/nightly.ts";
import { openBackup } from "../../../server/backup/read.ts";
import type { ImportSpec } from "../../../server/contract/importing/importing.ts";
import type { Db } from "../../../server/db/db.ts";
import { listenOwn } from "../../../server/db/district.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { importChannel } from "../../../server/import/hand/notify.ts";
import { importsOnce, workImports } from "../../../server/import/hand/worker.ts";
import { takeImports } from "../../../server/log/zonesHeld.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { inStartTurn } from "../../../server/startTurn.ts";
import { adminUrl } from "../../support/databases.ts";
import { makeProvince, type Province } from "../districts/province.ts";

const root = new URL("../../..", import.meta.url).pathname;
const spec: ImportSpec = {
  ...{ into: "sites", crs: "EPSG:4326", fields: {}, dateOrder: null, existing: "skip" },
  place: { kind: "text", column: "a" },
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Code alone: what a comment speaks of is nothing that is done. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "");

it("nothing is told, heard or locked for the whole database where a district's own would do", () => {
  const whole = /\bpg_notify\b|\.(listen|notify)\(|pg_(try_)?advisory\w*\((?![^;`]*?(own_district\(\)|hashtext))/;
  const faults = sourceFiles(root)
    .filter(({ path }) => /^server\/(?!db\/).*\.ts$/.test(path))
    .filter(({ text }) => whole.test(withoutComments(text).replaceAll(/app\.listen\(/g, "")))
    .map(({ path }) => path);
  // Months are the drawers of all districts together.
  expect(faults).toEqual(["server/log/months.ts"]);
});

describe.runIf(adminUrl() !== null)("programs of two districts", () => {
  let province: Province;
  let east: Db;
  let west: Db;
  let folder: string;
  beforeAll(async () => {
    province = await makeProvince();
    [east, west] = [province.east.db, province.west.db];
    folder = await mkdtemp(join(tmpdir(), "chuangtu-districts-"));
  }, 120_000);
  afterAll(async () => {
    await province?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("start at once; two of one district, one after the other", async () => {
    const second = await openDatabase({ databaseUrl: province.east.url, dataFolder: null });
    const order: string[] = [];
    let end = (): void => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = inStartTurn(east, async () => {
      order.push("east begins");
      await held;
      order.push("east ends");
    });
    while (order.length === 0) await wait(20);
    const again = inStartTurn(second, async () => void order.push("east again"));
    await inStartTurn(west, async () => void order.push("west"));
    await wait(500);
    expect(order).toEqual(["east begins", "west"]);
    end();
    await Promise.all([first, again]);
    expect(order).toEqual(["east begins", "west", "east ends", "east again"]);
    await second.close();
  });

  it("are woken for their own imports, and take no other's", async () => {
    const heard: string[] = [];
    const deaf = await Promise.all(
      [east, west].map((db, i) => listenOwn(db, importChannel, () => void heard.push(i === 0 ? "east" : "west"))),
    );
    const make = sql`insert into import_batch (who, name, into_what, columns, rows, state, spec)
      values ('x', 'a file', 'sites', '{a}', 1, 'trying', ${JSON.stringify(spec)}::jsonb) returning id`;
    const [batch] = await west.query<{ id: number }>(make);
    const state = async () =>
      (
        await west.query<{ state: string; taken: boolean }>(
          sql`select state, beat_at is not null as taken from import_batch where id = ${batch?.id ?? 0}::bigint`,
        )
      )[0];
    await importsOnce(east);
    expect(await state()).toEqual({ state: "trying", taken: false });
    // Another import is at work, so this one is under way when its program is told to stop: it is left to the next, who is woken.
    let free = (): void => {};
    const holding = west.tx(async (tx) => {
      await takeImports(tx);
      await new Promise<void>((resolve) => {
        free = resolve;
      });
    });
    const stop = workImports(west, () => {});
    while (!(await state())?.taken) await wait(20);
    const stopped = stop();
    await wait(200);
    free();
    await Promise.all([holding, stopped]);
    await wait(300);
    expect(await state()).toEqual({ state: "trying", taken: false });
    expect(heard).toEqual(["west"]);
    await Promise.all(deaf.map((one) => one()));
    await west.query(sql`delete from import_batch where id = ${batch?.id ?? 0}::bigint`);
  });

  it("keep their nightly backups apart, though both name one folder", async () => {
    const photos = folderStore(join(folder, "store"));
    const kept = join(folder, "kept");
    const night = (db: Db) => nightly({ db, photos, photosStay: false, folder: kept, keep: 1 })();
    await Promise.all([night(east), night(west)]);
    expect((await readdir(kept)).filter((name) => !name.startsWith("."))).toEqual([province.east.mark, province.west.mark].toSorted());
    for (const { mark } of [province.east, province.west]) {
      const last = JSON.parse(await readFile(join(kept, mark, "last.json"), "utf8")) as LastBackup;
      expect(last).toMatchObject({ ok: true, error: null });
      expect(last.file.startsWith(join(kept, mark))).toBe(true);
      await (await openBackup(last.file)).close();
    }
  });
});
