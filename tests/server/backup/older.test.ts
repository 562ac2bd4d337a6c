/** A backup of an older program: it is loaded as that one had it, and then brought up to date. */
import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openBackup } from "../../../server/backup/read.ts";
import { restoreInto } from "../../../server/backup/restore.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { sql } from "../../../server/db/sql.ts";
import { loadSize } from "../../bench/town.ts";
import { databases } from "../../support/databases.ts";
import { shape } from "../db/schemaShape.ts";
import { backUp, bare, dropFolder, ownFolder } from "./bank.ts";

const own = fileURLToPath(new URL("../../../data/schema/", import.meta.url));
/** The last file of the older program: before problems had their place in whole numbers. */
const then = 10;
const rows = sql`select id, external_id, state, ST_AsText(geom) as at from problem order by id`;

describe.each(databases())("a backup of an older program on $name", ({ name, fixture }) => {
  const folder = ownFolder();
  afterAll(() => dropFolder(folder));

  it("comes up to date with every row", async () => {
    for (const file of await readdir(own)) if (Number(file.slice(0, 4)) <= then) await copyFile(join(own, file), join(folder, file));
    const old = await bare(name);
    await migrate(old, folder);
    await loadSize(old, { problems: 300, open: 100, markets: 5, placed: true });
    const { schema } = await backUp(old, join(folder, "old.tar"));
    expect(schema).toBe(then);
    const were = await old.query(rows);

    const copy = await bare(name);
    const backup = await openBackup(join(folder, "old.tar"));
    await restoreInto(copy, backup);
    expect(were).toHaveLength(300);
    expect(await copy.query(rows)).toEqual(were);
    expect(await copy.query(shape)).toEqual(await (await fixture("empty")).query(shape));
    expect(await copy.query(sql`select from problem where world_x is null`)).toEqual([]);
    // Tables of a later version, though empty, are not those the backup knows.
    const later = await bare(name);
    await migrate(later);
    await expect(restoreInto(later, backup)).rejects.toThrow("without tables");
    // A program that is older than the backup.
    await backUp(copy, join(folder, "new.tar"));
    const newer = await openBackup(join(folder, "new.tar"));
    await expect(restoreInto(await bare(name), newer, {}, folder)).rejects.toThrow("newer program");
    // A database of somebody else's.
    const other = await bare(name);
    await other.query(sql`create table theirs (id int)`);
    await expect(restoreInto(other, backup)).rejects.toThrow("holds data");
    for (const one of [newer, backup, old, copy, later, other]) await one.close();
  }, 120_000);
});
