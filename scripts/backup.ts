/**
 * `npm run backup -- <file> [--without-photos | --with-photos] [--data folder]`
 * Exit codes: 0 the backup is written and checked, 1 there is none, 2 wrong arguments.
 */
import { resolve } from "node:path";
import { askForBackup } from "../server/backup/asked.ts";
import { openSource } from "../server/backup/source.ts";
import type { Watched } from "../server/backup/steps.ts";
import { backupTold } from "../server/backup/told.ts";
import { writeBackup } from "../server/backup/write.ts";
import { FolderInUse } from "../server/db/db.ts";
import { photoStore } from "../server/photos/openStore.ts";
import { type Arguments, readArguments } from "./backup/args.ts";
import { command } from "./backup/terminal.ts";

const usage = `用法 / usage: npm run backup -- <file> [--without-photos | --with-photos] [--data folder]
  file              备份写到这里（一个 .tar 文件） / where the backup is written, one .tar file
  --without-photos  不含照片文件 / without the photos' files
  --with-photos     照片在 S3 存储里也一并写入 / with them also where a bucket keeps them
  --data            内置数据库的文件夹 / folder of the embedded database (default: the database of DATABASE_URL, else DATA_DIR)
  DATABASE_URL 是某个城区的角色时，只备份这个城区；可用 npm run district -- import 导入别处 / with a district's own DATABASE_URL: that district alone, for npm run district -- import elsewhere`;

async function backup({ what, withoutPhotos, withPhotos, settings }: Arguments, watched: Watched): Promise<string> {
  const file = resolve(what);
  const { databaseUrl, dataFolder, databasePooled: pooled } = settings;
  try {
    const db = await openSource({ databaseUrl, dataFolder, pooled });
    const photosTo = { where: withoutPhotos || ("bucket" in settings.photos && !withPhotos) ? "elsewhere" : "file" } as const;
    return await writeBackup({ db, photos: photoStore(settings.photos), photosTo, ...watched }, file)
      .then((manifest) => backupTold(manifest, file))
      .finally(() => db.close());
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    // The program that has it open makes it.
    const answer = await askForBackup(dataFolder, { file, photos: !withoutPhotos }, watched);
    if (answer === null) throw error;
    if (answer.error !== null) throw new Error(answer.error);
    return answer.summary;
  }
}

const args = readArguments();
if (args === null) console.log(usage);
process.exitCode = args === null ? 2 : await command((watched) => backup(args, watched));
