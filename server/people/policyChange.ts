/** "From now on at least twelve characters." Rules hold from the next password and the next sign-in on; duties must be separate first. */
import { flagField, numberField, optional } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { peopleMoved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Policy } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { differences } from "./differences.ts";
import { loadPolicy } from "./policy.ts";
import { here } from "./standing.ts";

/** @throws Conflict naming who holds what may not be held together */
async function refuseMixed(tx: Tx): Promise<void> {
  const mixed = await tx.query<{ name: string }>(sql`select p.name from person p
    where 'auditor' = any(p.roles) and p.roles && array['administrator', 'security'] and ${here} order by p.id limit 20`);
  if (mixed.length === 0) return;
  const names = mixed.map(({ name }) => name);
  throw new Conflict({
    zh: `${names.join("、")} 同时任审计员与系统或安全管理员，请先分开`,
    en: `${names.join(", ")}: auditor and administrator or security officer at once; separate them first`,
  });
}

export const policyChange = route({
  method: "POST",
  path: "/api/policy",
  question: "Changes what the office asks of passwords and sessions.",
  may: { who: ["security"], area: "none" },
  body: {
    leastLength: numberField(8, 64, "Characters of a password.", true),
    mixed: flagField("A password has capitals, small letters and digits."),
    longest_days: optional(numberField(1, 3650, "Days after which a password must be changed; none: never.", true)),
    session_h: numberField(1, 720, "Hours after which everybody signs in again.", true),
    idle_min: numberField(5, 43_200, "Minutes without a request after which a session ends.", true),
    tries: numberField(3, 100, "Failures after which an account must wait.", true),
    lock_min: numberField(1, 1440, "For how many minutes.", true),
    dutiesSeparate: flagField("Nobody is auditor and administrator or security officer at once."),
    undo_min: numberField(0, 1440, "Minutes within which an act can be undone.", true),
    original_days: numberField(1, 3650, "Days for which the picture without its covers is kept.", true),
  },
  answer: Policy,
  handle: ({ body, tx, audit }) =>
    tx("policy", async (t) => {
      await t.query(sql`select from sign_in_policy for update`);
      const before = await loadPolicy(t);
      if (body.dutiesSeparate) await refuseMixed(t);
      await t.query(sql`update sign_in_policy set least_length = ${body.leastLength}::int, mixed = ${body.mixed}::boolean,
        longest_days = ${body.longest_days}::int, session_h = ${body.session_h}::int, idle_min = ${body.idle_min}::int,
        tries = ${body.tries}::int, lock_min = ${body.lock_min}::int, duties_separate = ${body.dutiesSeparate}::boolean,
        undo_min = ${body.undo_min}::int, original_days = ${body.original_days}::int`);
      await t.query(peopleMoved(null));
      const after = await loadPolicy(t);
      await audit({ kind: "change", detail: { what: "policy", ...differences(before, after) } }, t);
      return after;
    }),
});
