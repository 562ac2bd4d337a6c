/** The nightly backup that failed, or that nobody made. */
import type { Rows } from "../ask/check.ts";
import type { BackupsStand } from "../ask/standing.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { type Found, found, itemOf } from "./attentionItem.ts";

/** What went wrong may be long; the log has all of it. */
const mostWhy = 300;

function noteOf({ status, lastGood, why }: BackupsStand): Word {
  const what: Word =
    status === "failed"
      ? { zh: `上次备份失败：${(why ?? "").slice(0, mostWhy)}`, en: `the last one failed: ${(why ?? "").slice(0, mostWhy)}` }
      : {
          zh: "超过 26 小时没有新的备份；请看程序日志和备份目录",
          en: "none was made for 26 hours; see the program's log and the backups' folder",
        };
  return lastGood === null ? { zh: `${what.zh}；还没有一份可用的备份`, en: `${what.en}; there is no good backup yet` } : what;
}

/** The item is named by when the last good one was made, by the district's time. */
export async function wrongBackup(rows: Rows, stand: BackupsStand): Promise<Found> {
  if (stand.status !== "failed" && stand.status !== "missing") return found("backup_wrong", []);
  const [row] = await rows<{ at: string | null }>(
    "backups",
    sql`select to_char(${stand.lastGood}::timestamptz at time zone time_zone, 'YYYY-MM-DD HH24:MI') as at from district limit 1`,
  );
  return found("backup_wrong", [itemOf(row?.at ?? "—", { note: noteOf(stand) })]);
}
