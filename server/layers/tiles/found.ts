/** Problems of a filter on the world's grid, as packed bytes: in groups by cell and look, or each by itself. */
import type { Checked } from "../../ask/check.ts";
import { isOpenOnly, moment } from "../../ask/parts.ts";
import type { Ask } from "../../ask/route.ts";
import { hits, hitsAmong } from "../../ask/where.ts";
import { statusOf } from "../../contract/status.ts";
import { type ProblemState, problemStates, statusOrder } from "../../contract/vocabulary.ts";
import { type Sql, sql } from "../../db/sql.ts";
import { inTile, isNearFlat, mayBeIn, type Tile, tileBits, worldBits, worldX, worldY } from "./world.ts";

/** A filter that is checked, and the moment that statuses are of, where the filter names none. */
export interface Asked {
  readonly checked: Checked;
  readonly clock: Date;
}

/** Statuses are as of the whole minute: so all tiles that were made in it agree. */
const asOf = ({ checked, clock }: Asked): Sql =>
  checked.filter.at ? moment(checked.filter) : sql`(select to_timestamp(${Math.floor(clock.getTime() / 60_000) * 60}::float8))`;

const states = Object.keys(problemStates) as ProblemState[];
/** Where the clock stands between a problem's nearly-due moment and its deadline: past both, between, or before both and where there is none. */
const lookOf = (now: Sql): Sql =>
  sql`case when p.deadline_at < ${now} then 0 when p.deadline_at >= ${now} and p.nearly_due_at <= ${now} then 1 else 2 end`;
/** By look and number of the state, the place of the status in the order of urgency: so the database groups by what it has at hand. */
const ranks: readonly (readonly number[])[] = [
  { nearlyDue: 1, deadline: 2, clock: 3 },
  { nearlyDue: 1, deadline: 3, clock: 2 },
  { nearlyDue: null, deadline: null, clock: 1 },
].map(({ nearlyDue, deadline, clock }) => states.map((state) => statusOrder.indexOf(statusOf(state, nearlyDue, deadline, clock))));
/** Bits of a state's number. */
const stateBits = 4;
const rankOf = (look: number): number => (ranks[look >> stateBits] as readonly number[])[look & (2 ** stateBits - 1)] as number;
/** Look and state as one number, of what is named by a letter. */
const lookBits = (of: Sql): Sql => sql`((${of}.look << ${stateBits}::int) | (array_position(${states}::text[], ${of}.state) - 1))`;

/** Tiles of this zoom and nearer hold few problems: those are found first, whatever else the filter says. */
const leastFewZoom = 13;

/** A select of id, state, look and world numbers x and y, of all the filter means or of what lies in a tile. */
function placed({ checked, clock }: Asked, tile: Tile | null): Sql {
  const { filter } = checked;
  const columns = sql`p.id, p.state, ${lookOf(asOf({ checked, clock }))} as look, ${worldX(filter)} as x, ${worldY(filter)} as y`;
  if (tile === null) return hits(checked, columns);
  if (tile.z < leastFewZoom) {
    const all = hits(checked, sql`${columns}, p.geom`);
    return sql`select * from (${all}) h where ${mayBeIn(tile, sql`h.geom`)} and ${inTile(tile, sql`h.x`, sql`h.y`)}`;
  }
  const open = isOpenOnly(filter);
  const box = open && isNearFlat(tile) ? mayBeIn(tile, sql`p.geog`, sql`::geography`) : mayBeIn(tile, sql`p.geom`);
  const few = sql`${box} and ${inTile(tile, worldX(filter), worldY(filter))}${open ? sql` and p.is_open` : sql``}`;
  return hitsAmong(checked, columns, few);
}

/** Bytes of one group: its cell (int8: x, then 30 bits of y), look and state, count (int4), the sums of x and y, the lowest id (int8). */
const groupBytes = 40;
const cellBits = 30;

export interface Group {
  /** The cell's, at the level that was asked for. */
  readonly cx: number;
  readonly cy: number;
  readonly rank: number;
  readonly n: number;
  readonly sumX: number;
  readonly sumY: number;
  /** The lowest. */
  readonly id: number;
}

const bytesOf = (rows: readonly { packed: Buffer }[]): DataView => {
  const { buffer, byteOffset, byteLength } = (rows[0] as { packed: Buffer }).packed;
  return new DataView(buffer, byteOffset, byteLength);
};

/** Counts of the filter's problems by cell and status; a cell may come several times with one status. @param level there are 2^level cells along the world's side */
export async function groupsOf(rows: Ask["rows"], asked: Asked, level: number, tile: Tile | null): Promise<Group[]> {
  const shift = worldBits - level;
  const cell = sql`((h.x >> ${shift}::int)::int8 << ${cellBits}::int) | (h.y >> ${shift}::int)`;
  const view = bytesOf(
    await rows(
      "tile",
      sql`select coalesce(string_agg(int8send(c.cell) || int4send(${lookBits(sql`c`)}) || int4send(c.n) || int8send(c.sum_x)
          || int8send(c.sum_y) || int8send(c.id), ''::bytea), ''::bytea) as packed
        from (select ${cell} as cell, h.look, h.state, count(*)::int as n, sum(h.x)::int8 as sum_x, sum(h.y)::int8 as sum_y, min(h.id) as id
          from (${placed(asked, tile)}) h group by 1, 2, 3) c`,
    ),
  );
  const long = (at: number): number => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
  return Array.from({ length: view.byteLength / groupBytes }, (_, i) => {
    const at = i * groupBytes;
    const cell = long(at);
    return {
      ...{ cx: Math.floor(cell / 2 ** cellBits), cy: cell % 2 ** cellBits, rank: rankOf(view.getInt32(at + 8)), n: view.getInt32(at + 12) },
      ...{ sumX: long(at + 16), sumY: long(at + 24), id: long(at + 32) },
    };
  });
}

export interface Points {
  readonly id: Float64Array;
  /** Units of the tile, from its north-west corner. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly rank: Uint8Array;
}

/** Bits of one problem's number below its id: x and y in the tile, look and state. */
const belowY = 2 + stateBits;
const belowX = belowY + tileBits;
const belowId = belowX + tileBits;

/** Each problem of a tile. @param most more are not read */
export async function pointsOf(rows: Ask["rows"], asked: Asked, tile: Tile, most: number): Promise<Points> {
  const shift = worldBits - tileBits - tile.z;
  const within = (number: Sql, below: number) => sql`(((${number} >> ${shift}::int) & 4095)::int8 << ${below}::int)`;
  const view = bytesOf(
    await rows(
      "tile",
      sql`select coalesce(string_agg(int8send((q.id << ${belowId}::int) | ${within(sql`q.x`, belowX)} | ${within(sql`q.y`, belowY)}
          | ${lookBits(sql`q`)}), ''::bytea), ''::bytea) as packed from (${placed(asked, tile)} limit ${most}::int) q`,
    ),
  );
  const length = view.byteLength / 8;
  const points = { id: new Float64Array(length), x: new Uint16Array(length), y: new Uint16Array(length), rank: new Uint8Array(length) };
  for (let i = 0; i < length; i++) {
    const low = view.getUint32(8 * i + 4);
    points.id[i] = view.getUint32(8 * i) * 2 ** (32 - belowId) + (low >>> belowId);
    points.x[i] = (low >>> belowX) & 4095;
    points.y[i] = (low >>> belowY) & 4095;
    points.rank[i] = rankOf(low & (2 ** belowY - 1));
  }
  return points;
}
