/** Official documents: which kinds there are, what period each is of, and the names of the fields that a template may use. */
import type { Word } from "./vocabulary.ts";

export const briefKinds = {
  daily: { zh: "日报", en: "Daily brief" },
  weekly: { zh: "周通报", en: "Weekly circular" },
  notice: { zh: "督查通报", en: "Supervision notice" },
  handover: { zh: "交办单", en: "Hand-over slip" },
} as const satisfies Record<string, Word>;
export type BriefKind = keyof typeof briefKinds;

/** A notice is of so many days at most. */
export const mostBriefDays = 92;
/** A hand-over slip names so many problems at most. */
export const mostHandedOver = 200;
/** Photos of before and after that a document shows at most. */
export const mostBriefPairs = 6;
/** Problems that a document lists one by one; beyond it the table of places stands alone, and says so. */
export const mostListed = 500;
/** A template is no larger. */
export const mostTemplate_bytes = 4 * 1024 * 1024;

/** What an officer adds before a document is issued; all may be empty. */
export const briefWordFields = {
  number: { zh: "文号", en: "Document number" },
  issuer: { zh: "落款单位", en: "Issuing office" },
  to: { zh: "主送", en: "Addressed to" },
  opening: { zh: "导语", en: "Opening" },
  demands: { zh: "工作要求", en: "Demands" },
  copies: { zh: "抄送", en: "Copies to" },
} as const satisfies Record<string, Word>;
export type BriefWordField = keyof typeof briefWordFields;
export type BriefWords = Readonly<Record<BriefWordField, string>>;

/**
 * The fields of a template, by the names an office writes in Word between braces: {标题}. {地图} is a picture. A field that may be empty can stand
 * around others as a condition: {#抄送}…{/抄送}.
 */
export const templateFields = {
  标题: "title",
  标题行: "titleLines",
  文号: "number",
  区县: "district",
  主送: "to",
  导语: "opening",
  期间: "period",
  截至: "asOf",
  范围: "scope",
  概述: "overview",
  点位分布: "siteTypesText",
  分类统计: "categoriesText",
  工作要求: "demands",
  工作要求末段: "lastDemand",
  落款: "issuer",
  日期: "date",
  抄送: "copies",
  地图: "map",
  图例: "legend",
  发现: "found",
  已销号: "closed",
  未销号: "open",
  超期: "overdue",
  上期发现: "foundBefore",
  上期销号: "closedBefore",
  环比: "change",
  红旗单位: "redFlagsText",
  蓝旗单位: "blueFlagsText",
  评旗规则: "flagRule",
  无问题镇街: "quietAreas",
  有问题: "some",
  无问题: "none",
  逐件: "listed",
  未全列: "cut",
  清单附件: "listAnnex",
  地图附件: "mapAnnex",
  照片附件: "photosAnnex",
} as const;

/** Loops of a template, {#镇街}…{/镇街}, and the fields of one turn. Inside a loop the fields around it can be used too; # marks a loop in it. */
export const templateLoops = {
  导语段: ["段"],
  概述段: ["段"],
  工作要求段: ["段"],
  工作要求前段: ["段"],
  附件: ["序号", "附件名", "行"],
  点位类型: ["序号", "类型", "点位数", "发现数"],
  分类: ["序号", "分类名", "发现数"],
  主要分类: ["序号", "分类名", "发现数"],
  镇街: ["序号", "中文序号", "镇街名", "发现数", "销号数", "未销号数", "不予立案数", "统计", "#点位"],
  有问题镇街: ["序号", "中文序号", "镇街名", "发现数", "销号数", "未销号数", "不予立案数", "统计", "#点位"],
  点位: ["序号", "点位名", "点位类型", "问题数", "#问题"],
  问题: ["序号", "编号", "问题", "小类", "位置", "状态", "情况", "说明", "责任单位", "责任人", "发现时间", "整改期限", "销号时间", "照片"],
  责任单位: ["序号", "名次", "单位", "发现数", "销号数", "未销号数", "超期数", "按期率", "返工数", "反弹数", "旗"],
  本期单位: ["序号", "名次", "单位", "发现数", "销号数", "未销号数", "超期数", "按期率", "返工数", "反弹数", "旗"],
  红旗: ["序号", "单位"],
  蓝旗: ["序号", "单位"],
  对比照片: ["序号", "编号", "问题", "位置", "整改前", "整改后"],
  交办: ["序号", "单号", "单位", "件数", "期限", "#问题"],
} as const;
