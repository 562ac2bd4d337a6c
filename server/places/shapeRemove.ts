/** "This place is not asked about any more." Links that name it say so. */
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { auditedShape, ownShape, takeShapes } from "./kept.ts";

export const shapeRemove = route({
  method: "POST",
  path: "/api/shapes/{id}/remove",
  question: "Takes a named shape away.",
  may: { who: personRoles, area: "none" },
  answer: Done,
  handle({ id, caller, tx, audit }) {
    const shape = id();
    return tx("shape", async (on) => {
      await takeShapes(on);
      const before = await ownShape(on, caller, shape);
      await on.query(sql`update named_shape set removed_at = now() where id = ${shape}::bigint`);
      await audit({ kind: "change", detail: { what: "shape", shape, before: auditedShape(before), after: null } }, on);
      await on.query(moved("shapes"));
      return { ok: true };
    });
  },
});
