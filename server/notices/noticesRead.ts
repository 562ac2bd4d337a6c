/** "I have read them." Up to and with one; never back. */
import { idField } from "../ask/body.ts";
import { Forbidden } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";

export const noticesRead = route({
  method: "POST",
  path: "/api/notices/read",
  question: "Notes that the caller has read their notices up to and with this one.",
  may: { who: personRoles, area: "none" },
  body: { to: idField("The newest notice that was read.") },
  answer: Done,
  async handle({ body, caller, tx }) {
    if (caller.personId === null) throw new Forbidden({ zh: "通知属于个人", en: "Notices are a person's." });
    // What has not been written yet cannot have been read.
    await tx("read", (on) =>
      on.query(sql`update person set notices_read = greatest(notices_read, least(${body.to}::bigint, (select coalesce(max(id), 0) from notice)))
        where id = ${caller.personId}::bigint`),
    );
    return { ok: true };
  },
});
