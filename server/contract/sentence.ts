/** The filter as one sentence a person reads, in both languages: chips, headers, exports and print all use this. */
import type { Days, Filter, Found, Repeat } from "./filter.ts";
import { type Anchor, type Area, formatGeo, type GeoClause } from "./geo.ts";
import { campaigns, problemSources, problemStates, siteTypes, statusGroups, type Word } from "./vocabulary.ts";

/** Names of what a filter points at; undefined when unknown, and the sentence then shows the code. */
export interface Names {
  category(code: string): Word | undefined;
  unit(id: number): string | undefined;
  /** Left out by who knows nobody by name. */
  person?(id: number): string | undefined;
  site(id: number): string | undefined;
  zone(id: number): string | undefined;
  /** Of a named shape; left out by who knows none. */
  shape?(id: number): string | undefined;
}

/** A part of the filter as words, with the filter that is left when it is taken away. */
export interface Chip {
  /** Which parameter it stands for; geo clauses one each. */
  readonly key: string;
  readonly text: Word;
  readonly without: Filter;
}

const word = (zh: string, en: string = zh): Word => ({ zh, en });
const joined = (words: readonly Word[], zh: string, en: string): Word => ({
  zh: words.map((w) => w.zh).join(zh),
  en: words.map((w) => w.en).join(en),
});
const any = (words: readonly Word[]): Word => joined(words, "、", " or ");

const statusWords = { ...problemStates, ...statusGroups };
const drawn = {
  point: word("手绘点", "a drawn point"),
  line: word("手绘线", "a drawn line"),
  area: word("手绘区域", "a drawn area"),
};
const an = (name: string) => `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;

function anchorWord(anchor: Anchor | Area, names: Names): Word {
  if ("type" in anchor) return { zh: siteTypes[anchor.type].zh, en: an(siteTypes[anchor.type].en) };
  if ("site" in anchor) return word(names.site(anchor.site) ?? `点位 ${anchor.site}`, names.site(anchor.site) ?? `site ${anchor.site}`);
  if ("zone" in anchor) return word(names.zone(anchor.zone) ?? `责任区 ${anchor.zone}`, names.zone(anchor.zone) ?? `zone ${anchor.zone}`);
  if ("shape" in anchor)
    return word(names.shape?.(anchor.shape) ?? `常用图形 ${anchor.shape}`, names.shape?.(anchor.shape) ?? `named shape ${anchor.shape}`);
  if ("view" in anchor) return word("当前视野", "the view");
  return drawn[anchor.draw.kind];
}

function geoWord(clause: GeoClause, names: Names): Word {
  if ("areas" in clause) {
    const where = any(clause.areas.map((a) => anchorWord(a, names)));
    return clause.op === "inside" ? word(`${where.zh}内`, `in ${where.en}`) : word(`${where.zh}外`, `outside ${where.en}`);
  }
  const where = any(clause.of.map((a) => anchorWord(a, names)));
  const d = clause.distance_m;
  return clause.op === "within"
    ? word(`距${where.zh} ${d} 米内`, `within ${d} m of ${where.en}`)
    : word(`距${where.zh} ${d} 米外`, `more than ${d} m from ${where.en}`);
}

function foundWord(found: Found): Word {
  if ("days" in found) return word(`近 ${found.days} 天`, found.days === 1 ? "last day" : `last ${found.days} days`);
  return daysWord(found, word("发现", "found"));
}

/** The last days alone are those of finding. */
function closedWord(closed: Found): Word {
  if (!("days" in closed)) return daysWord(closed, word("销号", "closed"));
  const { zh, en } = foundWord(closed);
  return word(`${zh}销号`, `closed in the ${en}`);
}

function daysWord({ from, to }: Days, { zh, en }: Word): Word {
  if (from && to) return from === to ? word(`${from} ${zh}`, `${en} on ${from}`) : word(`${from} 至 ${to} ${zh}`, `${en} ${from} to ${to}`);
  return from ? word(`${from} 起${zh}`, `${en} since ${from}`) : word(`${to} 前${zh}`, `${en} up to ${to}`);
}

function duringWord({ from, to }: Days): Word {
  if (from && to)
    return from === to ? word(`${from} 在办`, `open on ${from}`) : word(`${from} 至 ${to} 在办`, `open during ${from} to ${to}`);
  return from ? word(`${from} 起仍在办`, `open on ${from} or later`) : word(`${to} 前已发现`, `found by ${to}`);
}

/** Hours that follow one another are one span: 7, 8, 9 is 07:00–10:00. */
function hourWord(hours: readonly number[]): Word {
  const spans: [number, number][] = [];
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && last[1] === hour) last[1] = hour + 1;
    else spans.push([hour, hour + 1]);
  }
  const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const all = any(spans.map(([from, to]) => word(`${clock(from)}–${clock(to)}`)));
  return word(`${all.zh} 发现`, `found at ${all.en}`);
}

function repeatWord({ within_m, days }: Repeat): Word {
  return word(`反弹（${within_m} 米、${days} 天内同类复发）`, `repeats (same category within ${within_m} m and ${days} days)`);
}

function peopleWord(ids: readonly number[], names: Names): Word {
  const list = any(ids.map((id) => word(names.person?.(id) ?? `#${id}`)));
  return word(`责任人 ${list.zh}`, `assigned to ${list.en}`);
}

