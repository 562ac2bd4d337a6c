/** "That wall shows this tour." */
import { idField, optional, refusedField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { holdWall } from "./device.ts";
import { takeTours } from "./kept.ts";

/** @throws ParameterError */
async function refuseGone(tx: Tx, tour: number): Promise<void> {
  const [there] = await tx.query(sql`select id from wall_tour where id = ${tour}::bigint`);
  if (!there)
    throw refusedField("tour", tour, {
      zh: "没有这个轮播（可能已删除）；null 为默认轮播",
      en: "the id of a tour that exists, or null for the usual one",
    });
}

export const wallAssign = route({
  method: "POST",
  path: "/api/walls/{id}/tour",
  question: "Gives a wall a tour, or the usual one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: { tour: optional(idField("The tour; null = the usual one.")) },
  answer: Done,
  handle({ id, body: { tour }, tx, audit }) {
    const device = id();
    return tx("wall", async (on) => {
      await takeTours(on);
      const before = await holdWall(on, device);
      if (tour !== null) await refuseGone(on, tour);
      await on.query(sql`update device set tour_id = ${tour}::bigint where id = ${device}::bigint`);
      await audit({ kind: "change", detail: { what: "wall", device, before: { tour: before.tour }, after: { tour } } }, on);
      await on.query(moved("walls"));
      return { ok: true };
    });
  },
});
