/** What the summary says: around what, how many of each, and the same as a table for a spreadsheet. Pure. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { Anchor } from "../../../server/contract/geo.ts";
import type { Surroundings } from "../../../server/contract/types.ts";
import { type SiteKind, type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import type { NearQuestion } from "../../state/view.ts";
import type { Book } from "../names.ts";
import { lengthText } from "../times.ts";
import type { Say } from "../useApp.ts";

export type Around = Surroundings["anchors"][number];
/** One figure of the summary: the problems, or the sites of a type. */
export interface Figure {
  readonly key: "problem" | SiteType;
  readonly count: number;
  /** Of lines: metres within the distance; 0 of others. */
  readonly length_m: number;
}
type Sums = Pick<Around, "problems" | "sites">;

/** Chinese counts by the thing: 条 for what is long, 段 for a reach, 处 for a place. */
const measures: Readonly<Record<SiteKind, string>> = {
  market: "个",
  river: "段",
  alley: "条",
  street: "条",
  compound: "个",
  area: "处",
  point: "处",
};

/** More than one of a type, in English. */
const plural = (name: string) => (name.endsWith("s") ? name : `${name}s`);
export const typeText = (type: SiteType, n: number, say: Say): string => {
  const word = say.of(siteTypes[type]);
  return say.lang === "en" && n !== 1 ? plural(word) : word;
};

/** "open problems", as the filter has it. */
export function problemText({ status }: Pick<Filter, "status">, say: Say): string {
  const [one] = status;
  if (status.length === 0) return say.t("near.problemsAll");
  if (status.length > 1) return say.t("near.problemsSome");
  return say.t(one === "open" ? "near.problemsOpen" : one === "overdue" ? "near.problemsOverdue" : "near.problemsSome");
}

/** What is asked for first, in this order; the rest as the answer has it, the most first. */
const foremost: readonly SiteType[] = ["compound", "back_alley", "river", "market", "school"];
/** Of the figures, how many are said before one asks for the rest: the problems, and what is asked for first. */
export const fewFigures = 1 + foremost.length;
const rank = (type: SiteType) => (foremost.indexOf(type) + foremost.length + 1) % (foremost.length + 1);

export const figuresOf = ({ problems, sites }: Sums): Figure[] => [
  { key: "problem", count: problems, length_m: 0 },
  ...sites.toSorted((a, b) => rank(a.type) - rank(b.type)).map(({ type, count, length_m }) => ({ key: type, count, length_m })),
];

/** "17 back alleys (4.2 km)". */
export function figureText({ key, count, length_m }: Figure, filter: Pick<Filter, "status">, say: Say): string {
  const word = key === "problem" ? problemText(filter, say) : typeText(key, count, say);
  const measure = key === "problem" ? "个" : measures[siteTypes[key].kind];
  const values = { word, n: say.lang === "zh" ? `${say.n(count)} ${measure}` : say.n(count) };
  return length_m > 0 ? say.t("near.countedLong", { ...values, length: lengthText(length_m, say) }) : say.t("near.counted", values);
}

export function anchorText(anchor: Anchor, book: Book, say: Say): string {
  if ("type" in anchor) return say.of(siteTypes[anchor.type]);
  if ("site" in anchor) return book.site(anchor.site) ?? say.t("near.chosen");
  if ("zone" in anchor) return book.zone(anchor.zone) ?? say.t("near.zone");
  if ("shape" in anchor) return book.shape?.(anchor.shape) ?? say.t("near.shapes");
  return say.t("near.drawn", { shape: say.t(`shape.${anchor.draw.kind}`) });
}

