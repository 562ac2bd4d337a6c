/** Files as work: a job as it is kept, and as it is told. */
import type { Caller } from "../ask/caller.ts";
import { type ExportFormatName, type ExportState, type ExportWhat, exportFormats, exportKept_h } from "../contract/exporting.ts";
import type { ExportJob } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Source } from "./outgoing.ts";
import { problems } from "./problems.ts";
import { sites } from "./sites.ts";
import { zones } from "./zones.ts";

export const sources: Readonly<Record<ExportWhat, Source>> = { problems, sites, zones };
/** What a file of it is called. */
export const fileNames: Readonly<Record<ExportWhat, string>> = { problems: "问题台账", sites: "点位名录", zones: "责任区名录" };
/** Files that one person may have in the making. */
export const mostUnfinished = 3;
/** Jobs that are shown. */
export const mostShown = 50;
/** Said when a job was added. */
export const exportChannel = "exports";

export const jobColumns = sql`j.id, j.what, j.format, j.query, j.sentence_zh, j.sentence_en, j.state, j.done, j.total, j.capped, j.bytes, j.name,
  j.failure_zh, j.failure_en, j.made_at, j.ended_at, j.ended_at < clock_timestamp() - ${exportKept_h}::int * interval '1 hour' as expired`;

export interface StoredJob {
  id: number;
  what: ExportWhat;
  format: ExportFormatName;
  query: string;
  sentence_zh: string;
  sentence_en: string;
  state: ExportState;
  done: number;
  total: number | null;
  capped: boolean;
  bytes: number | null;
  name: string;
  failure_zh: string | null;
  failure_en: string | null;
  made_at: Date;
  ended_at: Date | null;
  expired: boolean | null;
}

export const failureOf = ({ failure_zh, failure_en }: Pick<StoredJob, "failure_zh" | "failure_en">): Word | null =>
  failure_zh === null ? null : { zh: failure_zh, en: failure_en ?? failure_zh };

const until = ({ state, ended_at }: StoredJob): string | null =>
  state === "done" && ended_at ? new Date(ended_at.getTime() + exportKept_h * 3_600_000).toISOString() : null;

export function toJob(row: StoredJob): ExportJob {
  const { id, what, format, query, state, done, total, capped, bytes, name, made_at, ended_at } = row;
  return {
    ...{ id, what, format, query, state, done, total, capped, bytes, name },
    sentence: { zh: row.sentence_zh, en: row.sentence_en },
    failure: failureOf(row),
    made: made_at.toISOString(),
    ended: ended_at?.toISOString() ?? null,
    until: until(row),
  };
}

/** Jobs `j` of a caller's own. */
export const own = ({ personId }: Caller): Sql => sql`j.person_id is not distinct from ${personId}::bigint`;

export const noJob: Word = { zh: "没有这个导出，或不是您的", en: "There is no such export, or it is not yours." };

/** A file's name for programs that know no Chinese. */
export const asciiName = ({ what, format, made_at }: Pick<StoredJob, "what" | "format" | "made_at">): string =>
  `${what}-${made_at.toISOString().slice(0, 10)}.${exportFormats[format].ending}`;
