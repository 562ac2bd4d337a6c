/**
 * A question as it is typed, as a filter: the sentence read backwards. Pure; knows the vocabulary and the district's own names.
 * 「昨天 超期 占道经营 城东街道」, 「距农贸市场 500 米内 近 7 天」, "overdue within 500 m of a school last 7 days".
 */
import { emptyFilter, type Filter, type Found, type StatusWord } from "../../server/contract/filter.ts";
import { type Anchor, formatGeo, type GeoClause } from "../../server/contract/geo.ts";
import type { District, SitesLayer } from "../../server/contract/types.ts";
import {
  campaigns,
  maxRadius_m,
  minRadius_m,
  problemSources,
  problemStates,
  radii_m,
  type SiteType,
  siteTypes,
  statusGroups,
  type Word,
} from "../../server/contract/vocabulary.ts";
import { type Days, spans } from "./sayingDays.ts";

/** What a name in a question stands for. */
type Meaning =
  | { readonly status: StatusWord }
  | { readonly category: string }
  | { readonly unit: number }
  | { readonly zone: number }
  | { readonly source: Filter["source"][number] }
  | { readonly campaign: Filter["campaign"][number] }
  | { readonly type: SiteType }
  | { readonly site: number };

/** Names by their text, and how long the longest is. */
export interface Lexicon {
  readonly names: ReadonlyMap<string, Meaning>;
  readonly longest: number;
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
const keys = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as K[];
/** Other words for the same, as people say them. */
const alsoSaid: readonly [string, Meaning][] = [
  ["逾期", { status: "overdue" }],
  ["未办结", { status: "open" }],
  ["未整改", { status: "open" }],
  ["已办结", { status: "closed" }],
  ["快到期", { status: "nearly_due" }],
  ["菜市场", { type: "market" }],
  ["市场", { type: "market" }],
  ["背街", { type: "back_alley" }],
  ["小巷", { type: "back_alley" }],
  ["小区", { type: "compound" }],
  ["河道", { type: "river" }],
  ["markets", { type: "market" }],
  ["market", { type: "market" }],
  ["schools", { type: "school" }],
];

/** What may be named in a question; names that come twice stand for what is listed first. */
export function lexiconOf(district: District, sites: SitesLayer | undefined): Lexicon {
  const names = new Map<string, Meaning>();
  const add = (text: string, meaning: Meaning) => {
    const name = plain(text).trim();
    if (name.length > 1 && !names.has(name)) names.set(name, meaning);
  };
  const both = (word: Word, meaning: Meaning) => {
    add(word.zh, meaning);
    add(word.en, meaning);
  };
  const statuses: Record<string, Word> = { ...statusGroups, ...problemStates };
  for (const status of Object.keys(statuses) as StatusWord[]) both(statuses[status] as Word, { status });
  for (const { code, name } of district.categories) both(name, { category: code });
  for (const { id, level, name } of district.zones) if (level > 0) add(name, { zone: id });
  for (const { id, name, shortName } of district.units) {
    add(name, { unit: id });
    add(shortName, { unit: id });
  }
  for (const type of keys(siteTypes)) both(siteTypes[type], { type });
  for (const [text, meaning] of alsoSaid) add(text, meaning);
  for (const source of keys(problemSources)) both(problemSources[source], { source });
  for (const campaign of keys(campaigns)) both(campaigns[campaign], { campaign });
  for (const [row, name] of sites?.name.entries() ?? []) add(name, { site: sites?.id[row] as number });
  return { names, longest: Math.max(0, ...[...names.keys()].map((name) => name.length)) };
}

/** What was understood, and what was not: that is looked for as words. */
export interface Understood {
  readonly filter: Filter;
  readonly left: string;
  /** A question and not just a name: it has two parts, or speaks of a distance, a time or repeats. */
  readonly asks: boolean;
}
/** One reading of a question, from left to right. */
class Reader {
  private at = 0;
  private readonly text: string;
  private readonly lexicon: Lexicon;
  private readonly days: Days;
  constructor(text: string, lexicon: Lexicon, days: Days) {
    this.text = plain(text);
    this.lexicon = lexicon;
    this.days = days;
  }

  /** Takes what a pattern finds right here. */
  private take(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.text.slice(this.at));
    if (found) this.at += found[0].length;
    return found;
  }

