/**
 * `npm run restore -- <file> [--without-photos] [--data folder]`
 * Exit codes: 0 all is there and checked, 1 nothing was changed, 2 wrong arguments.
 */
import { resolve } from "node:path";
import { restoreTo } from "../server/backup/place.ts";
import { restoreTold } from "../server/backup/told.ts";
import { photoStore } from "../server/photos/openStore.ts";
import { readArguments } from "./backup/args.ts";
import { command } from "./backup/terminal.ts";

const usage = `用法 / usage: npm run restore -- <file> [--without-photos] [--data folder]
  file              备份文件；旁边如有 photos 文件夹，照片从那里取 / the backup; photos are taken from it, or from the folder photos beside it
  --without-photos  不动照片 / photos are left as they are
  --data            内置数据库的文件夹 / folder of the embedded database (default: the database of DATABASE_URL, else DATA_DIR)
  目标必须是空的 / what is restored into must be empty`;

const args = readArguments();
if (args === null) console.log(usage);
else {
  const { databaseUrl, dataFolder, photos, databasePooled: pooled } = args.settings;
  const place = { databaseUrl, dataFolder, pooled, photos: args.withoutPhotos || "bucket" in photos ? null : photoStore(photos) };
  process.exitCode = await command(async (watched) => restoreTold(await restoreTo(place, resolve(args.what), watched)));
}
if (args === null) process.exitCode = 2;
