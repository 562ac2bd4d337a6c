/** A document's title and its paragraph of figures, as offices write them. Pure: from the facts alone. */

import type { BriefKind } from "../contract/brief.ts";
import type { BriefFacts } from "../contract/types.ts";
import { siteTypes, type Word } from "../contract/vocabulary.ts";
import { daysIn } from "./period.ts";

const date = (day: string): { year: string; month: number; day: number } => {
  const [year = "", month, of] = day.split("-");
  return { year, month: Number(month), day: Number(of) };
};

/** 11月1日; 11月1日至7日; 2025年12月29日至2026年1月4日. */
export function daysText({ from, to }: Pick<BriefFacts, "from" | "to">): string {
  const [a, b] = [date(from), date(to)];
  if (from === to) return `${a.month}月${a.day}日`;
  if (a.year !== b.year) return `${a.year}年${a.month}月${a.day}日至${b.year}年${b.month}月${b.day}日`;
  return `${a.month}月${a.day}日至${a.month === b.month ? "" : `${b.month}月`}${b.day}日`;
}

/** The district's name without what is said of it in brackets. */
const plainName = ({ zh }: Word): string => zh.replace(/[（(].*$/u, "").trim();
/** 全区, 全县, 全市: by what the district calls itself. */
export const wholeOf = (district: Word): string => `全${/[区县市旗镇]$/u.exec(plainName(district))?.[0] ?? "域"}`;

export function titleOf({ kind, district, from, to }: Pick<BriefFacts, "kind" | "district" | "from" | "to">): string {
  const name = plainName(district);
  const titles: Record<BriefKind, string> = {
    daily: `${name}文明城市创建工作日报`,
    weekly: `${name}文明城市创建工作周通报`,
    notice: `关于${daysText({ from, to })}文明城市创建督查情况的通报`,
    handover: `${name}文明城市创建问题交办单`,
  };
  return titles[kind];
}

function change(now: number, was: number, what: string): string {
  if (now === was) return `${what}持平`;
  return `${what}${now > was ? "增加" : "减少"}${Math.abs(now - was)}件`;
}

/** Against the same length of time before it. */
function compared(facts: BriefFacts): string {
  const names: Partial<Record<BriefKind, string>> = { daily: "前一日", weekly: "前一周" };
  const than = names[facts.kind] ?? `前${daysIn(facts)}日`;
  return `与${than}相比，${change(facts.found.value, facts.before.found.value, "发现")}，${change(facts.closed.value, facts.before.closed.value, "销号")}。`;
}

/** What was found, and what became of it: the parts are the whole. */
function parts({ foundClosed, foundOpen, foundRejected, found }: BriefFacts): string {
  if (found.value === 0) return "";
  const rejected = foundRejected.value ? `，不予立案${foundRejected.value}件` : "";
  return `，已整改销号${foundClosed.value}件，未销号${foundOpen.value}件${rejected}`;
}

const most = 3;
/** The types of sites where most was found. */
function where({ siteTypes: types }: BriefFacts): string {
  const named = types.filter(({ siteType }) => siteType !== null).slice(0, most);
  if (named.length === 0) return "";
  return `问题点位主要分布于${named.map(({ siteType, found }) => `${siteTypes[siteType as keyof typeof siteTypes].zh}（${found.value}件）`).join("、")}。`;
}
function what({ categories }: BriefFacts): string {
  const named = categories.slice(0, most);
  if (named.length === 0) return "";
  return `问题类别以${named.map(({ name, found }) => `${name.zh}（${found.value}件）`).join("、")}居多。`;
}

function stands({ open, overdue, running }: BriefFacts): string {
  if (open.value === 0) return `${running ? "截至目前" : "截至期末"}，没有未销号问题。`;
  return `${running ? "截至目前" : "截至期末"}，累计未销号${open.value}件，其中超期${overdue.value}件。`;
}

/** Whose it is: the district's, a part of it, or what the document was narrowed to. */
function ofWhat({ area, scope, district }: BriefFacts): string {
  const place = area ?? wholeOf(district);
  return scope ? `${place}（${scope.sentence.zh}）` : place;
}

/** Of several paragraphs none: one, as the documents have it. */
export function overviewOf(facts: BriefFacts): string {
  if (facts.kind === "handover") {
    const overdue = facts.overdue.value ? `，其中超期${facts.overdue.value}件` : "";
    const done = facts.closed.value ? `，已销号${facts.closed.value}件` : "";
    return `现将${facts.found.value}件问题交办你单位，未销号${facts.open.value}件${overdue}${done}。请按时限整改并反馈。`;
  }
  const found = `${daysText(facts)}，${ofWhat(facts)}${facts.found.value ? `共发现问题${facts.found.value}件` : "没有发现问题"}${parts(facts)}。`;
  const closed = `期内销号${facts.closed.value}件（含此前发现的）。`;
  return found + where(facts) + what(facts) + closed + stands(facts) + compared(facts);
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/** @param least so many cases at least are ranked */
export function flagRuleOf({ least, red, blue }: { readonly least: number; readonly red: number; readonly blue: number }): Word {
  return {
    zh: `期内销号、有时限且不免责的满${least}件方参与排名，按按时率95%置信区间的中点排序；区间下限不低于${percent(red)}的授红旗，上限不高于${percent(blue)}的授蓝旗。`,
    en: `Ranked are units with at least ${least} cases closed in the period that had a deadline and are not exempt, by the middle of the 95 % interval of their on-time rate; a red flag where its lower end is at least ${percent(red)}, a blue one where its upper end is at most ${percent(blue)}.`,
  };
}

/** The number after one: 清创办〔2026〕12号 → 清创办〔2026〕13号; of another year the first. Nothing after nothing. */
export function nextNumber(last: string, year: string): string {
  const of = /[〔[(（](\d{4})[〕\])）]/u.exec(last)?.[1];
  const first = of !== undefined && of !== year;
  const dated = first ? last.replace(of, year) : last;
  return dated.replace(/(\d+)(?=\D*$)/u, (digits) =>
    digits === year && of !== undefined ? digits : first ? "1" : String(Number(digits) + 1),
  );
}
