/** Order and pages of a list: a cursor is the last row's place in the order, so pages neither skip nor repeat. */
import { Type } from "typebox";
import { ParameterError } from "../contract/parameter.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Parameter } from "./route.ts";

export const sortWords = ["-found", "found", "-deadline", "deadline", "-closed", "closed", "-id", "id"] as const;
export type Sort = (typeof sortWords)[number];

/** Stands where a row has no deadline or closing time, so that it comes last either way. */
const last = (descending: boolean): Sql => (descending ? sql`'1800-01-01Z'::timestamptz` : sql`'2200-01-01Z'::timestamptz`);
const descends = (sort: Sort): boolean => sort.startsWith("-");

/** What a problem `p` is ordered by. */
export function sortKey(sort: Sort): Sql {
  const name = sort.replace("-", "");
  if (name === "id") return sql`p.id`;
  if (name === "found") return sql`p.found_at`;
  return sql`coalesce(${name === "deadline" ? sql`p.deadline_at` : sql`p.closed_at`}, ${last(descends(sort))})`;
}

/** `order by` of hits `h` with columns k and id. */
export const order = (sort: Sort): Sql => (descends(sort) ? sql`h.k desc, h.id desc` : sql`h.k, h.id`);

/** The key of hits `h` as a whole number, for a cursor: microseconds, or the id. */
export const keyNumber = (sort: Sort): Sql => (sort.endsWith("id") ? sql`h.k` : sql`(extract(epoch from h.k) * 1000000)::int8`);

export interface Cursor {
  readonly key: number;
  readonly id: number;
}

/** Hits `h` after a cursor. */
export function after(sort: Sort, cursor: Cursor | null): Sql {
  if (!cursor) return sql`true`;
  const key = sort.endsWith("id")
    ? sql`${cursor.key}::int8`
    : sql`('1970-01-01Z'::timestamptz + ${cursor.key}::float8 * interval '1 microsecond')`;
  return descends(sort) ? sql`(h.k, h.id) < (${key}, ${cursor.id}::int8)` : sql`(h.k, h.id) > (${key}, ${cursor.id}::int8)`;
}

export const writeCursor = (sort: Sort, { key, id }: Cursor): string => Buffer.from(`${sort} ${key} ${id}`).toString("base64url");

/** Reads a cursor of the same order. @throws ParameterError */
export function readCursor(sort: Sort, text: string | null): Cursor | null {
  if (text === null) return null;
  const [was, key, id] = Buffer.from(text, "base64url").toString("latin1").split(" ");
  const whole = [key, id].every((part) => /^-?\d{1,16}$/.test(part ?? "") && Math.abs(Number(part)) < 8e15);
  if (was === sort && whole) return { key: Number(key), id: Number(id) };
  throw new ParameterError("cursor", text, { zh: "同一排序下上一页给出的 next", en: "the next of a page in the same order" });
}

/** The text of a cursor; read together with its order by `readCursor`. */
export const cursor: Parameter<string | null> = {
  schema: Type.String({ description: "`next` of the page before, in the same order." }),
  read: (_name, text) => text ?? null,
};
