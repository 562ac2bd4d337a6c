import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { ownedBy, sharedWith } from "../ask/named.ts";
import { NotFound } from "../ask/route.ts";
import type { SavedView } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** A person keeps so many: a list longer than that is read by nobody. */
export const mostViews = 200;

/** Views `n` that the caller sees, by the order they were kept in. An administrator may change what is shared; what somebody keeps for themselves is theirs alone. */
export const viewRows = (caller: Caller, where: Sql): Sql => sql`
  select n.id, n.name, n.query, n.share, o.name as owner,
    (${ownedBy(caller)} or ${caller.roles.has("administrator")}::boolean) as mine
  from saved_view n left join person o on o.id = n.owner_id
  where ${sharedWith(caller)} and ${where} order by n.id`;

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_008;

/** Changes of views take turns: of two that take the same name together, the second one sees the first. */
export async function takeViews(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

/** @param owner SQL that gives the owner's id @throws Conflict */
export async function refuseTaken(tx: Tx, name: string, owner: Sql, except: number | null): Promise<void> {
  const [taken] = await tx.query<{ id: number }>(sql`select v.id from saved_view v
    where v.name = ${name}::text and v.owner_id is not distinct from ${owner} and v.id is distinct from ${except}::bigint`);
  if (!taken) return;
  throw new Conflict(
    {
      zh: `已有名为“${name}”的视图：请换一个名称，或更新那一个`,
      en: `There is a view called “${name}” already: choose another name, or update that one.`,
    },
    { id: taken.id },
  );
}

/** The view, which the caller may change. @throws NotFound when they do not see it, Forbidden when it is somebody else's */
export async function ownView(tx: Tx, caller: Caller, id: number): Promise<SavedView> {
  const [view] = await tx.query<SavedView>(viewRows(caller, sql`n.id = ${id}::bigint`));
  if (!view)
    throw new NotFound({
      zh: "没有这个视图（可能已删除，或不再共享给您）",
      en: "There is no such view: it was removed, or is not shared with you any more.",
    });
  if (view.mine) return view;
  throw new Forbidden({
    zh: `这是${view.owner ?? "他人"}的视图，只有本人或管理员可以修改；您可以另存一个自己的`,
    en: `This view is ${view.owner ?? "somebody else"}'s: they or an administrator may change it. Keep one of your own.`,
  });
}
