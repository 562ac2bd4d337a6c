/** Pages of facts as a district would have them, made up: the same every time. */
import sharp from "sharp";
import { drawMap } from "../../../../server/briefs/docx/map.ts";
import type { Ground } from "../../../../server/briefs/docx/mapGround.ts";
import type { BriefPictures } from "../../../../server/briefs/docx/render.ts";
import type { BriefKind } from "../../../../server/contract/brief.ts";
import type { BriefArea, BriefFigure, BriefPage, BriefPlace, BriefProblem, BriefUnit } from "../../../../server/contract/types.ts";

const figure = (value: number): BriefFigure => ({ value, query: "found=2026-11-21..2026-11-21" });

function* randoms(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const categories = [
  ["0401", "占道经营", "门前人行道摆放桌椅及灯箱，占用盲道约6米"],
  ["0203", "非机动车乱停", "共享单车成片倒伏，堵塞消防通道出入口"],
  ["0105", "路面破损", "路面坑槽约0.8平方米，积水深约5厘米"],
  ["0301", "垃圾满溢", "果皮箱满溢，周边有散落垃圾和污水"],
  ["0502", "小广告", "楼道墙面张贴小广告十余处"],
  ["0608", "飞线充电", "二单元三楼窗口私拉电线为电动车充电"],
] as const;
const areaNames = ["新华街道", "和平街道", "东郊街道", "滨河街道", "开发区街道", "柳河镇"];
const placeNames = ["中心农贸市场", "幸福里小区", "人民路小学周边", "滨河公园", "建设路（解放路至民主街段）", "第二人民医院"];
const unitNames = [
  "新华街道办事处",
  "区城市管理综合行政执法局",
  "区住房和城乡建设局",
  "区市场监督管理局",
  "和平街道办事处",
  "滨河街道办事处",
];

interface Options {
  readonly areas?: number;
  readonly places?: number;
  readonly problems?: number;
  readonly pairs?: number;
  readonly seed?: number;
}

function problemOf(id: number, random: Generator<number, never>): BriefProblem {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.next().value * all.length)] as T;
  const [category, , text] = pick(categories);
  const state = pick(["closed", "closed", "handling", "dispatched", "rechecking", "filed"] as const);
  const open = { handling: "overdue", dispatched: "nearly_due", rechecking: "recheck", filed: "undispatched", closed: "closed" } as const;
  return {
    id,
    code: `WT20261121${String(id).padStart(4, "0")}`,
    category,
    text: `${text}。`,
    place: `${pick(placeNames)}东门北侧${Math.ceil(random.next().value * 90)}米`,
    state,
    status: open[state],
    unit: state === "filed" ? null : pick(unitNames),
    person: state === "filed" ? null : "王建国",
    foundAt: "2026-11-21T09:12:00+08:00",
    deadlineAt: state === "filed" ? null : "2026-11-21T18:00:00+08:00",
    closedAt: state === "closed" ? "2026-11-21T16:40:00+08:00" : null,
  };
}

function areasOf({ areas = 4, places = 3, problems = 3 }: Options, random: Generator<number, never>): BriefArea[] {
  let id = 1;
  return Array.from({ length: areas }, (_, a) => {
    const all: BriefPlace[] = Array.from({ length: places }, (_, p) => ({
      site: 100 * a + p,
      siteType: (["market", "community", "school"] as const)[p % 3] as BriefPlace["siteType"],
      name: placeNames[(a + p) % placeNames.length] as string,
      problems: Array.from({ length: 1 + ((a + p) % problems) }, () => problemOf(id++, random)),
    }));
    const listed = all.flatMap((place) => place.problems);
    const closed = listed.filter(({ state }) => state === "closed").length;
    return {
      zone: a + 1,
      name: areaNames[a % areaNames.length] as string,
      found: figure(listed.length),
      closed: figure(closed),
      open: figure(listed.length - closed),
      rejected: figure(0),
      places: all,
    };
  });
}

const unitOf = (name: string, at: number): BriefUnit => ({
  unit: at + 1,
  name,
  found: figure(31 - at * 4),
  closed: figure(22 - at * 3),
  open: figure(9 - at),
  overdue: figure(at),
  counted: figure(20),
  onTime: figure(19 - at * 2),
  reworked: figure(at),
  repeated: figure(at % 3),
  rate: at === 5 ? null : (19 - at * 2) / 20,
  rank: at === 5 ? null : at + 1,
  flag: at === 0 ? "red" : at === 4 ? "blue" : null,
});

const titles: Readonly<Record<BriefKind, string>> = {
  daily: "示范区文明城市创建工作日报",
  weekly: "示范区文明城市创建工作周通报",
  notice: "关于全国文明城市创建实地督查发现问题的通报",
  handover: "文明城市创建问题交办单",
};

