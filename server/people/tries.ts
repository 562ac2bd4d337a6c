/** Tries at signing in: so many failures of an account, or ten times as many from an address, and it must wait. */
import { createHash } from "node:crypto";
import { TooOften } from "../ask/caller.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** An address stands for an office of many people. */
const perAddress = 10;
// Any number that nothing else locks by.
const LOCK = 6_247_003;

/** What tries are counted under. Of an account that does not exist only a digest: it may be a password typed one field too early. */
export const tryKey = (account: string, exists: boolean): string =>
  exists ? account : `?${createHash("sha256").update(account).digest("base64url").slice(0, 22)}`;

/**
 * Takes one of the tries that are left, before the password is looked at: many at once are no more than a few in turn.
 * @returns true when it was the last @throws TooOften
 */
export async function takeTry(tx: Tx, key: string, address: string): Promise<boolean> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
  const [left] = await tx.query<{ wait_s: number | null; last: boolean }>(sql`
    select extract(epoch from greatest(
        (select t.at from sign_in_try t where t.account = ${key}::text order by t.at desc offset r.tries - 1 limit 1),
        (select t.at from sign_in_try t where t.address = ${address}::text order by t.at desc offset r.tries * ${perAddress}::int - 1 limit 1)
      ) + r.lock_min * interval '1 minute' - now())::float8 as wait_s,
      (select count(*) from sign_in_try t where t.account = ${key}::text and t.at > now() - r.lock_min * interval '1 minute') = r.tries - 1 as last
    from sign_in_policy r`);
  const wait_s = left?.wait_s ?? 0;
  if (wait_s > 0) {
    const minutes = Math.ceil(wait_s / 60);
    throw new TooOften(
      { zh: `失败次数过多，请 ${minutes} 分钟后再试。`, en: `Too many failures; try again in ${minutes} minutes.` },
      Math.max(1, wait_s),
    );
  }
  await tx.query(sql`insert into sign_in_try (account, address) values (${key}::text, ${address}::text)`);
  return left?.last ?? false;
}

/** A success: the account's tries are forgotten, and everybody's of long ago. */
export async function clearTries(tx: Tx, key: string): Promise<void> {
  await tx.query(sql`delete from sign_in_try where account = ${key}::text or at < now() - interval '2 days'`);
}
