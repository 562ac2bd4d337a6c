/** A request's body, field by field: what cannot be read is refused with the field's name, its value and what would be right. */
import { type TSchema, Type } from "typebox";
import { ParameterError } from "../contract/parameter.ts";
import { type LimitUnit, limitUnits, type Word } from "../contract/vocabulary.ts";

export interface Field<T> {
  /** @param value what the body holds; undefined when it is left out @throws ParameterError */
  read(name: string, value: unknown): T;
  readonly schema: TSchema;
  readonly optional?: true;
}
export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Body<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never };

/** What came, as text: of something nested deeper than can be written, that it is. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "…";
  }
}
const refuse = (name: string, value: unknown, zh: string, en: string): never => {
  throw new ParameterError(name, shown(value), { zh, en });
};
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a whole body, or (`within` = its name and a dot) an object in one. A field it does not know is refused: a misspelt one is not "not given". @throws ParameterError */
export function readBody<F extends Fields>(fields: F, raw: unknown, within = ""): Body<F> {
  if (!isObject(raw)) return refuse(within.slice(0, -1) || "body", raw, "JSON 对象", "a JSON object");
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(fields, name))
      refuse(within + name, raw[name], `可填：${Object.keys(fields).join(", ")}`, `one of ${Object.keys(fields).join(", ")}`);
  }
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.read(within + name, raw[name])])) as Body<F>;
}

/** The schema of a body. */
export const bodySchema = (fields: Fields): TSchema =>
  Type.Object(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.optional ? Type.Optional(f.schema) : f.schema])), {
    additionalProperties: false,
  });

/** The field may be left out or null. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({
  schema: field.schema,
  optional: true,
  read: (name, value) => (value === undefined || value === null ? null : field.read(name, value)),
});

/** An id: a positive whole number. */
export const idField = (description: string): Field<number> => ({
  schema: Type.Integer({ minimum: 1, description }),
  read: (name, value) =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? (value as number)
      : refuse(name, value, "正整数编号", "an id: a positive whole number"),
});

/** A number within limits. */
export const numberField = (least: number, most: number, description: string, whole = false): Field<number> => ({
  schema: whole
    ? Type.Integer({ minimum: least, maximum: most, description })
    : Type.Number({ minimum: least, maximum: most, description }),
  read(name, value) {
    const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits
      ? value
      : refuse(name, value, `${least} 至 ${most} 的${whole ? "整数" : "数"}`, `a ${whole ? "whole " : ""}number from ${least} to ${most}`);
  },
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const refusedCharacters = /[\u0000-\u0008\u000b-\u001f\u007f\p{Surrogate}]/u;
/** Text without control characters (line breaks and tabs are kept) or halves of characters, trimmed. */
export const textField = (least: number, most: number, description: string): Field<string> => ({
  schema: Type.String({ minLength: least, maxLength: most, description }),
  read(name, value) {
    const text = typeof value === "string" ? value.trim() : null;
    const fits = text !== null && text.length >= least && text.length <= most && !refusedCharacters.test(text);
    return fits ? text : refuse(name, value, `${least} 至 ${most} 个字符的文字`, `text of ${least} to ${most} characters`);
  },
});

export const flagField = (description: string): Field<boolean> => ({
  schema: Type.Boolean({ description }),
  read: (name, value) => (typeof value === "boolean" ? value : refuse(name, value, "true 或 false", "true or false")),
});

/** One of a closed list of words. */
export const wordField = <W extends string>(list: readonly W[], description: string): Field<W> => ({
  schema: Type.Enum([...list], { description }),
  read: (name, value) => list.find((one) => one === value) ?? refuse(name, value, `可取：${list.join(", ")}`, `one of ${list.join(", ")}`),
});

function realDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text);
}

/** Times of our own centuries: what the database and all that shows them can hold. */
const [earliest, latest] = [Date.parse("1900-01-01T00:00:00Z"), Date.parse("2200-01-01T00:00:00Z")];

/** RFC 3339 with offset, as ms since 1970. */
export const timeField = (description: string): Field<number> => ({
  schema: Type.String({ format: "date-time", description }),
  read(name, value) {
    const fits = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.test(value);
    // 30 February is read as 2 March by some: it is no day.
    const at = fits && realDay(value.slice(0, 10)) ? Date.parse(value) : Number.NaN;
    return at >= earliest && at < latest
      ? at
      : refuse(name, value, "带时区的时间，如 2026-11-22T08:00:00+08:00", "a time with offset, such as 2026-11-22T08:00:00+08:00");
  },
});

/** A day of the district's calendar, yyyy-MM-dd. */
export const dayField = (description: string): Field<string> => ({
  schema: Type.String({ format: "date", description }),
  read(name, value) {
    const real = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && realDay(value) && value >= "1900-01-01";
    return real ? value : refuse(name, value, "日期，如 2026-11-22", "a date, such as 2026-11-22");
  },
});

/** A list of one kind of thing. */
export const listField = <T>(one: Field<T>, least: number, most: number, description: string): Field<readonly T[]> => ({
  schema: Type.Array(one.schema, { minItems: least, maxItems: most, description }),
  read(name, value) {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return refuse(
        name,
        Array.isArray(value) ? `${value.length}` : value,
        `${least} 至 ${most} 项的列表`,
        `a list of ${least} to ${most}`,
      );
    return value.map((item, i) => one.read(`${name}[${i}]`, item));
  },
});

/** An object of fields. */
export const objectField = <F extends Fields>(fields: F): Field<Body<F>> => ({
  schema: bodySchema(fields),
  read: (name, value) => readBody(fields, value, `${name}.`),
});

const limitFields = {
  value: numberField(0.25, 10_000, "How many."),
  unit: wordField(Object.keys(limitUnits) as LimitUnit[], "eh urgent hours, h work hours, d work days, nd natural days."),
};
/** A time limit. */
export const limitField = objectField(limitFields);

/** An id that a page made for what it sends, so that sending it again does it once: a UUID. */
export const uuidField = (description: string): Field<string> => ({
  schema: Type.String({ format: "uuid", description }),
  read(name, value) {
    const fits = typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
    return fits
      ? value.toLowerCase()
      : refuse(name, value, "UUID，如 3f0e6c1a-…（36 个字符）", "a UUID: 36 characters, such as 3f0e6c1a-5b7d-4c1e-9a53-0c8e1d2f3a4b");
  },
});

/** How long ago by the sender's own count: a phone's clock may be days wrong, its difference of two times is not. Seconds, 30 days at most. */
export const agoField = numberField(
  0,
  30 * 86_400,
  "How many seconds ago, by the sender's own count; the server's clock says when that was.",
);

/** How sure a position is: radius in metres in which the device believes to be. */
export const accuracyField = numberField(0, 100_000, "Radius in metres in which the device believes to be.");

/** Where the actor stood, degrees of EPSG:4326. */
export const placeField = objectField({
  lon: numberField(-180, 180, "Longitude, degrees, EPSG:4326."),
  lat: numberField(-90, 90, "Latitude, degrees, EPSG:4326."),
});

/** A field refused for a reason that only the database knows. */
export const refusedField = (name: string, value: unknown, expected: Word): ParameterError =>
  new ParameterError(name, shown(value), expected);