  /** The longest name that stands right here; a name in Latin letters ends where a word ends. */
  private name(): Meaning | null {
    for (let length = Math.min(this.lexicon.longest, this.text.length - this.at); length > 1; length--) {
      const meaning = this.lexicon.names.get(this.text.slice(this.at, this.at + length));
      if (!meaning) continue;
      const next = this.text[this.at + length] ?? " ";
      const inWord = /[a-z0-9]/.test(next) && /[a-z0-9]/.test(this.text[this.at + length - 1] ?? "");
      if (inWord) continue;
      this.at += length;
      return meaning;
    }
    return null;
  }

  private readonly link = /^\s*(?:、|,|，|或|和|及|与|\/|or |and )\s*(?:an? |the )?/;

  /** Names one after the other, of one of these kinds; none moves nothing. */
  private list<K extends "type" | "site" | "zone">(kinds: readonly K[]): Extract<Meaning, Record<K, unknown>>[] {
    const found: Extract<Meaning, Record<K, unknown>>[] = [];
    for (;;) {
      const before = this.at;
      if (found.length && !this.take(this.link)) break;
      const meaning = this.name();
      if (!meaning || !kinds.some((kind) => kind in meaning)) {
        this.at = before;
        break;
      }
      found.push(meaning as Extract<Meaning, Record<K, unknown>>);
    }
    return found;
  }

  private metres(found: RegExpExecArray | null): number | null {
    if (!found) return null;
    const value = Number(found[1]) * (/^(公里|千米|km)/.test(found[2] ?? "") ? 1000 : 1);
    return value >= minRadius_m && value <= maxRadius_m ? value : null;
  }

  private readonly number = /^\s*(\d+(?:\.\d+)?)\s*(米|m\b|metres|meters|公里|千米|km\b)/;

  /** 距A、B 500 米内; A周边; A周边 300 米; within 500 m of a B; more than 500 m from a B. */
  private distance(): GeoClause | null {
    const before = this.at;
    const clause = this.take(/^(within|more than)\s/) ? this.englishDistance(before) : this.chineseDistance();
    if (!clause) this.at = before;
    return clause;
  }

  private englishDistance(before: number): GeoClause | null {
    const op = this.text.startsWith("within", before) ? "within" : "beyond";
    const distance_m = this.metres(this.take(this.number));
    if (distance_m === null || !this.take(/^\s*(of|from)\s+(?:an? |the )?/)) return null;
    const of = this.list(["type", "site", "zone"]) as readonly Anchor[];
    return of.length ? { op, distance_m, of } : null;
  }

  private chineseDistance(): GeoClause | null {
    this.take(/^(距离?|沿)\s*/);
    const of = this.list(["type", "site", "zone"]) as readonly Anchor[];
    if (!of.length) return null;
    const around = this.take(/^\s*(周边|附近|周围|沿线)/);
    const number = this.take(this.number);
    if (!around && !number) return null;
    const distance_m = number ? this.metres(number) : radii_m[0];
    if (distance_m === null) return null;
    const far = this.take(/^\s*(以内|之内|范围内|内|以外|之外|外)/);
    return { op: /外$/.test(far?.[1] ?? "") ? "beyond" : "within", distance_m, of };
  }

