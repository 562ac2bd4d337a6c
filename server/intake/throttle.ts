/** So many calls a minute of one key; counted in the database, so that all processes count together. */
import { TooOften } from "../ask/caller.ts";
import type { Ask } from "../ask/route.ts";
import { sql } from "../db/sql.ts";

export const mostCalls = 120;

/** Counts one more call, in a transaction of its own: what is refused counts too. @throws TooOften */
export async function countCall({ caller, tx }: Pick<Ask, "caller" | "tx">): Promise<void> {
  const running = sql`coalesce(minute_at > now() - interval '1 minute', false)`;
  const [row] = await tx("throttle", (on) =>
    on.query<{ calls: number; wait_s: number }>(sql`
      update device set minute_calls = case when ${running} then least(minute_calls, ${mostCalls}::int) + 1 else 1 end,
        minute_at = case when ${running} then minute_at else now() end
      where id = ${caller.deviceId}::bigint
      returning minute_calls as calls, extract(epoch from minute_at + interval '1 minute' - now())::float8 as wait_s`),
  );
  if (!row || row.calls <= mostCalls) return;
  const wait_s = Math.max(1, Math.ceil(row.wait_s));
  throw new TooOften(
    {
      zh: `每个密钥每分钟最多 ${mostCalls} 次，请 ${wait_s} 秒后再发。`,
      en: `At most ${mostCalls} a minute for each key; send again in ${wait_s} seconds.`,
    },
    wait_s,
  );
}
