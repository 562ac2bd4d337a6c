/** "Keep this view." */
import { type Body, wordField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { queryField } from "../ask/pageQuery.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { nameField, refuseNoOffice, unitOf } from "../ask/sharing.ts";
import { SavedView as SavedViewSchema } from "../contract/deskSchemas.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import type { SavedView } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { mostViews, refuseTaken, takeViews, viewRows } from "./kept.ts";

const fields = { name: nameField, query: queryField, share: wordField(Object.keys(shares) as Share[], "Who sees it.") };

/** @throws Conflict */
async function refuseMany(tx: Tx, { personId }: Caller): Promise<void> {
  const [kept] = await tx.query<{ n: number }>(
    sql`select count(*)::int as n from saved_view where owner_id is not distinct from ${personId}::bigint`,
  );
  if ((kept?.n ?? 0) < mostViews) return;
  throw new Conflict({
    zh: `每人至多保存 ${mostViews} 个视图：请先删除不用的`,
    en: `At most ${mostViews} views a person: remove one first.`,
  });
}

async function keep(tx: Tx, caller: Caller, { name, query, share }: Body<typeof fields>): Promise<SavedView> {
  await takeViews(tx);
  const unit = await unitOf(tx, caller);
  refuseNoOffice(share, unit);
  await refuseMany(tx, caller);
  await refuseTaken(tx, name, sql`${caller.personId}::bigint`, null);
  const [added] = (await tx.query<{ id: number }>(sql`insert into saved_view (name, query, share, owner_id, unit_id)
    values (${name}::text, ${query}::text, ${share}::text, ${caller.personId}::bigint, ${unit}::bigint) returning id`)) as [{ id: number }];
  const [view] = (await tx.query<SavedView>(viewRows(caller, sql`n.id = ${added.id}::bigint`))) as [SavedView];
  return view;
}

export const viewAdd = route({
  method: "POST",
  path: "/api/views",
  question: "Keeps a view of the desk under a name.",
  may: { who: personRoles, area: "none" },
  body: fields,
  answer: SavedViewSchema,
  handle: ({ body, caller, tx, audit }) =>
    tx("view", async (on) => {
      const view = await keep(on, caller, body);
      await audit({ kind: "change", detail: { what: "view", view: view.id, before: null, after: view } }, on);
      await on.query(moved("views"));
      return view;
    }),
});
