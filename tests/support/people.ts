/** People made up for a test, and signed in: `makePerson`, then `cookieOf` for requests or `callerFor` for calls below the wire. */
import { randomBytes } from "node:crypto";
import type { Caller } from "../../server/ask/caller.ts";
import type { Role } from "../../server/contract/vocabulary.ts";
import type { Db, Queryable } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { callerOf } from "../../server/http/callers.ts";
import { sessionCookie, tokenHash } from "../../server/people/token.ts";

/** The password of everybody made here, and what is kept of it: hashing takes 30 ms. */
export const testPassword = "Lantern-Harbour-42";
const kept = "$argon2id$v=19$m=19456,t=2,p=1$R2TORA0kA7tAl9m63RNwow$whk3GzNqFtOEgIEtqEJNatw1pMXgvtakNXl8T4T2FLg";

export interface Made {
  readonly name?: string;
  readonly roles: readonly Exclude<Role, "wall">[];
  readonly unit?: number | null;
  readonly zone?: number | null;
  /** Lower case; null: none, and no password either. */
  readonly account?: string | null;
  readonly phone?: string;
}

/** A person who can sign in with `testPassword`. @returns the id */
export async function makePerson(db: Queryable, made: Made): Promise<number> {
  const tail = randomBytes(5).toString("hex");
  const account = made.account === undefined ? `p${tail}` : made.account;
  const [row] = await db.query<{ id: number }>(sql`
    insert into person (external_id, name, account, phone, roles, unit_id, zone_id, password_hash, password_set_at)
    values (${tail}::text, ${made.name ?? `Person ${tail}`}::text, ${account}::text, ${made.phone ?? null}::text, ${made.roles}::text[],
      ${made.unit ?? null}::bigint, ${made.zone ?? null}::bigint, ${account === null ? null : kept}::text,
      case when ${account !== null}::boolean then now() end)
    returning id`);
  return (row as { id: number }).id;
}

/** A session of a person's. @returns the Cookie header of their requests */
export async function cookieOf(db: Queryable, personId: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.query(sql`insert into session (token_hash, person_id, expires_at)
    values (${tokenHash(token)}::bytea, ${personId}::bigint, now() + interval '12 hours')`);
  return `${sessionCookie}=${token}`;
}

/** A wall's session. @returns the Cookie header of its requests */
export async function cookieOfDevice(db: Queryable, name = "wall"): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.query(sql`with d as (insert into device (name, token_hash) values (${name}::text, ${randomBytes(32)}::bytea) returning id)
    insert into session (token_hash, device_id, expires_at) select ${tokenHash(token)}::bytea, d.id, now() + interval '12 hours' from d`);
  return `${sessionCookie}=${token}`;
}

/** A key of another system. @returns the Authorization header of its requests */
export async function keyOfSystem(db: Queryable, name = "12345热线平台"): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.query(sql`insert into device (name, kind, token_hash) values (${name}::text, 'intake', ${tokenHash(token)}::bytea)`);
  return `Bearer ${token}`;
}

/** The caller that a request with a session of this person's would have. */
export async function callerFor(db: Db, personId: number): Promise<Caller> {
  const request = { headers: { cookie: await cookieOf(db, personId), host: "chuangtu.test" }, ip: "127.0.0.1" };
  const caller = await callerOf(request, { db: () => ({ status: "ready", db }), demo: () => false });
  if (caller.personId !== personId) throw new Error(`Person ${personId} cannot be signed in: they have left, or are not there.`);
  return caller;
}
