/** What the loops of a template go through: sub-districts, places, problems, units, slips, pairs of photos. Pure. */
import type { templateLoops } from "../../contract/brief.ts";
import type { BriefArea, BriefFacts, BriefPlace, BriefProblem, BriefUnit } from "../../contract/types.ts";
import { problemStates, problemStatuses } from "../../contract/vocabulary.ts";
import { type Image, image, type Size_px } from "./image.ts";
import type { BriefPictures } from "./pictures.ts";
import { clean, percent, typeName, zhMoment, zhNumber } from "./words.ts";

export type Field = string | number | boolean | Image | readonly Turn[];
export interface Turn {
  readonly [field: string]: Field;
}
/** Fields of one turn of a loop, by the list of the contract: one that is forgotten does not compile. */
export type Turns<Loop extends keyof typeof templateLoops> = readonly {
  readonly [F in (typeof templateLoops)[Loop][number] as F extends `#${infer Inner}` ? Inner : F]: Field;
}[];

/** Of 1/96 inch: beside another on 156 mm; in a cell of the hand-over slip. */
const pairSize: Size_px = { width: 282, height: 148 };
const slipSize: Size_px = { width: 110, height: 84 };

const none = "—";
const bare = (text: string): string => clean(text).replace(/[。；;，,、.\s]+$/u, "");

/** What turns are made of. */
export interface Said {
  readonly facts: BriefFacts;
  readonly pictures: BriefPictures;
  readonly categories: ReadonlyMap<string, string>;
}

const moment = ({ facts }: Said, at: string | null): string => (at === null ? none : zhMoment(at, facts.timeZone));

/** What became of it, in a phrase. */
function fate(said: Said, { state, status, deadlineAt, closedAt }: BriefProblem): string {
  if (state === "rejected") return problemStates.rejected.zh;
  if (state === "closed") return closedAt === null ? "已销号" : `已于${moment(said, closedAt)}销号`;
  if (deadlineAt === null) return problemStates[state].zh;
  if (status === "overdue") return `已超期，应于${moment(said, deadlineAt)}前整改`;
  return `${problemStates[state].zh}，限${moment(said, deadlineAt)}前整改`;
}

export function problem(said: Said, one: BriefProblem, at: number): Turns<"问题">[number] {
  const unit = one.unit === null ? "未派单" : clean(one.unit);
  const category = clean(said.categories.get(one.category) ?? said.categories.get(one.category.slice(0, 2)) ?? "");
  const fated = fate(said, one);
  const lead = one.unit === null ? (one.state === "rejected" ? [] : [unit]) : [`责任单位：${unit}`];
  return {
    序号: at + 1,
    编号: clean(one.code),
    问题: bare(one.text),
    小类: category,
    位置: clean(one.place),
    状态: problemStatuses[one.status].zh,
    情况: fated,
    说明: [...lead, fated].join("；"),
    责任单位: unit,
    责任人: one.person === null ? none : clean(one.person),
    发现时间: moment(said, one.foundAt),
    整改期限: moment(said, one.deadlineAt),
    销号时间: moment(said, one.closedAt),
    照片: image(said.pictures.ofProblems?.get(one.id), slipSize, "整改前") ?? none,
  };
}

export const place =
  (said: Said) =>
  ({ name, siteType, problems }: BriefPlace, at: number): Turns<"点位">[number] => ({
    序号: at + 1,
    点位名: clean(name) || "位置未注明",
    点位类型: siteType === null ? "" : typeName(siteType),
    问题数: problems.length,
    问题: problems.map((one, i) => problem(said, one, i)),
  });

function areaCounts({ found, closed, open, rejected }: BriefArea): string {
  const dropped = rejected.value === 0 ? "" : `，不予立案${rejected.value}件`;
  return `发现${found.value}件，已销号${closed.value}件，未销号${open.value}件${dropped}`;
}
export const area =
  (said: Said) =>
  (one: BriefArea, at: number): Turns<"镇街">[number] => ({
    序号: at + 1,
    中文序号: zhNumber(at + 1),
    镇街名: clean(one.name),
    发现数: one.found.value,
    销号数: one.closed.value,
    未销号数: one.open.value,
    不予立案数: one.rejected.value,
    统计: areaCounts(one),
    点位: one.places.map(place(said)),
  });

const flagNames = { red: "红旗", blue: "蓝旗" } as const;
export const unit = (one: BriefUnit, at: number): Turns<"责任单位">[number] => ({
  序号: at + 1,
  名次: one.rank ?? none,
  单位: clean(one.name),
  发现数: one.found.value,
  销号数: one.closed.value,
  未销号数: one.open.value,
  超期数: one.overdue.value,
  按期率: percent(one.rate),
  返工数: one.reworked.value,
  反弹数: one.repeated.value,
  旗: one.flag === null ? "" : flagNames[one.flag],
});

export const flagged = ({ units }: BriefFacts, flag: "red" | "blue"): Turns<"红旗"> =>
  units.filter((one) => one.flag === flag).map((one, at) => ({ 序号: at + 1, 单位: clean(one.name) }));

export function pairs({ facts, pictures }: Said): Turns<"对比照片"> {
  const shown = facts.photos.filter(({ before, after }) => pictures.photos.has(before) || pictures.photos.has(after));
  return shown.map((one, at) => ({
    序号: at + 1,
    编号: clean(one.code),
    问题: bare(one.text),
    位置: clean(one.place),
    整改前: image(pictures.photos.get(one.before), pairSize, "整改前") ?? "（照片已撤回或缺失）",
    整改后: image(pictures.photos.get(one.after), pairSize, "整改后") ?? "（照片已撤回或缺失）",
  }));
}

/** One slip a unit, in the order in which the document names them. */
export function slips(said: Said, number: string): Turns<"交办"> {
  const byUnit = new Map<string, BriefProblem[]>();
  for (const one of said.facts.areas.flatMap(({ places }) => places.flatMap(({ problems }) => problems))) {
    const held = byUnit.get(one.unit ?? "");
    if (held) held.push(one);
    else byUnit.set(one.unit ?? "", [one]);
  }
  return [...byUnit].map(([name, problems], at) => ({
    序号: at + 1,
    单号: number === "" ? `第${at + 1}号` : `${number}—${at + 1}`,
    单位: name === "" ? "（尚未派单）" : clean(name),
    件数: problems.length,
    期限: soonest(said, problems),
    问题: problems.map((one, i) => problem(said, one, i)),
  }));
}
function soonest(said: Said, problems: readonly BriefProblem[]): string {
  const limits = problems.flatMap(({ deadlineAt }) => (deadlineAt === null ? [] : [deadlineAt]));
  const first = limits.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return first === undefined ? none : `${moment(said, first)}${limits.length > 1 ? "起，以各件所列为准" : ""}`;
}

type Category = BriefFacts["categories"][number];
export const category = ({ name, found }: Category, at: number): Turns<"分类">[number] => ({
  序号: at + 1,
  分类名: clean(name.zh),
  发现数: found.value,
});
const mostCategories = 12;
/** The first of them, and all the others as one: their sum is what was found. */
export function mainCategories({ categories }: BriefFacts): Turns<"分类"> {
  if (categories.length <= mostCategories) return categories.map(category);
  const rest = categories.slice(mostCategories);
  const sum = rest.reduce((total, { found }) => total + found.value, 0);
  return [...categories.slice(0, mostCategories).map(category), { 序号: mostCategories + 1, 分类名: `其他${rest.length}类`, 发现数: sum }];
}
