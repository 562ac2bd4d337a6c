/**
 * "Where": the first page over HTTP for each way to name a place, one clause at a time over all problems, open or long closed. Against the
 * best that a person would write by hand for the same rows (the count, and the newest fifty), and against what staff were promised.
 */
import { encodeShape, type Position, type Shape } from "../../server/contract/draw.ts";
import type { Db } from "../../server/db/db.ts";
import { type Sql, sql } from "../../server/db/sql.ts";
import { buildApp } from "../../server/http/app.ts";
import { percentile } from "./acts.ts";
import type { Line } from "./measure.ts";

/** What a first page may take at the 95th percentile, ms. */
const promised_ms = { postgres: 150, embedded: 400 } as const;

interface Question {
  readonly what: string;
  readonly geo: string;
  /** The same rows by hand: the rest of a select from `problem p`. */
  readonly byHand: Sql;
}

/** A wobbly round of so many vertices. */
const round = (count: number, radius: number): Position[] =>
  Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    const wide = radius * (1 + 0.15 * Math.sin(9 * turn));
    return [Math.round((119.05 + wide * Math.cos(turn)) * 1e5) / 1e5, Math.round((33.6 + wide * Math.sin(turn)) * 1e5) / 1e5];
  });
const square: Position[] = [
  [119.02, 33.58],
  [119.06, 33.58],
  [119.06, 33.62],
  [119.02, 33.62],
];
const street: Position[] = Array.from({ length: 12 }, (_, i) => [
  Math.round((118.98 + i * 0.01) * 1e5) / 1e5,
  Math.round((33.58 + 0.01 * Math.sin(i)) * 1e5) / 1e5,
]);
const lasso = round(500, 0.04);

const draw = (kind: Shape["kind"], points: readonly Position[]): string => `draw/${encodeShape({ kind, points })}`;
const text = (points: readonly Position[]): string => points.map((p) => p.join(" ")).join(",");
const area = (points: readonly Position[]): Sql => sql`${`SRID=4326;POLYGON((${text([...points, points[0] as Position])}))`}::geometry`;
const line = (points: readonly Position[]): Sql => sql`${`SRID=4326;LINESTRING(${text(points)})`}::geometry::geography`;
const inside = (geom: Sql): Sql => sql`where ST_Intersects(${geom}, p.geom)`;
const box = sql`ST_MakeEnvelope(119.02, 33.58, 119.06, 33.62, 4326)`;
const near = (sites: Sql, metres: number): Sql =>
  sql`where p.id = any(array(select q.id from site s join problem q on ST_DWithin(q.geog, s.geog, ${metres}::float8) where ${sites}))`;

const questions = (river: number): readonly Question[] => [
  { what: "a zone", geo: "inside:zone/1005", byHand: sql`where p.zone1_id = 1005` },
  {
    what: "three zones of three levels",
    geo: "inside:zone/1005,zone/2003,zone/3200",
    byHand: sql`where p.zone1_id = 1005 or p.zone2_id = 2003 or p.zone3_id = 3200`,
  },
  { what: "outside a zone", geo: "outside:zone/1005", byHand: sql`where p.zone1_id is distinct from 1005` },
  { what: "a view", geo: "inside:view/119.02,33.58,119.06,33.62", byHand: inside(box) },
  { what: "outside a view", geo: "outside:view/119.02,33.58,119.06,33.62", byHand: sql`where not ST_Intersects(${box}, p.geom)` },
  { what: "a rectangle", geo: `inside:${draw("area", square)}`, byHand: inside(area(square)) },
  { what: "a lasso of 500 vertices", geo: `inside:${draw("area", lasso)}`, byHand: inside(area(lasso)) },
  {
    what: "50 m along a drawn line",
    geo: `within:50:${draw("line", street)}`,
    byHand: sql`where ST_DWithin(p.geog, ${line(street)}, 50)`,
  },
  {
    what: "500 m around a point",
    geo: `within:500:${draw("point", [[119.05, 33.6]])}`,
    byHand: sql`where ST_DWithin(p.geog, ST_Point(119.05, 33.6, 4326)::geography, 500)`,
  },
  { what: "500 m around markets", geo: "within:500:market", byHand: near(sql`s.site_type = 'market'`, 500) },
  {
    what: "beyond 500 m of markets",
    geo: "beyond:500:market",
    byHand: sql`where p.id in (select q.id from problem q except select q.id from site s join problem q on ST_DWithin(q.geog, s.geog, 500) where s.site_type = 'market')`,
  },
  { what: "50 m along a river", geo: `within:50:site/${river}`, byHand: near(sql`s.id = ${river}::bigint`, 50) },
];

/** By hand it is two statements: how many, and the newest fifty. */
const handStatements = ({ byHand }: Question): readonly [Sql, Sql] => [
  sql`select count(*)::int as total from problem p ${byHand}`,
  sql`select p.id, p.title, p.found_at from problem p ${byHand} order by p.found_at desc, p.id desc limit 50`,
];

async function times(rounds: number, run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = -2; i < rounds; i++) {
    const from = performance.now();
    await run();
    if (i >= 0) taken.push(performance.now() - from);
  }
  return taken;
}

type Ask = (geo: string) => Promise<{ total: number; rows: { id: number }[] }>;

async function benchOne(db: Db, ask: Ask, engine: keyof typeof promised_ms, one: Question, rounds: number): Promise<Line[]> {
  const [count, page] = handStatements(one);
  const [answer, [counted], rows] = [await ask(one.geo), await db.query<{ total: number }>(count), await db.query<{ id: number }>(page)];
  const same = answer.total === counted?.total && answer.rows.map(({ id }) => id).join() === rows.map(({ id }) => id).join();
  if (!same || answer.total === 0)
    throw new Error(`${one.what}: ${answer.total} problems over HTTP, ${counted?.total} by hand, or another page`);
  const http = await times(rounds, () => ask(one.geo));
  const hand = await times(rounds, async () => {
    await db.query(count);
    await db.query(page);
  });
  const [p50, p95, best] = [percentile(http, 0.5), percentile(http, 0.95), percentile(hand, 0.5)];
  const most = promised_ms[engine];
  const what = `${one.what}, ${answer.total} problems:`;
  return [
    { engine, what: `${what} first page, p50 (by hand ${best.toFixed(1)}, ${(p50 / best).toFixed(2)} ×)`, ms: p50 },
    { engine, what: `${what} first page, p95`, ms: p95, ratio: { to: `the ${most} ms asked`, value: p95 / most, most: 1 } },
  ];
}

/** Of a placed town that loadSize made. Counts and pages are checked before anything is timed. */
export async function benchWhere(db: Db, engine: keyof typeof promised_ms, rounds: number): Promise<Line[]> {
  const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  const ask: Ask = async (geo) =>
    (await (await fetch(`${base}/api/problems?geo=${geo}`)).json()) as { total: number; rows: { id: number }[] };
  const [river] = await db.query<{ id: number }>(sql`select min(id) as id from site where site_type = 'river'`);
  const lines: Line[] = [];
  for (const one of questions(river?.id as number)) lines.push(...(await benchOne(db, ask, engine, one, rounds)));
  await app.close();
  return lines;
}
