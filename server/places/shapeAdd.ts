/** "Keep this place under a name." */
import { optional, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { nameField, refuseNoOffice, unitOf } from "../ask/sharing.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { NamedShape } from "../contract/placeSchemas.ts";
import { type Campaign, campaigns, personRoles } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { auditedShape, checkDefinition, definitionField, refuseMore, refuseTaken, shapeOf, takeShapes } from "./kept.ts";

export const shapeAdd = route({
  method: "POST",
  path: "/api/shapes",
  question: "Keeps a drawn shape, or the surroundings of sites, under a name.",
  may: { who: personRoles, area: "none" },
  body: {
    name: nameField,
    definition: definitionField,
    campaign: optional(wordField(Object.keys(campaigns) as Campaign[], "The campaign it is kept for.")),
    share: wordField(Object.keys(shares) as Share[], "Who sees it."),
  },
  answer: NamedShape,
  handle: ({ body: { name, definition, campaign, share }, caller, tx, audit }) =>
    tx("shape", async (on) => {
      await takeShapes(on);
      const text = await checkDefinition(on, caller, definition);
      const unit = await unitOf(on, caller);
      refuseNoOffice(share, unit);
      const owner = sql`${caller.personId}::bigint`;
      await refuseMore(on, caller);
      await refuseTaken(on, name, owner, null);
      const [added] = (await on.query<{ id: number }>(sql`insert into named_shape (name, definition, campaign, share, owner_id, unit_id)
        values (${name}::text, ${text}::text, ${campaign}::text, ${share}::text, ${owner}, ${unit}::bigint) returning id`)) as [
        { id: number },
      ];
      const shape = await shapeOf(on, caller, added.id);
      await audit({ kind: "change", detail: { what: "shape", shape: shape.id, before: null, after: auditedShape(shape) } }, on);
      await on.query(moved("shapes"));
      return shape;
    }),
});
