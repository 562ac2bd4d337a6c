/** Pages of a handbook made up for tests: as much of everything as is asked for. */
import type { HandbookPage, HandbookPost } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";

export interface Made {
  readonly holders: number;
  readonly sites: number;
  readonly checks: number;
  readonly duties: number;
  readonly neighbours: number;
  /** Of each sentence. */
  readonly words: number;
}

const sentence = (n: number, i: number): Word => ({
  zh: `${i}号巡查到位，随见随报；`.repeat(n).slice(0, n * 6 + 2),
  en: `${i} walks it, tells what it sees. `.repeat(n).trim(),
});
const list = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i));

const post = (role: string, zh: string, level: number | null, needed: boolean, holders: number, words: number): HandbookPost => ({
  role,
  name: { zh, en: role },
  level,
  needed,
  how: holders === 0 ? "gap" : "own",
  from: null,
  holders: list(holders, (i) => ({
    id: i + 1,
    person: null,
    name: `${zh}${i}`,
    phone: `1380000${String(i).padStart(4, "0")}`,
    unit: i % 2 ? "清晏街道办事处" : null,
    note: i % 3 ? null : "夜".repeat(words),
    since: "2026-11-22",
  })),
});

export function pageWith({ holders, sites, checks, duties, neighbours, words }: Made): HandbookPage {
  return {
    ...{ key: "zone/12", class: "zone3", type: null, code: "YH010101", name: "正谊社区第一网格", sum: "0", since: 1 },
    ...{ address: null, unit: "正谊社区居民委员会", area_m2: 123_456, length_m: 0 },
    above: [{ key: "zone/1", level: 1, name: "清晏街道", posts: [post("manager", "管理员", 1, true, holders, words)] }],
    posts: [post("cleaner", "保洁员", 3, true, holders, words), post("paired_leader", "包联领导", 1, false, 0, words)],
    below: list(neighbours, (i) => ({ key: `zone/${100 + i}`, name: `第${i}组`, people: i % 2 ? [`组长${i}`] : [] })),
    duties:
      duties === 0 ? [] : [{ role: "cleaner", name: { zh: "保洁员", en: "cleaner" }, lines: list(duties, (i) => sentence(words, i)) }],
    checklist: list(checks, (i) => sentence(words, i)),
    standard: sentence(words, 7),
    reward: sentence(words, 8),
    sites: list(sites, (i) => ({
      key: `site/${i + 1}`,
      name: `点位${i}`,
      type: i % 2 ? ("school" as const) : ("market" as const),
      lon: 119.01,
      lat: 33.51,
    })),
    map: {
      frame: [119, 33.5, 119.02, 33.513],
      outline: [[119.005, 33.505, 119.015, 33.505, 119.015, 33.51, 119.005, 33.505]],
      shape: [],
      shapeKind: "none",
      ground: [{ class: "arterial", name: "云河大道", area: false, line: [119, 33.507, 119.02, 33.508] }],
      neighbours: list(neighbours, (i) => ({ name: `正谊社区第${i}网格`, lon: 119 + i * 0.001, lat: 33.512 })),
    },
  };
}

/** What such a page must say somewhere. */
export function textOf(page: HandbookPage, lang: keyof Word): string[] {
  const posts = [...page.above.flatMap((zone) => zone.posts), ...page.posts];
  return [
    page.code,
    ...posts.flatMap(({ holders }) => holders.flatMap(({ name, phone }) => [name, phone ?? ""])),
    ...page.sites.map(({ name }) => name),
    ...page.map.neighbours.map(({ name }) => name),
    ...page.below.flatMap(({ name, people }) => [name, ...people]),
    page.standard[lang],
    page.reward[lang],
  ];
}
