import { encodeShape } from "../../../server/contract/draw.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import type { Point } from "../../server/questions/town.ts";
import { countedOver, foundFirst, pageOfBody, pageOfRows } from "../byHand.ts";
import type { Ground } from "../ground.ts";
import { truthOf, within } from "../near.ts";
import { degrees, type Question, type Values } from "../workload.ts";

/** About 95 problems, at every size. */
const metres = ({ reach }: Ground): number => Math.round(112 * reach);
const limit = 50;
const cases = 100;
const earth_m = 6_371_008.8;

const point = ({ lon, lat }: Values): Sql => sql`ST_Point(${lon}::float8, ${lat}::float8, 4326)::geography`;
const near = (values: Values, ground: Ground): Sql => sql`from problem p where ST_DWithin(p.geog, ${point(values)}, ${metres(ground)})`;
const fenced = (values: Values, ground: Ground): Sql =>
  sql`from (select ${point(values)} as g offset 0) a join problem p on ST_DWithin(p.geog, a.g, ${metres(ground)})`;

/** As a program in memory would: a sphere is near enough for it. */
function inSphere({ points, squeeze, lon, lat, ...ground }: Ground, [x, y]: Point, far_m: number): number {
  const d = (far_m / earth_m) * (180 / Math.PI);
  let found = 0;
  for (const row of points.range(x * squeeze - d, y - d, x * squeeze + d, y + d)) {
    const dy = ((lat[row] as number) - y) * (Math.PI / 180);
    const dx = ((lon[row] as number) - x) * (Math.PI / 180);
    const a =
      Math.sin(dy / 2) ** 2 + Math.cos((y * Math.PI) / 180) * Math.cos(((lat[row] as number) * Math.PI) / 180) * Math.sin(dx / 2) ** 2;
    if (2 * earth_m * Math.asin(Math.sqrt(a)) <= far_m && (ground.id[row] as number) > 0) found++;
  }
  return found;
}

export const radius: Question = {
  kind: "question",
  name: "radius",
  what: `all problems within a distance of a point, the newest ${limit}`,
  steady: true,
  least: 0.7,
  cases,
  spreads: () => ({ lon: degrees(118.97, 119.13, 37, cases), lat: degrees(33.52, 33.68, 83, cases) }),
  request: (ground, { lon, lat }) => ({
    path: `/api/problems?geo=within:${metres(ground)}:draw/${encodeShape({ kind: "point", points: [[lon as number, lat as number]] })}&limit=${limit}`,
  }),
  read: pageOfBody,
  readRows: pageOfRows,
  oracle: (ground, { lon, lat }) =>
    truthOf(ground, within(ground, [{ kind: "point", at: [lon as number, lat as number] }], metres(ground))),
  byHand: {
    "count over ()": (values, ground) => countedOver(near(values, ground), limit),
    "the point fenced": (values, ground) => countedOver(fenced(values, ground), limit),
    "ids first": (values, ground) => foundFirst(sql`select p.id, p.found_at ${near(values, ground)}`, limit),
  },
  inMemory: { name: "kdbush", run: (ground, { lon, lat }) => inSphere(ground, [lon as number, lat as number], metres(ground)) },
};
