/** Our fields of a row, as the manifest maps them: text, number, time, yes or no, word of a list. */
import type { Word } from "../../contract/vocabulary.ts";
import { fieldsOf } from "../fieldsOf.ts";
import type { FieldSpec, LayerSpec, Scalar } from "../manifest.ts";
import { RowRefused, RowSkipped } from "../report.ts";
import { type DateFormat, parseDay, parseTime } from "../time.ts";
import type { Row } from "./row.ts";

/** An index row of PostgreSQL holds some 2,700 bytes; nobody's id is that long. */
const longestId = 200;
const longestText = 20_000;

export class Fields {
  readonly #layer: LayerSpec;
  readonly #nulls: ReadonlySet<string>;
  readonly #zone: string;
  readonly #format: DateFormat;
  readonly #shift_ms: number;

  /** `shift_ms` is added to every time: the rolling demo. */
  constructor(layer: LayerSpec, timeZone: string, shift_ms: number) {
    this.#layer = layer;
    this.#nulls = new Set(["", ...(layer.nulls ?? [])]);
    this.#zone = timeZone;
    this.#format = layer.dateFormat ?? "iso";
    this.#shift_ms = shift_ms;
  }

  /** The field's text, trimmed; null when there is none. @throws RowRefused, RowSkipped */
  text(row: Row, field: string): string | null {
    const specs = this.#layer.fields ?? {};
    const spec = Object.hasOwn(specs, field) ? specs[field] : undefined;
    const text = spec === undefined ? null : this.#read(row, field, spec);
    if (text === null) {
      if (fieldsOf[this.#layer.into][field]?.required)
        throw new RowRefused(field, "", { zh: "缺少必填的值", en: "a value is needed here and there is none" });
      return null;
    }
    const value = fieldsOf[this.#layer.into][field]?.unshown ? "" : text;
    if (text.includes("\u0000")) throw new RowRefused(field, value, { zh: "含有空字符", en: "holds a NUL character" });
    if (text.length > longestText)
      throw new RowRefused(field, value, { zh: `超过 ${longestText} 个字符`, en: `longer than ${longestText} characters` });
    return text;
  }

  /** A field that every row must have. */
  needed(row: Row, field: string): string {
    const text = this.text(row, field);
    if (text === null) throw new RowRefused(field, "", { zh: "缺少必填的值", en: "a value is needed here and there is none" });
    return text;
  }

  id(row: Row, field: string): string {
    const text = this.needed(row, field);
    if (text.length > longestId)
      throw new RowRefused(field, text, { zh: `编号超过 ${longestId} 个字符`, en: `an id longer than ${longestId} characters` });
    return text;
  }

  word<K extends string>(row: Row, field: string, words: Readonly<Record<K, unknown>>): K | null {
    const text = this.text(row, field);
    if (text === null || Object.hasOwn(words, text)) return text as K | null;
    throw new RowRefused(field, text, notIn(Object.keys(words)));
  }

  integer(row: Row, field: string, least: number, most: number): number | null {
    const text = this.text(row, field);
    if (text === null) return null;
    const value = /^[+-]?\d{1,12}(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new RowRefused(field, text, { zh: `应为 ${least} 至 ${most} 的整数`, en: `should be a whole number from ${least} to ${most}` });
  }

  flag(row: Row, field: string): boolean {
    const text = this.text(row, field);
    if (text === null) return false;
    if (/^(true|t|1|yes|y|是|有)$/i.test(text)) return true;
    if (/^(false|f|0|no|n|否|无)$/i.test(text)) return false;
    throw new RowRefused(field, text, { zh: "应为 true/false、1/0 或 是/否", en: "should be true/false, 1/0 or 是/否" });
  }

  /** A moment in ms, moved by the demo's shift. */
  time(row: Row, field: string): number | null {
    const text = this.text(row, field);
    if (text === null) return null;
    const ms = parseTime(text, this.#format, this.#zone);
    if (ms !== null) return ms + this.#shift_ms;
    throw new RowRefused(field, text, { zh: `不是 ${this.#format} 形式的时间`, en: `is not a time of the form ${this.#format}` });
  }

  /** A day of the calendar, yyyy-MM-dd; never moved. */
  day(row: Row, field: string): string | null {
    const text = this.text(row, field);
    if (text === null) return null;
    const day = parseDay(text, this.#format);
    if (day !== null) return day;
    throw new RowRefused(field, text, { zh: `不是 ${this.#format} 形式的日期`, en: `is not a day of the form ${this.#format}` });
  }

  #read(row: Row, field: string, spec: FieldSpec): string | null {
    if (typeof spec === "string") return this.#cell(row, spec);
    if ("value" in spec) return String(spec.value).trim() || null;
    if ("columns" in spec) return spec.columns.flatMap((column) => this.#cell(row, column) ?? []).join(spec.join ?? " ") || null;
    const text = this.#cell(row, spec.column);
    const mapped = spec.values || spec.otherwise ? mapWord(text, field, spec) : text;
    return mapped === null || spec.prefix === undefined ? mapped : spec.prefix + mapped;
  }

  #cell(row: Row, column: string): string | null {
    const value = column === "@row" ? row.row : row.cell(column);
    if (value === null || value === undefined) return null;
    const text = (typeof value === "object" ? JSON.stringify(value) : String(value)).trim();
    return this.#nulls.has(text) ? null : text;
  }
}

function mapWord(text: string | null, field: string, spec: Extract<FieldSpec, { column: string }>): string | null {
  const values = spec.values ?? {};
  if (Object.hasOwn(values, text ?? "")) {
    const ours = values[text ?? ""] as Scalar;
    if (ours === null)
      throw new RowSkipped({
        zh: `${spec.column} = “${text ?? ""}”（清单写明不取）`,
        en: `${spec.column} = "${text ?? ""}" (left out by the manifest)`,
      });
    return String(ours);
  }
  const otherwise = spec.otherwise ?? "refuse";
  if (typeof otherwise === "object") return otherwise.value === null ? null : String(otherwise.value);
  if (text === null || otherwise === "keep") return text;
  if (otherwise === "skip")
    throw new RowSkipped({
      zh: `${spec.column} 不在清单所列的值中（清单写明不取）`,
      en: `${spec.column} is none of the words listed (left out by the manifest)`,
    });
  throw new RowRefused(field, text, notIn(Object.keys(values)));
}

const notIn = (words: readonly string[]): Word => ({
  zh: `不在所列的值中：${words.slice(0, 40).join("、")}`,
  en: `is none of ${words.slice(0, 40).join(", ")}`,
});
