/** "This view is not needed any more." */
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { ownView, takeViews } from "./kept.ts";

export const viewRemove = route({
  method: "POST",
  path: "/api/views/{id}/remove",
  question: "Takes a saved view away.",
  may: { who: personRoles, area: "none" },
  answer: Done,
  handle({ id, caller, tx, audit }) {
    const view = id();
    return tx("view", async (on) => {
      await takeViews(on);
      const before = await ownView(on, caller, view);
      await on.query(sql`delete from saved_view where id = ${view}::bigint`);
      await audit({ kind: "change", detail: { what: "view", view, before, after: null } }, on);
      await on.query(moved("views"));
      return { ok: true };
    });
  },
});