/** "these 5 farmers' markets", "all 24 farmers' markets", or a name. @param typeOf the type of a site; undefined when it is not known */
export function subjectText(
  of: readonly Anchor[],
  total: number,
  typeOf: (site: number) => SiteType | undefined,
  book: Book,
  say: Say,
): string {
  const [one] = of;
  if (!one) return "";
  if (of.length === 1)
    return "type" in one ? say.t("near.allOf", { n: say.n(total), type: typeText(one.type, total, say) }) : anchorText(one, book, say);
  if (of.every((anchor) => "type" in anchor))
    return of.map((anchor) => anchorText(anchor, book, say)).join(say.lang === "zh" ? "、" : ", ");
  const types = new Set(of.map((anchor) => ("site" in anchor ? typeOf(anchor.site) : undefined)));
  const [type] = types;
  const n = say.n(total || of.length);
  return types.size === 1 && type ? say.t("near.these", { n, type: typeText(type, 2, say) }) : say.t("near.theseMixed", { n });
}

/** A place of the answer by its name; a drawing has none of its own. */
export function placeText(place: Pick<Around, "kind" | "name">, { of }: NearQuestion, book: Book, say: Say): string {
  const drawn = of.find((anchor) => "draw" in anchor || "shape" in anchor);
  return place.name || (drawn ? anchorText(drawn, book, say) : say.t("near.chosen"));
}

/** The one place as the question names it. */
export function anchorOf({ kind, id }: Pick<Around, "kind" | "id">, { of }: NearQuestion): Anchor | undefined {
  if (kind === "site") return { site: id };
  if (kind === "zone") return { zone: id };
  return of.find((anchor) => "draw" in anchor || "shape" in anchor);
}

/** Columns of the table: the problems, and each type that is found anywhere. */
export const columnsOf = (answer: Surroundings): Figure["key"][] => figuresOf(answer.all).map(({ key }) => key);
/** A place's figure in a column; 0 where it has none. */
export const figureIn = (sums: Sums, key: Figure["key"]): Figure =>
  figuresOf(sums).find((figure) => figure.key === key) ?? { key, count: 0, length_m: 0 };

/** A cell of a spreadsheet: no tab and no line break of its own, and never a formula. */
const cell = (text: string) => text.replace(/[\t\r\n]+/g, " ").replace(/^(?=[=+\-@])/, "'");

/** The table as tab-separated text, lengths in columns of their own, plain numbers, the sum last. */
export function tableText(answer: Surroundings, near: NearQuestion, filter: Pick<Filter, "status">, book: Book, say: Say): string {
  const columns = columnsOf(answer);
  const long = new Set(answer.all.sites.filter(({ length_m }) => length_m > 0).map(({ type }) => type));
  const head = columns.flatMap((key) => {
    const name = key === "problem" ? problemText(filter, say) : say.of(siteTypes[key]);
    return key !== "problem" && long.has(key) ? [name, say.t("near.metresCol", { type: name })] : [name];
  });
  const line = (name: string, sums: Sums) => [
    cell(name),
    ...columns.flatMap((key) => {
      const { count, length_m } = figureIn(sums, key);
      return key !== "problem" && long.has(key) ? [String(count), String(Math.round(length_m))] : [String(count)];
    }),
  ];
  const rows = answer.anchors.map((place) => line(placeText(place, near, book, say), place));
  return [[say.t("near.place"), ...head], ...rows, line(say.t("near.allTogether"), answer.all)].map((row) => row.join("\t")).join("\n");
}

export type Order = { readonly by: "name" | Figure["key"]; readonly down: boolean };
/** Places in an order; by length where the thing is long and its count equal. */
export function ordered(places: readonly Around[], { by, down }: Order, say: Say): readonly Around[] {
  const names = new Intl.Collator(say.lang === "zh" ? "zh-CN" : "en");
  const value = (place: Around, key: Figure["key"]) => figureIn(place, key);
  const compare = (a: Around, b: Around) => {
    if (by === "name") return names.compare(a.name, b.name);
    const [x, y] = [value(a, by), value(b, by)];
    return x.count - y.count || x.length_m - y.length_m;
  };
  return places.toSorted((a, b) => (down ? -1 : 1) * compare(a, b));
}
