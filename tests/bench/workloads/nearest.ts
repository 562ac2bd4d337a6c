import { encodeShape } from "../../../server/contract/draw.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { between } from "../../server/questions/oracle.ts";
import { idsOfRows } from "../byHand.ts";
import { degrees, type Question, type Values } from "../workload.ts";

const many = 10;
const cases = 100;
/** Two as far as each other, to a millimetre, may change places. */
const tie_m = 0.001;

const point = ({ lon, lat }: Values): Sql => sql`ST_Point(${lon}::float8, ${lat}::float8, 4326)::geography`;
const shown = sql`p.id, p.title, p.state, p.nearly_due_at, p.deadline_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat`;

export const nearest: Question = {
  kind: "question",
  name: "nearest",
  what: "the ten problems nearest to a point, in their order on the ellipsoid",
  steady: true,
  cases,
  spreads: () => ({ lon: degrees(118.96, 119.14, 37, cases), lat: degrees(33.51, 33.69, 83, cases) }),
  request: (_ground, { lon, lat }) => ({
    path: `/api/nearest?of=draw/${encodeShape({ kind: "point", points: [[lon as number, lat as number]] })}&what=problem&limit=${many}`,
  }),
  read(body) {
    const { rows } = JSON.parse(body.toString()) as { rows: { id: number }[] };
    return { count: rows.length, ids: rows.map(({ id }) => id) };
  },
  readRows: idsOfRows,
  oracle(ground, { lon, lat }) {
    const [x, y] = [lon as number, lat as number];
    const rows = ground.tree.neighbors(x * ground.squeeze, y, 4 * many);
    const far = rows
      .map((row) => ({ id: ground.id[row] as number, m: between([x, y], [ground.lon[row] as number, ground.lat[row] as number]) }))
      .sort((a, b) => a.m - b.m);
    const last = far[many - 1]?.m ?? Number.POSITIVE_INFINITY;
    const unsure = new Set(far.filter(({ m }) => Math.abs(m - last) < tie_m).map(({ id }) => id));
    return { count: Math.min(many, far.length), ids: new Set(far.slice(0, many).map(({ id }) => id)), unsure };
  },
  byHand: {
    // The index's order is that of a sphere: a few more are taken and put in order.
    "by the index's order": (values) => sql`select * from (select ${shown}, ST_Distance(p.geog, ${point(values)}) as far
      from problem p order by p.geog <-> ${point(values)} limit ${2 * many}) n order by far, id limit ${many}`,
    "by the index's order, rows after": (values) => sql`select ${shown}, n.far from (select q.id, ST_Distance(q.geog, a.g) as far
        from (select ${point(values)} as g offset 0) a, lateral (select id, geog from problem order by geog <-> a.g limit ${2 * many}) q
        order by far, q.id limit ${many}) n join problem p using (id) order by n.far, p.id`,
  },
  inMemory: {
    name: "flatbush",
    run: ({ tree, squeeze }, { lon, lat }) => tree.neighbors((lon as number) * squeeze, lat as number, many).length,
  },
};
