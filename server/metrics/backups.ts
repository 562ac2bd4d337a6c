/** The nightly backup: how old the last good one is, and whether something is wrong. */
import type { Backups } from "../contract/types.ts";
import { type Family, gauge } from "./exposition.ts";

/** None where no backup is made. */
export function backupFamilies({ status, lastGood }: Backups): Family[] {
  if (status === "off") return [];
  const age_s = lastGood === null ? Number.POSITIVE_INFINITY : Math.max(0, Date.now() - Date.parse(lastGood)) / 1_000;
  return [
    gauge("chuangtu_backup_age_seconds", "Since the last good nightly backup was made; +Inf: there is none.", age_s),
    gauge(
      "chuangtu_backup_wrong",
      "1 when the last nightly backup failed or is missing.",
      status === "good" || status === "none_yet" ? 0 : 1,
    ),
  ];
}
