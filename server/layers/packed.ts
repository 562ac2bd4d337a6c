/** Problems on their way out of the database: each field of all rows as one run of bytes, so that nothing is written as text or read row by row. */
import { setImmediate as immediate } from "node:timers/promises";
import { problemSources, problemStates, siteTypes } from "../contract/vocabulary.ts";
import { join, type Sql, sql } from "../db/sql.ts";
import { type Field, narrow, type Rows } from "./rows.ts";

export const states = Object.keys(problemStates);
export const sources = Object.keys(problemSources);
/** The first stands for no site. */
export const types = ["", ...Object.keys(siteTypes)];

/** A byte as the database reads it. */
const byte = (value: number): string => `\\x${value.toString(16).padStart(2, "0")}`;
/** Of a word that is not in its list. */
const unknown = 0xff;
/** No time: the database's own sign for before all times. */
const never = sql`'\\x8000000000000000'::bytea`;

/** A word's place in its list. @param common the word that most rows have: it is looked for first */
const place = (column: Sql, words: readonly string[], common: string): Sql => {
  const asked = [common, ...words.filter((word) => word !== common)];
  const arms = asked.map((word) => sql`when ${word}::text then ${byte(words.indexOf(word))}::bytea`);
  return sql`case ${column} ${join(arms, sql` `)} else ${byte(unknown)}::bytea end`;
};

const run = (bytes: Sql): Sql => sql`coalesce(string_agg(${bytes}, ''::bytea), ''::bytea)`;
const time = (at: Sql): Sql => run(sql`coalesce(timestamptz_send(${at}), ${never})`);

/** Each field's bytes of the rows of `w`, in their order. The database's own forms: to compute with them there costs more than their bytes. */
const runs = sql`${run(sql`int8send(w.id)`)} as id, ${run(sql`float8send(w.lon)`)} as lon, ${run(sql`float8send(w.lat)`)} as lat,
  ${run(place(sql`w.state`, states, "closed"))} as state, ${run(sql`w.category`)} as category,
  ${run(place(sql`w.source`, sources, "patrol"))} as source, ${run(sql`int8send(w.unit)`)} as unit,
  ${run(sql`coalesce(w.site_type, '\\x00'::bytea)`)} as "siteType", ${run(sql`int8send(w.zone3)`)} as zone3, ${time(sql`w.found_at`)} as found,
  ${time(sql`w.deadline_at`)} as due, ${time(sql`w.nearly_due_at`)} as "nearlyDue", ${time(sql`w.closed_at`)} as closed`;

/** To stand first in a statement with `packed`: categories and types of sites with the bytes of their places. */
export const places = sql`
  c as materialized (select code, int2send((row_number() over (order by code) - 1)::int2) as place from category),
  t as materialized (select type, set_byte('\\x00'::bytea, 0, place) as place from unnest(${types}::text[], ${types.map((_, i) => i)}::int[]) t (type, place))`;

/**
 * A select of one row: the fields of the problems `p`, the latest found first.
 * @param from problem p, and whatever it is joined with @param most rows; what is beyond is left out
 */
export const packed = (from: Sql, where: Sql, most: number): Sql => sql`
  select ${runs} from (
    select p.id, p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat, p.state, p.source,
      c.place as category, coalesce(p.unit_id, 0) as unit, t.place as site_type, coalesce(p.zone3_id, 0) as zone3
    from ${from} join c on c.code = p.category left join site s on s.id = p.site_id left join t on t.type = s.site_type
    where ${where} order by p.found_at desc, p.id desc limit ${most}::int) w`;

export type Packed = Readonly<Record<Field, Buffer>>;

/** What of a statement is not a field: JSON. */
export interface Stored extends Packed {
  readonly head: Buffer;
}
export interface StoredField {
  readonly name: keyof Stored;
  readonly bytes: Buffer;
}

/**
 * A select of a row for each field, and one for the head: the driver takes one after the other off the wire, and others are let in between.
 * @param one a select of one row with the text `head` and the fields
 */
export const fieldByField = (one: Sql): Sql => sql`
  select v.name, v.bytes from (${one}) k cross join lateral (values ('head', convert_to(k.head, 'UTF8')), ('id', k.id), ('lon', k.lon), ('lat', k.lat),
    ('state', k.state), ('category', k.category), ('source', k.source), ('unit', k.unit), ('siteType', k."siteType"), ('zone3', k.zone3),
    ('found', k.found), ('due', k.due), ('nearlyDue', k."nearlyDue"), ('closed', k.closed)) v (name, bytes)`;

/** The same bytes with the least first, and where a typed array may begin. */
function turned(bytes: Buffer, width: 2 | 8): ArrayBuffer {
  const copy = new Uint8Array(bytes);
  const own = Buffer.from(copy.buffer);
  if (width === 2) own.swap16();
  else own.swap64();
  return copy.buffer;
}

/** int8 as numbers: exact up to 2^53. */
export function wholes(bytes: Buffer): Float64Array {
  const halves = new Int32Array(turned(bytes, 8));
  return Float64Array.from(
    { length: halves.length / 2 },
    (_, i) => (halves[2 * i + 1] as number) * 2 ** 32 + ((halves[2 * i] as number) >>> 0),
  );
}

/** Halves go to the even neighbour, as the database rounds. */
function rounded(value: number): number {
  const near = Math.round(value);
  return near - value === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

/** The database's times begin with 2000; seconds of it since 1970. */
const began_s = 946_684_800;
const inSeconds = (micros: Float64Array): Float64Array => micros.map((at) => (at < -(2 ** 62) ? 0 : Math.floor(at / 1e6) + began_s));

const words = (bytes: Buffer): Uint8Array => new Uint8Array(bytes);
/** -1 for what is not in its list. */
const wordsOrNot = (bytes: Buffer): Uint8Array | Int32Array =>
  bytes.includes(unknown) ? Int32Array.from(bytes, (one) => (one === unknown ? -1 : one)) : new Uint8Array(bytes);
const micro = (bytes: Buffer): Float64Array => new Float64Array(turned(bytes, 8)).map((degrees) => rounded(degrees * 1e6));

/** A field at a time, others are let in between: of 300,000 rows each takes some milliseconds. */
export async function unpacked(bytes: Packed): Promise<Rows> {
  const next = <T>(made: T): Promise<T> => immediate(made);
  const foundAt = await next(wholes(bytes.found));
  return {
    foundAt,
    columns: {
      id: await next(narrow(wholes(bytes.id))),
      lon: await next(narrow(micro(bytes.lon))),
      lat: await next(narrow(micro(bytes.lat))),
      state: words(bytes.state),
      category: await next(narrow(new Uint16Array(turned(bytes.category, 2)))),
      source: await next(wordsOrNot(bytes.source)),
      unit: await next(narrow(wholes(bytes.unit))),
      siteType: words(bytes.siteType),
      zone3: await next(narrow(wholes(bytes.zone3))),
      found: await next(narrow(inSeconds(foundAt))),
      due: await next(narrow(inSeconds(wholes(bytes.due)))),
      nearlyDue: await next(narrow(inSeconds(wholes(bytes.nearlyDue)))),
      closed: await next(narrow(inSeconds(wholes(bytes.closed)))),
    },
  };
}
