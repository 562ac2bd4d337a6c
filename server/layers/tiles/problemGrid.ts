/** "How many in each square?" The filter's problems summed on the ground: what heat is made of when there are more than travel. */
import { check } from "../../ask/check.ts";
import { integer } from "../../ask/parameters.ts";
import type { Ask, Route } from "../../ask/route.ts";
import { hits } from "../../ask/where.ts";
import { columnsMedia, packColumns } from "../../contract/columns.ts";
import { ProblemGrid } from "../../contract/gridSchemas.ts";
import { ParameterError } from "../../contract/parameter.ts";
import { endStates } from "../../contract/vocabulary.ts";
import { type Sql, sql } from "../../db/sql.ts";
import { takesColumns } from "../problems.ts";
import { json, keptRoute, type Made } from "../served.ts";
import { filterKey, spokenOf } from "../spoken.ts";
import { lonLat, worldX, worldY } from "./world.ts";

const [least, most] = [50, 5000];
const takes = { cell: integer(least, most, 250, "Side of a cell, metres.") };
type GridAsk = Ask<typeof takes>;

/** Bytes of one cell: its number (int8: column, then 30 bits of row), problems and open ones (int4). Big-endian, as the database sends. */
const cellBytes = 16;
const rowBits = 30;

/** Units of the world along a cell's side: at the district's middle it is so many metres, half a percent more or less in a large district. */
const unitsOf = (cell_m: number): Sql => sql`select greatest(1, round(${cell_m}::float8 * 1073741824
  / (40075016.6855784 * cos(radians(coalesce((select ST_Y(centre::geometry) from district), 0))))))::int as side`;
const column = sql`h.x / g.side`;
const row = sql`h.y / g.side`;

const statement = (set: Sql, cell_m: number, mostCells: number): Sql => sql`with g as materialized (${unitsOf(cell_m)})
  select (select side from g) as side, coalesce(string_agg(int8send(c.cell) || int4send(c.n) || int4send(c.open), ''::bytea), ''::bytea) as packed
  from (select ((${column})::int8 << ${rowBits}::int) | (${row}) as cell, count(*)::int as n,
      (count(*) filter (where h.state <> all(${[...endStates]}::text[])))::int as open
    from g, (${set}) h group by 1 limit ${mostCells + 1}::int) c`;
const countOf = (set: Sql, cell_m: number): Sql => sql`with g as materialized (${unitsOf(cell_m)})
  select count(*)::int as cells from (select distinct ${column}, ${row} from g, (${set}) h) c`;

/** @throws ParameterError that names a width that works */
async function refuse(rows: Ask["rows"], set: Sql, cell: number, mostCells: number): Promise<never> {
  let wider = cell;
  for (let fits = false; !fits && wider < most; ) {
    wider = Math.min(most, wider * 2);
    const [found] = await rows<{ cells: number }>("cells", countOf(set, wider));
    fits = (found as { cells: number }).cells <= mostCells;
  }
  throw new ParameterError("cell", String(cell), {
    zh: `格子至多 ${mostCells} 个：请用 ${wider} 米`,
    en: `at most ${mostCells} cells: take ${wider} m`,
  });
}

interface Cells {
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly n: Uint32Array;
  readonly open: Uint32Array;
}

function unpack({ side, packed }: { side: number; packed: Buffer }): Cells {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const length = packed.length / cellBytes;
  const cells = { lon: new Int32Array(length), lat: new Int32Array(length), n: new Uint32Array(length), open: new Uint32Array(length) };
  for (let i = 0; i < length; i++) {
    const cell = view.getInt32(i * cellBytes) * 2 ** 32 + view.getUint32(i * cellBytes + 4);
    const [lon, lat] = lonLat((Math.floor(cell / 2 ** rowBits) + 0.5) * side, ((cell % 2 ** rowBits) + 0.5) * side);
    cells.lon[i] = Math.round(lon * 1e6);
    cells.lat[i] = Math.round(lat * 1e6);
    cells.n[i] = view.getUint32(i * cellBytes + 8);
    cells.open[i] = view.getUint32(i * cellBytes + 12);
  }
  return cells;
}

async function cellsOf(ask: Pick<GridAsk, "given" | "filter" | "caller" | "rows">, mostCells: number): Promise<Cells> {
  const { cell } = ask.given;
  const set = hits(await check(ask), sql`p.id, p.state, ${worldX(ask.filter)} as x, ${worldY(ask.filter)} as y`);
  const [found] = await ask.rows<{ side: number; packed: Buffer }>("grid", statement(set, cell, mostCells));
  const cells = unpack(found as { side: number; packed: Buffer });
  return cells.n.length > mostCells ? refuse(ask.rows, set, cell, mostCells) : cells;
}

function bodyOf(cells: Cells, cell_m: number, { revision, clock }: Made, packed: boolean) {
  const total = cells.n.reduce((sum, n) => sum + n, 0);
  const head = { revision, clock: clock.toISOString(), cell_m, count: cells.n.length, total };
  if (packed) return { bytes: Buffer.from(packColumns(head, { ...cells }).buffer), type: columnsMedia };
  const columns = Object.entries(cells).map(([name, column]) => `"${name}":[${(column as Int32Array).join()}]`);
  return { bytes: Buffer.from(`${JSON.stringify(head).slice(0, -1)},${columns.join()}}`), type: json };
}

/** @param mostCells for tests: a few are as good as many */
export const problemGrid = (mostCells = 200_000): Route =>
  keptRoute({
    path: "/api/problems/grid",
    question: "How many of the filter's problems lie in each square of the ground, and how many are open?",
    answer: ProblemGrid,
    otherMedia: columnsMedia,
    area: "own",
    filtered: true,
    takes,
    of: "problems",
    also: spokenOf,
    stands: "minute",
    mostKept: 32,
    key: (asked) => `${asked.given.cell} ${takesColumns(asked.header("accept")) ? "columns" : "json"} ${filterKey(asked)}`,
    make: async (ask, made) => bodyOf(await cellsOf(ask, mostCells), ask.given.cell, made, takesColumns(ask.header("accept"))),
  });
