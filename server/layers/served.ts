/**
 * A layer as a body made once for each revision: text, gzip, and the tag that names them. The revision is looked up at
 * every request, so what is sent is never stale; requests that come together wait for one making.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { TSchema } from "typebox";
import { type Ask, Reply, type Route, route } from "../ask/route.ts";
import { sql } from "../db/sql.ts";

export type LayerName = "base" | "sites" | "zones" | "problems";

/** How a layer's columns are read: everything of the answer but revision and clock. @returns JSON members without braces */
export type Columns = (rows: Ask["rows"], made: Revision) => Promise<string>;

export interface Revision {
  readonly revision: number;
  readonly clock: Date;
  /** What the tag is made of beside the layer and its revision: the district and, for problems, the day. */
  readonly mark: string;
}

interface Body {
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** Moves when the columns' form changes, so that a page never reads yesterday's form under today's tag. */
const form = 1;
const zip = promisify(gzip);

async function make(columns: Columns, rows: Ask["rows"], made: Revision): Promise<Body> {
  const members = await columns(rows, made);
  const plain = Buffer.from(`{"revision":${made.revision},"clock":${JSON.stringify(made.clock.toISOString())},${members}}`);
  return { plain, gzipped: await zip(plain, { level: 6 }) };
}

/** True when If-None-Match names the tag. */
export const matches = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, ""))) ?? false;

/** True when gzip may be sent. */
export const takesGzip = (header: string | undefined): boolean =>
  (header ?? "").split(",").some((one) => /^\s*(gzip|\*)\s*(;|$)/i.test(one) && !/;\s*q=0(\.0*)?\s*$/i.test(one));

/** A layer's route; each app that is built has its own memory of the last body. */
export const layerRoute = (layer: LayerName, question: string, answer: TSchema, columns: Columns) => (): Route => {
  let kept: { tag: string; body: Promise<Body> } | null = null;
  return route({
    path: `/api/layers/${layer}`,
    question,
    answer,
    async handle({ rows, header, standing }) {
      const made = await revisionOf(layer, rows);
      const tag = `"${layer}-${made.revision}-${createHash("sha256").update(`${form} ${made.mark}`).digest("hex").slice(0, 8)}"`;
      const headers = { etag: tag, "cache-control": "no-cache", vary: "accept-encoding" };
      if (matches(header("if-none-match"), tag)) return new Reply(304, headers, null);
      if (kept?.tag !== tag) kept = { tag, body: make(columns, unhurried(standing), made) };
      const mine = kept;
      mine.body.catch(() => {
        if (kept === mine) kept = null;
      });
      const { plain, gzipped } = await mine.body;
      const json = { ...headers, "content-type": "application/json; charset=utf-8" };
      return takesGzip(header("accept-encoding"))
        ? new Reply(200, { ...json, "content-encoding": "gzip" }, gzipped)
        : new Reply(200, json, plain);
    },
  });
};

/** The making serves everybody who waits: it does not end with the first caller, and may take its time. */
const unhurried =
  (standing: Ask["standing"]): Ask["rows"] =>
  async (_timer, statement) => {
    const now = standing();
    return now.status === "ready" ? now.db.query(statement, { timeout_ms: 120_000 }) : [];
  };

async function revisionOf(layer: LayerName, rows: Ask["rows"]): Promise<Revision> {
  const [row] = await rows<{ revision: number; clock: Date; day: string; district: string | null }>(
    "revision",
    sql`select r.revision, clock() as clock, (clock() at time zone coalesce(d.time_zone, 'UTC'))::date::text as day,
        d.code || ' ' || extract(epoch from d.imported_at) as district
      from layer_revision r left join district d on true where r.layer = ${layer}`,
  );
  if (!row) throw new Error(`The database has no revision for the layer ${layer}.`);
  // Ended problems leave the working set as days pass: its tag moves with the day.
  return { revision: row.revision, clock: row.clock, mark: `${row.district} ${layer === "problems" ? row.day : ""}` };
}
