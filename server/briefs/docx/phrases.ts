/** Sentences and short texts that a document makes of its facts. Pure. */
import type { BriefFacts } from "../../contract/types.ts";
import { problemStatuses, statusOrder } from "../../contract/vocabulary.ts";
import type { BriefPictures } from "./pictures.ts";
import type { Turns } from "./turns.ts";
import { clean, typeName, zhDay, zhMoment } from "./words.ts";

/** Against the period before it; both its numbers are said. */
export function change({ before, found, closed }: BriefFacts): string {
  const span = before.from === before.to ? zhDay(before.from) : `${zhDay(before.from)}至${zhDay(before.to)}`;
  const against = (name: string, now: number, then: number): string =>
    now === then ? `${name}与上期持平（${then}件）` : `${name}较上期（${then}件）${now > then ? "增加" : "减少"}${Math.abs(now - then)}件`;
  return `上期为${span}。${against("发现问题", found.value, before.found.value)}，${against("销号", closed.value, before.closed.value)}。`;
}

/** Every problem is in it: those at sites by type, and those that are not. */
export function typesText({ siteTypes: types }: BriefFacts): string {
  const at = types.filter(({ siteType, sites }) => siteType !== null && sites > 0);
  const elsewhere = types.filter((one) => !at.includes(one)).reduce((sum, { found }) => sum + found.value, 0);
  if (at.length === 0) return "";
  const list = at.map(({ siteType, sites, found }) => `${typeName(siteType)}${sites}个（${found.value}件）`);
  const rest = elsewhere === 0 ? "" : `；不在点位上的${elsewhere}件`;
  return `问题涉及点位${at.reduce((sum, { sites }) => sum + sites, 0)}个，其中${list.join("、")}${rest}。`;
}
export const categoriesText = ({ categories }: BriefFacts): string =>
  categories.length === 0 ? "" : `按类别分：${categories.map(({ name, found }) => `${clean(name.zh)}${found.value}件`).join("、")}。`;

/** Sub-districts where nothing was found, while elsewhere something was. */
export const quietAreas = ({ areas, found }: BriefFacts): string =>
  found.value === 0
    ? ""
    : areas
        .filter((one) => one.found.value === 0)
        .map(({ name }) => clean(name))
        .join("、");

export function asOf({ asOf: at, timeZone, to, running }: BriefFacts): string {
  const midnight = !running && /日(0时|23时59分)$/u.test(zhMoment(at, timeZone));
  return midnight ? `${zhDay(to)}24时` : `${zhDay(at.slice(0, 10)).slice(0, 5)}${zhMoment(at, timeZone)}`;
}
export const period = ({ from, to }: BriefFacts): string => (from === to ? zhDay(from) : `${zhDay(from)}至${zhDay(to)}`);

/** Marks as the map draws them; 不予立案 only where one is drawn. */
export function legend({ outlines, points }: BriefFacts, pictures: BriefPictures): string {
  const drawn = statusOrder.filter((status) => status !== "rejected" || points.some(([, , one]) => one === status));
  const marks = drawn.map((status) => `${problemStatuses[status].shape}${problemStatuses[status].zh}`).join("  ");
  const zones = outlines.map(({ number, name }) => `${number} ${clean(name)}`).join("  ");
  const beyond = pictures.beyond ? `另有${pictures.beyond}件在图外。` : "";
  return [`图例：${marks}`, zones === "" ? "" : `镇街：${zones}`, beyond].filter((line) => line !== "").join("\n");
}

/** What is appended, numbered when there is more than one: 附件1, 附件2, or 附件. */
export function annexes(kept: readonly (readonly [string, boolean])[]): { all: Turns<"附件">; title: (name: string) => string } {
  const all = kept
    .filter(([, there]) => there)
    .map(([name], at, { length }) => ({
      序号: at + 1,
      附件名: name,
      行: `${at === 0 ? "附件：" : "　　　"}${length > 1 ? `${at + 1}.` : ""}${name}`,
    }));
  const found = (name: string) => all.find((one) => one.附件名 === name);
  return { all, title: (name) => (found(name) ? `附件${all.length > 1 ? found(name)?.序号 : ""}` : "") };
}

export const annexNames = { list: "问题清单", map: "问题点位分布图", photos: "整改前后对比照片" } as const;
