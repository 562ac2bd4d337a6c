/** Columns of the zone table: what each says, sorts by, and sums up to. Pure. */
import { type Weights, workOf } from "../../../server/contract/partition/balance.ts";
import type { Load } from "../../../server/contract/partition/load.ts";
import type { Say } from "../../look/say.ts";
import type { WordKey } from "../../look/words.ts";
import type { ZoneFigures } from "../run/figures.ts";
import { areaText, digits, km, percent } from "./numbers.ts";

export interface Column {
  readonly id: string;
  readonly word: WordKey;
  /** Null sorts last. */
  value(row: ZoneFigures): number | string | null;
  said(row: ZoneFigures, say: Say): string;
  /** Of the sum and of the mean. */
  summed(rows: readonly ZoneFigures[], say: Say, mean: boolean): string;
}
const share = (sum: number | null, rows: readonly unknown[], mean: boolean): number | null =>
  sum === null || !mean ? sum : rows.length ? sum / rows.length : null;

function counted(
  id: string,
  word: WordKey,
  of: (load: Load) => number,
  say: (say: Say, value: number | null, mean: boolean) => string,
): Column {
  const value = ({ load }: ZoneFigures) => (load ? of(load) : null);
  return {
    id,
    word,
    value,
    said: (row, words) => say(words, value(row), false),
    summed: (rows, words, mean) => {
      const known = rows.every((row) => row.load);
      return say(words, share(known ? rows.reduce((sum, row) => sum + (value(row) ?? 0), 0) : null, rows, mean), mean);
    },
  };
}
const whole = (say: Say, value: number | null, mean: boolean) => digits(say, value, mean ? 1 : 0);
const none = () => "";

export const columns: readonly Column[] = [
  { id: "name", word: "planner.zone", value: ({ zone }) => zone?.code ?? "", said: ({ zone }) => zone?.name ?? "", summed: none },
  {
    id: "person",
    word: "planner.person",
    value: ({ zone }) => zone?.person ?? null,
    said: ({ zone }, say) => (zone ? (zone.person ?? say.t("planner.noPerson")) : ""),
    summed: none,
  },
  {
    id: "deviation",
    word: "planner.deviation",
    value: ({ deviation }) => deviation,
    said: ({ deviation }) => percent(deviation),
    summed: none,
  },
  {
    id: "work",
    word: "planner.work",
    value: ({ work }) => work,
    said: ({ work }, say) => digits(say, work),
    summed: (rows, say, mean) => {
      const known = rows.every(({ work }) => work !== null);
      return digits(say, share(known ? rows.reduce((sum, { work }) => sum + (work ?? 0), 0) : null, rows, mean));
    },
  },
  counted("sites", "planner.sites", ({ sites }) => sites, whole),
  counted("open", "planner.openProblems", ({ open }) => open, whole),
  counted("overdue", "planner.overdue", ({ overdue }) => overdue, whole),
  counted("alley", "planner.alleyKm", ({ alley_m }) => alley_m, km),
  counted("river", "planner.riverKm", ({ river_m }) => river_m, km),
  counted("markets", "planner.markets", ({ markets }) => markets, whole),
  counted(
    "week",
    "planner.foundPerWeek",
    ({ foundPerWeek }) => foundPerWeek,
    (say, value) => digits(say, value, 1),
  ),
  {
    id: "area",
    word: "planner.area",
    value: ({ area_m2 }) => area_m2,
    said: ({ area_m2 }, say) => areaText(say, area_m2),
    summed: (rows, say, mean) =>
      areaText(
        say,
        share(
          rows.reduce((sum, row) => sum + row.area_m2, 0),
          rows,
          mean,
        ) ?? 0,
      ),
  },
  {
    id: "compactness",
    word: "planner.compactness",
    value: ({ compactness }) => compactness,
    said: ({ compactness }, say) => digits(say, compactness, 2),
    summed: (rows, say, mean) =>
      mean
        ? digits(
            say,
            share(
              rows.reduce((sum, row) => sum + (row.compactness ?? 0), 0),
              rows,
              true,
            ),
            2,
          )
        : "",
  },
];

export interface Order {
  readonly by: string;
  readonly down: boolean;
}
const byText = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });
const compare = (a: number | string, b: number | string) =>
  typeof a === "number" && typeof b === "number" ? a - b : byText.compare(String(a), String(b));

/** Rows in an order; what is not known comes last either way. */
export function sorted(rows: readonly ZoneFigures[], { by, down }: Order): readonly ZoneFigures[] {
  const column = columns.find(({ id }) => id === by);
  if (!column) return rows;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return down ? compare(y, x) : compare(x, y);
  });
}

/** What each figure adds to a zone's work, the heaviest first. */
export function shares(load: Load, weights: Weights): readonly { readonly of: keyof Weights; readonly work: number }[] {
  const nothing: Weights = { site: 0, market: 0, alley_km: 0, river_km: 0, open: 0, overdue: 0, foundPerWeek: 0, area_km2: 0 };
  return (Object.keys(nothing) as (keyof Weights)[])
    .map((of) => ({ of, work: workOf(load, { ...nothing, [of]: weights[of] }) }))
    .filter(({ work }) => work > 0)
    .sort((a, b) => b.work - a.work);
}
