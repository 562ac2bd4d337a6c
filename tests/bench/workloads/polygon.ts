import { encodeShape, type Position } from "../../../server/contract/draw.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { inRing } from "../../server/questions/oracle.ts";
import { countedOver, foundFirst, pageOfBody, pageOfRows } from "../byHand.ts";
import type { Ground } from "../ground.ts";
import { all } from "../near.ts";
import { degrees, type Question, type Values } from "../workload.ts";

const limit = 50;
const cases = 100;
const corners = 24;

/** A wobbly round about a place: some 500 problems at every size. */
const ring = ({ reach }: Ground, x: number, y: number): Position[] =>
  Array.from({ length: corners }, (_, i) => {
    const turn = (2 * Math.PI * i) / corners;
    const wide = 0.0024 * reach * (1 + 0.15 * Math.sin(5 * turn));
    return [Math.round((x + wide * Math.cos(turn)) * 1e5) / 1e5, Math.round((y + wide * Math.sin(turn)) * 1e5) / 1e5];
  });

/** The same by hand: one ring, moved. */
function area({ dx, dy }: Values, ground: Ground): Sql {
  const points = ring(ground, 119, 33.6);
  const text = [...points, points[0] as Position].map((at) => at.join(" ")).join(",");
  return sql`ST_Translate(${`SRID=4326;POLYGON((${text}))`}::geometry, ${dx}::float8, ${dy}::float8)`;
}
const inside = (values: Values, ground: Ground): Sql =>
  sql`from (select ${area(values, ground)} as g offset 0) a join problem p on ST_Intersects(a.g, p.geom)`;

export const polygon: Question = {
  kind: "question",
  name: "polygon",
  what: `all problems in a drawn polygon of ${corners} vertices, the newest ${limit}`,
  steady: true,
  cases,
  spreads: () => ({ dx: degrees(-0.03, 0.13, 37, cases), dy: degrees(-0.06, 0.06, 83, cases) }),
  request: (ground, { dx, dy }) => ({
    path: `/api/problems?geo=inside:draw/${encodeShape({ kind: "area", points: moved(ground, dx as number, dy as number) })}&limit=${limit}`,
  }),
  read: pageOfBody,
  readRows: pageOfRows,
  oracle(ground, { dx, dy }) {
    const border = moved(ground, dx as number, dy as number);
    const [xs, ys] = [border.map(([x]) => x), border.map(([, y]) => y)];
    const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return all(ground, (row) => {
      const [x, y] = [ground.lon[row] as number, ground.lat[row] as number];
      return x >= west && x <= east && y >= south && y <= north && inRing([x, y], border);
    });
  },
  byHand: {
    "count over ()": (values, ground) => countedOver(inside(values, ground), limit),
    "found first": (values, ground) => foundFirst(sql`select p.id, p.found_at ${inside(values, ground)}`, limit),
  },
};

function moved(ground: Ground, dx: number, dy: number): Position[] {
  return ring(ground, 119, 33.6).map(([x, y]) => [Math.round((x + dx) * 1e5) / 1e5, Math.round((y + dy) * 1e5) / 1e5]);
}
