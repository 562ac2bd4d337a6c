/** How a file is to be read, from a request: whole, and of this file's columns. */

import { Type } from "typebox";
import { type Field, refusedField } from "../../ask/body.ts";
import { isSystem } from "../../contract/coordinates/systems.ts";
import {
  type ImportFieldName,
  type ImportPlace,
  type ImportSource,
  type ImportSpec,
  type ImportTarget,
  importFields,
} from "../../contract/importing/importing.ts";

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSON object; what it says is read by `readSpec`, which knows the file's columns. */
export const specField: Field<Json> = {
  schema: Type.Unknown({ description: "ImportSpec: server/contract/importing/importing.ts" }),
  read(name, value) {
    if (isObject(value)) return value;
    throw refusedField(name, value, { zh: "JSON 对象", en: "a JSON object" });
  },
};

const column = (name: string, value: unknown, columns: readonly string[]): string => {
  if (typeof value === "string" && columns.includes(value)) return value;
  const some = columns.slice(0, 30).join(", ");
  throw refusedField(name, value, { zh: `文件的一列：${some}`, en: `a column of the file: ${some}` });
};

function place(value: unknown, columns: readonly string[]): ImportPlace {
  const { kind } = isObject(value) ? value : {};
  const given = value as Json;
  if (kind === "xy") return { kind, x: column("spec.place.x", given.x, columns), y: column("spec.place.y", given.y, columns) };
  if (kind === "text") return { kind, column: column("spec.place.column", given.column, columns) };
  // The page finds addresses, shows them, and sends what was agreed to as two columns more: the server places nothing unseen.
  if (kind === "address")
    throw refusedField("spec.place.kind", kind, {
      zh: "xy 或 text：地址须先在页面中定位，作为两列坐标提交",
      en: "xy or text: addresses are found in the page first and sent as two columns of coordinates",
    });
  throw refusedField("spec.place.kind", kind, { zh: "xy 或 text", en: "xy or text" });
}

const mostWords = 2_000;
const longestWord = 10_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u;
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= longestWord && !control.test(value);

function source(name: string, value: unknown, columns: readonly string[]): ImportSource {
  if (isObject(value) && isText(value.value)) return { value: value.value };
  if (!isObject(value) || value.column === undefined)
    throw refusedField(name, value, { zh: "{column} 或 {value}", en: "{column} or {value}" });
  const from = column(`${name}.column`, value.column, columns);
  if (value.words === undefined || value.words === null) return { column: from };
  const entries = isObject(value.words) ? Object.entries(value.words) : null;
  if (!entries || entries.length > mostWords || entries.some(([word, ours]) => !isText(word) || !isText(ours)))
    throw refusedField(`${name}.words`, "", {
      zh: `原词到代码的对照，至多 ${mostWords} 个`,
      en: `words of the file to codes, ${mostWords} at most`,
    });
  return { column: from, words: Object.fromEntries(entries as [string, string][]) };
}

function fields(into: ImportTarget, value: unknown, columns: readonly string[]): ImportSpec["fields"] {
  if (!isObject(value)) throw refusedField("spec.fields", value, { zh: "JSON 对象", en: "a JSON object" });
  const known = importFields[into] as Readonly<Record<string, { readonly needed?: true }>>;
  const names = Object.keys(known);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(known, name))
      throw refusedField(`spec.fields.${name}`, value[name], { zh: `可填：${names.join(", ")}`, en: `one of ${names.join(", ")}` });
  }
  const read = Object.entries(value).flatMap(([name, one]) =>
    one === null ? [] : [[name, source(`spec.fields.${name}`, one, columns)] as const],
  );
  const given = new Map(read);
  const missing = names.find((name) => known[name]?.needed && !given.has(name));
  if (missing) throw refusedField(`spec.fields.${missing}`, "", { zh: "必填：一列或一个值", en: "needed: a column, or one value" });
  return Object.fromEntries(read) as Partial<Record<ImportFieldName, ImportSource>>;
}

const oneOf = <T>(name: string, value: unknown, list: readonly T[]): T => {
  const found = list.find((one) => one === value);
  if (found !== undefined) return found;
  const words = list.map(String).join(", ");
  throw refusedField(name, value, { zh: `可取：${words}`, en: `one of ${words}` });
};

/** @param into what the file was brought in for @throws ParameterError with the name of what cannot be read */
export function readSpec(value: Json, into: ImportTarget, columns: readonly string[]): ImportSpec {
  oneOf("spec.into", value.into, [into]);
  const { crs } = value;
  if (typeof crs !== "string" || !isSystem(crs))
    throw refusedField("spec.crs", crs, {
      zh: "坐标系代码，如 EPSG:4326、GCJ-02、BD-09、EPSG:4528",
      en: "a coordinate system, such as EPSG:4326, GCJ-02, BD-09, EPSG:4528",
    });
  return {
    into,
    crs,
    place: place(value.place, columns),
    fields: fields(into, value.fields, columns),
    dateOrder: oneOf("spec.dateOrder", value.dateOrder ?? null, ["ymd", "dmy", "mdy", null]),
    existing: oneOf("spec.existing", value.existing, ["skip", "update"]),
  };
}
