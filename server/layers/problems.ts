/**
 * "Where are the problems?" The caller's working set as columns: open ones, and those that ended in the last 90 days. In two forms: typed
 * arrays for who asks for them, JSON for everybody else.
 */
import { setImmediate as immediate } from "node:timers/promises";
import { constants } from "node:zlib";
import type { Ask } from "../ask/route.ts";
import { NotReady } from "../ask/standing.ts";
import { columnsMedia, packColumns } from "../contract/columns.ts";
import { ProblemsLayer } from "../contract/schemas.ts";
import { problemColumns } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { Areas, type WorkingSet } from "./areas.ts";
import { sources, states, types } from "./packed.ts";
import { first } from "./rows.ts";
import { type Body, json, keptRoute } from "./served.ts";
import { type Limits, usual } from "./workingSet.ts";

/** Bodies kept beside each other: each area's in its two forms, as far as the shelf has room. */
const mostKept = 32;

/** True when an Accept header names the typed arrays, and not with a weight of nothing. */
export const takesColumns = (header: string | undefined): boolean =>
  (header ?? "").split(",").some((one) => {
    const [media = "", ...weights] = one.toLowerCase().split(";");
    return media.trim() === columnsMedia && !weights.some((weight) => /^\s*q=0(\.0*)?\s*$/.test(weight));
  });

/** What is not a column, in the order in which it has always been written. */
const headOf = ({ revision, clock, codes, since, working, total }: WorkingSet, count: number): Readonly<Record<string, unknown>> => ({
  ...{ revision, clock: new Date(clock).toISOString(), states, categories: codes, sources, siteTypes: types },
  ...{ since: new Date(since).toISOString(), count, working, total },
});

/** Numbers written at once before others are let in. */
const stride = 20_000;

async function asText(set: WorkingSet, { sent }: Limits): Promise<Body> {
  const { columns, foundAt } = first(set.rows, sent);
  const parts = [Buffer.from(JSON.stringify(headOf(set, foundAt.length)).slice(0, -1))];
  for (const name of problemColumns) {
    parts.push(Buffer.from(`,"${name}":[`));
    for (let at = 0; at < foundAt.length; at += stride) {
      parts.push(Buffer.from(`${at === 0 ? "" : ","}${columns[name].subarray(at, at + stride).join(",")}`));
      await immediate();
    }
    parts.push(Buffer.from("]"));
  }
  return { bytes: Buffer.concat([...parts, Buffer.from("}")]), type: json, zip: { level: 4 } };
}

/** Half of it is coordinates and times, in which nothing is found twice: to look for more than runs of one byte costs three times as much for 1 %. */
const zip = { level: 1, strategy: constants.Z_RLE };

function asColumns(set: WorkingSet, { sent }: Limits): Body {
  const { columns, foundAt } = first(set.rows, sent);
  const { buffer, byteOffset, byteLength } = packColumns(headOf(set, foundAt.length), columns);
  return { bytes: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength), type: columnsMedia, zip };
}

/** What is held goes on from what was read last: from the server that is written to, as long as that is there; a copy may be behind it. */
function readyOf({ standing, now: stands }: Ask): Queryable {
  const now = standing();
  if (now.status !== "ready") throw new NotReady(now);
  const { at } = stands();
  if (!at?.staleSince) return now.db;
  return { query: (statement, options) => now.db.query(statement, { ...options, at }) };
}

/** @param limits for tests: a small set is as good as a large one */
export function problemsLayer(limits: Limits = usual) {
  const areas = new Areas(limits);
  return keptRoute({
    path: "/api/layers/problems",
    question: "Where are the problems? Open ones and those that ended in the last 90 days, of the caller's area, as columns.",
    answer: ProblemsLayer,
    otherMedia: columnsMedia,
    area: "own",
    of: "problems",
    also: ["sites"],
    stands: "day",
    mostKept,
    key: ({ header }) => (takesColumns(header("accept")) ? "columns" : "json"),
    async make(ask) {
      const set = await areas.now(readyOf(ask), ask.caller);
      return takesColumns(ask.header("accept")) ? asColumns(set, limits) : await asText(set, limits);
    },
  });
}
