/** What a page says, but for its map, and the sum of it: what tells a changed page. Pure. */
import { createHash } from "node:crypto";
import type { HandbookPage, HandbookText } from "../contract/types.ts";
import type { Book, Target } from "./book.ts";
import { postsOf } from "./posts.ts";

/** Without where the map stands. */
export type PageFacts = Omit<HandbookPage, "sum" | "since" | "sites" | "map"> & {
  readonly sites: readonly Pick<HandbookPage["sites"][number], "key" | "name" | "type">[];
};

const nothing = { zh: "", en: "" };

/** The site type's own text goes before its kind's. */
function textOf({ rules: { texts } }: Book, { type, class: own }: Target): Pick<HandbookText, "checklist" | "standard" | "reward"> {
  const find = (about: string | null) => texts.find((text) => text.about === about);
  return find(type) ?? find(own) ?? { checklist: [], standard: nothing, reward: nothing };
}

/** Zones above, the highest first. */
function zonesAbove({ byKey }: Book, target: Target): Target[] {
  const ids = [target.zone1, target.zone2, target.zone3];
  return ids.flatMap((id) => (id === null ? [] : (byKey.get(`zone/${id}`) ?? []))).filter((zone) => zone.key !== target.key);
}

/** Where a page hangs in the tree. */
export const parentOf = (book: Book, target: Target): string | null => zonesAbove(book, target).at(-1)?.key ?? null;

/** What the pages of a book share, made once for all of them. */
export interface Shared {
  readonly sites: ReadonlyMap<number, readonly Target[]>;
  readonly below: ReadonlyMap<string, readonly Target[]>;
  posts(target: Target): HandbookPage["posts"];
  /** A zone above, as text. */
  told(zone: HandbookPage["above"][number]): string;
}

function put<K>(map: Map<K, Target[]>, key: K, target: Target): void {
  const list = map.get(key);
  if (list) list.push(target);
  else map.set(key, [target]);
}

export function sharedOf(book: Book): Shared {
  const sites = new Map<number, Target[]>();
  const below = new Map<string, Target[]>();
  for (const target of book.targets) {
    if (target.kind === "site") for (const zone of [target.zone1, target.zone2, target.zone3]) zone !== null && put(sites, zone, target);
    else put(below, parentOf(book, target) ?? "", target);
  }
  const posts = new Map<string, HandbookPage["posts"]>();
  const told = new Map<string, string>();
  return {
    sites,
    below,
    posts(target) {
      const known = posts.get(target.key) ?? postsOf(book, target);
      posts.set(target.key, known);
      return known;
    },
    told(zone) {
      const known = told.get(zone.key) ?? JSON.stringify(zone);
      told.set(zone.key, known);
      return known;
    },
  };
}

/** Who answers for a zone: the role that its record's person counts as. */
function answering({ rules: { roles } }: Book, posts: HandbookPage["posts"]): string[] {
  const own = posts.filter(({ role }) => roles.some(({ code, registered }) => registered && code === role));
  return [...new Set(own.flatMap(({ holders }) => holders.map(({ name }) => name)))];
}

const levelOf = ({ class: name }: Target): number => Number(name.slice(4));

const noDuties: HandbookPage["duties"] = [];
function dutiesOf({ rules: { roles } }: Book, posts: HandbookPage["posts"]): HandbookPage["duties"] {
  const said = new Set(posts.filter(({ needed, how }) => needed || how !== "gap").map(({ role }) => role));
  const found = roles.filter(({ code, duties }) => duties.length > 0 && said.has(code));
  return found.length ? found.map(({ code, name, duties }) => ({ role: code, name, lines: duties })) : noDuties;
}

/** @param shared `sharedOf` the book */
export function factsOf(book: Book, target: Target, shared: Shared): PageFacts {
  const { checklist, standard, reward } = textOf(book, target);
  const posts = shared.posts(target);
  const isZone = target.kind === "zone";
  return {
    ...{ key: target.key, class: target.class, type: target.type, code: target.code, name: target.name },
    ...{ address: target.address, unit: target.unit, area_m2: target.area_m2, length_m: target.length_m },
    above: zonesAbove(book, target).map((zone) => ({ key: zone.key, level: levelOf(zone), name: zone.name, posts: shared.posts(zone) })),
    posts,
    below: (isZone ? (shared.below.get(target.key) ?? []) : []).map((zone) => ({
      key: zone.key,
      name: zone.name,
      people: answering(book, shared.posts(zone)),
    })),
    duties: dutiesOf(book, posts),
    checklist,
    standard,
    reward,
    sites: (isZone ? (shared.sites.get(target.id) ?? []) : []).map(({ key, name, type }) => ({
      key,
      name,
      type: type as NonNullable<typeof type>,
    })),
  };
}

/** @param shape of the target: a border that moves is another page */
export function sumOf({ above, ...facts }: PageFacts, { shape }: Target, { told }: Shared): string {
  const hash = createHash("sha256").update(JSON.stringify(facts)).update(shape);
  for (const zone of above) hash.update(told(zone));
  return hash.digest("hex").slice(0, 16);
}
