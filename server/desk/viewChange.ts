/** "This view is another now, or is called otherwise, or is for others." */
import { type Body, optional, wordField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { queryField } from "../ask/pageQuery.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { nameField, refuseNoOffice } from "../ask/sharing.ts";
import { SavedView as SavedViewSchema } from "../contract/deskSchemas.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import type { SavedView } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { ownView, refuseTaken, takeViews, viewRows } from "./kept.ts";

const fields = {
  name: optional(nameField),
  query: optional(queryField),
  share: optional(wordField(Object.keys(shares) as Share[], "Who sees it.")),
};

/** The unit that its owner belongs to now. */
async function ownersUnit(tx: Tx, id: number): Promise<number | null> {
  const [row] = await tx.query<{ unit: number | null }>(
    sql`select o.unit_id as unit from saved_view v left join person o on o.id = v.owner_id where v.id = ${id}::bigint`,
  );
  return row?.unit ?? null;
}

async function write(tx: Tx, id: number, { name, query, share }: Body<typeof fields>): Promise<void> {
  const unit = await ownersUnit(tx, id);
  if (share) refuseNoOffice(share, unit);
  const called = name === null ? null : name;
  if (called !== null) await refuseTaken(tx, called, sql`(select owner_id from saved_view where id = ${id}::bigint)`, id);
  await tx.query(sql`update saved_view set name = coalesce(${called}::text, name), query = coalesce(${query}::text, query),
      share = coalesce(${share}::text, share), unit_id = case when ${share}::text is null then unit_id else ${unit}::bigint end, changed_at = now()
    where id = ${id}::bigint`);
}

/** Before and after. After an administrator gave it back to its owner alone they do not see it any more; then it is told as it was left. */
async function change(tx: Tx, caller: Caller, id: number, body: Body<typeof fields>): Promise<{ before: SavedView; after: SavedView }> {
  await takeViews(tx);
  const before = await ownView(tx, caller, id);
  await write(tx, id, body);
  const [after] = await tx.query<SavedView>(viewRows(caller, sql`n.id = ${id}::bigint`));
  return { before, after: after ?? { ...before, ...(body.share && { share: body.share }), mine: false } };
}

export const viewChange = route({
  method: "POST",
  path: "/api/views/{id}",
  question: "Changes a saved view: what is left out stays.",
  may: { who: personRoles, area: "none" },
  body: fields,
  answer: SavedViewSchema,
  handle({ id, body, caller, tx, audit }) {
    const view = id();
    return tx("view", async (on) => {
      const { before, after } = await change(on, caller, view, body);
      await audit({ kind: "change", detail: { what: "view", view, before, after } }, on);
      await on.query(moved("views"));
      return after;
    });
  },
});
