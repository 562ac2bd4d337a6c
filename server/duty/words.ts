/** The reasons of a resolution, in words: which zone, which row, and what is wrong with either. */
import { leads, type SiteType, siteTypes, type Word, type ZoneLevel, zoneLevels } from "../contract/vocabulary.ts";
import type { UnitGround, ZoneHit } from "./ground.ts";
import type { TradeRow } from "./trade.ts";

const levelWord = (level: number): Word => zoneLevels[level as ZoneLevel];
const list = (names: readonly string[]): Word => ({ zh: names.join("、"), en: names.join(", ") });

/** A zone as people name it: its level, its code, and its name. */
export function zoneName({ level, code, name }: Pick<ZoneHit, "level" | "code" | "name">): Word {
  const called = code === name ? name : `${code}（${name}）`;
  const calledEn = code === name ? name : `${code} (${name})`;
  return { zh: `${levelWord(level).zh} ${called}`, en: `${levelWord(level).en} ${calledEn}` };
}

export const noZones: Word = { zh: "当日没有生效的责任区", en: "no responsibility zone was in force that day" };

export function outsideAll(level: number): Word {
  const { zh, en } = levelWord(level);
  return { zh: `该位置不在当日生效的任何${zh}内`, en: `the place lies in no ${en} in force that day` };
}

export function inSeveral(zones: readonly ZoneHit[]): Word {
  const names = zones.map(zoneName);
  return {
    zh: `该位置同时在 ${zones.length} 个责任区内：${list(names.map((n) => n.zh)).zh}`,
    en: `the place lies in ${zones.length} zones at once: ${list(names.map((n) => n.en)).en}`,
  };
}

/** The one zone, and what of its unit. `border`: it was taken because it has the lowest number of those that meet there. */
export function oneZone(zone: ZoneHit, unit: UnitGround | null, border: boolean): Word {
  const name = zoneName(zone);
  const at = border ? { zh: "（位于边界上，取编号最小者）", en: " (on a border: the one with the lowest number)" } : { zh: "", en: "" };
  const head = { zh: `最小责任区为${name.zh}${at.zh}，`, en: `the smallest zone is ${name.en}${at.en}; ` };
  if (!unit) return { zh: `${head.zh}该责任区没有责任单位`, en: `${head.en}it has no unit` };
  const gone = dissolved(unit);
  if (gone) return { zh: `${head.zh}责任单位${gone.zh}`, en: `${head.en}its unit ${gone.en}` };
  return { zh: `${head.zh}责任单位${unit.name}`, en: `${head.en}its unit is ${unit.name}` };
}

/** What is wrong with a dissolved unit; null when it stands. */
export function dissolved({ name, dissolved: on, successor }: UnitGround): Word | null {
  if (on === null) return null;
  return {
    zh: `${name}已于 ${on} 撤销，${successor ? `由${successor}承接，请改定` : "没有承接单位，请改定"}`,
    en: `${name} was dissolved on ${on}; ${successor ? `its successor is ${successor}` : "it has no successor"}: set it anew`,
  };
}

/** What a row of the trade book speaks of. */
function scope({ category, siteType }: TradeRow, minor: string, name: Word): Word {
  const what: Word =
    category === "*"
      ? { zh: "全部类别", en: "all categories" }
      : category === minor
        ? { zh: `“${name.zh}”`, en: `"${name.en}"` }
        : { zh: `大类 ${category}`, en: `the major category ${category}` };
  const type = siteType === null ? null : siteTypes[siteType as SiteType];
  return type ? { zh: `${what.zh}（${type.zh}）`, en: `${what.en} at a ${type.en}` } : what;
}

export function noTrade(name: Word): Word {
  return { zh: `行业分工没有写明“${name.zh}”，由属地牵头`, en: `no trade duty speaks of "${name.en}": the area leads` };
}

/** The winning row, and what of its unit. */
export function oneTrade(row: TradeRow, unit: UnitGround | null, minor: string, name: Word): Word {
  const of = scope(row, minor, name);
  const head = { zh: `行业分工：${of.zh}`, en: `trade duty of ${of.en}: ` };
  if (!unit) return { zh: `${head.zh}由属地负责`, en: `${head.en}the area alone answers` };
  const gone = dissolved(unit);
  if (gone) return { zh: `${head.zh}的行业单位${gone.zh}`, en: `${head.en}${gone.en}` };
  return { zh: `${head.zh}由${unit.name}负责，${leads[row.lead].zh}`, en: `${head.en}${unit.name}; ${leads[row.lead].en}` };
}

/** Rows of one rank that disagree: of the unit, or of who leads. */
export function severalTrades(rows: readonly TradeRow[], units: ReadonlyMap<number, UnitGround>, minor: string, name: Word): Word {
  const of = scope(rows[0] as TradeRow, minor, name);
  const each = rows.map(({ unitId, lead }) => {
    const unit = unitId === null ? null : (units.get(unitId)?.name ?? `#${unitId}`);
    return unit === null ? { zh: "属地", en: "the area alone" } : { zh: `${unit}（${leads[lead].zh}）`, en: `${unit} (${leads[lead].en})` };
  });
  return {
    zh: `行业分工：${of.zh}有 ${rows.length} 条同级规定互不一致：${list(each.map((e) => e.zh)).zh}`,
    en: `trade duty of ${of.en}: ${rows.length} rows of one rank disagree: ${list(each.map((e) => e.en)).en}`,
  };
}
