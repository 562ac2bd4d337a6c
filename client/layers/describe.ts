/** Sites and quantities in words, for tooltips and screen readers. */
import { type SiteType, siteTypes, type Word } from "../../server/contract/vocabulary.ts";
import { rowOf } from "./geometry.ts";
import type { DescribeContext } from "./layer.ts";

/** A tooltip has five lines at most. */
export const lengthLimit = 5;

export function lengthText(metres: number): Word {
  const text = metres >= 1000 ? `${(metres / 1000).toFixed(2)} km` : `${Math.round(metres)} m`;
  return { zh: `长 ${text}`, en: `${text} long` };
}

export function areaText(square: number): Word {
  const text =
    square >= 1e6 ? `${(square / 1e6).toFixed(2)} km²` : square >= 1e4 ? `${(square / 1e4).toFixed(1)} ha` : `${Math.round(square)} m²`;
  return { zh: `面积 ${text}`, en: `${text}` };
}

const typeWord = (code: string): Word => (Object.hasOwn(siteTypes, code) ? siteTypes[code as SiteType] : { zh: code, en: code });

/** A site in words, or null when it is not of these types. */
export function describeSite(id: number, types: ReadonlySet<string>, { data, units }: DescribeContext): Word[] | null {
  const rows = data.sites;
  const i = rows ? rowOf(rows.id, id) : undefined;
  const type = rows?.types[rows.type[i ?? -1] ?? -1];
  if (!rows || i === undefined || type === undefined || !types.has(type)) return null;
  const name = rows.name[i] as string;
  const word = typeWord(type);
  const key = rows.key[i] === 1;
  const lines: Word[] = [
    { zh: name, en: name },
    { zh: key ? `${word.zh} · 重点` : word.zh, en: key ? `${word.en} · key site` : word.en },
  ];
  const unit = units.get(rows.unit[i] as number);
  if (unit) lines.push({ zh: `责任单位：${unit}`, en: `Unit: ${unit}` });
  if (rows.length_m[i]) lines.push(lengthText(rows.length_m[i] as number));
  if (rows.area_m2[i]) lines.push(areaText(rows.area_m2[i] as number));
  return lines.slice(0, lengthLimit);
}
