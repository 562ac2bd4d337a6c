/**
 * The hand-drawn plan of the made-up district: outline, seven rivers, the roads everybody knows, and where town ends.
 * Metres from the centre. Everything else is grown from this by rule.
 */

import { smooth } from "./curves.ts";
import { cos, hypot, sin } from "./exact.ts";
import type { Pt } from "./geo.ts";
import { add, dist, mix } from "./geo.ts";
import type { EdgeClass } from "./mesh.ts";
import type { Rng } from "./rng.ts";

/** A line of the plan. `half` is half the drawn width of a river at its head and its mouth, in metres. */
export interface PlanLine {
  readonly name: string;
  readonly cls: EdgeClass;
  readonly points: readonly Pt[];
  readonly half?: readonly [number, number];
}

/** "x,y x,y …" → points: the plan stays short enough to be read as one. */
function pts(text: string): Pt[] {
  return text.split(" ").map((t): Pt => {
    const [x = 0, y = 0] = t.split(",").map(Number);
    return [x, y];
  });
}

/** Metres between the points of a drawn line: the outline and 安和河 must have the same. */
export const lineStep = 85;

const southRiver: readonly Pt[] = pts(
  "-6750,-3450 -5900,-3950 -5000,-4250 -3900,-4300 -2800,-4600 -1700,-4950 -600,-4950 760,-4750 1900,-4850 3000,-4600 4100,-4550 5300,-4850 6500,-4500",
);

export const rivers: readonly PlanLine[] = [
  {
    name: "云河",
    cls: "river",
    half: [44, 54],
    points: pts(
      "-7900,3750 -6400,3600 -5300,3250 -4100,2450 -3300,1750 -2600,1150 -2280,250 -1980,-480 -1250,-1150 -300,-1420 1000,-1430 2400,-1380 3600,-1850 4600,-2500 5700,-2650 7900,-3350",
    ),
  },
  {
    name: "文澜河",
    cls: "river",
    half: [15, 18],
    points: pts("-2600,1150 -2050,1560 -1500,1690 -300,1730 700,1690 1140,1500 1270,1000 1240,0 1180,-760 1000,-1430"),
  },
  {
    name: "清沅河",
    cls: "river",
    half: [11, 16],
    points: pts("900,5900 620,5000 200,4250 150,3500 -180,2750 -300,1730"),
  },
  {
    name: "柳湾河",
    cls: "river",
    half: [13, 19],
    points: pts("-7700,-2050 -6200,-1900 -5200,-1500 -4300,-1550 -3500,-950 -2900,-150 -2280,250"),
  },
  {
    name: "映月河",
    cls: "river",
    half: [13, 20],
    points: pts("7900,3350 6300,3300 5200,2750 4400,2380 3480,1980 2900,1450 2680,700 2820,-200 2500,-850 2400,-1380"),
  },
  {
    name: "棠溪河",
    cls: "river",
    half: [12, 17],
    points: pts("-300,-1420 -420,-2000 -120,-2700 420,-3250 480,-3950 760,-4750"),
  },
  { name: "安和河", cls: "river", half: [24, 32], points: southRiver },
];

const rest: readonly Pt[] = pts(
  "6500,-4500 6950,-3700 6420,-2600 6900,-1300 6620,-300 7050,900 6640,1900 6980,3000 6350,3900 5500,4550 4150,4700 3400,5350 2200,5050 900,5400 -300,4950 -1500,5300 -2900,5050 -3700,4450 -5300,4700 -6300,4300 -6050,3350 -6800,2600 -6450,1500 -7020,300 -6500,-900 -6980,-2100 -6750,-3450",
);

/** The outline: along 安和河 in the south, elsewhere jagged like field borders (midpoints pushed aside, three times over). */
export function outline(rng: Rng): Pt[] {
  const jag = (line: readonly Pt[], by: number): Pt[] =>
    line.flatMap((p, i) => {
      const q = line[i + 1];
      return q ? [p, add(mix(p, q, 0.5), [rng.bell(), rng.bell()], (by * dist(p, q)) / 1000)] : [p];
    });
  const land = jag(jag(jag(rest, 60), 55), 45);
  return [...smooth(southRiver, lineStep).slice(0, -1), ...land.slice(0, -1)];
}

