/** What the attention page is made of: kinds, each with its exact count and at most two hundred things to put right. */
import type { Attention } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";

export type Item = Attention["groups"][number]["items"][number];
export type Kind = Attention["groups"][number]["kind"];

/** Found of one kind: the first of them, and how many there are. */
export interface Found {
  readonly kind: Kind;
  readonly items: readonly Item[];
  readonly count: number;
}

export const mostItems = 200;

const blank: Omit<Item, "name"> = {
  note: null,
  problem: null,
  site: null,
  zone: null,
  unit: null,
  person: null,
  category: null,
  siteType: null,
};

export const itemOf = (name: string, more: Partial<Item> = {}): Item => ({ ...blank, name, ...more });

/** All of a kind are at hand. */
export const found = (kind: Kind, items: readonly Item[]): Found => ({ kind, items: items.slice(0, mostItems), count: items.length });

/** Rows of a statement that was cut short: each carries how many there are. */
export const foundRows = <Row extends { readonly total: number }>(kind: Kind, rows: readonly Row[], item: (row: Row) => Item): Found => ({
  kind,
  items: rows.map(item),
  count: rows[0]?.total ?? 0,
});

/** So many problems, in words. */
export const problemsWord = (count: number): Word => ({
  zh: `${count} 个未销号问题`,
  en: count === 1 ? "1 open problem" : `${count} open problems`,
});
