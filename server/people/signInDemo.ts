/** "Let me try it as the handler." In a demo any of its made-up people; whoever has a password signs in with it, here too. */
import { idField, refusedField } from "../ask/body.ts";
import { NotFound, route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { openSession, withCookie } from "./session.ts";
import { here } from "./standing.ts";
import { signedIn, tellMe } from "./tellMe.ts";

export const signInDemo = route({
  method: "POST",
  path: "/api/session/demo",
  question: "In a demo: signs in as one of its people.",
  may: { who: "everybody", area: "none" },
  body: { person: idField("Who: demoPeople of /api/me offers one of each role.") },
  answer: Me,
  handle(ask) {
    if (!ask.demo) throw new NotFound({ zh: "这里不是演示。", en: "This is not a demo." });
    return ask.tx("session", async (t) => {
      const [person] = await t.query<{ id: number; name: string }>(
        sql`select p.id, p.name from person p where p.id = ${ask.body.person}::bigint and ${here} and p.password_hash is null`,
      );
      if (!person) throw refusedField("person", ask.body.person, { zh: "演示城区的在岗人员", en: "somebody of the demo who has not left" });
      const cookie = await openSession(t, ask, { personId: person.id });
      await ask.audit({ kind: "sign_in", personId: person.id, who: person.name, detail: { demo: true } }, t);
      return withCookie(cookie, await tellMe(t, signedIn(person.id), true));
    });
  },
});
