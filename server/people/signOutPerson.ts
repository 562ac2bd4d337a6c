/** "Throw him out." Ends all sessions of a person at once. */
import { NotFound, route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { endSessions } from "./session.ts";

export const signOutPerson = route({
  method: "POST",
  path: "/api/people/{id}/signOut",
  question: "Ends all sessions of a person.",
  may: { who: ["security"], area: "none" },
  answer: Done,
  handle: ({ id, tx, audit }) =>
    tx("sessions", async (t) => {
      const [person] = await t.query<{ id: number }>(sql`select id from person where id = ${id()}::bigint`);
      if (!person) throw new NotFound({ zh: "没有这个人员", en: "There is no such person." });
      await endSessions(t, person.id);
      await audit({ kind: "change", detail: { what: "sessions", person: person.id } }, t);
      return { ok: true };
    }),
});