/** A page of that kind. */
export function pageOf(kind: BriefKind, options: Options = {}): BriefPage {
  const random = randoms(options.seed ?? 7);
  const areas = areasOf(options, random);
  const listed = areas.flatMap(({ places }) => places.flatMap(({ problems }) => problems));
  const closed = listed.filter(({ state }) => state === "closed").length;
  const points = listed.map(({ status }): [number, number, typeof status] => [
    122.02 + random.next().value * 0.1,
    41.1 + random.next().value * 0.06,
    status,
  ]);
  return {
    title: titles[kind],
    overview: `2026年11月21日，共发现问题${listed.length}件，截至2026年11月21日24时，已销号${closed}件，未销号${listed.length - closed}件；全区未销号问题共213件，其中超期17件。`,
    words: {
      number: "示创指〔2026〕37号",
      issuer: "示范区创建全国文明城市指挥部办公室",
      to: "各镇人民政府、各街道办事处，各责任单位",
      opening:
        "为扎实推进全国文明城市创建工作，按照“日督导、周通报”工作机制，区创建办组织督查组对全区点位开展实地督查。现将有关情况通报如下。",
      demands:
        "一是提高站位，压实责任。各单位主要负责同志要亲自过问、现场督办。\n二是立行立改，举一反三。对照问题清单逐项销号，防止反弹。\n三是严格奖惩。对整改不力的单位，按规定予以通报批评。",
      copies: "区委办公室、区人大常委会办公室、区政府办公室、区政协办公室",
    },
    template: { id: null, name: "" },
    facts: {
      kind,
      district: { zh: "示范区", en: "Model District" },
      timeZone: "Asia/Shanghai",
      from: kind === "weekly" ? "2026-11-15" : "2026-11-21",
      to: "2026-11-21",
      asOf: "2026-11-22T00:00:00+08:00",
      running: false,
      scope: null,
      area: null,
      found: figure(listed.length),
      closed: figure(closed),
      foundClosed: figure(closed),
      foundOpen: figure(listed.length - closed),
      foundRejected: figure(0),
      open: figure(213),
      overdue: figure(17),
      before: { from: "2026-11-08", to: "2026-11-14", found: figure(41), closed: figure(38) },
      siteTypes: [
        { siteType: "community", sites: 29, found: figure(12) },
        { siteType: "market", sites: 20, found: figure(9) },
        { siteType: "school", sites: 17, found: figure(3) },
        { siteType: null, sites: 0, found: figure(4) },
      ],
      categories: categories.map(([category, zh], at) => ({ category, name: { zh, en: zh }, found: figure(9 - at) })),
      areas,
      units: unitNames.map(unitOf),
      flagRule: {
        zh: "期内销号、有时限且不免责的满20件方参与排名，按按时率95%置信区间的中点排序；区间下限不低于80%的授红旗，上限不高于50%的授蓝旗",
        en: "The first tenth gets a red flag.",
      },
      photos: listed
        .slice(0, options.pairs ?? 3)
        .map((one) => ({ problem: one.id, code: one.code, text: one.text, place: one.place, before: one.id * 2, after: one.id * 2 + 1 })),
      points,
      outlines: areas.map(({ zone, name }, at) => ({ zone: zone as number, name, number: at + 1 })),
      cut: false,
    },
  };
}

/** Four quarters of a box, a river and two roads. */
export const ground: Ground = {
  box: [122.0, 41.08, 122.14, 41.18],
  zones: [0, 1, 2, 3].map((n) => {
    const [west, south] = [122.01 + (n % 2) * 0.06, 41.09 + Math.floor(n / 2) * 0.04];
    const lines = [
      [
        [west, south],
        [west + 0.06, south],
        [west + 0.06, south + 0.04],
        [west, south + 0.04],
        [west, south],
      ] as const,
    ];
    return { number: n + 1, at: [west + 0.03, south + 0.02] as const, lines };
  }),
  features: [
    { class: "waterway", area: false, lines: [[[122.0, 41.1] as const, [122.06, 41.12] as const, [122.14, 41.11] as const]] },
    { class: "arterial", area: false, lines: [[[122.0, 41.13] as const, [122.14, 41.135] as const]] },
    { class: "secondary", area: false, lines: [[[122.07, 41.08] as const, [122.075, 41.18] as const]] },
  ],
};

const photo = (hue: number, width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: hue, g: 140, b: 255 - hue } } })
    .jpeg()
    .toBuffer();

/** The pictures of a page: a real map, photos of one colour, some upright. */
export async function picturesFor(page: BriefPage): Promise<BriefPictures> {
  const { png, beyond } = await drawMap(ground, page.facts.points);
  const ids = page.facts.photos.flatMap(({ before, after }) => [before, after]);
  const photos = new Map<number, Buffer>();
  for (const id of ids) photos.set(id, id % 3 === 0 ? await photo((id * 37) % 256, 480, 640) : await photo((id * 37) % 256, 640, 480));
  if (page.facts.kind !== "handover") return { map: png, beyond, photos };
  const ofProblems = new Map<number, Buffer>();
  const problems = page.facts.areas.flatMap(({ places }) => places.flatMap((place) => place.problems));
  for (const { id } of problems.slice(0, 20)) ofProblems.set(id, await photo((id * 53) % 256, 420, 315));
  return { map: png, beyond, photos, ofProblems };
}
