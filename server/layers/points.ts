/** "Where is each of them?" Every problem the filter means as a point of its own, for the picture that draws them all. */
import { Type } from "typebox";
import { check } from "../ask/check.ts";
import { moment } from "../ask/parts.ts";
import type { Ask } from "../ask/route.ts";
import { rank } from "../ask/status.ts";
import { hits } from "../ask/where.ts";
import { columnsMedia, packColumns } from "../contract/columns.ts";
import { type Sql, sql } from "../db/sql.ts";
import { wholes } from "./packed.ts";
import { narrow } from "./rows.ts";
import { keptRoute } from "./served.ts";
import { filterKey, spokenOf } from "./spoken.ts";

/** More do not travel: then the latest found do. */
export const mostPoints = 1_000_000;
/** Bodies kept: thirteen megabytes each at most. */
const mostKept = 4;

interface Row {
  id: Buffer;
  lon: Buffer;
  lat: Buffer;
  rank: Buffer;
  total: number;
}

const run = (bytes: Sql): Sql => sql`coalesce(string_agg(${bytes}, ''::bytea), ''::bytea)`;

const statement = (set: Sql): Sql => sql`
  with hit as materialized (${set})
  select (select count(*)::int from hit) as total, ${run(sql`int8send(h.id)`)} as id, ${run(sql`int4send(h.lon)`)} as lon,
    ${run(sql`int4send(h.lat)`)} as lat, ${run(sql`int4send(h.rank)`)} as rank
  from (select * from hit order by found_at desc, id desc limit ${mostPoints}::int) h`;

/** Big-endian, as the database sends, to whole numbers. */
function numbers(bytes: Buffer): Int32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  Buffer.from(copy.buffer).swap32();
  return new Int32Array(copy.buffer);
}

async function pack(ask: Ask, revision: number, clock: Date): Promise<Buffer> {
  const checked = await check(ask);
  const place = sql`round(ST_X(p.geom) * 1000000)::int as lon, round(ST_Y(p.geom) * 1000000)::int as lat`;
  const [row] = await ask.rows<Row>(
    "points",
    statement(hits(checked, sql`p.id, p.found_at, ${place}, ${rank(moment(ask.filter))} as rank`)),
  );
  const { total, id, lon, lat, rank: ranks } = row as Row;
  const ids = narrow(wholes(id));
  const head = { revision, clock: clock.toISOString(), count: ids.length, total };
  const columns = { id: ids, lon: numbers(lon), lat: numbers(lat), rank: Uint8Array.from(numbers(ranks)) };
  return Buffer.from(packColumns(head, columns).buffer);
}

export const pointsLayer = () =>
  keptRoute({
    path: "/api/layers/points",
    question: "Where is each problem of the filter? Every one as a point, the latest million at most, as columns.",
    answer: Type.String({
      format: "binary",
      description:
        "Columns (see server/contract/columns.ts): id, lon and lat in 1e-6 degrees, rank: the place of the status in the order of urgency; head: revision, clock, count, total.",
    }),
    media: columnsMedia,
    area: "own",
    filtered: true,
    of: "problems",
    also: spokenOf,
    stands: "minute",
    mostKept,
    key: filterKey,
    make: async (ask, { revision, clock }) => ({ bytes: await pack(ask as unknown as Ask, revision, clock), type: columnsMedia }),
  });