/** The filter's parts in reading order: status, place, time, what, who, from where, words, as of. */
export function chips(filter: Filter, names: Names): Chip[] {
  const made: Chip[] = [];
  const add = (key: string, text: Word, without: Partial<Filter>) => made.push({ key, text, without: { ...filter, ...without } });
  if (filter.status.length) add("status", any(filter.status.map((s) => statusWords[s])), { status: [] });
  for (const clause of filter.geo) {
    add(`geo=${formatGeo(clause)}`, geoWord(clause, names), { geo: filter.geo.filter((g) => g !== clause) });
  }
  if (filter.found) add("found", foundWord(filter.found), { found: null });
  if (filter.closed) add("closed", closedWord(filter.closed), { closed: null });
  if (filter.during) add("during", duringWord(filter.during), { during: null });
  if (filter.hour.length) add("hour", hourWord(filter.hour), { hour: [] });
  if (filter.repeat) add("repeat", repeatWord(filter.repeat), { repeat: null });
  if (filter.category.length) add("category", any(filter.category.map((c) => names.category(c) ?? word(c))), { category: [] });
  if (filter.unit.length)
    add("unit", any(filter.unit.map((u) => word(names.unit(u) ?? `单位 ${u}`, names.unit(u) ?? `unit ${u}`))), { unit: [] });
  if (filter.person.length) add("person", peopleWord(filter.person, names), { person: [] });
  if (filter.source.length) add("source", any(filter.source.map((s) => problemSources[s])), { source: [] });
  if (filter.siteType.length) {
    const types = any(filter.siteType.map((one) => word(siteTypes[one].zh, an(siteTypes[one].en))));
    add("siteType", word(`点位类型 ${types.zh}`, `found at ${types.en}`), { siteType: [] });
  }
  if (filter.problem.length)
    add(
      "problem",
      word(
        `指定的 ${filter.problem.length} 个问题`,
        filter.problem.length === 1 ? "1 chosen problem" : `${filter.problem.length} chosen problems`,
      ),
      {
        problem: [],
      },
    );
  if (filter.campaign.length) add("campaign", any(filter.campaign.map((c) => campaigns[c])), { campaign: [] });
  if (filter.q) add("q", word(`含“${filter.q}”`, `containing “${filter.q}”`), { q: null });
  if (filter.at) {
    const [, minute = "", offset = ""] = /^(.{16}).*?(Z|[+-]\d\d:\d\d)$/.exec(filter.at.replace("T", " ")) ?? [];
    add("at", word(`截至 ${minute}（${offset}）`, `as it stood at ${minute} (${offset})`), { at: null });
  }
  return made;
}

/** The whole filter as a sentence; an empty filter is "all problems". */
export function sentence(filter: Filter, names: Names): Word {
  const parts = chips(filter, names).map((chip) => chip.text);
  return parts.length ? joined(parts, " · ", " · ") : word("全部问题", "all problems");
}
