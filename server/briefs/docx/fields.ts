/** The facts of a page as the fields of a template: what stands for {标题}, and what {#镇街} goes through. Pure. */
import type { templateFields, templateLoops } from "../../contract/brief.ts";
import type { BriefPage } from "../../contract/types.ts";
import { image, type Size_px } from "./image.ts";
import { annexes, annexNames, asOf, categoriesText, change, legend, period, quietAreas, typesText } from "./phrases.ts";
import type { BriefPictures } from "./pictures.ts";
import { area, category, type Field, flagged, mainCategories, pairs, place, problem, type Said, slips, type Turns, unit } from "./turns.ts";
import { clean, paragraphs, titleLines, typeName, zhDay } from "./words.ts";

/** All that the contract lists: one that is forgotten does not compile. */
type Fields<Names extends string> = { readonly [F in Names]: Field };

/** The text area is 156 mm wide: so many px of 1/96 inch. */
const mapSize: Size_px = { width: 588, height: 700 };

const names = (turns: Turns<"红旗">): string => turns.map((turn) => turn.单位).join("、");

/** What the officer added, and the title. */
function said({ title, overview, words }: BriefPage) {
  const demands = paragraphs(words.demands);
  return {
    标题: clean(title),
    标题行: titleLines(clean(title)),
    文号: clean(words.number),
    主送: clean(words.to).replace(/[:：]$/u, ""),
    导语: clean(words.opening),
    导语段: paragraphs(words.opening),
    概述: clean(overview),
    概述段: paragraphs(overview),
    工作要求: clean(words.demands),
    工作要求段: demands,
    工作要求前段: demands.slice(0, -1),
    工作要求末段: demands.at(-1)?.段 ?? "",
    落款: clean(words.issuer),
    抄送: clean(words.copies).replace(/。$/u, ""),
  };
}

/** Figures, days, and sentences made of them. */
function counted({ facts }: BriefPage) {
  return {
    区县: clean(facts.district.zh),
    期间: period(facts),
    截至: asOf(facts),
    范围: clean(facts.scope?.sentence.zh ?? facts.area ?? ""),
    点位分布: typesText(facts),
    分类统计: categoriesText(facts),
    日期: zhDay(facts.running ? facts.asOf.slice(0, 10) : facts.to),
    发现: facts.found.value,
    已销号: facts.foundClosed.value,
    未销号: facts.foundOpen.value,
    超期: facts.overdue.value,
    上期发现: facts.before.found.value,
    上期销号: facts.before.closed.value,
    环比: change(facts),
    无问题镇街: quietAreas(facts),
    评旗规则: clean(facts.flagRule.zh).replace(/。$/u, ""),
    有问题: facts.found.value > 0,
    无问题: facts.found.value === 0,
    逐件: facts.found.value > 0 && !facts.cut,
    未全列: facts.cut,
  };
}

function listed({ facts, words }: BriefPage, from: Said) {
  const { areas, units, siteTypes, categories } = facts;
  const problems = areas.flatMap(({ places }) => places.flatMap((one) => one.problems));
  return {
    点位类型: siteTypes.map((one, at) => ({ 序号: at + 1, 类型: typeName(one.siteType), 点位数: one.sites, 发现数: one.found.value })),
    分类: categories.map(category),
    主要分类: mainCategories(facts),
    镇街: areas.map(area(from)),
    有问题镇街: areas.filter(({ found }) => found.value > 0).map(area(from)),
    点位: areas.flatMap(({ places }) => places).map(place(from)),
    问题: problems.map((one, at) => problem(from, one, at)),
    责任单位: units.map(unit),
    本期单位: units.filter(({ found, closed }) => found.value + closed.value > 0).map(unit),
    交办: slips(from, clean(words.number)),
  };
}

/** What is appended. */
function appended({ facts }: BriefPage, from: Said) {
  const photos = pairs(from);
  const { all, title } = annexes([
    [annexNames.list, facts.kind === "weekly" && !facts.cut && facts.found.value > 0],
    [annexNames.map, from.pictures.map !== null],
    [annexNames.photos, photos.length > 0],
  ]);
  return {
    附件: all,
    清单附件: title(annexNames.list),
    地图附件: title(annexNames.map),
    照片附件: title(annexNames.photos),
    地图: image(from.pictures.map, mapSize, "问题点位分布图") ?? "",
    图例: legend(facts, from.pictures),
    对比照片: photos,
  };
}

/** @returns every field that a template may use */
export function fieldsOf(page: BriefPage, pictures: BriefPictures): Fields<keyof typeof templateFields | keyof typeof templateLoops> {
  const { facts } = page;
  const from: Said = { facts, pictures, categories: new Map(facts.categories.map(({ category: code, name }) => [code, name.zh])) };
  const [red, blue] = [flagged(facts, "red"), flagged(facts, "blue")];
  const flags = { 红旗: red, 蓝旗: blue, 红旗单位: names(red), 蓝旗单位: names(blue) };
  return { ...said(page), ...counted(page), ...listed(page, from), ...appended(page, from), ...flags };
}
