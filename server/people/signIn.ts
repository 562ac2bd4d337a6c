/** "Let me in." Account and password; the answer and its time never tell whether the account exists. */

import { textField } from "../ask/body.ts";
import { Unauthenticated } from "../ask/caller.ts";
import { type Ask, route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { asAccount } from "./account.ts";
import { matches, secretField } from "./password.ts";
import { openSession, withCookie } from "./session.ts";
import { here } from "./standing.ts";
import { signedIn, tellMe } from "./tellMe.ts";
import { clearTries, takeTry, tryKey } from "./tries.ts";

interface Found {
  id: number;
  name: string;
  account: string;
  kept: string | null;
}

const refused = () => new Unauthenticated({ zh: "账号或密码不对。", en: "The account or the password is not right." });

/** Somebody failed: written down with the account only where there is one. What was typed may be a password. */
async function failed({ audit }: Pick<Ask, "audit">, person: Found | undefined, last: boolean): Promise<never> {
  const detail = { account: person?.account ?? "unknown", ...(last && { locked: true }) };
  await audit({ kind: "sign_in_failed", personId: person?.id ?? null, who: person?.name ?? null, detail });
  throw refused();
}

export const signIn = route({
  method: "POST",
  path: "/api/session",
  question: "Signs in with account and password.",
  may: { who: "everybody", area: "none" },
  body: { account: textField(1, 200, "As it was given out; capitals do not matter."), password: secretField("The password.") },
  answer: Me,
  async handle(ask) {
    const { body, rows, tx, audit } = ask;
    const account = asAccount(body.account);
    const [person] = await rows<Found>(
      "person",
      sql`select p.id, p.name, p.account, case when ${here} then p.password_hash end as kept from person p where p.account = ${account}::text`,
    );
    const key = tryKey(account, person !== undefined);
    const last = await tx("try", (t) => takeTry(t, key, ask.caller.address));
    const right = await matches(person?.kept ?? null, body.password);
    if (!person || !right) return failed(ask, person, last);
    return tx("session", async (t) => {
      // Meanwhile the password may have been changed.
      const same = sql`select from person where id = ${person.id}::bigint and password_hash = ${person.kept}::text for share`;
      if ((await t.query(same)).length === 0) throw refused();
      await clearTries(t, key);
      const cookie = await openSession(t, ask, { personId: person.id });
      await audit({ kind: "sign_in", personId: person.id, who: person.name }, t);
      return withCookie(cookie, await tellMe(t, signedIn(person.id), ask.demo));
    });
  },
});
