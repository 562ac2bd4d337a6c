/** "Here is my link." The first administrator, somebody invited, or a forgotten password: once, and then they are signed in. */
import { type Body, optional, refusedField } from "../ask/body.ts";
import { type Ask, route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { accountField } from "./account.ts";
import { checkPassword, hashPassword, secretField } from "./password.ts";
import { refuseTakenAccount } from "./personChecks.ts";
import { nameField } from "./personFields.ts";
import { loadPolicy } from "./policy.ts";
import { endSessions, openSession, withCookie } from "./session.ts";
import { here, somebodyLetsIn } from "./standing.ts";
import { signedIn, tellMe } from "./tellMe.ts";
import { tokenHash } from "./token.ts";
import { clearTries } from "./tries.ts";

const fields = {
  token: secretField("What stands behind # in the link."),
  account: optional(accountField),
  name: optional(nameField),
  password: secretField("The new password."),
};

/** Whose link it is; nulls: the first administrator's. */
interface Linked {
  person: number | null;
  name: string | null;
  account: string | null;
}

/** A link that still opens: not used, not too old, of somebody who is here; the first administrator's only while there is none. */
async function linked(on: Queryable, token: string): Promise<Linked> {
  const [link] = await on.query<Linked>(sql`
    select p.id as person, p.name, p.account from set_up_link l left join person p on p.id = l.person_id
    where l.token_hash = ${tokenHash(token)}::bytea and l.used_at is null and l.expires_at > now()
      and case when l.person_id is null then not ${somebodyLetsIn} else ${here} end`);
  if (link) return link;
  throw refusedField("token", "", { zh: "链接无效、已用过或已过期", en: "a link that has not been used and has not expired" });
}

/** The account to be: the person's own, or the one given. */
function accountOf({ account }: Linked, given: string | null): string {
  if (account !== null && given !== null && given !== account)
    throw refusedField("account", given, { zh: `本人的账号：${account}`, en: `your own account: ${account}` });
  const chosen = account ?? given;
  if (chosen === null) throw refusedField("account", "", { zh: "一个账号", en: "an account" });
  return chosen;
}

/** Uses the link up, with the others of its person. */
async function useUp(tx: Tx, token: string, { person }: Linked): Promise<void> {
  await tx.query(sql`update set_up_link set used_at = now() where token_hash = ${tokenHash(token)}::bytea`);
  await tx.query(sql`update set_up_link set used_at = now() where person_id is not distinct from ${person}::bigint and used_at is null`);
}

/** Writes who they are now. @returns the person's id */
async function settle(tx: Tx, link: Linked, account: string, name: string, kept: string): Promise<number> {
  if (link.account === null) await refuseTakenAccount(tx, account, link.person);
  if (link.person === null) {
    const [made] = (await tx.query<{ id: number }>(sql`
      insert into person (external_id, name, account, roles, password_hash, password_set_at, search)
      values ('first-' || gen_random_uuid(), ${name}::text, ${account}::text, array['administrator', 'security'], ${kept}::text, now(),
        lower(${`${name} ${account}`}::text)) returning id`)) as [{ id: number }];
    return made.id;
  }
  await tx.query(sql`update person set account = ${account}::text, password_hash = ${kept}::text, password_set_at = now(),
    version = version + case when account is null then 1 else 0 end where id = ${link.person}::bigint`);
  await endSessions(tx, link.person);
  return link.person;
}

type Asking = Pick<Ask, "caller" | "header" | "secure" | "demo" | "tx" | "audit">;

function finish(ask: Asking, body: Body<typeof fields>, kept: string): Promise<object> {
  return ask.tx("set up", async (t) => {
    // Two that come with the same link take turns; the second finds it used.
    await t.query(sql`select from sign_in_policy for update`);
    const link = await linked(t, body.token);
    const account = accountOf(link, body.account);
    const name = link.name ?? body.name ?? account;
    const person = await settle(t, link, account, name, kept);
    await useUp(t, body.token, link);
    await clearTries(t, account);
    const cookie = await openSession(t, ask, { personId: person });
    await ask.audit({ kind: "set_up", personId: person, who: name, detail: { account, first: link.person === null } }, t);
    return withCookie(cookie, await tellMe(t, signedIn(person), ask.demo));
  });
}

export const setUp = route({
  method: "POST",
  path: "/api/setUp",
  question: "Sets an account up by its one-time link, and signs in.",
  may: { who: "everybody", area: "none" },
  body: fields,
  answer: Me,
  async handle(ask) {
    const { body, rows } = ask;
    const on: Queryable = { query: (statement) => rows("link", statement) };
    const link = await linked(on, body.token);
    const account = accountOf(link, body.account);
    checkPassword("password", body.password, await loadPolicy(on), [account, link.name ?? body.name]);
    return finish(ask, body, await hashPassword(body.password));
  },
});
