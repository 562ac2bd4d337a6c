/** Words of a place against the names of the district: what they may mean, without the roads' lines. Pure. */
import { type Address, houseNumber, readAddress } from "./address.ts";
import { type Entry, type Gazetteer, type House, nameKey } from "./gazetteer.ts";

/** A name that stands in the words, where it stands, and all things of that name. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}
export type Meant =
  | { readonly how: "name"; readonly entry: Entry; readonly score: number }
  | { readonly how: "house"; readonly road: Entry; readonly houses: readonly House[]; readonly number: number; readonly score: number }
  | { readonly how: "road"; readonly entry: Entry; readonly number: number | null; readonly score: number }
  | { readonly how: "crossing"; readonly roads: readonly [Entry, Entry]; readonly score: number };
export interface Understood {
  readonly address: Address;
  /** The likeliest first. */
  readonly meant: readonly Meant[];
  /** Zones that are named before the place: it lies in them. */
  readonly within: readonly Entry[];
}

/** The longest names in the words, from left to right; none within another. */
export function mentions(key: string, { named, longest }: Gazetteer): Mention[] {
  const found: Mention[] = [];
  for (let from = 0; from < key.length; ) {
    let to = Math.min(key.length, from + longest);
    while (to > from && !named.has(key.slice(from, to))) to--;
    // One sign is no name.
    if (to - from > 1) {
      found.push({ from, to, entries: named.get(key.slice(from, to)) as readonly Entry[] });
      from = to;
    } else from++;
  }
  return found;
}

const ofKind = (mention: Mention, kind: Entry["kind"]): Entry | undefined => mention.entries.find((entry) => entry.kind === kind);
/** Two roads side by side, joined by a word or by nothing. */
const joined = /^\s*(?:与|和|跟|同|及|、|\/|\\|\||×|x|&|-|－|—|and|at|\+)?\s*$/iu;

/** Numbers near enough to say where a house is. */
const nearNumbers = 60;
function housesNear(road: Entry, number: number, { houses }: Gazetteer): readonly House[] {
  const known = houses.get(nameKey(road.name)) ?? [];
  return known
    .filter((house) => Math.abs(house.number - number) <= nearNumbers)
    .sort((a, b) => Math.abs(a.number - number) - Math.abs(b.number - number) || ((a.number ^ number) & 1) - ((b.number ^ number) & 1))
    .slice(0, 2);
}

function ofMention(key: string, mention: Mention, gazetteer: Gazetteer): Meant[] {
  const share = (mention.to - mention.from) / key.length;
  const road = ofKind(mention, "road");
  const number = road ? houseNumber(key.slice(mention.to)) : null;
  const houses = road && number !== null ? housesNear(road, number, gazetteer) : [];
  const things = mention.entries
    .filter(({ kind }) => kind === "site" || kind === "landmark")
    .map((entry): Meant => ({ how: "name", entry, score: 0.4 + 0.6 * share - (entry.kind === "landmark" ? 0.02 : 0) }));
  const house: Meant[] = road && number !== null && houses.length ? [{ how: "house", road, houses, number, score: 0.5 + 0.4 * share }] : [];
  return [...things, ...house, ...(road ? [{ how: "road" as const, entry: road, number, score: 0.35 + 0.4 * share }] : [])];
}

function crossingOf(key: string, found: readonly Mention[], said: boolean): Meant[] {
  return found.slice(1).flatMap((second, i): Meant[] => {
    const first = found[i] as Mention;
    const roads = [ofKind(first, "road"), ofKind(second, "road")];
    const between = key.slice(first.to, second.from);
    if (!roads[0] || !roads[1] || roads[0].name === roads[1].name || !joined.test(between)) return [];
    // Side by side without a word between, and not said to be a crossing, they are a road and its side street at most.
    const score = said || between.trim() ? 0.6 + (0.4 * (second.to - first.from)) / key.length : 0.55;
    return [{ how: "crossing", roads: [roads[0], roads[1]], score }];
  });
}

/** Names by their pinyin, initials or a part: for what holds no whole name. */
function sounding(key: string, { entries }: Gazetteer): Meant[] {
  if (key.length < 2) return [];
  const bare = key.replace(/\s+/g, "");
  return entries
    .filter(({ search }) => search.includes(bare))
    .map((entry): Meant => {
      const begins = search0(entry, bare);
      const score = (begins ? 0.5 : 0.3) + 0.2 * Math.min(1, bare.length / Math.max(1, entry.name.length * (/[a-z]/.test(bare) ? 3 : 1)));
      return entry.kind === "road" ? { how: "road", entry, number: null, score } : { how: "name", entry, score };
    });
}
const search0 = ({ search }: Entry, bare: string): boolean => search.split(" ").some((word) => word.startsWith(bare));

const order = (a: Meant, b: Meant): number => b.score - a.score || nameOf(a).length - nameOf(b).length || idOf(a) - idOf(b);
const nameOf = (meant: Meant): string => ("entry" in meant ? meant.entry.name : "road" in meant ? meant.road.name : meant.roads[0].name);
const idOf = (meant: Meant): number => ("entry" in meant ? meant.entry.id : "road" in meant ? meant.road.id : meant.roads[0].id);

/** @returns null when there are no words */
export function understand(text: string, gazetteer: Gazetteer): Understood | null {
  const address = readAddress(text);
  if (!address) return null;
  const key = nameKey(address.base);
  const found = mentions(key, gazetteer);
  const zones = found.flatMap((mention) =>
    mention.entries.every(({ kind }) => kind === "zone" || kind === "landmark") ? mention.entries : [],
  );
  const within = zones.filter(({ kind }) => kind === "zone");
  const told = [...crossingOf(key, found, address.crossing), ...found.flatMap((mention) => ofMention(key, mention, gazetteer))];
  const strong = told.some(({ score, how }) => how !== "name" || score > 0.45);
  const zone = within.at(-1);
  const area: Meant[] = zone ? [{ how: "name", entry: zone, score: key === nameKey(zone.name) ? 1 : 0.3 }] : [];
  const meant = [...told, ...(strong ? [] : sounding(key, gazetteer)), ...area].sort(order);
  return { address, meant: meant.slice(0, 20), within };
}
