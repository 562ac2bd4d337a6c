/** One-time links: made for a person, or for the first administrator; the ones made before end, of the first administrator's those of minutes before. */
import type { Db, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { somebodyLetsIn } from "./standing.ts";
import { newToken, tokenHash } from "./token.ts";

export interface Link {
  readonly token: string;
  readonly expires: Date;
}

/** Programs that start together print one each: any of them opens, one of them once. */
const fromBefore = sql`expires_at < now() + interval '24 hours' - interval '10 minutes'`;

/** @param personId null: for the first administrator */
export async function makeLink(tx: Tx, personId: number | null, madeBy: number | null): Promise<Link> {
  const token = newToken();
  await tx.query(sql`update set_up_link set used_at = now() where person_id is not distinct from ${personId}::bigint and used_at is null
    and ${personId === null ? fromBefore : sql`true`}`);
  const [row] = (await tx.query<{ expires: Date }>(sql`
    insert into set_up_link (token_hash, person_id, made_by, expires_at)
    values (${tokenHash(token)}::bytea, ${personId}::bigint, ${madeBy}::bigint, now() + interval '24 hours') returning expires_at as expires`)) as [
    { expires: Date },
  ];
  return { token, expires: row.expires };
}

/** The first administrator's link; null when somebody can let others in already. */
export const firstLink = (db: Db): Promise<Link | null> =>
  db.tx(async (tx) => {
    const [row] = await tx.query<{ any: boolean }>(sql`select ${somebodyLetsIn} as any`);
    return row?.any ? null : makeLink(tx, null, null);
  });
