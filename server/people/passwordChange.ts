/** "I want another password." One's own, by the old one; whoever else sat in one's name is out. */
import { refusedField } from "../ask/body.ts";
import { Conflict, Forbidden } from "../ask/caller.ts";
import { type Ask, route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { checkPassword, hashPassword, matches, secretField } from "./password.ts";
import { loadPolicy } from "./policy.ts";
import { endSessions } from "./session.ts";
import { signedIn, tellMe } from "./tellMe.ts";
import { clearTries, takeTry } from "./tries.ts";

interface Own {
  id: number;
  name: string;
  account: string;
  kept: string;
}

/** @throws Forbidden for a wall or the demo's own dispatcher, Conflict for somebody without a password */
async function own(on: Queryable, { kind, personId }: Ask["caller"]): Promise<Own> {
  if (kind !== "person") throw new Forbidden({ zh: "没有以个人账号登录", en: "Not signed in with an account of one's own." });
  const [person] = await on.query<Own>(sql`select id, name, account, password_hash as kept from person
    where id = ${personId}::bigint and account is not null and password_hash is not null`);
  if (person) return person;
  throw new Conflict({ zh: "本人没有密码：演示人员，或尚未启用", en: "There is no password: a demo's person, or not set up yet." });
}

export const passwordChange = route({
  method: "POST",
  path: "/api/password",
  question: "Changes one's own password, and ends one's other sessions.",
  may: { who: "signed in", area: "none" },
  body: { old: secretField("The password so far."), new: secretField("The new one.") },
  answer: Me,
  async handle({ caller, body, rows, tx, audit, demo }) {
    const on: Queryable = { query: (statement) => rows("person", statement) };
    const person = await own(on, caller);
    checkPassword("new", body.new, await loadPolicy(on), [person.account, person.name]);
    if (body.new === body.old) throw refusedField("new", "", { zh: "与原密码不同的密码", en: "another one than before" });
    await tx("try", (t) => takeTry(t, person.account, caller.address));
    if (!(await matches(person.kept, body.old))) {
      await audit({ kind: "sign_in_failed", detail: { account: person.account, what: "password" } });
      throw refusedField("old", "", { zh: "原密码", en: "the password so far" });
    }
    const kept = await hashPassword(body.new);
    return tx("password", async (t) => {
      await t.query(sql`update person set password_hash = ${kept}::text, password_set_at = now() where id = ${person.id}::bigint`);
      await clearTries(t, person.account);
      await endSessions(t, person.id, caller.sessionId);
      await audit({ kind: "change", detail: { what: "password" } }, t);
      return tellMe(t, signedIn(person.id), demo);
    });
  },
});
