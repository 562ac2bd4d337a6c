/** "Is it really hot there?" Getis-Ord Gi* of hexagons over the district, with the false-discovery rate controlled. */
import { type Checked, check } from "../ask/check.ts";
import { integer } from "../ask/parameters.ts";
import { moment } from "../ask/parts.ts";
import { type Ask, route } from "../ask/route.ts";
import { hits } from "../ask/where.ts";
import type { Position } from "../contract/draw.ts";
import { HotSpots } from "../contract/hotSchemas.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { HotSpots as Answer } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";
import { giStar, levels } from "./gi.ts";
import { groundOf, meeting, reachOf } from "./ground.ts";
import { type Cells, cellsOf, cellsWithin, cornersOf, type Lattice, latticeAt, middleOf, neighboursOf, placeOf } from "./hexagons.ts";
import { turns } from "./turns.ts";

const mostCells = 20_000;

interface Packed {
  lon: string;
  lat: string;
  clock: Date;
}

const positions = (checked: Checked): Sql =>
  sql`select coalesce(string_agg(h.lon::text, ','), '') as lon, coalesce(string_agg(h.lat::text, ','), '') as lat,
    ${moment(checked.filter)} as clock from (${hits(checked, sql`p.id, ST_X(p.geom) as lon, ST_Y(p.geom) as lat`)}) h`;

/** How many problems lie in each cell, and how many in none. */
async function countIn(lattice: Lattice, { row, at }: Cells, { lon, lat }: Packed) {
  const rest = turns();
  const count = row.map(() => 0);
  const lats = lat.split(",");
  let outside = 0;
  for (const [i, x] of lon === "" ? [] : lon.split(",").entries()) {
    const cell = at(...placeOf(lattice, Number(x), Number(lats[i])));
    if (cell === undefined) outside++;
    else count[cell] = (count[cell] as number) + 1;
    if (i % 1000 === 0) await rest();
  }
  return { count, outside };
}

/** Widths are rounded, so that a little more is asked for than the area would have it. */
function tooSmall(cell: number, total: number): ParameterError {
  const enough = Math.min(5000, Math.ceil((cell * 1.02 * Math.sqrt(total / mostCells)) / 10) * 10);
  return new ParameterError("cell", String(cell), {
    zh: `${cell} 米的格子共 ${total} 个，至多 ${mostCells} 个：请用 ${enough} 米或更大`,
    en: `at most ${mostCells} cells, and ${total} have a width of ${cell} m: take ${enough} m or more`,
  });
}

const tooLarge = (cell: number): ParameterError =>
  new ParameterError("cell", String(cell), {
    zh: "没有一个格子的中心落在所问范围内：请用更小的格子或更大的范围",
    en: "no cell has its middle in the place asked about: take smaller cells or a larger place",
  });

type Asked = Ask<{ cell: ReturnType<typeof integer> }>;

/** The cells of the question, and what they are laid over. @throws ParameterError naming cell */
async function layOut({ rows, given: { cell } }: Pick<Asked, "rows" | "given">, checked: Checked) {
  const { rings, centre, isOutline } = await groundOf(rows);
  const lattice = latticeAt(centre, cell);
  const { total, cells: all } = cellsWithin(lattice, rings, mostCells);
  if (total > mostCells) throw tooSmall(cell, total);
  const middles = all.row.map((row, i) => middleOf(lattice, row, all.column[i] as number));
  const conditions = reachOf(checked);
  const kept = conditions.length ? await meeting(rows, middles, conditions) : [...middles.keys()];
  if (kept.length === 0) throw tooLarge(cell);
  const pick = <T>(list: readonly T[]): T[] => kept.map((i) => list[i] as T);
  return { isOutline, isPart: conditions.length > 0, lattice, cells: cellsOf(pick(all.row), pick(all.column)), middles: pick(middles) };
}

const round = (value: number | null, digits: number): number | null => (value === null ? null : Number(value.toPrecision(digits)));

function told(counts: readonly number[], neighbours: readonly number[][], middles: readonly Position[]) {
  const found = giStar(counts, neighbours);
  return {
    empty: counts.filter((count) => count === 0).length,
    edge: neighbours.filter((list) => list.length < 6).length,
    ...{ mean: found.mean, deviation: found.deviation },
    lon: middles.map(([lon]) => lon),
    lat: middles.map(([, lat]) => lat),
    count: [...counts],
    neighbours: neighbours.map((list) => list.length),
    z: found.z.map((z) => round(z, 6)),
    p: found.p.map((p) => round(p, 6)),
    level: levels(found),
  };
}

export const hotSpots = route({
  path: "/api/problems/hotSpots",
  question: "Which hexagons of the district have more of the filter's problems, or fewer, than chance would give?",
  filtered: true,
  takes: { cell: integer(50, 5000, 300, "Width of a hexagon in metres, side to side.") },
  answer: HotSpots,
  async handle(ask) {
    const checked = await check(ask);
    const { isOutline, isPart, lattice, cells, middles } = await layOut(ask, checked);
    const [packed] = await ask.rows<Packed>("hotSpots", positions(checked));
    const { count, outside } = await countIn(lattice, cells, packed as Packed);
    return {
      ...{ clock: (packed as Packed).clock.toISOString(), cell_m: ask.given.cell, ground: isOutline ? "outline" : "hull", part: isPart },
      ...{ problems: count.reduce((sum, one) => sum + one, 0), outside, corners: cornersOf(lattice) },
      ...told(count, neighboursOf(cells), middles),
    } satisfies Answer;
  },
});
