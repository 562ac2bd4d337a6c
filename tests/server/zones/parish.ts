/**
 * A town whose zones are a plan: eight by eight cells, noded, with problems found long ago, on the eve and on the day, inside and on borders.
 * Its plans are made by the kernel; its clock stands where it is put.
 */
import type { FastifyInstance } from "fastify";
import type { Position } from "../../../server/contract/draw.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import type { Polygon } from "../../../server/contract/partition/shapes.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { loadTown, makeTown } from "../questions/town.ts";

export const across = 8;
const round = (n: number): number => Math.round(n * 1e7) / 1e7;
/** A corner of the cells, by column and row from the south-west; halves are allowed. */
export const corner = (column: number, row: number): Position => [round(119 + column * 0.01), round(33.5 + row * 0.01)];
export const cellOf = (column: number, row: number): number => 300 + row * across + column;

/** What a redraw says of a cell's ground: its zone; or two, west and east of its middle. */
export type Owner = number | null | readonly [west: number, east: number];
export interface Redraw {
  readonly owners?: Readonly<Record<number, Owner>>;
  readonly parents?: Readonly<Record<number, number | null>>;
  readonly zones?: readonly PlanZone[];
  readonly without?: readonly number[];
  readonly people?: Readonly<Record<number, string>>;
  readonly names?: Readonly<Record<number, string>>;
}

const half = (cells: readonly number[], column: number, row: number): boolean => cells.includes(cellOf(column, row));

/** A cell's ring, with the vertices that its neighbours to the north and south have where they are halved. */
function ringOf(halved: readonly number[], column: number, row: number): Position[] {
  const middle = (at: number, beyond: number): Position[] => (half(halved, column, beyond) ? [corner(column + 0.5, at)] : []);
  return [
    ...[corner(column, row), ...middle(row, row - 1), corner(column + 1, row)],
    ...[corner(column + 1, row + 1), ...middle(row + 1, row + 1), corner(column, row + 1)],
  ];
}
const halves = (column: number, row: number): [Position[], Position[]] => [
  [corner(column, row), corner(column + 0.5, row), corner(column + 0.5, row + 1), corner(column, row + 1)],
  [corner(column + 0.5, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column + 0.5, row + 1)],
];

export const planZone = (id: number, level: ZoneLevel, parent: number | null, more: Partial<PlanZone> = {}): PlanZone => ({
  ...{ id, level, parent, code: String(id), name: `区${id}`, unit: null, person: null, locked: false },
  ...more,
});

/** The zones as they stand: 4 of level 1, 16 of level 2, 64 of level 3. */
function zonesNow(): PlanZone[] {
  const all: PlanZone[] = [];
  for (const [level, wide] of [
    [1, 2],
    [2, 4],
    [3, 8],
  ] as const)
    for (let i = 0; i < wide * wide; i++) {
      const above = (level - 1) * 100 + Math.floor(Math.floor(i / wide) / 2) * (wide / 2) + Math.floor((i % wide) / 2);
      all.push(planZone(level * 100 + i, level, level === 1 ? null : above));
    }
  return all;
}

/** The town's zones, redrawn or not. */
export function partitionWith({ owners = {}, parents = {}, zones = [], without = [], people = {}, names = {} }: Redraw = {}): Partition {
  const isHalved = (owner: Owner | undefined): owner is readonly [number, number] => Array.isArray(owner);
  const halved = Object.entries(owners).flatMap(([cell, owner]) => (isHalved(owner) ? [Number(cell)] : []));
  const faces: { polygon: Polygon; zone: number | null }[] = [];
  for (let row = 0; row < across; row++)
    for (let column = 0; column < across; column++) {
      const cell = cellOf(column, row);
      const owner = cell in owners ? owners[cell] : cell;
      if (isHalved(owner)) for (const [i, ring] of halves(column, row).entries()) faces.push({ polygon: [ring], zone: owner[i] as number });
      else faces.push({ polygon: [ringOf(halved, column, row)], zone: owner ?? null });
    }
  const all = zonesNow()
    .filter(({ id }) => !without.includes(id))
    .map((zone) => ({
      ...zone,
      parent: parents[zone.id] ?? zone.parent,
      name: names[zone.id] ?? zone.name,
      person: people[zone.id] ?? null,
    }));
  return partitionOf(3, [...all, ...zones], faces);
}

/** Midnight of a day in the town. */
export const at = (day: string, time = "10:00:00"): string => `${day}T${time}+08:00`;

export interface Parish {
  readonly db: Db;
  readonly app: FastifyInstance;
  readonly planner: string;
  readonly leader: number;
  setClock(moment: string): Promise<void>;
  draft(partition: Partition, from?: number | null): Promise<number>;
  post(path: string, body?: object, cookie?: string): Promise<{ statusCode: number; body: Record<string, never> & { detail?: string } }>;
  publish(plan: number, day: string, more?: object): Promise<void>;
}

