import { type Sql, sql } from "../../../server/db/sql.ts";
import { idsOfRows } from "../byHand.ts";
import type { Ground } from "../ground.ts";
import { all } from "../near.ts";
import { degrees, type Question, type Values } from "../workload.ts";

const cases = 60;

/** Of some 2,000 problems, as few as the town has: width and height in degrees. */
const sides = ({ reach }: Ground): { readonly wide: number; readonly high: number } => ({
  wide: Math.round(Math.min(0.19, 0.00985 * reach) * 1e5) / 1e5,
  high: Math.round(Math.min(0.19, 0.0082 * reach) * 1e5) / 1e5,
});
const east = ({ west }: Values, ground: Ground): Sql => sql`(${west}::float8 + ${sides(ground).wide}::float8)`;
const north = ({ south }: Values, ground: Ground): Sql => sql`(${south}::float8 + ${sides(ground).high}::float8)`;
const box = (values: Values, ground: Ground): Sql =>
  sql`ST_MakeEnvelope(${values.west}::float8, ${values.south}::float8, ${east(values, ground)}, ${north(values, ground)}, 4326)`;
/** What a feature tells. */
const shown = sql`p.id, p.external_id, p.category, p.found_at, p.state, p.deadline_at, p.nearly_due_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat`;

export const bbox: Question = {
  kind: "question",
  name: "bbox",
  what: "all problems in a box as GeoJSON; by hand their rows alone",
  steady: true,
  least: 0.6,
  cases,
  spreads: (ground) => ({
    west: degrees(118.95, 119.15 - sides(ground).wide, 37, cases),
    south: degrees(33.5, 33.7 - sides(ground).high, 23, cases),
  }),
  request: (ground, { west, south }) => ({
    path: `/api/problems/features?bbox=${corners(ground, west as number, south as number).join(",")}`,
  }),
  read(body) {
    const { features, numberMatched } = JSON.parse(body.toString()) as { features: { id: number }[]; numberMatched: number };
    return { count: numberMatched, ids: features.map(({ id }) => id) };
  },
  readRows: idsOfRows,
  oracle(ground, values) {
    const [w, s, e, n] = corners(ground, values.west as number, values.south as number) as [number, number, number, number];
    return all(ground, (row) => {
      const [x, y] = [ground.lon[row] as number, ground.lat[row] as number];
      return x >= w && x <= e && y >= s && y <= n;
    });
  },
  byHand: {
    ST_Intersects: (values, ground) => sql`select ${shown} from problem p where ST_Intersects(p.geom, ${box(values, ground)})`,
    "the box fenced": (values, ground) =>
      sql`select ${shown} from (select ${box(values, ground)} as g offset 0) b join problem p on ST_Intersects(b.g, p.geom)`,
  },
};

/** West, south, east, north, on the grid of 1e-5. */
const corners = (ground: Ground, west: number, south: number): number[] =>
  [west, south, west + sides(ground).wide, south + sides(ground).high].map((at) => Math.round(at * 1e5) / 1e5);
