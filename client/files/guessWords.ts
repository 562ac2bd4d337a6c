/** Words of offices for what we have codes for. */
import { type Named, plainWord, siteTypeWords, sourceWords, WordList } from "../../server/contract/importing/words.ts";
import type { ProblemSource, SiteType } from "../../server/contract/vocabulary.ts";

/** A category as the district has it. */
export interface CategoryWord {
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
}
export type WordKind = "siteType" | "category" | "source";

/** What else a type is called. Those of two signs and more are known within longer words too: 生鲜菜市场. */
const typeVariants: Readonly<Partial<Record<SiteType, string>>> = {
  market: "集贸市场 菜市场 菜场 农贸 农产品市场 标准化菜市场 市场",
  river: "河道 河流 水体 沟渠 河湖 河",
  back_alley: "背街 小巷 街巷 巷道 里弄 胡同 背街里巷",
  arterial_road: "主干路 主次干道 主次干路 城市主干道 干道 主街主路",
  secondary_road: "次干路 支路 次街",
  commercial_street: "商业街 步行街 商圈 商业街区 特色街区",
  compound: "小区 楼院 住宅小区 老旧小区 居民楼院 无物业小区 小区楼院 居住小区 居民区 住宅区",
  urban_village: "城中村居",
  urban_fringe: "城郊结合部 城乡接合部",
  park: "游园 绿地 口袋公园 公园绿地 公园游园",
  square: "公园广场 文化广场 市民广场",
  scenic_area: "景点 旅游景区 旅游景点 风景区",
  construction_site: "工地 施工工地 在建工地 施工现场",
  intersection: "交通路口 路口 交叉口 交叉路口 红绿灯路口 十字路口",
  bus_stop: "公交站台 公交车站 公交站点 公交站亭 公交候车亭",
  station: "火车站 客运站 汽车站 高铁站 长途汽车站 车站 交通场站",
  community: "社区居委会 居委会 社区服务中心 社区党群服务中心",
  subdistrict_office: "街道办 街道 镇街 街道便民服务中心",
  township: "乡镇 行政村 村 村居 村委会 村镇 乡镇政府",
  cultural_station: "文化站 综合文化服务中心 基层综合性文化服务中心",
  civilisation_station: "文明实践站 文明实践所 实践站 新时代文明实践所 文明实践中心 新时代文明实践中心 新时代文明实践所站",
  mall: "商场 超市 商超 大型超市 大型商场 购物中心 商业综合体",
  restaurant: "餐馆 饭店 餐饮 小餐饮 餐厅 餐饮单位 餐饮企业 餐饮门店 小吃店",
  hotel: "宾馆 酒店 旅馆 宾馆酒店 星级酒店",
  hospital: "卫生院 社区卫生服务中心 诊所 医疗机构 卫生服务中心",
  school: "中小学 小学 中学 幼儿园 中小学校 高校 大学",
  school_surroundings: "学校周边 校园及周边",
  internet_cafe: "网咖 互联网上网服务营业场所",
  cinema: "电影院 影剧院",
  museum: "图书馆 博物馆 文化馆 美术馆 科技馆 纪念馆 公共文化设施",
  public_toilet: "公厕 卫生间 公共卫生间",
  service_hall: "政务服务中心 政务服务大厅 便民服务中心 办事大厅 行政审批局 窗口单位",
  bank: "银行 营业厅 电信营业厅 银行网点 通信营业厅 金融网点",
  car_park: "停车场 公共停车场 停车点",
  transfer_station: "垃圾中转站 转运站 垃圾站 中转站",
};
const sourceVariants: Readonly<Partial<Record<ProblemSource, string>>> = {
  patrol: "巡查 日常巡查 网格巡查 网格员上报 日常检查",
  tour: "督查 专项督查 督导检查 督导 日督导 暗访督查",
  flying: "飞行检查 暗访 暗查",
  mock: "模拟测评 模拟检查 第三方测评 第三方",
  look_back: "回头看 复查",
  dragnet: "拉网排查 拉网式排查 全面排查 排查",
  "12345": "12345 热线 市民热线 政务热线 12345工单",
  public: "群众举报 群众反映 市民上报 随手拍 群众投诉",
  import: "导入",
};

const variantsOf = (variants: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(variants).flatMap(([code, words]) => words.split(" ").map((word) => [plainWord(word), code] as const)));
const bare = (text: string): string => plainWord(text).replace(/[()[\]【】、/\\·,;.\-_]/g, "");

interface Known {
  readonly list: WordList;
  /** Words that are found within longer ones, and what each stands for; null = two things. */
  readonly within: readonly (readonly [word: string, code: string | null])[];
}

function knownOf(entries: readonly Named[], variants: ReadonlyMap<string, string>): Known {
  const words = new Map<string, string | null>();
  const put = (word: string, code: string) => word !== "" && words.set(word, words.has(word) && words.get(word) !== code ? null : code);
  for (const { code, zh, en } of entries) for (const word of [zh, en, ...zh.split(/[/、(（]/)]) put(bare(word), code);
  for (const [word, code] of variants) if (!words.has(bare(word))) put(bare(word), code);
  return { list: new WordList(entries), within: [...words].toSorted(([a], [b]) => b.length - a.length) };
}

function codeOf(value: string, { list, within }: Known): string | null {
  const found = list.find(value);
  if (found === "several") return null;
  if (found) return found.code;
  const word = bare(value);
  if (word === "") return null;
  const whole = within.find(([one]) => one === word);
  if (whole) return whole[1];
  // The longest of ours in it, 学校周边 before 学校; the last of those, since what a thing is stands behind: 公园北门停车场.
  const held = within.filter(([one]) => one.length >= 2 && word.includes(one));
  const longest = held.filter(([one]) => one.length === held[0]?.[0].length);
  return longest.toSorted(([a], [b]) => word.lastIndexOf(b) - word.lastIndexOf(a))[0]?.[1] ?? null;
}

const types = knownOf(siteTypeWords, variantsOf(typeVariants));
const sources = knownOf(sourceWords, variantsOf(sourceVariants));
const categoriesOf = (categories: readonly CategoryWord[]): Known =>
  knownOf(
    categories.map(({ code, name_zh, name_en }) => ({ code, zh: name_zh, en: name_en })),
    new Map(),
  );

/**
 * Codes for the words of a column, where they are known; what is not is left for a person.
 * @param categories the district's, for kind "category"
 */
export function guessWords(values: readonly string[], kind: WordKind, categories: readonly CategoryWord[] = []): Record<string, string> {
  const known = kind === "siteType" ? types : kind === "source" ? sources : categoriesOf(categories);
  const found: Record<string, string> = {};
  for (const value of new Set(values)) {
    const code = value === "" ? null : codeOf(value, known);
    if (code !== null) found[value] = code;
  }
  return found;
}
