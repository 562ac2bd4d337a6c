import { columnsMedia, unpackColumns } from "../../../server/contract/columns.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { all } from "../near.ts";
import type { Answer, Kept } from "../workload.ts";

const kept_ms = 90 * 86_400_000;

/** JSON where this server has no other form yet. */
function read(body: Buffer): Answer {
  if (body[0] === "{".charCodeAt(0)) {
    const { working, id } = JSON.parse(body.toString()) as { working: number; id: number[] };
    return { count: working, ids: id };
  }
  const { head, columns } = unpackColumns<{ working: number }>(
    body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer,
  );
  return { count: head.working, ids: Array.from(columns.id ?? []) };
}

const bytes = (value: Sql): Sql => sql`string_agg(${value}, ''::bytea)`;
const time = (at: Sql): Sql => bytes(sql`coalesce(timestamptz_send(${at}), int8send(0))`);
/** The same fields; words as their text's bytes. */
const columns = sql`${bytes(sql`int8send(p.id)`)}, ${bytes(sql`float8send(ST_X(p.geom))`)}, ${bytes(sql`float8send(ST_Y(p.geom))`)},
  ${bytes(sql`textsend(p.state)`)}, ${bytes(sql`textsend(c.code)`)}, ${bytes(sql`textsend(p.source)`)}, ${bytes(sql`int8send(coalesce(p.unit_id, 0))`)},
  ${bytes(sql`textsend(coalesce(s.site_type, ''))`)}, ${bytes(sql`int8send(coalesce(p.zone3_id, 0))`)}, ${time(sql`p.found_at`)},
  ${time(sql`p.deadline_at`)}, ${time(sql`p.nearly_due_at`)}, ${time(sql`p.closed_at`)}`;

export const layer: Kept = {
  kind: "kept",
  name: "layer",
  what: "the working set as columns",
  least304: 0.8,
  cases: 1,
  spreads: () => ({}),
  request: () => ({ path: "/api/layers/problems", headers: { accept: columnsMedia } }),
  read,
  readRows: ([row]) => ({ count: Number(row?.count) }),
  oracle: (ground) => all(ground, (row) => ground.open[row] === 1 || (ground.closed[row] as number) >= ground.clock - kept_ms),
  byHand: {
    "each column as bytes": () => sql`select count(*) as count, ${columns} from problem p join category c on c.code = p.category
      left join site s on s.id = p.site_id where p.is_open or p.closed_at >= clock() - interval '90 days'`,
  },
};