export const roads: readonly PlanLine[] = [
  {
    name: "云河大道",
    cls: "arterial",
    points: pts("-7900,650 -4600,350 -2600,-190 -1480,-430 -300,-470 860,-430 2400,-250 4250,-60 7900,300"),
  },
  {
    name: "清晏路",
    cls: "arterial",
    points: pts("-1560,1320 -300,1380 880,1320 2300,1180 4420,1060 7900,1350"),
  },
  {
    name: "云门路",
    cls: "arterial",
    points: pts("-1700,5700 -1620,3000 -1560,1320 -1510,500 -1480,-430 -1620,-1700 -1900,-3250 -2050,-5400"),
  },
  {
    name: "崇文路",
    cls: "arterial",
    points: pts("1500,5900 1150,3100 880,1320 830,400 860,-430 900,-1600 1350,-3250 1600,-5400"),
  },
  {
    name: "北环路",
    cls: "arterial",
    points: pts("-4450,2300 -3600,2850 -1620,3000 1150,3100 3000,3200 4350,2950"),
  },
  {
    name: "东环路",
    cls: "arterial",
    points: pts("4350,2950 4780,2000 4420,1060 4250,-60 4300,-1300 4150,-2900"),
  },
  {
    name: "南环路",
    cls: "arterial",
    points: pts("-4250,-2450 -3300,-3050 -1900,-3250 -100,-3150 1350,-3250 3000,-3350 4150,-2900"),
  },
  {
    name: "西环路",
    cls: "arterial",
    points: pts("-4450,2300 -4750,1300 -4600,350 -4500,-1000 -4250,-2450"),
  },
  {
    name: "迎宾大道",
    cls: "arterial",
    points: pts("3000,3200 4200,4300 5000,5500"),
  },
  {
    name: "安和大道",
    cls: "arterial",
    points: pts("-4250,-2450 -5200,-3300 -6300,-4900"),
  },
  {
    name: "望云大道",
    cls: "arterial",
    points: pts("-4450,2300 -5100,2700 -5750,4000 -6000,5200"),
  },
  {
    name: "丰泽大道",
    cls: "arterial",
    points: pts("4150,-2900 5000,-3700 5600,-5600"),
  },
  {
    name: "中轴路",
    cls: "secondary",
    points: pts("-300,1380 -310,400 -300,-470"),
  },
  {
    name: "十字街",
    cls: "secondary",
    points: pts("-1510,500 -310,400 830,400"),
  },
  {
    name: "新城大道",
    cls: "arterial",
    points: pts("2300,3330 2180,2200 2300,1180 2200,300 2400,-250 2050,-1300 2100,-3500"),
  },
  {
    name: "映月湖路",
    cls: "secondary",
    points: pts("3050,2560 3600,2790 4180,2620 4330,2050 3980,1590 3380,1440 2960,1760 2880,2200 3050,2560"),
  },
  {
    name: "云北铁路",
    cls: "rail",
    points: pts("-8200,4450 -5600,3950 -3000,3800 0,3900 2600,4050 5200,3650 8200,2450"),
  },
  {
    name: "云东高速",
    cls: "motorway",
    points: pts("5300,6000 5780,3900 5900,1900 5650,-200 5880,-2500 5700,-5600"),
  },
];

/** The lake in the park inside 映月湖路, and the smaller pond of the old town. */
export const lakes: readonly { name: string; points: readonly Pt[] }[] = [
  {
    name: "映月湖",
    points: pts("3180,2300 3420,2520 3800,2600 4080,2450 4160,2120 3900,1800 3540,1640 3250,1720 3100,1960 3240,2110"),
  },
];

/** Seeds of the sub-districts. Order gives their codes. */
export const subdistrictSeeds: readonly { name: string; at: Pt; share: number; town: boolean }[] = [
  { name: "清晏街道", at: [-950, 500], share: 8, town: true },
  { name: "崇文街道", at: [400, 500], share: 8, town: true },
  { name: "云门街道", at: [-3400, 600], share: 8, town: true },
  { name: "柳湾街道", at: [-3200, -1900], share: 7, town: true },
  { name: "棠溪街道", at: [300, -2500], share: 8, town: true },
  { name: "文澜街道", at: [-300, 2450], share: 7, town: true },
  { name: "映月街道", at: [3100, 2300], share: 7, town: true },
  { name: "新城街道", at: [3100, 100], share: 8, town: true },
  { name: "丰泽街道", at: [4300, -3100], share: 5, town: true },
  { name: "望云镇", at: [-5400, 2800], share: 4, town: false },
  { name: "安和镇", at: [-5600, -2600], share: 4, town: false },
  { name: "禾丰镇", at: [300, 4400], share: 4, town: false },
];

const step = (v: number): number => {
  const t = Math.min(1, Math.max(0, v));
  return t * t * (3 - 2 * t);
};

/** How much of a town a place is: 1 in the middle, 0 in the fields, with an edge that wavers. */
export function townness(p: Pt): number {
  const wave = 0.09 * sin(p[0] / 530 + 1) * cos(p[1] / 610) + 0.06 * sin((p[0] + p[1]) / 290);
  const away = Math.min(
    hypot((p[0] + 300) / 4500, (p[1] - 300) / 3500),
    hypot((p[0] - 3000) / 2500, (p[1] - 900) / 2600),
    hypot((p[0] - 300) / 2500, (p[1] + 2300) / 1700),
    hypot((p[0] + 5600) / 900, (p[1] - 2900) / 800) * 1.05,
    hypot((p[0] + 5500) / 850, (p[1] + 2700) / 750) * 1.05,
    hypot((p[0] - 400) / 900, (p[1] - 4500) / 650) * 1.05,
    hypot((p[0] - 4800) / 1000, (p[1] + 3400) / 800),
  );
  return step((1.12 + wave - away) / 0.4);
}

/** Inside the four roads where the wall of the old town stood. */
export function inOldTown(p: Pt): boolean {
  return p[0] > -1530 && p[0] < 860 && p[1] > -460 && p[1] < 1365;
}

/** Is the whole block inside the loop of 映月湖路? */
export function inLakePark(ring: readonly Pt[]): boolean {
  return ring.every((p) => hypot((p[0] - 3650) / 745, (p[1] - 2120) / 720) < 1.06);
}
