/** Problems as a table: the rows of a filter, with the names of category, zone and unit. */
import { check } from "../ask/check.ts";
import { namesOf } from "../ask/names.ts";
import { type Filter, filterParameters, parseFilter } from "../contract/filter.ts";
import { sentence } from "../contract/sentence.ts";
import { statusOf } from "../contract/status.ts";
import { problemSources, problemStates, problemStatuses } from "../contract/vocabulary.ts";
import type { Cell, Column, Row, Table } from "../files/table.ts";
import { type Exported, type ExportRow, exported, queryText } from "./exported.ts";
import { coordinateColumns, type Outgoing, type Source, tableOf } from "./outgoing.ts";
import { parametersOf } from "./parameters.ts";

const columns: readonly Column[] = [
  { key: "code", name: { zh: "编号", en: "number" }, kind: "id", width: 18 },
  { key: "title", name: { zh: "标题", en: "title" }, kind: "text", width: 36 },
  { key: "cat_code", name: { zh: "类别代码", en: "category code" }, kind: "id", width: 10 },
  { key: "category", name: { zh: "类别", en: "category" }, kind: "text", width: 16 },
  { key: "cat_en", name: { zh: "类别英文名", en: "category in English" }, kind: "text", width: 24, only: "geodata" },
  { key: "state", name: { zh: "状态", en: "state" }, kind: "text", width: 10 },
  { key: "status", name: { zh: "时限情况", en: "status" }, kind: "text", width: 10 },
  { key: "place", name: { zh: "位置", en: "place" }, kind: "text", width: 30 },
  { key: "zone", name: { zh: "责任区", en: "zone" }, kind: "text", width: 18 },
  { key: "unit", name: { zh: "责任单位", en: "unit" }, kind: "text", width: 20 },
  { key: "person", name: { zh: "责任人", en: "person" }, kind: "text", width: 10 },
  { key: "source", name: { zh: "来源", en: "source" }, kind: "text", width: 12 },
  { key: "found", name: { zh: "发现时间", en: "found" }, kind: "time", width: 17 },
  { key: "deadline", name: { zh: "截止时间", en: "deadline" }, kind: "time", width: 17 },
  { key: "closed", name: { zh: "销号时间", en: "closed" }, kind: "time", width: 17 },
  ...coordinateColumns,
];
const title = { zh: "问题台账", en: "Problems" };

const time = (at: Date | null): number | null => at?.getTime() ?? null;

function cellsOf(row: ExportRow, clock: Date): Cell[] {
  const look = statusOf(row.state, time(row.nearly_due_at), time(row.deadline_at), clock.getTime());
  const words = [row.category, row.category_zh, row.category_en, problemStates[row.state].zh, problemStatuses[look].zh];
  const names = [row.place, row.zone_name, row.unit_name, row.person, problemSources[row.source].zh];
  return [row.code, row.title, ...words, ...names, ...[row.found_at, row.deadline_at, row.closed_at].map(time), row.lon, row.lat];
}

/** The table of an answer. @param who takes it out; null where the form has no place for it */
export const problemTable = ({ query, words, total, ids, clock, timeZone }: Exported, who: string | null): Table =>
  tableOf(
    { name: "problems", title, columns, geometry: "point" },
    { query, sentence: words, total, held: ids.length, clock, timeZone, who },
  );

export async function* problemRows(answer: Exported): AsyncGenerator<Row[]> {
  const { clock } = answer;
  for await (const page of answer.pages())
    yield page.map((row) => ({
      cells: cellsOf(row, clock),
      geometry: `{"type":"Point","coordinates":[${Number(row.lon.toFixed(7))},${Number(row.lat.toFixed(7))}]}`,
    }));
}

const filterOf = (query: string): Filter => parseFilter(parametersOf(query, filterParameters));

export const problems: Source = {
  async understand(query, { caller, rows }) {
    const filter = filterOf(query);
    await check({ filter, caller, rows });
    return { query: queryText(filter), sentence: sentence(filter, await namesOf(filter, rows)) };
  },
  async open(query, format, { caller, rows, audit }): Promise<Outgoing> {
    const answer = await exported({ filter: filterOf(query), caller, rows, audit }, format);
    return {
      table: problemTable(answer, caller.name ?? ""),
      total: answer.total,
      held: answer.ids.length,
      pages: () => problemRows(answer),
    };
  },
};
