/** A form as data: its fields, what they hold, and the body that is sent. Pure. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { WordKey } from "../../look/words.ts";

export interface Option {
  readonly value: string;
  readonly label: Word | string;
}

/** `id` is a choice whose value is a number in the body; `pick` one of so many that it is found by typing; `many` a list of words; `limit` a number and its unit. */
export interface FieldOf {
  readonly name: string;
  readonly word: WordKey;
  readonly kind: "text" | "long" | "number" | "day" | "flag" | "word" | "id" | "pick" | "many" | "limit";
  readonly options?: readonly Option[];
  readonly needed?: true;
  readonly hint?: WordKey;
  /** Not to be changed once the thing exists. */
  readonly fixed?: true;
}

/** Texts of the form's controls; a flag is "1" or "", a list is joined by commas, a limit is "2 d". */
export type Values = Readonly<Record<string, string>>;

/** The body of a request: empty means null, so that a thing can be taken back. */
export function bodyOf(fields: readonly FieldOf[], values: Values): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, sentValue(field, values[field.name] ?? "")]));
}

function sentValue({ kind }: FieldOf, text: string): unknown {
  if (kind === "flag") return text === "1";
  if (kind === "many") return text ? text.split(",") : [];
  if (text === "") return null;
  if (kind === "number" || kind === "id") return Number(text);
  if (kind === "limit") {
    const [value, unit] = text.split(" ");
    return value ? { value: Number(value), unit } : null;
  }
  return text;
}

/** What the controls show of a thing. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined || value === false) return "";
  if (value === true) return "1";
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object" && "value" in value && "unit" in value) return `${value.value} ${value.unit}`;
  return String(value);
};

export const valuesOf = (fields: readonly FieldOf[], thing: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(fields.map(({ name }) => [name, textOf(thing[name])]));
