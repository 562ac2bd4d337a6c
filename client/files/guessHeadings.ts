/** What offices call the columns of their sheets, and how well a heading fits what we ask for. */
import type { ImportFieldName, ImportTarget } from "../../server/contract/importing/importing.ts";
import { plainWord } from "../../server/contract/importing/words.ts";

type Headings = Readonly<Partial<Record<ImportFieldName, readonly string[]>>>;
const list = (words: string): readonly string[] => words.split(" ").map(plainWord);

/** The likeliest first. 街道, 镇街, 所属社区 … are none of these: where a row lies says which zone it is in. */
export const headings: Readonly<Record<ImportTarget, Headings>> = {
  sites: {
    name: list(
      "点位名称 名称 点位 测评点位名称 测评点位 实地点位 测评对象 对象名称 单位名称 场所名称 市场名称 小区名称 道路名称 路段名称 学校名称 河段名称 地点名称 地点 name sitename title site",
    ),
    siteType: list(
      "点位类型 点位类别 点位分类 点位性质 场所类型 场所类别 对象类型 测评类型 类型 类别 分类 种类 sitetype type category kind",
    ),
    externalId: list("点位编号 点位编码 点位代码 点位id 唯一编号 统一编号 编号 编码 代码 id code number no externalid 序号"),
    address: list("详细地址 点位地址 具体地址 地址 具体位置 详细位置 所在位置 地理位置 位置 四至范围 地点 address location"),
    unit: list("责任单位 牵头单位 主管单位 责任部门 主管部门 牵头部门 管理单位 主办单位 包保单位 归属单位 unit responsibleunit department"),
    person: list("责任人 点位责任人 点位长 点长 路长 巷长 负责人 包保责任人 联系人 管理员 姓名 person responsibleperson contact manager"),
    key: list("重点点位 是否重点点位 是否重点 是否必检 必检点位 重点 keysite iskey key"),
  },
  problems: {
    externalId: list(
      "案件号 案件编号 案卷号 案卷编号 工单号 工单编号 问题编号 任务号 任务编号 流水号 受理编号 事件编号 编号 编码 caseid caseno casenumber id code number externalid 序号",
    ),
    category: list(
      "问题类别 问题类型 问题小类 案件类别 案件类型 小类名称 小类 类别 类型 问题分类 分类 事件类型 问题大类 大类名称 大类 category type",
    ),
    foundAt: list(
      "发现时间 发现日期 上报时间 上报日期 检查时间 检查日期 巡查时间 巡查日期 采集时间 受理时间 登记时间 立案时间 创建时间 督查时间 日期 时间 foundat found reportedat reported date time created createdat",
    ),
    title: list("问题标题 案件标题 问题名称 标题 主题 title subject"),
    description: list(
      "问题描述 存在问题 存在的问题 问题内容 具体问题 问题详情 问题情况 发现问题 案件描述 情况描述 情况说明 描述 内容 问题 description problem details issue",
    ),
    place: list("问题地点 发生地点 案发地址 案发地点 具体地点 详细地址 具体位置 地点 地址 位置描述 位置 address place location"),
    site: list("点位名称 所属点位 检查点位 被检查点位 测评点位 点位 场所名称 被检单位 sitename site"),
    source: list("问题来源 案件来源 上报来源 来源 上报渠道 渠道 检查方式 source channel"),
    unit: list(
      "责任单位 整改单位 整改责任单位 承办单位 处置单位 办理单位 牵头单位 主办单位 责任部门 处置部门 承办部门 派遣单位 主管部门 unit responsibleunit department",
    ),
    person: list("整改责任人 责任人 处置人 处置人员 承办人 负责人 联系人 person responsibleperson handler"),
    deadlineAt: list(
      "整改期限 整改时限 截止时间 截止日期 办结时限 办结期限 完成时限 要求完成时间 限期 限办时间 处置截止时间 deadline duedate due",
    ),
    closedAt: list(
      "销号时间 销号日期 结案时间 结案日期 办结时间 办结日期 整改完成时间 整改完成日期 完成时间 完成日期 整改时间 closedat closed resolved",
    ),
  },
};

export const xHeadings = list("经度 东经 经度坐标 lng lon long longitude x坐标 坐标x x 横坐标 东坐标 pointx coordx gps经度 经 easting e");
export const yHeadings = list("纬度 北纬 纬度坐标 lat latitude y坐标 坐标y y 纵坐标 北坐标 pointy coordy gps纬度 纬 northing n");
export const bothHeadings = list(
  "坐标 经纬度 经纬度坐标 位置坐标 地理坐标 空间坐标 gps坐标 gps 定位 坐标位置 点位坐标 高德坐标 百度坐标 coordinates latlng lnglat lonlat position wkt geom geometry thegeom location",
);

const bare = (text: string): string => plainWord(text).replace(/[_\-:.*'"/\\、：。]/g, "");
const brackets = /[([{【「<](.*?)[)\]}】」>]/g;
/** A heading without its brackets: 经度（必填）; and what stands in them: X（经度）. */
function readings(heading: string): { readonly word: string; readonly aside: readonly string[] } {
  const text = heading.normalize("NFKC");
  return { word: bare(text.replace(brackets, "")), aside: [...text.matchAll(brackets)].map((found) => bare(found[1] ?? "")) };
}

const han = /^[\u4e00-\u9fff]{2,}$/;
/** How well a heading says one of these words: 100 = it is the first of them; 0 = not at all. */
export function fitting(heading: string, words: readonly string[]): number {
  const { word, aside } = readings(heading);
  const exact = words.indexOf(word);
  if (exact >= 0) return 100 - exact;
  const within = words.findIndex((one) => aside.includes(one));
  if (within >= 0) return 70 - within;
  // 现场检查时间, 责任单位名称: a word of ours at the end, or the start, of a longer one.
  const ends = words.findIndex((one) => han.test(one) && word.endsWith(one));
  if (ends >= 0) return 50 - ends;
  const starts = words.findIndex((one) => han.test(one) && word.startsWith(one));
  return starts >= 0 ? 35 - starts / 2 : 0;
}
