/** Sites that are points: offices, schools, stations, shops, toilets … each beside a street that would have one. */

import type { SiteType } from "../../server/contract/vocabulary.ts";
import { lengthOf, pointAlong } from "./curves.ts";
import { hypot } from "./exact.ts";
import type { Pt, Ring } from "./geo.ts";
import { add, area, at, centroid } from "./geo.ts";
import type { Zone } from "./places.ts";
import { townness } from "./plan.ts";
import type { Rng } from "./rng.ts";
import type { SiteBook } from "./siteBook.ts";
import type { Street } from "./streets.ts";

const halfRoad: Readonly<Record<Street["cls"], number>> = { motorway: 30, arterial: 24, secondary: 17, minor: 11, rail: 20 };

interface Spot {
  readonly p: Pt;
  readonly street: Street;
}

/** Draws spots beside streets: `town` is how much of a town it must be there. */
function spotter(streets: readonly Street[], rng: Rng): (cls: readonly Street["cls"][], town: number) => Spot {
  const pools = new Map<string, { list: Street[]; weights: number[] }>();
  return (cls, town) => {
    const key = cls.join();
    const list = pools.get(key)?.list ?? streets.filter((s) => cls.includes(s.cls) && s.name);
    const weights = pools.get(key)?.weights ?? list.map((s) => lengthOf(s.points));
    pools.set(key, { list, weights });
    for (;;) {
      const street = at(list, rng.weighted(weights));
      const { p, left } = pointAlong(street.points, rng.next() * lengthOf(street.points));
      if (townness(p) < town * rng.range(0.6, 1)) continue;
      return { street, p: add(p, left, (rng.chance(0.5) ? 1 : -1) * (halfRoad[street.cls] + rng.range(4, 14))) };
    }
  };
}

/** Named once, beside a street, at a distance from others of the type. */
interface Kind {
  readonly type: SiteType;
  readonly count: number;
  readonly on: readonly Street["cls"][];
  readonly town: number;
  readonly apart: number;
  readonly name: (stem: () => string, street: string, n: number) => string;
  readonly key?: number;
  /** Only within this many metres of the middle of town. */
  readonly within?: number;
}

const all = ["arterial", "secondary", "minor"] as const;
const main = ["arterial", "secondary"] as const;
const museums = [
  "云河区图书馆",
  "云河区文化馆",
  "云河区博物馆",
  "云河区美术馆",
  "云河运河陈列馆",
  "清晏书院展览馆",
  "云河区少年儿童图书馆",
];
const halls = [
  "云河区政务服务中心",
  "云河区不动产登记中心",
  "云河区办税服务厅",
  "云河区人力资源和社会保障服务大厅",
  "云河区公安车管服务站",
  "云河区婚姻登记处",
];
const hospitals = ["云河区人民医院", "云河区中医院", "云河区妇幼保健院", "云河区第二人民医院", "云河区康复医院"];

const kinds: readonly Kind[] = [
  {
    type: "bus_stop",
    count: 120,
    on: main,
    town: 0.5,
    apart: 240,
    name: (stem, street, n) => (n % 3 ? `${stem()}公交站` : `${street}公交站`),
  },
  { type: "public_toilet", count: 72, on: all, town: 0.6, apart: 300, name: (_, street) => `${street}公共厕所` },
  {
    type: "mall",
    count: 30,
    on: main,
    town: 0.85,
    apart: 260,
    key: 4,
    name: (stem, _, n) => stem() + (n < 8 ? "购物中心" : n % 3 ? "生活超市" : "商场"),
  },
  {
    type: "restaurant",
    count: 70,
    on: all,
    town: 0.85,
    apart: 110,
    name: (stem, _, n) => stem() + (["酒楼", "饭店", "面馆", "家常菜馆", "小吃店"][n % 5] ?? "饭店"),
  },
  {
    type: "hotel",
    count: 26,
    on: main,
    town: 0.75,
    apart: 260,
    name: (stem, _, n) => stem() + (["宾馆", "大酒店", "旅馆"][n % 3] ?? "宾馆"),
  },
  {
    type: "hospital",
    count: 17,
    on: main,
    town: 0.75,
    apart: 600,
    key: 4,
    within: 5200,
    name: (stem, _, n) => hospitals[n] ?? `${stem()}${n % 2 ? "社区卫生服务中心" : "医院"}`,
  },
  { type: "internet_cafe", count: 16, on: all, town: 0.8, apart: 320, name: (stem) => `${stem()}网吧` },
  { type: "cinema", count: 8, on: main, town: 0.85, apart: 700, within: 4000, name: (stem) => `${stem()}影城` },
  {
    type: "museum",
    count: 7,
    on: main,
    town: 0.9,
    apart: 450,
    key: 3,
    within: 3300,
    name: (stem, _, n) => museums[n] ?? `${stem()}文化馆`,
  },
  {
    type: "service_hall",
    count: 6,
    on: main,
    town: 0.85,
    apart: 450,
    key: 2,
    within: 3300,
    name: (_, street, n) => halls[n] ?? `${street}政务服务站`,
  },
  {
    type: "bank",
    count: 44,
    on: main,
    town: 0.8,
    apart: 160,
    name: (_, street, n) => (n % 3 ? `云河商业银行${street}支行` : `${street}通信营业厅`),
  },
  { type: "car_park", count: 30, on: all, town: 0.75, apart: 320, name: (_, street) => `${street}公共停车场` },
  { type: "transfer_station", count: 14, on: ["minor"], town: 0.45, apart: 900, name: (_, street) => `${street}垃圾转运站` },
];