  private found(): Found | null {
    const last = this.take(/^(?:近|最近|last)\s*(\d{1,4})\s*(天|日|days?)/) ?? this.take(/^(\d{1,4})\s*(天内)/);
    if (last) return { days: Math.max(1, Number(last[1])) };
    const dates = this.take(/^(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|\.\.|to)\s*(\d{4}-\d{2}-\d{2}))?/);
    if (dates) return { from: dates[1] as string, to: dates[2] ?? (dates[1] as string) };
    for (const [pattern, days] of spans) {
      const before = this.at;
      const span = this.take(pattern) ? days(this.days) : null;
      if (span) return span;
      this.at = before;
    }
    return null;
  }

  /** Days after "closed": "closed in the last 7 days". */
  private closedIn(): Partial<Filter> | null {
    const before = this.at;
    const closed = this.take(/^(销号于\s*|closed\s+(on |in )?(the )?)/) && this.found();
    if (!closed) this.at = before;
    return closed && { closed };
  }

  /** Days by themselves are those of finding; what stands after them may say otherwise. */
  private foundIn(): Partial<Filter> | null {
    const found = this.found();
    if (!found) return null;
    if (this.take(/^\s*(销号|closed)/)) return { closed: found };
    const during = this.take(/^\s*(在办|open)/) && !("days" in found) ? found : null;
    this.take(/^\s*(发现|found)/);
    return during ? { during } : { found };
  }

  /** Takes one part of the question, or null where none begins. */
  private part(filter: Filter): Filter | null {
    const clause = this.distance();
    if (clause) return { ...filter, geo: [...filter.geo.filter((one) => formatGeo(one) !== formatGeo(clause)), clause] };
    const span = this.closedIn() ?? this.foundIn();
    if (span) return { ...filter, ...span };
    if (this.take(/^(反弹|复发|repeats?\b)/)) return { ...filter, repeat: this.repeat() };
    const zones = this.list(["zone"]).map(({ zone }) => zone);
    if (zones.length) return { ...filter, geo: withZones(filter.geo, zones, this.outside() ? "outside" : "inside") };
    const meaning = this.name();
    return meaning && this.named(filter, meaning);
  }

  private outside(): boolean {
    if (this.take(/^\s*(以外|之外|外)/)) return true;
    this.take(/^\s*(以内|之内|范围内|内)/);
    return false;
  }

  private repeat(): NonNullable<Filter["repeat"]> {
    const own = this.take(/^\s*[(（]\s*(\d{1,4})\s*米、\s*(\d{1,3})\s*天内同类复发\s*[)）]/);
    return own ? { within_m: Number(own[1]), days: Number(own[2]) } : { within_m: 50, days: 30 };
  }

  private named(filter: Filter, meaning: Meaning): Filter {
    const more = <T>(list: readonly T[], value: T): T[] => [...list.filter((one) => one !== value), value];
    if ("status" in meaning) return { ...filter, status: more(filter.status, meaning.status) };
    if ("category" in meaning) return { ...filter, category: more(filter.category, meaning.category) };
    if ("unit" in meaning) return { ...filter, unit: more(filter.unit, meaning.unit) };
    if ("source" in meaning) return { ...filter, source: more(filter.source, meaning.source) };
    if ("campaign" in meaning) return { ...filter, campaign: more(filter.campaign, meaning.campaign) };
    if ("type" in meaning) return { ...filter, siteType: more(filter.siteType, meaning.type) };
    if ("zone" in meaning) return { ...filter, geo: withZones(filter.geo, [meaning.zone], "inside") };
    return { ...filter, geo: [...filter.geo, { op: "within", distance_m: radii_m[0], of: [meaning] }] };
  }

  read(): Understood | null {
    let filter = emptyFilter;
    let parts = 0;
    let left = "";
    while (this.at < this.text.length) {
      if (this.take(/^[\s·,，、。;；]+|^(的|所有|全部|问题|and |or |in |at |all )/)) {
        left += " ";
        continue;
      }
      const next = this.part(filter);
      if (next) {
        filter = next;
        parts++;
        left += " ";
      } else {
        left += this.text[this.at++];
      }
    }
    if (!parts) return null;
    const { geo, found, closed, during, repeat } = filter;
    const asks = parts > 1 || geo.some((clause) => "of" in clause) || [found, closed, during, repeat].some((one) => one !== null);
    return { filter, left: left.trim().replace(/\s+/g, " "), asks };
  }
}

/** Zones named one after the other are "in any of these". */
function withZones(geo: readonly GeoClause[], zones: readonly number[], op: "inside" | "outside"): GeoClause[] {
  const at = geo.findIndex((clause) => clause.op === op && "areas" in clause && clause.areas.every((area) => "zone" in area));
  const clause = geo[at];
  if (!clause || !("areas" in clause)) return [...geo, { op, areas: zones.map((zone) => ({ zone })) }];
  const known = clause.areas.flatMap((area) => ("zone" in area ? [area.zone] : []));
  return geo.with(at, { ...clause, areas: [...new Set([...known, ...zones])].map((zone) => ({ zone })) });
}

/** The question as a filter; null when no part of it was understood. What was not is left over, to be looked for as words. */
export const understand = (text: string, lexicon: Lexicon, days: Days): Understood | null =>
  new Reader(text.slice(0, 300), lexicon, days).read();
