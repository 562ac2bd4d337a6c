/** Rows of a CSV file, read as a stream: a million rows take no more memory than a thousand. */
import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import type { LayerSpec } from "../manifest.ts";
import { LayerFailed, type LayerLog } from "../report.ts";
import { openText } from "./bytes.ts";
import type { Row, Rows } from "./row.ts";

/** Longer than any honest row; an unclosed quote would otherwise swallow the file. */
const longestRow = 1_000_000;

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

export async function readCsv(folder: string, layer: LayerSpec, log: LayerLog): Promise<Rows> {
  const text = await openText(folder, layer);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: longestRow });
  const source = Readable.from(text.chunks);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  const records = (parser as AsyncIterable<Parsed>)[Symbol.asyncIterator]();
  const first = await asLayerFault(layer, records.next());
  if (first.done) throw new LayerFailed({ zh: `${layer.file} 是空的`, en: `${layer.file} is empty` });
  const columns = first.value.record.map((name) => name.trim());
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    throw new LayerFailed({ zh: `${layer.file} 有两列都叫“${twice}”`, en: `${layer.file} has two columns named "${twice}"` });
  return { columns, rows: rowsOf(records, columns, first.value.info.lines, layer, log), fraction: text.fraction };
}

async function* rowsOf(
  records: AsyncIterator<Parsed>,
  columns: readonly string[],
  headerEnd: number,
  layer: LayerSpec,
  log: LayerLog,
): AsyncGenerator<Row> {
  const index = new Map(columns.map((name, i) => [name, i]));
  let row = 0;
  let end = headerEnd;
  for (;;) {
    const next = await asLayerFault(layer, records.next());
    if (next.done) return;
    const { record, info } = next.value;
    row += 1;
    // info.lines is the line the record ends on; the next one starts after it.
    const line = end + 1;
    end = info.lines;
    if (record.length !== columns.length) {
      log.read += 1;
      log.say("refused", { row, line }, "*", record.join(","), {
        zh: `这一行有 ${record.length} 格，表头有 ${columns.length} 格`,
        en: `the row has ${record.length} cells, the header ${columns.length}`,
      });
      continue;
    }
    yield {
      row,
      line,
      cell: (column) => {
        const i = index.get(column);
        return i === undefined ? undefined : record[i];
      },
    };
  }
}

async function asLayerFault<T>(layer: LayerSpec, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof LayerFailed) throw error;
    const why = error instanceof CsvError ? error.message.slice(0, 300) : String(error);
    throw new LayerFailed({ zh: `${layer.file} 不是可读的 CSV：${why}`, en: `${layer.file} is not a CSV that can be read: ${why}` }, error);
  }
}
