/** "Let her in." A link that sets an account up, or its password anew: once, within a day. */
import { Conflict } from "../ask/caller.ts";
import { NotFound, route } from "../ask/route.ts";
import { SetUpLink } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { makeLink } from "./link.ts";
import { here } from "./standing.ts";

export const invite = route({
  method: "POST",
  path: "/api/people/{id}/invite",
  question: "Makes a person's one-time link, which sets their password when it is used.",
  may: { who: ["security"], area: "none" },
  answer: SetUpLink,
  handle: ({ id, caller, tx, audit }) =>
    tx("link", async (t) => {
      const [person] = await t.query<{ id: number; here: boolean }>(
        sql`select p.id, ${here} as here from person p where p.id = ${id()}::bigint for update`,
      );
      if (!person) throw new NotFound({ zh: "没有这个人员", en: "There is no such person." });
      if (!person.here) throw new Conflict({ zh: "此人员已离任", en: "This person has left." });
      const { token, expires } = await makeLink(t, person.id, caller.personId);
      await audit({ kind: "change", detail: { what: "link", person: person.id } }, t);
      return { link: `/set-up#${token}`, expires: expires.toISOString() };
    }),
});
