/** Words, limits and keys of the handbook 《三级网格责任手册》. The client reads this file too. */
import { type SiteKind, siteTypes, type Word } from "./vocabulary.ts";

/** What a role can be held of: a zone of a level, or a site of a kind. */
export const handbookClasses = {
  zone1: { zh: "街道（镇）", en: "sub-district" },
  zone2: { zh: "社区（村）", en: "community" },
  zone3: { zh: "网格", en: "grid cell" },
  river: { zh: "河段", en: "river segment" },
  alley: { zh: "背街小巷", en: "back alley" },
  market: { zh: "农贸市场", en: "farmers' market" },
  street: { zh: "道路", en: "street" },
  compound: { zh: "小区", en: "compound" },
  area: { zh: "片区", en: "area" },
  point: { zh: "点位", en: "place" },
} as const satisfies Record<"zone1" | "zone2" | "zone3" | SiteKind, Word>;
export type HandbookClass = keyof typeof handbookClasses;

/** What texts are about: a class of target, or a site type, whose own text goes before its kind's. */
export const handbookSubjects = [...Object.keys(handbookClasses), ...Object.keys(siteTypes)].filter(
  (subject, i, all) => all.indexOf(subject) === i,
);

/** Where a post's holders come from. */
export const handbookWays = {
  own: { zh: "本级落实", en: "entered here" },
  registered: { zh: "登记责任人", en: "person on record" },
  inherited: { zh: "上级兼管", en: "from the zone above" },
  gap: { zh: "未落实", en: "nobody" },
} as const satisfies Record<string, Word>;

/** The three levels of responsibility. */
export const handbookLevels = {
  1: { zh: "一级", en: "level 1" },
  2: { zh: "二级", en: "level 2" },
  3: { zh: "三级", en: "level 3" },
} as const satisfies Record<number, Word>;

/** Rows in one request, holders of one post, pages of one answer. */
export const mostHolderRows = 500;
export const mostHolders = 20;
export const mostPages = 60;
export const mostRoles = 60;
export const mostLines = 40;

/** A page's key: its target. */
export interface HandbookTarget {
  readonly kind: "zone" | "site";
  readonly id: number;
}
export const handbookKey = ({ kind, id }: HandbookTarget): string => `${kind}/${id}`;
/** Reads a key; null = it is none. */
export function readHandbookKey(text: string): HandbookTarget | null {
  const found = /^(zone|site)\/([1-9]\d{0,14})$/.exec(text);
  return found ? { kind: found[1] as HandbookTarget["kind"], id: Number(found[2]) } : null;
}

/** Width by height of a page's map. */
export const mapAspect = 112 / 80;
