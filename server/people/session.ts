/** Sessions: one is opened when somebody has shown who they are, and ends when its row says so. */
import { peopleMoved } from "../ask/revision.ts";
import { type Ask, Reply } from "../ask/route.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { newToken, setCookie, tokenHash } from "./token.ts";

/** A wall stays signed in; browsers keep no cookie longer. */
const deviceDays = 400;

type Asking = Pick<Ask, "caller" | "header" | "secure">;
interface Owner {
  readonly personId?: number;
  readonly deviceId?: number;
}

/** Opens a session, instead of the one the caller had. @returns its Set-Cookie header */
export async function openSession(tx: Tx, { caller, header, secure }: Asking, { personId, deviceId }: Owner): Promise<string> {
  const token = newToken();
  const agent = header("user-agent")?.slice(0, 200) ?? null;
  await endSession(tx, caller);
  await tx.query(sql`delete from session where expires_at < now() - interval '30 days'`);
  const [row] = await tx.query<{ age_s: number }>(sql`
    insert into session (token_hash, person_id, device_id, expires_at, address, agent)
    select ${tokenHash(token)}::bytea, ${personId ?? null}::bigint, ${deviceId ?? null}::bigint,
      now() + case when ${deviceId ?? null}::bigint is null then r.session_h * interval '1 hour' else ${deviceDays}::int * interval '1 day' end,
      ${caller.address}::text, ${agent}::text
    from sign_in_policy r returning extract(epoch from expires_at - now())::int as age_s`);
  return setCookie(token, row?.age_s ?? 0, secure);
}

/** Ends the caller's own session, if they have one. */
export async function endSession(tx: Tx, { sessionId, personId, deviceId }: Ask["caller"]): Promise<void> {
  if (sessionId === null) return;
  await tx.query(sql`update session set revoked_at = now() where id = ${sessionId}::bigint and revoked_at is null`);
  if (personId !== null) await tx.query(peopleMoved({ personId }));
  if (deviceId !== null) await tx.query(peopleMoved({ deviceId }));
}

/** Ends all sessions of a person, or all but one. */
export async function endSessions(tx: Tx, personId: number, but: number | null = null): Promise<void> {
  await tx.query(sql`update session set revoked_at = now()
    where person_id = ${personId}::bigint and revoked_at is null and id is distinct from ${but}::bigint`);
  await tx.query(peopleMoved({ personId }));
}

/** An answer that sets or takes the cookie. */
export const withCookie = (cookie: string, body: object): Reply =>
  new Reply(200, { "set-cookie": cookie, "cache-control": "no-store", "content-type": "application/json; charset=utf-8" }, body);
