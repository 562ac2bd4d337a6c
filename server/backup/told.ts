/** What was done, in sentences for whoever asked: Chinese, then English. */
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

export function restoreTold({ manifest, photos, missing }: Restored): string {
  const lines = [
    "恢复完成，行数与校验和一致；可以启动程序。 / The restore is complete, counts and sums agree; the program can be started.",
    `${name(manifest)} · 备份于 made at ${manifest.madeAt} · 行 rows ${rows(manifest)} · 新放入的照片文件 photo files put ${photos}`,
    "所有人需重新登录；大屏与外部系统的令牌照旧有效（备份之后吊销的也会重新有效，请再查一遍）；待发的群消息不再补发。" +
      " / Everybody signs in anew; tokens of walls and other systems hold (revoked since the backup: they hold again, look through them); messages that waited are not sent.",
  ];
  if (missing.length > 0)
    lines.push(`备份里没有 ${missing.length} 个照片文件，例如 ${missing[0]} / ${missing.length} photo files are not in the backup.`);
  return lines.join("\n");
}