/** All point sites that stand beside streets. */
export function addStreetside(book: SiteBook, streets: readonly Street[], rng: Rng): void {
  const spot = spotter(streets, rng);
  for (const kind of kinds) {
    for (let n = 0, tries = 0; n < kind.count && tries < 4000; tries++) {
      const s = spot(kind.on, kind.town);
      if (hypot(s.p[0] - 300, s.p[1] - 300) > (kind.within ?? 20_000)) continue;
      if (!book.free(kind.type, s.p, kind.apart) || book.places.block(s.p) === null) continue;
      const name = book.names.fresh(() => kind.name(() => book.names.stem(kind.type, rng), s.street.name, n));
      book.add(kind.type, name, { kind: "point", p: s.p }, n < (kind.key ?? 0));
      n++;
    }
  }
}

/** Schools on parcels, each with the surroundings of its gate. */
export function addSchools(book: SiteBook, parcels: Ring[], rng: Rng): void {
  let n = 0;
  for (const ring of rng.shuffled(parcels)) {
    if (n === 52) return;
    const c = centroid(ring);
    if (area(ring) < 7_000 || !book.free("school", c, 430)) continue;
    const gate = book.places.street(c, true);
    if (!gate || gate.away > 190) continue;
    const kind = ["实验小学", "小学", "幼儿园", "中学", "小学", "初级中学"][n % 6] ?? "小学";
    const name = book.names.fresh(() => book.names.stem("school", rng) + kind);
    book.add("school", name, { kind: "point", p: c }, n < 6);
    const towards: Pt = [c[0] - gate.p[0], c[1] - gate.p[1]];
    book.add("school_surroundings", `${name}周边`, { kind: "point", p: add(gate.p, towards, 0.12) });
    parcels.splice(parcels.indexOf(ring), 1);
    n++;
  }
}

/** Offices that every zone has, near its middle, beside a street. */
export function addOffices(book: SiteBook, zones: readonly Zone[], middleOf: (z: Zone) => Pt): void {
  const beside = (z: Zone, dx: number): Pt => {
    const m = add(middleOf(z), [dx, dx / 3]);
    const s = book.places.street(m) ?? null;
    return s ? add(s.p, [m[0] - s.p[0], m[1] - s.p[1]], Math.min(1, 26 / (s.away || 1))) : m;
  };
  for (const z of zones) {
    if (z.level === 1) {
      book.add(
        "subdistrict_office",
        z.name.endsWith("镇") ? `${z.name}人民政府` : `${z.name}办事处`,
        { kind: "point", p: beside(z, 40) },
        true,
      );
      book.add("cultural_station", `${z.name}综合文化站`, { kind: "point", p: beside(z, -160) });
    } else if (z.level === 2 && z.name.endsWith("村")) {
      book.add("township", `${z.name}村民委员会`, { kind: "point", p: beside(z, 20) });
      book.add("civilisation_station", `${z.name}新时代文明实践站`, { kind: "point", p: beside(z, -70) });
    } else if (z.level === 2) {
      book.add("community", `${z.name}居民委员会`, { kind: "point", p: beside(z, 20) });
      book.add("civilisation_station", `${z.name}新时代文明实践站`, { kind: "point", p: beside(z, -70) });
    }
  }
}

/** Where trains and coaches stop. */
export function addStations(book: SiteBook): void {
  for (const [name, p] of [
    ["云河火车站", [-620, 3730]],
    ["云河汽车客运站", [1330, 2920]],
    ["云河城南客运站", [-1750, -3120]],
  ] as const) {
    book.add("station", name, { kind: "point", p }, true);
  }
}
