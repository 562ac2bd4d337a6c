/** "How many should be drawn?" Each layer's rows, and what the filter means of the working set: a wall compares each minute. */

import { Type } from "typebox";
import { seenKey } from "../ask/caller.ts";
import { check } from "../ask/check.ts";
import { Kept, unhurried } from "../ask/kept.ts";
import { type Parameter, type Route, route } from "../ask/route.ts";
import { hits } from "../ask/where.ts";
import { zoneStands } from "../ask/zones.ts";
import { type Filter, formatFilter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { LayerCounts as Answer } from "../contract/types.ts";
import { LayerCounts } from "../contract/wallSchemas.ts";
import { type Sql, sql } from "../db/sql.ts";
import { working } from "./workingSet.ts";

/** A count stands so long when nothing changes: what is due becomes overdue all the same. */
const stands_s = 10;
/** Questions whose counts are kept beside each other. */
const mostKept = 64;

/** When the working set begins, ms: what a page holds began when its layer was made, and days pass. */
const since: Parameter<number | null> = {
  schema: Type.String({ format: "date-time", description: "`since` of the problems layer that is compared; 90 days ago when left out." }),
  read(name, text) {
    if (text === undefined) return null;
    const value = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(value)) return value;
    throw new ParameterError(name, text, {
      zh: "问题图层所说的 since，形如 2026-08-23T02:00:00.000Z",
      en: "the problems layer's since, such as 2026-08-23T02:00:00.000Z",
    });
  },
};

/** The working set is the present's. */
function refuseThen({ at }: Filter): void {
  if (at === null) return;
  throw new ParameterError("at", at, { zh: "图层只按现在计数；请去掉 at", en: "layers are counted as of now only: leave it out" });
}

interface Stored extends Omit<Answer, "clock" | "problems"> {
  clock: Date;
  rows: number;
  hits: number;
}

const revisions = sql`(select jsonb_object_agg(layer, revision) from layer_revision where layer in ('problems', 'sites', 'zones'))`;

/** One statement, so that the counts are of the revisions beside them. */
const statement = (set: Sql, meant: Sql): Sql => sql`
  with working as materialized (${set})
  select (select clock()) as clock, ${revisions} as revisions, (select count(*)::int from working) as rows,
    (select count(*)::int from working w join (${meant}) h on h.id = w.id) as hits,
    (select coalesce(jsonb_object_agg(s.kind, s.n), '{}') from (select kind, count(*)::int as n from site group by kind) s) as sites,
    (select coalesce(jsonb_object_agg(z.level, z.n), '{}') from (select level, count(*)::int as n from zone z where ${zoneStands} group by level) z) as zones`;

/** The route; each app that is built has its own memory. */
export function layerCounts(): Route {
  const kept = new Kept<Answer>(mostKept);
  return route({
    path: "/api/layers/counts",
    question: "How many rows has each layer, and how many of the map's problems does the filter mean?",
    filtered: true,
    takes: { since },
    answer: LayerCounts,
    async handle(ask) {
      const { caller, filter, given, rows, now: stands } = ask;
      refuseThen(filter);
      const checked = await check(ask);
      const [now] = await rows<{ tag: string }>(
        "counts",
        sql`select concat_ws(' ', ${revisions}, (select revision from layer_revision where layer = 'shapes'), floor(extract(epoch from clock()) / ${stands_s}::int)) as tag`,
      );
      const from = given.since === null ? undefined : sql`to_timestamp(${given.since / 1000}::float8)`;
      const make = async (): Promise<Answer> => {
        const [row] = await unhurried(ask)<Stored>("counts", statement(working(sql`p.id`, caller, from), hits(checked, sql`p.id`)));
        const { clock, rows: all, hits: meant, ...more } = row as Stored;
        return { clock: clock.toISOString(), ...more, problems: { rows: all, hits: meant } };
      };
      const key = JSON.stringify([seenKey(caller), given.since, formatFilter(filter), stands().district]);
      return kept.take(key, (now as { tag: string }).tag, make);
    },
  });
}
