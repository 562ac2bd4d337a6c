/** What was done, in sentences for whoever asked: Chinese, then English. */
import type { ImportedDistrict } from "./importDistrict.ts";
import type { Manifest } from "./manifest.ts";
import type { Restored } from "./place.ts";

const rows = ({ tables }: Manifest): number => tables.reduce((sum, table) => sum + table.rows, 0);
const name = ({ district }: Manifest): string => district?.zh ?? "（没有城区 / no district）";

export function backupTold(manifest: Manifest, file: string): string {
  const { photos, tables } = manifest;
  const lines = [
    `备份已写成并核对：${file} / The backup is written and checked.`,
    `${name(manifest)} · ${manifest.madeAt} · 表 tables ${tables.length} · 行 rows ${rows(manifest)} · 照片文件 photo files ${photos.files.length}`,
  ];
  if (photos.where === "elsewhere")
    lines.push("照片不在这份备份里，仍在原来的存储里。 / Photos are not in it: they stay in their own store.");
  if (photos.missing.length > 0)
    lines.push(
      `照片存储里缺 ${photos.missing.length} 个文件，例如 ${photos.missing[0]} / ${photos.missing.length} photo files are missing in the store.`,
    );
  return lines.join("\n");
}

export function restoreTold({ manifest, photos, missing, districts }: Restored): string {
  const lines = [
    "恢复完成，行数与校验和一致；可以启动程序。 / The restore is complete, counts and sums agree; the program can be started.",
    `${name(manifest)} · 备份于 made at ${manifest.madeAt} · 行 rows ${rows(manifest)} · 新放入的照片文件 photo files put ${photos}`,
    "所有人需重新登录；大屏与外部系统的令牌照旧有效（备份之后吊销的也会重新有效，请再查一遍）；待发的群消息不再补发。" +
      " / Everybody signs in anew; tokens of walls and other systems hold (revoked since the backup: they hold again, look through them); messages that waited are not sent.",
  ];
  if (districts > 1)
    lines.push(
      `库里有 ${districts} 个城区；数据库角色不在备份里：npm run district -- list 列出各城区，缺角色的用 add <code> 重新建立（数据不变，口令是新的）。 / The database holds ${districts} districts. Roles are not in a backup: npm run district -- list names them, add <code> makes the role of one anew (its rows stay, the password is new).`,
    );
  if (missing.length > 0)
    lines.push(`备份里没有 ${missing.length} 个照片文件，例如 ${missing[0]} / ${missing.length} photo files are not in the backup.`);
  return lines.join("\n");
}

export function importTold({ manifest, code, id, photos, missing }: ImportedDistrict): string {
  const lines = [
    `已导入为城区 ${id}（${code}），行数一致，编号已重排。 / Imported as district ${id} (${code}); counts agree, things have new numbers.`,
    `${name(manifest)} · 备份于 made at ${manifest.madeAt} · 行 rows ${rows(manifest)} · 照片文件 photo files ${photos ?? 0}`,
  ];
  return lines.concat(photosTold(manifest, photos, missing)).join("\n");
}

function photosTold({ photos: { where } }: Manifest, put: number | null, missing: readonly string[]): string[] {
  if (put === null) return ["照片没有动。 / Photos were left where they are."];
  if (where === "elsewhere")
    return [
      "备份里没有照片文件：原存储里的照片用的是旧编号，不会显示。备份时请用 --with-photos。 / The backup has no photo files, and those in the old store go by old numbers: they are not shown. Make it with --with-photos.",
    ];
  return missing.length > 0
    ? [`备份里没有 ${missing.length} 个照片文件，例如 ${missing[0]} / ${missing.length} photo files are not in the backup.`]
    : [];
}
