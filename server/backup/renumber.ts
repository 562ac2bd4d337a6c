/** A table's rows as COPY text, with new numbers in every column that holds some. */
import { sumOf } from "../contract/partition/text.ts";
import { fieldText, nothing, rowsOfText, textField } from "./copyText.ts";
import type { Rule } from "./ids.ts";
import { keysIn, type Numbers, queryIn, seenIn, within } from "./numbers.ts";
import { backIn, partitionIn, stepIn } from "./planNumbers.ts";

/** Another column's field of the same row, as it was. */
type Row = (column: string) => string | undefined;
type Change = (field: string, row: Row) => string;

const json =
  (change: (value: unknown, row: Row) => unknown): Change =>
  (field, row) =>
    textField(JSON.stringify(change(JSON.parse(fieldText(field)), row)));
const text =
  (change: (text: string) => string): Change =>
  (field) =>
    textField(change(fieldText(field)));
const parsed = (field: string | undefined): unknown => (field === undefined || field === nothing ? null : JSON.parse(fieldText(field)));

/** {7,8} */
const array = (numbers: Numbers, kind: string, field: string): string =>
  `{${field
    .slice(1, -1)
    .split(",")
    .map((one) => (one === "" || one === "NULL" ? one : numbers.of(kind, Number(one))))
    .join(",")}}`;

const special: Readonly<Record<string, (numbers: Numbers) => Change>> = {
  district: (numbers) => () => String(numbers.district),
  upTo: (numbers) => (field) => String(numbers.upTo("notice", Number(field))),
  thing: (numbers) => (field, row) => String(numbers.of(row("thing") ?? "", Number(field))),
  query: (numbers) => text((query) => queryIn(numbers, query)),
  seen: (numbers) => text((seen) => seenIn(numbers, seen)),
  first: (numbers) => text((what) => what.replace(/^\d+/, (id) => String(numbers.of("problem", Number(id))))),
  keys: (numbers) => json((value) => Object.fromEntries(Object.entries(value as object).map(([key, one]) => [keysIn(numbers, key), one]))),
  partition: (numbers) => text((plan) => partitionIn(numbers, plan)),
  sum: (numbers) => (field, row) => {
    const plan = fieldText(row("partition") ?? "");
    const made = partitionIn(numbers, plan);
    return made === plan ? field : sumOf(made);
  },
  step: (numbers) =>
    json((step, row) =>
      stepIn(numbers, (parsed(row("back")) as { depth?: number } | null)?.depth ?? 0, step as Parameters<typeof stepIn>[2]),
    ),
  back: (numbers) => json((back) => backIn(numbers, back as Parameters<typeof backIn>[1])),
};

function changeBy(numbers: Numbers, rule: Rule): Change {
  if (typeof rule === "object") return json((value) => within(numbers, rule, value));
  return (
    special[rule]?.(numbers) ?? ((field) => (field.startsWith("{") ? array(numbers, rule, field) : String(numbers.of(rule, Number(field)))))
  );
}

export interface Renumbered {
  readonly text: string;
  /** What is put in its place later: a row's new number, and what the column says then. */
  readonly later: readonly { readonly id: number; readonly column: string; readonly value: number }[];
}

/**
 * @param rules of the columns, by name; "none" is no rule
 * @param later columns that are left null now: what they refer to comes after these rows
 * @returns what to call with each stretch of whole rows
 */
export function renumber(numbers: Numbers, columns: readonly string[], rules: ReadonlyMap<string, Rule>, later: readonly string[]) {
  const changes = columns.flatMap((column, i) => {
    const rule = rules.get(column);
    return rule === undefined || rule === "none" ? [] : [{ i, column, late: later.includes(column), change: changeBy(numbers, rule) }];
  });
  const id = columns.indexOf("id");
  return (copied: string): Renumbered => {
    if (changes.length === 0) return { text: copied, later: [] };
    const out: string[] = [];
    const put: { id: number; column: string; value: number }[] = [];
    for (const fields of rowsOfText(copied)) {
      const row: Row = (column) => fields[columns.indexOf(column)];
      const made = [...fields];
      for (const { i, change } of changes) if (fields[i] !== nothing) made[i] = change(fields[i] as string, row);
      for (const { i, column, late } of changes) {
        if (!late || fields[i] === nothing) continue;
        put.push({ id: Number(made[id]), column, value: Number(made[i]) });
        made[i] = nothing;
      }
      out.push(made.join("\t"), "\n");
    }
    return { text: out.join(""), later: put };
  };
}
