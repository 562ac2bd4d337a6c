import { sql } from "../../../server/db/sql.ts";
import { daySpread, days, foundSince, isOpenSince, openSince } from "../days.ts";
import type { Question } from "../workload.ts";

export const zones: Question = {
  kind: "question",
  name: "zones",
  what: "open problems counted by zone (64 zones)",
  steady: true,
  cases: days,
  spreads: daySpread,
  request: (_ground, { day }) => ({ path: `/api/problems/count?by=zone2&status=open&${foundSince(day as number)}` }),
  read(body) {
    const { total, by } = JSON.parse(body.toString()) as { total: number; by: { zone2: { key: string; count: number }[] } };
    return { count: total, figures: Object.fromEntries(by.zone2.map(({ key, count }) => [key, count])) };
  },
  readRows(rows) {
    const figures = Object.fromEntries(rows.map(({ zone2_id, count }) => [String(zone2_id), Number(count)]));
    return { count: Object.values(figures).reduce((sum, one) => sum + one, 0), figures };
  },
  oracle(ground, { day }) {
    const holds = isOpenSince(ground, day as number);
    const figures: Record<string, number> = {};
    let count = 0;
    for (let row = 0; row < ground.count; row++) {
      if (!holds(row)) continue;
      count++;
      const zone = String(ground.zone2[row]);
      figures[zone] = (figures[zone] ?? 0) + 1;
    }
    return { count, figures };
  },
  byHand: {
    "the stored zone": (values) => sql`select zone2_id, count(*) as count from problem p where ${openSince(values)} group by zone2_id`,
    "the zones' borders": (values) => sql`select z.id as zone2_id, n.count from zone z, lateral (select count(*) as count from problem p
        where ${openSince(values)} and ST_Intersects(z.geom::geometry, p.geom)) n where z.level = 2 and n.count > 0`,
  },
};
