/** "That tour is not needed any more." Walls that had it show the usual one. */
import { moved } from "../ask/revision.ts";
import { NotFound, route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { takeTours, tourOf } from "./kept.ts";

export const tourRemove = route({
  method: "POST",
  path: "/api/wallTours/{id}/remove",
  question: "Takes a tour away; walls that had it show the usual one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Done,
  handle({ id, tx, audit }) {
    const tour = id();
    return tx("tour", async (on) => {
      await takeTours(on);
      const before = await tourOf(on, tour);
      if (!before) throw new NotFound({ zh: "没有这个轮播（可能已删除）", en: "There is no such tour: it was removed, or never was." });
      const walls = await on.query<{ id: number }>(sql`select id from device where tour_id = ${tour}::bigint order by id`);
      await on.query(sql`delete from wall_tour where id = ${tour}::bigint`);
      await audit({ kind: "change", detail: { what: "wallTour", tour, before, after: null, walls: walls.map((one) => one.id) } }, on);
      await on.query(moved("walls"));
      return { ok: true };
    });
  },
});
