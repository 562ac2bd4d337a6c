/** "It is called otherwise, reaches elsewhere, or is for others." */
import { optional, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { nameField, refuseNoOffice } from "../ask/sharing.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { NamedShape } from "../contract/placeSchemas.ts";
import type { NamedShape as Shape } from "../contract/types.ts";
import { type Campaign, campaigns, personRoles } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { auditedShape, checkDefinition, definitionField, ownShape, refuseTaken, shapeOf, takeShapes } from "./kept.ts";

/** What is for an office is for its owner's, as it is now. */
const ownersUnit = sql`(select e.unit_id from person e where e.id = n.owner_id)`;

/** @throws ParameterError */
async function checkOffice(tx: Tx, { id, share }: Shape): Promise<void> {
  const [row] = await tx.query<{ unit: number | null }>(sql`select ${ownersUnit} as unit from named_shape n where n.id = ${id}::bigint`);
  refuseNoOffice(share, row?.unit ?? null);
}

const write = (tx: Tx, { id, name, definition, campaign, share }: Shape): Promise<object[]> =>
  tx.query(sql`update named_shape n set name = ${name}::text, definition = ${definition}::text, campaign = ${campaign}::text,
    share = ${share}::text, unit_id = ${ownersUnit}, changed_at = now() where n.id = ${id}::bigint`);

export const shapeChange = route({
  method: "POST",
  path: "/api/shapes/{id}",
  question: "Changes a named shape: what is left out stays.",
  may: { who: personRoles, area: "none" },
  body: {
    name: optional(nameField),
    definition: optional(definitionField),
    campaign: optional(
      wordField(["none", ...(Object.keys(campaigns) as Campaign[])] as const, "The campaign it is kept for; none for any."),
    ),
    share: optional(wordField(Object.keys(shares) as Share[], "Who sees it.")),
  },
  answer: NamedShape,
  handle({ id, body, caller, tx, audit }) {
    const shape = id();
    return tx("shape", async (on) => {
      await takeShapes(on);
      const before = await ownShape(on, caller, shape);
      const after: Shape = {
        ...before,
        name: body.name ?? before.name,
        definition: body.definition === null ? before.definition : await checkDefinition(on, caller, body.definition),
        campaign: body.campaign === "none" ? null : (body.campaign ?? before.campaign),
        share: body.share ?? before.share,
      };
      if (body.share !== null) await checkOffice(on, after);
      await refuseTaken(on, after.name, sql`(select owner_id from named_shape where id = ${shape}::bigint)`, shape);
      await write(on, after);
      await audit({ kind: "change", detail: { what: "shape", shape, before: auditedShape(before), after: auditedShape(after) } }, on);
      await on.query(moved("shapes"));
      return shapeOf(on, caller, shape);
    });
  },
});
