/** Responsible units: the bureaus and companies by trade (条), sub-districts and communities by place (块). */

type UnitKind = "bureau" | "subdistrict" | "community" | "company";

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: UnitKind;
  /** External id of the unit above; empty for bureaus and sub-districts. */
  readonly parent: string;
}

const bureaus: readonly (readonly [id: string, name: string, shortName: string])[] = [
  ["B01", "云河区城市管理局", "城管局"],
  ["B02", "云河区住房和城乡建设局", "住建局"],
  ["B03", "云河区交通运输局", "交通局"],
  ["B04", "公安云河分局交通警察大队", "交警大队"],
  ["B05", "公安云河分局", "公安分局"],
  ["B06", "云河区市场监督管理局", "市场监管局"],
  ["B07", "云河区水务局", "水务局"],
  ["B08", "云河生态环境局", "生态环境局"],
  ["B09", "云河区教育局", "教育局"],
  ["B10", "云河区卫生健康委员会", "卫健委"],
  ["B11", "云河区文化广电和旅游局", "文旅局"],
  ["B12", "云河区民政局", "民政局"],
  ["B13", "云河区商务局", "商务局"],
  ["B14", "自然资源和规划局云河分局", "资规分局"],
  ["B15", "云河区农业农村局", "农业农村局"],
  ["B16", "云河区应急管理局", "应急局"],
  ["B17", "云河区消防救援大队", "消防大队"],
  ["B18", "云河区政务服务管理办公室", "政务办"],
  ["B19", "云河区委宣传部", "宣传部"],
  ["B20", "云河区精神文明建设指导委员会办公室", "文明办"],
  ["B21", "云河区园林绿化中心", "园林中心"],
  ["B22", "云河区环境卫生管理处", "环卫处"],
  ["B23", "云河区市政设施管理处", "市政处"],
  ["B24", "云河站地区综合管理办公室", "站区办"],
  ["B25", "共青团云河区委员会", "团区委"],
  ["B26", "云河区机关事务管理中心", "机关事务中心"],
];

const companies: readonly (readonly [id: string, name: string, shortName: string, parent: string])[] = [
  ["E01", "云河供电服务公司", "供电公司", ""],
  ["E02", "云河清源自来水公司", "自来水公司", "B07"],
  ["E03", "云河城市排水公司", "排水公司", "B23"],
  ["E04", "云河城市照明公司", "照明公司", "B23"],
  ["E05", "云河通信联合维护中心", "通信维护中心", ""],
  ["E06", "云河燃气公司", "燃气公司", "B02"],
  ["E07", "云河公共交通公司", "公交公司", "B03"],
  ["E08", "云河农贸市场管理公司", "农贸公司", "B06"],
  ["E09", "洁城环境服务公司", "洁城环卫", "B22"],
  ["E10", "清朗环境服务公司", "清朗环卫", "B22"],
  ["E11", "碧岸河道养护公司", "碧岸养护", "B07"],
  ["E12", "绿洲园林养护公司", "绿洲园林", "B21"],
  ["E13", "安居物业服务公司", "安居物业", "B02"],
  ["E14", "和家物业服务公司", "和家物业", "B02"],
  ["E15", "云河城市建设投资公司", "城投公司", "B02"],
  ["E16", "便民停车服务公司", "停车公司", "B01"],
];

/** All units; sub-districts are S01…, communities C0101… */
export function makeUnits(
  subdistricts: readonly { code: string; name: string }[],
  communities: readonly { code: string; name: string; parent: string }[],
): Unit[] {
  const trade: Unit[] = [
    ...bureaus.map(([id, name, shortName]) => ({ id, name, shortName, kind: "bureau" as const, parent: "" })),
    ...companies.map(([id, name, shortName, parent]) => ({ id, name, shortName, kind: "company" as const, parent })),
  ];
  const first = subdistricts.map((s) => ({
    id: `S${s.code.slice(2)}`,
    name: s.name.endsWith("镇") ? `${s.name}人民政府` : `${s.name}办事处`,
    shortName: s.name,
    kind: "subdistrict" as const,
    parent: "",
  }));
  const second = communities.map((c) => ({
    id: `C${c.code.slice(2)}`,
    name: c.name.endsWith("村") ? `${c.name}村民委员会` : `${c.name}居民委员会`,
    shortName: c.name,
    kind: "community" as const,
    parent: `S${c.parent.slice(2)}`,
  }));
  return [...trade, ...first, ...second];
}

