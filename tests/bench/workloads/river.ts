import { type Sql, sql } from "../../../server/db/sql.ts";
import { countedOver, foundFirst, pageOfBody, pageOfRows } from "../byHand.ts";
import type { Ground } from "../ground.ts";
import { geometryOf, truthOf, within } from "../near.ts";
import type { Question, Values } from "../workload.ts";

const limit = 50;
const cases = 24;

const rivers = ({ sites }: Ground) => sites.filter(({ type }) => type === "river");
const segments = (values: Values): Sql =>
  sql`select (ST_DumpSegments(geom)).geom::geography as g from site where id = ${values.river}::bigint`;
const strings = (values: Values): Sql =>
  sql`select (ST_Dump(ST_Subdivide(geom, 8))).geom::geography as g from site where id = ${values.river}::bigint`;
const along = (pieces: Sql, { metres }: Values): Sql => sql`select distinct p.id, p.found_at from (${pieces} offset 0) a
  join problem p on ST_DWithin(p.geog, a.g, ${metres}::float8)`;

export const river: Question = {
  kind: "question",
  name: "river",
  what: `all problems along a river of 18 km, the newest ${limit}`,
  steady: true,
  cases,
  spreads: (ground) => ({
    river: { from: rivers(ground)[0]?.id ?? 0, step: 1, stride: 1, count: rivers(ground).length, per: 1 },
    metres: { from: Math.round(18 * ground.reach), step: 1, stride: 5, count: Math.max(2, Math.round(4 * ground.reach)), per: 1 },
  }),
  request: (_ground, values) => ({ path: `/api/problems?geo=within:${values.metres}:site/${values.river}&limit=${limit}` }),
  read: pageOfBody,
  readRows: pageOfRows,
  oracle(ground, values) {
    const points = rivers(ground).find(({ id }) => id === values.river)?.points ?? [];
    return truthOf(ground, within(ground, [geometryOf(points)], values.metres as number));
  },
  byHand: {
    "one join": (values) =>
      countedOver(
        sql`from site s join problem p on ST_DWithin(p.geog, s.geog, ${values.metres}::float8) where s.id = ${values.river}::bigint`,
        limit,
      ),
    "by segments": (values) => foundFirst(along(segments(values), values), limit),
    "by pieces of eight": (values) => foundFirst(along(strings(values), values), limit),
  },
};
