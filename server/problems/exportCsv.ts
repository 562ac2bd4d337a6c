/** "Give me these rows as a sheet." CSV that office programs open: Chinese headings, the filter on the first line. */
import { Readable } from "node:stream";
import { Type } from "typebox";
import { Reply, route } from "../ask/route.ts";
import { statusOf } from "../contract/status.ts";
import { problemSources, problemStates, problemStatuses } from "../contract/vocabulary.ts";
import { type Exported, type ExportRow, exported, fileHeaders, localTime, mayExport, mostRows } from "./exported.ts";

const headings = [
  "编号",
  "标题",
  "类别代码",
  "类别",
  "状态",
  "时限情况",
  "位置",
  "责任区",
  "责任单位",
  "责任人",
  "来源",
  "发现时间",
  "截止时间",
  "销号时间",
  "经度(EPSG:4326)",
  "纬度(EPSG:4326)",
];

/** What a sheet would run as a formula, and digits whose zeros or end it would lose. */
const mistaken = /^(?:[=+\-@\t\r\n＝＋－＠]|0\d+$|\d{12,}$)/;

/** A cell of text; a leading quote mark keeps it text. */
export function cell(value: string): string {
  const text = mistaken.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

function rowCells(row: ExportRow, { clock, timeZone }: Exported): string[] {
  const time = (at: Date | null) => (at ? localTime(at, timeZone) : "");
  const look = statusOf(row.state, row.nearly_due_at?.getTime() ?? null, row.deadline_at?.getTime() ?? null, clock.getTime());
  const names = [row.place, row.zone_name, row.unit_name, row.person].map((name) => name ?? "");
  const words = [row.category, row.category_zh, problemStates[row.state].zh, problemStatuses[look].zh];
  const times = [time(row.found_at), time(row.deadline_at), time(row.closed_at)];
  return [row.code, row.title, ...words, ...names, problemSources[row.source].zh, ...times];
}

async function* text(answer: Exported): AsyncGenerator<string> {
  const capped = answer.total > mostRows ? `；只导出前 ${mostRows} 条` : "";
  const head = `筛选：${answer.words.zh}；时间：${localTime(answer.clock, answer.timeZone)}（${answer.timeZone}）；共 ${answer.total} 条${capped}`;
  yield `\uFEFF${line([head])}${line(headings)}`;
  for await (const rows of answer.pages()) {
    // Coordinates are numbers, negative ones too: they are not escaped.
    yield rows.map((row) => `${line(rowCells(row, answer)).slice(0, -2)},${row.lon.toFixed(6)},${row.lat.toFixed(6)}\r\n`).join("");
  }
}

export const exportCsv = route({
  path: "/api/problems/export.csv",
  question: "Give me the filter's rows as a sheet (CSV, UTF-8).",
  may: mayExport,
  filtered: true,
  answer: Type.String(),
  media: "text/csv",
  async handle(ask) {
    const answer = await exported(ask, "csv");
    return new Reply(200, fileHeaders(answer, "csv", "text/csv; charset=utf-8"), Readable.from(text(answer)));
  },
});
