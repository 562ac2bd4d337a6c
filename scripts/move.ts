/**
 * `npm run move -- postgres://…`: from the embedded database to PostgreSQL, in one command. The data folder stays as it was.
 * Exit codes: 0 all is there and checked, 1 nothing was changed, 2 wrong arguments.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { restoreTo } from "../server/backup/place.ts";
import { openSource } from "../server/backup/source.ts";
import type { Watched } from "../server/backup/steps.ts";
import { writeBackup } from "../server/backup/write.ts";
import { photoStore } from "../server/photos/openStore.ts";
import type { Settings } from "../server/settings.ts";
import { readArguments } from "./backup/args.ts";
import { command } from "./backup/terminal.ts";

const usage = `用法 / usage: npm run move -- postgres://user@host/database [--data folder]
  postgres://…  空的数据库 / an empty database
  --data        内置数据库的文件夹 / folder of the embedded database (default: DATA_DIR)
  请先停止程序 / stop the program first`;

async function move({ dataFolder, photos, databasePooled: pooled }: Settings, databaseUrl: string, watched: Watched): Promise<string> {
  const db = await openSource({ databaseUrl: undefined, dataFolder, pooled });
  const between = await mkdtemp(join(dirname(dataFolder), ".chuangtu-move-"));
  const file = join(between, "all.tar");
  try {
    await writeBackup({ db, photos: photoStore(photos), photosTo: { where: "elsewhere" }, ...watched }, file);
    const { manifest } = await restoreTo({ databaseUrl, dataFolder, pooled, photos: null }, file, watched);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return `已全部搬到 PostgreSQL（${rows} 行，校验和一致）；照片留在原处。今后请带上 DATABASE_URL 启动，原数据文件夹不再使用。
All is in PostgreSQL now (${rows} rows, sums agree); photos stay where they are. From now on start with DATABASE_URL set; the data folder is as it was, and not used any more.`;
  } finally {
    await rm(between, { recursive: true, force: true });
    await db.close();
  }
}

const args = readArguments();
const url = args?.what ?? "";
if (args === null || !/^postgres(ql)?:\/\//.test(url)) {
  console.log(usage);
  process.exitCode = 2;
} else process.exitCode = await command((watched) => move(args.settings, url, watched));
