/**
 * A layer as a body made once for each revision and, where it speaks of problems, each area: text, gzip, and the tag that
 * names them. The revision is looked up at every request, so what is sent is never stale; requests that come together
 * wait for one making.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { TSchema } from "typebox";
import { type Caller, seenKey } from "../ask/caller.ts";
import { Kept, unhurried } from "../ask/kept.ts";
import { type Ask, type May, Reply, type Route, route } from "../ask/route.ts";
import { sql } from "../db/sql.ts";

export type LayerName = "base" | "sites" | "zones" | "problems";

/** How a layer's columns are read: everything of the answer but revision and clock. @returns JSON members without braces */
export type Columns = (rows: Ask["rows"], caller: Caller) => Promise<string>;

export interface LayerOptions {
  readonly name: LayerName;
  readonly question: string;
  readonly answer: TSchema;
  readonly area: May["area"];
  readonly columns: Columns;
}

interface Revision {
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
/** Bodies kept of one layer: one for each area that was asked for last. */
const mostKept = 16;
const zip = promisify(gzip);

async function make(members: Promise<string>, made: Revision): Promise<Body> {
  const plain = Buffer.from(`{"revision":${made.revision},"clock":${JSON.stringify(made.clock.toISOString())},${await members}}`);
  return { plain, gzipped: await zip(plain, { level: 6 }) };
}

/** True when If-None-Match names the tag. */
export const matches = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, ""))) ?? false;

/** True when gzip may be sent. */
export const takesGzip = (header: string | undefined): boolean =>
  (header ?? "").split(",").some((one) => /^\s*(gzip|\*)\s*(;|$)/i.test(one) && !/;\s*q=0(\.0*)?\s*$/i.test(one));

const tagOf = (name: LayerName, { revision, mark }: Revision, key: string): string =>
  `"${name}-${revision}-${createHash("sha256").update(`${form} ${mark} ${key}`).digest("hex").slice(0, 16)}"`;

/** A layer's route; each app that is built has its own memory of the last bodies. */
export const layerRoute =
  ({ name, question, answer, area, columns }: LayerOptions) =>
  (): Route => {
    const kept = new Kept<Body>(mostKept);
    return route({
      path: `/api/layers/${name}`,
      question,
      may: { who: "signed in", area },
      answer,
      async handle({ caller, rows, header, standing }) {
        const made = await revisionOf(name, rows);
        const key = area === "own" ? seenKey(caller) : "all";
        const tag = tagOf(name, made, key);
        // Held by this caller's browser alone, and asked about again each time: somebody else may have signed in there.
        const headers = { etag: tag, "cache-control": "no-cache, private", vary: "accept-encoding, cookie" };
        if (matches(header("if-none-match"), tag)) return new Reply(304, headers, null);
        const { plain, gzipped } = await kept.take(key, tag, () => make(columns(unhurried(standing), caller), made));
        const json = { ...headers, "content-type": "application/json; charset=utf-8" };
        return takesGzip(header("accept-encoding"))
          ? new Reply(200, { ...json, "content-encoding": "gzip" }, gzipped)
          : new Reply(200, json, plain);
      },
    });
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
