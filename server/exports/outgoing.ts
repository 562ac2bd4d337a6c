/** What leaves the house: a question understood, its table, and its rows page by page. What each source of rows offers. */
import type { Caller } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import type { AuditLine, May } from "../ask/route.ts";
import { type ExportFormatName, exportFormats } from "../contract/exporting.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import type { Column, Row, Table } from "../files/table.ts";
import { ZoneTime } from "../files/zoneTime.ts";

/** Rows leave the house with these only: a screen on a wall has no use for a file. */
export const mayExport: May = { who: ["leader", "planner", "dispatcher", "inspector", "handler", "auditor"], area: "own" };

/** Rows in memory at a time; few enough that reading a page holds nobody up. */
export const pageRows = 250;

/** Who takes them out, and how that is written down. */
export interface Taker {
  readonly caller: Caller;
  readonly rows: Rows;
  audit(line: AuditLine): Promise<void>;
}

export interface Understood {
  /** As a URL asks it, the same for the same question. */
  readonly query: string;
  readonly sentence: Word;
}
export interface Outgoing {
  readonly table: Table;
  /** How many there are, and how many of them the file holds. */
  readonly total: number;
  readonly held: number;
  /** Never more than a page in memory. */
  pages(): AsyncGenerator<Row[]>;
}
export interface Source {
  /** @throws ParameterError for what cannot be asked, or names what does not exist */
  understand(query: string, taker: Pick<Taker, "caller" | "rows">): Promise<Understood>;
  /** The ids of the answer, taken at once and written into the audit log before the first row leaves. @throws ParameterError */
  open(query: string, format: ExportFormatName, taker: Taker): Promise<Outgoing>;
}

/** What is said of a file besides its rows. */
export interface Facts extends Understood {
  readonly total: number;
  readonly held: number;
  readonly clock: Date;
  readonly timeZone: string;
  /** Who takes it out; null where the file's form has no place for it. */
  readonly who: string | null;
}

/** Which rows there are is settled at once; what they say is read page by page. Of a past moment neither moves. */
const reading = "符合条件的编号在上述时间一次取定；生成期间又有变动的，以读到该行时为准";

/** The lines of the first sheet. */
function aboutOf(title: Word, { query, sentence, total, held, clock, timeZone, who }: Facts): [string, string][] {
  const at = `${new ZoneTime(timeZone).text(clock.getTime())}（${timeZone}）`;
  const capped: [string, string][] = held < total ? [["上限", `符合条件的共 ${total} 条，本格式至多 ${held} 条：只导出前 ${held} 条`]] : [];
  return [
    ["内容", title.zh],
    ["筛选", sentence.zh],
    ["查询", query || "（无条件）"],
    ["时间", at],
    ...(new URLSearchParams(query).has("at") ? [] : [["口径", reading] as [string, string]]),
    ...(who === null ? [] : [["导出人", who] as [string, string]]),
    ["行数", `${held} 条`],
    ...capped,
    ["坐标系", "WGS 84 经纬度（EPSG:4326）"],
    ["系统", "创图 Chuangtu"],
  ];
}

/** The same in one line. */
function lineOf({ sentence, total, held, clock, timeZone, who }: Facts): string {
  const capped = held < total ? `；只导出前 ${held} 条` : "";
  const by = who === null ? "" : `；导出人：${who}`;
  return `筛选：${sentence.zh}；时间：${new ZoneTime(timeZone).text(clock.getTime())}（${timeZone}）；共 ${total} 条${capped}${by}`;
}

export function tableOf(own: Pick<Table, "name" | "title" | "columns" | "geometry">, facts: Facts): Table {
  const { query, sentence, total, held, clock, timeZone, who } = facts;
  return {
    ...own,
    about: aboutOf(own.title, facts),
    line: lineOf(facts),
    metadata: { filter: query, sentence, at: clock.toISOString(), crs: "EPSG:4326", total, capped: held < total, by: who },
    timeZone,
    at: clock.getTime(),
  };
}

export const mostRowsOf = (format: ExportFormatName): number => exportFormats[format].mostRows;

/** Coordinates as sheets have them. */
export const coordinateColumns: readonly Column[] = [
  { key: "lon", name: { zh: "经度(EPSG:4326)", en: "longitude (EPSG:4326)" }, kind: "number", width: 16, digits: 6, only: "sheet" },
  { key: "lat", name: { zh: "纬度(EPSG:4326)", en: "latitude (EPSG:4326)" }, kind: "number", width: 16, digits: 6, only: "sheet" },
];

interface Ground {
  clock: Date;
  time_zone: string | null;
}
/** The district's moment and time zone. */
export async function groundOf(rows: Rows): Promise<{ readonly clock: Date; readonly timeZone: string }> {
  const [row] = await rows<Ground>("ground", sql`select (select clock()) as clock, (select time_zone from district) as time_zone`);
  const { clock, time_zone } = row as Ground;
  return { clock, timeZone: time_zone ?? "Asia/Shanghai" };
}

/** Rows by their ids, a page at a time, in that order. */
export async function* byIds(ids: readonly number[], page: (ids: readonly number[]) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let from = 0; from < ids.length; from += pageRows) yield await page(ids.slice(from, from + pageRows));
}

/** Names the file in both alphabets: an ASCII name for old programs, the Chinese one beside it. */
export const fileHeaders = (ascii: string, name: string, media: string): Record<string, string> => ({
  "content-type": media,
  "content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
  "cache-control": "no-store",
});
