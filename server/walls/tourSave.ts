/** "This is the tour now." A new one, or one that was seen in a version and is changed. */
import { type Body, idField, optional, refusedField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { NotFound, route } from "../ask/route.ts";
import { nameField } from "../ask/sharing.ts";
import type { WallTour } from "../contract/types.ts";
import { WallTour as WallTourSchema } from "../contract/wallSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { scenesField, takeTours, tourOf } from "./kept.ts";

/** A list longer than that is read by nobody. */
const mostTours = 200;

const fields = {
  id: optional(idField("Of the tour that is changed; left out of a new one.")),
  version: optional(idField("The version that was seen; left out of a new one.")),
  name: nameField,
  scenes: scenesField,
};
type Given = Body<typeof fields>;

/** @throws ParameterError */
function refuseHalf({ id, version }: Given): void {
  if (id !== null && version === null)
    throw refusedField("version", undefined, { zh: "修改时必填：所看到的版本号", en: "the version that was seen: a change needs it" });
  if (id === null && version !== null)
    throw refusedField("version", version, { zh: "新建时不填", en: "left out of a new tour: only a change has one" });
}

/** @throws Conflict */
async function refuseTaken(tx: Tx, { id, name }: Given): Promise<void> {
  const [taken] = await tx.query<{ id: number }>(
    sql`select id from wall_tour where name = ${name}::text and id is distinct from ${id}::bigint`,
  );
  if (!taken) return;
  throw new Conflict(
    {
      zh: `已有名为“${name}”的轮播：请换一个名称，或修改那一个`,
      en: `There is a tour called “${name}” already: choose another name, or change that one.`,
    },
    { id: taken.id },
  );
}

/** The tour as it stands, which is as the caller saw it. @throws NotFound, Conflict */
async function asSeen(tx: Tx, id: number, version: number | null): Promise<WallTour> {
  const before = await tourOf(tx, id);
  if (!before) throw new NotFound({ zh: "没有这个轮播（可能已删除）", en: "There is no such tour: it was removed, or never was." });
  if (before.version === version) return before;
  const { by, changed } = before;
  throw new Conflict(
    {
      zh: `${by ?? "别人"}已把这个轮播改到第 ${before.version} 版：请重新打开后再改`,
      en: `${by ?? "Somebody"} has changed this tour to version ${before.version} meanwhile: open it again.`,
    },
    { version: before.version, by, changed },
  );
}

/** @throws Conflict */
async function refuseMany(tx: Tx): Promise<void> {
  const [kept] = await tx.query<{ n: number }>(sql`select count(*)::int as n from wall_tour`);
  if ((kept?.n ?? 0) < mostTours) return;
  throw new Conflict({ zh: `至多 ${mostTours} 个轮播：请先删除不用的`, en: `At most ${mostTours} tours: remove one first.` });
}

async function write(tx: Tx, { personId }: Caller, { id, name, scenes }: Given): Promise<number> {
  const kept = JSON.stringify(scenes);
  const [row] = (await tx.query<{ id: number }>(
    id === null
      ? sql`insert into wall_tour (name, scenes, changed_by) values (${name}::text, ${kept}::jsonb, ${personId}::bigint) returning id`
      : sql`update wall_tour set name = ${name}::text, scenes = ${kept}::jsonb, version = version + 1, changed_by = ${personId}::bigint,
          changed_at = now() where id = ${id}::bigint returning id`,
  )) as [{ id: number }];
  return row.id;
}

/** @throws NotFound, Conflict */
async function save(tx: Tx, caller: Caller, given: Given): Promise<{ before: WallTour | null; after: WallTour }> {
  await takeTours(tx);
  const before = given.id === null ? null : await asSeen(tx, given.id, given.version);
  if (!before) await refuseMany(tx);
  await refuseTaken(tx, given);
  const id = await write(tx, caller, given);
  return { before, after: (await tourOf(tx, id)) as WallTour };
}

export const tourSave = route({
  method: "POST",
  path: "/api/wallTours",
  question: "Keeps a tour of scenes: a new one, or a version of one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: fields,
  answer: WallTourSchema,
  async handle({ body, caller, tx, audit }) {
    refuseHalf(body);
    return tx("tour", async (on) => {
      const { before, after } = await save(on, caller, body);
      await audit({ kind: "change", detail: { what: "wallTour", tour: after.id, before, after } }, on);
      await on.query(moved("walls"));
      return after;
    });
  },
});