/** Who leads on a category: a unit of the trade, or the place's sub-district (S) or community (C). */
const leads: Readonly<Record<string, string>> = {
  "0101": "B23",
  "0102": "E04",
  "0103": "E05",
  "0104": "E01",
  "0105": "B17",
  "0106": "E03",
  "0201": "B23",
  "0202": "B23",
  "0203": "B23",
  "0204": "B23",
  "0205": "S",
  "0206": "B04",
  "0207": "E07",
  "0208": "B02",
  "0209": "B04",
  "0301": "B22",
  "0302": "B22",
  "0303": "C",
  "0401": "B21",
  "0402": "E12",
  "0403": "B12",
  "0501": "B20",
  "0502": "S",
  "0503": "B19",
  "0504": "E08",
  "0505": "B07",
  "0506": "B10",
  "1101": "E09",
  "1102": "C",
  "1103": "E10",
  "1104": "E03",
  "1105": "C",
  "1106": "E12",
  "1107": "B22",
  "1108": "B22",
  "1109": "E08",
  "1110": "E08",
  "1111": "B22",
  "1112": "S",
  "1201": "B01",
  "1202": "S",
  "1203": "B01",
  "1204": "S",
  "1205": "C",
  "1206": "E08",
  "1207": "B01",
  "1208": "C",
  "1209": "B01",
  "1301": "S",
  "1302": "B04",
  "1303": "B01",
  "1304": "B05",
  "1305": "B04",
  "1306": "B09",
  "1401": "C",
  "1402": "C",
  "1403": "E13",
  "1404": "B17",
  "1405": "C",
  "1406": "E14",
  "1407": "B01",
  "1501": "E11",
  "1502": "S",
  "1503": "B08",
  "1504": "S",
  "1505": "B07",
  "1506": "B07",
  "1601": "B02",
  "1602": "B02",
  "1603": "B01",
  "1604": "B08",
  "1701": "B25",
  "1702": "B10",
  "1703": "B05",
  "1704": "S",
  "1705": "B18",
};

/** External id of the unit that leads on a category in a community (code YH0101). */
export function leadOf(category: string, community: string): string {
  const lead = leads[category] ?? "S";
  return lead === "S" ? `S${community.slice(2, 4)}` : lead === "C" ? `C${community.slice(2)}` : lead;
}

export interface Duty {
  readonly category: string;
  /** External id of the trade's unit; empty where the area alone answers. */
  readonly unit: string;
  readonly lead: "area" | "trade";
}

/** The trade book, as `leadOf` dispatches: a trade that is named leads; what the place leads on names no trade. */
export function makeDuties(): Duty[] {
  const book = Object.entries(leads).map(([category, lead]): Duty => {
    const trade = lead !== "S" && lead !== "C";
    return { category, unit: trade ? lead : "", lead: trade ? "trade" : "area" };
  });
  return [...book, ...blemishes.duties].sort((p, q) => (p.category < q.category ? -1 : p.category > q.category ? 1 : 0));
}

/** What is wrong in this district on purpose, so that the page of what needs attention has something to show. No problem's bytes hang on it. */
export const blemishes = {
  /** 河道乱采: nobody has set a limit. */
  noLimit: "1506",
  /** 夜间施工扰民: the city managers answer for it as much as the ecology bureau, and both lead. */
  duties: [{ category: "1604", unit: "B01", lead: "trade" }],
  /** The last grid cell of all is given to no unit. */
  noUnit: <Z extends { readonly level: number }>(zones: readonly Z[]): Z | undefined => zones.findLast((z) => z.level === 3),
} as const satisfies { noLimit: string; duties: readonly Duty[]; noUnit: unknown };
