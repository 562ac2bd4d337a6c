/** Which problems are found at which sites, when, and how they are described. Codes: data/reference/categories.json. */
import { readFileSync } from "node:fs";
import type { SiteType } from "../../server/contract/vocabulary.ts";
import type { Limit } from "./clock.ts";

export interface Category {
  readonly code: string;
  readonly major: string;
  readonly campaign?: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly limit: Limit;
  readonly night?: boolean;
}

/** All minor categories by code. */
export function readCategories(): Map<string, Category> {
  const text = readFileSync(new URL("../../data/reference/categories.json", import.meta.url), "utf8");
  const { minors } = JSON.parse(text) as { minors: Category[] };
  return new Map(minors.map((c) => [c.code, c]));
}

const street =
  "1201:9 1202:8 1301:9 0201:4 0202:5 0203:2 1303:5 0102:5 0503:2 0502:3 1205:6 1101:5 1103:6 1302:6 1112:4 0301:2 0206:1 0209:1 0103:1 0104:1 0101:1 0401:1 1209:1 1104:1 1603:1 1703:1 1704:1";
const village = "0205:6 1104:2 0102:4 1407:4 1405:6 1205:6 1204:7 1102:6 1111:3 1302:2 1304:3 0103:3";
const indoors = "0208:3 1701:3 1702:4 0506:3 1305:6 1705:3 1112:3 0501:2";
const around = "1302:8 1301:7 1203:4 1201:3 1103:2 1205:2";

/** Site type → its typical problems with weights. */
const typical: Readonly<Record<SiteType, string>> = {
  market: "1206:10 1109:8 1110:6 1111:5 0504:4 0501:3 1108:3 1305:5 1702:2 1112:3 0302:1",
  river: "1501:11 1502:8 1503:3 1504:3 1505:1 1506:0.4 0505:3 1102:2",
  back_alley: "0205:7 0102:5 1407:3 1405:6 1205:8 1204:9 1304:3 1102:4 1301:4 1208:3 0101:1 0106:1 1104:1 0103:2",
  arterial_road: street,
  secondary_road: street,
  commercial_street: `${street} 1202:8 1301:6 1112:6 1702:1`,
  compound: "1401:10 1402:7 1403:5 1404:7 1405:9 1304:5 1406:4 1407:2 0403:1 0303:3 1106:3 1105:3 1703:2 1101:3",
  urban_village: village,
  urban_fringe: `${village} 1603:3 1102:5`,
  park: "1106:6 0402:3 0403:4 1703:4 1704:3 0501:2 1101:3 1108:1",
  square: "1301:4 1704:4 1703:3 0501:2 0208:2 1203:3 1101:3",
  scenic_area: "1203:4 1704:4 0208:2 1101:3 1705:2 1305:3",
  construction_site: "1601:8 1602:6 1603:4 1604:3 1204:3 1103:3",
  intersection: "1301:5 1302:4 0206:3 0209:3 1303:3 1203:2 0102:2",
  bus_stop: "0207:5 1205:5 1101:4 1301:4 1704:2 0502:2",
  station: `${indoors} 1203:4 1302:5 1705:3`,
  community: "0501:3 1701:3 1112:2 1301:3 0208:2",
  subdistrict_office: "0208:2 1701:2 1301:2 0501:2",
  township: "1102:5 1204:4 1106:3 0501:3 1505:1",
  cultural_station: "0501:2 0208:2 1701:2 0403:1",
  civilisation_station: "1701:5 0501:2 0502:1",
  mall: `${indoors} 1301:5`,
  restaurant: "1112:6 1702:4 0506:3 1202:4 1110:3 1207:3",
  hotel: "0506:3 1702:3 1305:4 0501:2",
  hospital: `${indoors} 1301:5 1203:3`,
  school: "0501:2 0402:1 1106:1 0208:1",
  school_surroundings: "1203:9 1302:9 1306:5 1201:4 1301:4 0206:2 1205:2",
  internet_cafe: "1702:6 0506:4 1112:2",
  cinema: "1702:3 0208:2 1301:3",
  museum: "0208:3 0501:2 1705:1",
  public_toilet: "1107:7 1108:6 0302:7 0208:3",
  service_hall: "1705:4 1701:3 0208:2 1702:1",
  bank: "1705:2 0208:2 1301:4 1112:2",
  car_park: "1304:4 1302:4 1101:2 1205:2",
  transfer_station: "1111:5 1110:5 1102:4 1103:3",
};

type Mix = readonly (readonly [code: string, weight: number])[];

const parse = (text: string): Mix =>
  text.split(" ").map((t) => {
    const [code = "", w = "1"] = t.split(":");
    return [code, Number(w)] as const;
  });
const mixes = new Map(Object.entries(typical).map(([type, text]) => [type, parse(text)]));
const aroundMix = parse(around);

/** What is found at a site of the type; `off` = in the streets around it. */
export function mixOf(type: SiteType, off: boolean): Mix {
  return off ? aroundMix : (mixes.get(type) ?? aroundMix);
}

/** Months (0–11) in which a category is found more often, and how much. */
const seasons: Readonly<Record<string, readonly [months: string, times: number]>> = {
  "1501": ["5678", 2.6],
  "1405": ["567", 2],
  "1108": ["5678", 1.9],
  "1207": ["45678", 2.6],
  "1104": ["567", 3.5],
  "0106": ["4567", 2.2],
  "1103": ["9ab", 2.2],
  "0102": ["ab01", 1.9],
  "1403": ["ab01", 1.6],
  "1601": ["234", 1.9],
  "1201": ["45678", 1.3],
  "1203": ["45678", 1.4],
  "1401": ["01b", 1.3],
  "1406": ["234", 1.9],
  "1106": ["9a", 1.6],
  "0401": ["67", 2.5],
  "1306": ["28", 1.8],
  "0201": ["12", 1.6],
  "0205": ["12567", 1.5],
};

/** How often a category is found in a month, against its yearly mean of about 1. */
export function seasonOf(code: string, month: number): number {
  const s = seasons[code];
  return s?.[0].includes(month.toString(12)) ? s[1] : 1;
}

/** How heavily each type weighs in the daily finds (all its sites together), and how far its problems lie from a point site, metres. */
export const typeShare: Readonly<Record<SiteType, number>> = {
  market: 150,
  river: 70,
  back_alley: 160,
  arterial_road: 75,
  secondary_road: 105,
  commercial_street: 42,
  compound: 175,
  urban_village: 30,
  urban_fringe: 16,
  park: 18,
  square: 10,
  scenic_area: 6,
  construction_site: 26,
  intersection: 22,
  bus_stop: 26,
  station: 10,
  community: 8,
  subdistrict_office: 2,
  township: 6,
  cultural_station: 2,
  civilisation_station: 6,
  mall: 16,
  restaurant: 20,
  hotel: 6,
  hospital: 15,
  school: 6,
  school_surroundings: 62,
  internet_cafe: 4,
  cinema: 2,
  museum: 3,
  public_toilet: 26,
  service_hall: 3,
  bank: 7,
  car_park: 8,
  transfer_station: 9,
};
