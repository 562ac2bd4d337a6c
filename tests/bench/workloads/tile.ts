import { type Sql, sql } from "../../../server/db/sql.ts";
import { idsOfRows } from "../byHand.ts";
import { inTile, tileIds, tilesOf, zoomOf } from "../tiles.ts";
import type { Question, Values } from "../workload.ts";

const cases = 2_400;
const first = Date.UTC(2010, 0, 1);
const day_ms = 86_400_000;

const envelope = ({ x, y }: Values, zoom: number): Sql => sql`ST_TileEnvelope(${zoom}, ${x}::int, ${y}::int)`;
const inside = (values: Values, zoom: number): Sql =>
  sql`from (select ${envelope(values, zoom)} as t, ST_Transform(${envelope(values, zoom)}, 4326) as g offset 0) e join problem p on ST_Intersects(e.g, p.geom)`;

export const tile: Question = {
  kind: "question",
  name: "tile",
  what: "a small vector tile, each problem a point, made anew",
  steady: false,
  anew: true,
  least: 0.8,
  cases,
  spreads: (ground) => ({ ...tilesOf(ground), day: { from: 0, step: 1, stride: 1, count: cases, per: 1 } }),
  // Since days before there was any problem: the same tile each time, and yet nobody asked for it before.
  request: (ground, { x, y, day }) => ({
    path: `/api/tiles/problems?z=${zoomOf(ground)}&x=${x}&y=${y}&each=1&found=${new Date(first + (day as number) * day_ms).toISOString().slice(0, 10)}..2026-11-21`,
  }),
  read: tileIds,
  readRows: (rows) => (rows[0]?.mvt instanceof Uint8Array ? tileIds(Buffer.from(rows[0].mvt)) : idsOfRows(unpacked(rows))),
  oracle: (ground, { x, y }) => inTile(ground, x as number, y as number),
  nativeOnly: ["ST_AsMVT"],
  byHand: {
    ST_AsMVT: (values, ground) => sql`select ST_AsMVT(t, 'problems', 4096, 'geom', 'id') as mvt from (
      select p.id, p.state, ST_AsMVTGeom(ST_Transform(p.geom, 3857), e.t, 4096, 0, true) as geom ${inside(values, zoomOf(ground))}) t where t.geom is not null`,
    "packed bytes": (values, { reach }) => {
      const zoom = zoomOf({ reach });
      return sql`select string_agg(int8send(p.id) || float8send(ST_X(p.geom)) || float8send(ST_Y(p.geom)) || textsend(p.state) || '\\x00'::bytea, ''::bytea) as bytes,
        string_agg(int8send(p.id), ''::bytea) as ids ${inside(values, zoom)}`;
    },
  },
};

/** Eight bytes an id. */
function unpacked(rows: readonly Readonly<Record<string, unknown>>[]): { id: number }[] {
  const ids = Buffer.from((rows[0]?.ids as Uint8Array | null) ?? []);
  return Array.from({ length: ids.length / 8 }, (_, i) => ({ id: Number(ids.readBigInt64BE(i * 8)) }));
}
