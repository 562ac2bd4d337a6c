/** Waking whoever does the work. */
import { sql } from "../../db/sql.ts";

/** The channel on which processes are woken. */
export const importChannel = "chuangtu_import";
export const notify = sql`select tell_district(${importChannel}::text, '')`;