/** Where problems lie that the tests move: within cells and on their borders, each found on several days. */
const spots: readonly Position[] = [
  corner(3.5, 3.5),
  corner(4.25, 2.5),
  corner(4.75, 2.5),
  corner(2.5, 1.5),
  corner(3, 1.5),
  corner(2, 1.5),
  corner(4, 3.5),
  corner(4, 4),
  corner(0.5, 0.5),
];
const days = [at("2026-10-05"), at("2026-11-21", "09:00:00"), at("2026-11-22", "23:59:59"), at("2026-11-23", "00:00:00")];

async function addProblems(db: Db): Promise<void> {
  await db.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, search, zone1_id, zone2_id, zone3_id, geom)
    overriding system value
    select 10000 + s.n * 10 + d.n, 'spot', 'S' || s.n || '-' || d.n, '0101', 'spot', 'patrol', d.at, 'reported', 'spot', zone_at(s.geom, 1, '2026-11-21'),
      zone_at(s.geom, 2, '2026-11-21'), zone_at(s.geom, 3, '2026-11-21'), s.geom
    from (select n, ST_Point(lon, lat, 4326) as geom from unnest(${spots.map(([lon]) => lon)}::float8[], ${spots.map(([, lat]) => lat)}::float8[])
      with ordinality u (lon, lat, n)) s, unnest(${days}::timestamptz[]) with ordinality d (at, n)`);
  await db.query(
    sql`insert into problem_event (problem_id, seq, act, at, state_after) select id, 1, 'report', found_at, 'reported' from problem where layer = 'spot'`,
  );
}

const ringText = (points: readonly Position[]): string => [...points, points[0] as Position].map((p) => p.join(" ")).join(",");

/** Zones with the very numbers that plans have, an outline with its four corners only, a planner and a leader. */
export async function parishOn(db: Db, count = 400): Promise<Parish> {
  await loadTown(makeTown(count))(db);
  const squares = [...zonesNow(), planZone(1, 1, null)].map(({ id, level }) => {
    const wide = id === 1 ? 1 : 2 ** level;
    const n = id === 1 ? 0 : id - level * 100;
    const size = across / wide;
    const [column, row] = [(n % wide) * size, Math.floor(n / wide) * size];
    const places: Position[] = [
      corner(column, row),
      corner(column + size, row),
      corner(column + size, row + size),
      corner(column, row + size),
    ];
    return { id, wkt: `MULTIPOLYGON(((${ringText(places)})))` };
  });
  await db.query(sql`update zone z set geom = ST_GeomFromText(x.wkt, 4326), area_m2 = ST_Area(ST_GeomFromText(x.wkt, 4326)::geography)
    from jsonb_to_recordset(${JSON.stringify(squares)}::jsonb) x (id bigint, wkt text) where x.id = z.id`);
  await db.query(sql`update district set outline = (select geom from zone where id = 1)`);
  await db.query(sql`update site set person = '某人'`);
  await db.query(sql`select setval(pg_get_serial_sequence('zone', 'id'), 1000), setval(pg_get_serial_sequence('problem', 'id'), 30000)`);
  await addProblems(db);
  const app = await appOn(db, { demo: false });
  const planner = await cookieOf(db, await makePerson(db, { name: "规划员", roles: ["planner"] }));
  const leader = await makePerson(db, { name: "领导", roles: ["leader"] });
  const post: Parish["post"] = async (path, body = {}, cookie = planner) => {
    const reply = await app.inject({ method: "POST", url: path, headers: { cookie, "sec-fetch-site": "same-origin" }, payload: body });
    return { statusCode: reply.statusCode, body: reply.json() };
  };
  return {
    ...{ db, app, planner, leader, post },
    async setClock(moment) {
      await db.query(sql`update district set frozen_at = ${moment}::timestamptz, data_as_of = ${moment}::timestamptz`);
    },
    async draft(partition, from = null) {
      const text = partitionText(partition);
      const [row] = await db.query<{ id: number }>(sql`insert into zone_plan (name, from_id, partition, sum)
        values ('新方案', ${from}::bigint, ${text}::text, ${sumOf(text)}::text) returning id`);
      return (row as { id: number }).id;
    },
    async publish(plan, day, more = {}) {
      const reply = await post(`/api/zonePlans/${plan}/publish`, { version: 1, from: day, approver: leader, signOffs: [], ...more });
      if (reply.statusCode !== 200) throw new Error(`not published: ${JSON.stringify(reply.body)}`);
    },
  };
}
