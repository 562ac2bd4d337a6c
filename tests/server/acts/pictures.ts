/** Photos as an upload leaves them, without their bytes. */
import { randomUUID } from "node:crypto";
import type { PhotoKind } from "../../../server/contract/officeWords.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { people, type Who } from "./precinct.ts";

export interface Picture {
  readonly by: Who;
  readonly problem?: number | null;
  readonly kind?: PhotoKind;
  readonly state?: "uploading" | "ready" | "withdrawn";
  /** Minutes before now. */
  readonly taken_min?: number;
}

/** @returns the photo's id */
export async function putPhoto(db: Db, { by, problem = null, kind = "before", state = "ready", taken_min = 0 }: Picture): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql`insert into photo (client_id, state, person_id, problem_id, kind, taken_at, upload_bytes,
      upload_sha256, width, height, bytes, sha256)
    values (${randomUUID()}::uuid, ${state}::text, ${people[by].id}::bigint, ${problem}::bigint, ${kind}::text,
      clock() - ${taken_min}::float8 * interval '1 minute', 9, decode('00', 'hex'), 4, 3, 9, decode('00', 'hex')) returning id`);
  return row?.id as number;
}

export async function withdraw(db: Db, id: number): Promise<void> {
  await db.query(
    sql`update photo set state = 'withdrawn', withdrawn_at = now(), withdrawn_by = 'x', withdrawn_why = 'y' where id = ${id}::bigint`,
  );
}
