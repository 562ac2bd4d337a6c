/**
 * The trade's words, once: every closed list that code, database and screen share.
 * Imports nothing. The client reads this file too.
 */

/** A word in both languages of the product. */
export interface Word {
  readonly zh: string;
  readonly en: string;
}

/** States a problem can be in; each is the result of the last act in its event log. */
export const problemStates = {
  reported: { zh: "待受理", en: "reported" },
  verifying: { zh: "核实中", en: "verifying" },
  filed: { zh: "已立案", en: "filed" },
  rejected: { zh: "不予立案", en: "rejected" },
  dispatched: { zh: "已派单", en: "dispatched" },
  handling: { zh: "整改中", en: "handling" },
  returned: { zh: "已回退", en: "returned" },
  suspended: { zh: "挂账", en: "suspended" },
  handed_back: { zh: "已反馈", en: "handed back" },
  rechecking: { zh: "核查中", en: "rechecking" },
  rework: { zh: "返工", en: "rework" },
  closed: { zh: "已销号", en: "closed" },
} as const satisfies Record<string, Word>;
export type ProblemState = keyof typeof problemStates;

/** Open = every state but these two. */
export const endStates = ["rejected", "closed"] as const satisfies readonly ProblemState[];

/** What a problem looks like on a map: six looks, each a colour, a shape and a word, plus the rejected ones. */
export const problemStatuses = {
  overdue: { zh: "超期", en: "overdue", shape: "▲" },
  nearly_due: { zh: "临期", en: "nearly due", shape: "◆" },
  handling: { zh: "整改中", en: "handling", shape: "●" },
  recheck: { zh: "待复核", en: "to recheck", shape: "◎" },
  undispatched: { zh: "未派单", en: "undispatched", shape: "○" },
  closed: { zh: "已销号", en: "closed", shape: "✓" },
  rejected: { zh: "不予立案", en: "rejected", shape: "×" },
} as const satisfies Record<string, Word & { shape: string }>;
export type ProblemStatus = keyof typeof problemStatuses;
/** Statuses in the order of urgency: legends, donuts and ranks all follow it. */
export const statusOrder = Object.keys(problemStatuses) as readonly ProblemStatus[];

/** Words of `status=` that stand for several states or for a computed flag. */
export const statusGroups = {
  open: { zh: "未销号", en: "open" },
  overdue: { zh: "超期", en: "overdue" },
  nearly_due: { zh: "临期", en: "nearly due" },
} as const satisfies Record<string, Word>;
export type StatusGroup = keyof typeof statusGroups;

/** The look each state has when it is neither overdue nor nearly due. */
export const statusOfState: Readonly<Record<ProblemState, ProblemStatus>> = {
  reported: "undispatched",
  verifying: "undispatched",
  filed: "undispatched",
  rejected: "rejected",
  dispatched: "handling",
  handling: "handling",
  returned: "undispatched",
  suspended: "handling",
  handed_back: "recheck",
  rechecking: "recheck",
  rework: "handling",
  closed: "closed",
};

/** States in which the deadline's clock runs: only these can be overdue or nearly due. */
export const clockStates = ["dispatched", "handling", "rework"] as const satisfies readonly ProblemState[];

/** Acts in a problem's event log and the state each leads to; null keeps the state (undo: goes back to the one before). */
export const problemActs = {
  report: { zh: "上报", en: "report", to: "reported" },
  verify: { zh: "核实", en: "verify", to: "verifying" },
  file: { zh: "立案", en: "file", to: "filed" },
  reject: { zh: "不予立案", en: "reject", to: "rejected" },
  dispatch: { zh: "派单", en: "dispatch", to: "dispatched" },
  accept: { zh: "接单处置", en: "accept", to: "handling" },
  return: { zh: "回退", en: "return", to: "returned" },
  suspend: { zh: "挂账", en: "suspend", to: "suspended" },
  resume: { zh: "恢复处置", en: "resume", to: "handling" },
  extend: { zh: "延期", en: "extend", to: null },
  hand_back: { zh: "反馈", en: "hand back", to: "handed_back" },
  recheck: { zh: "核查", en: "recheck", to: "rechecking" },
  rework: { zh: "返工", en: "rework", to: "rework" },
  close: { zh: "销号", en: "close", to: "closed" },
  fix_on_spot: { zh: "边查边改", en: "fixed on the spot", to: "closed" },
  supervise: { zh: "督办", en: "supervise", to: null },
  press: { zh: "催办", en: "press", to: null },
  appeal: { zh: "申诉", en: "appeal", to: null },
  uphold: { zh: "申诉成立", en: "uphold the appeal", to: null },
  dismiss: { zh: "申诉不成立", en: "dismiss the appeal", to: null },
  me_too: { zh: "我也发现", en: "me too", to: null },
  undo: { zh: "撤回", en: "undo", to: null },
  redate: { zh: "重算期限", en: "deadline computed anew", to: null },
  import: { zh: "导入", en: "import", to: null },
} as const satisfies Record<string, Word & { to: ProblemState | null }>;
export type ProblemAct = keyof typeof problemActs;

/** Acts a person can do, each with a route of its own: POST /api/problems/{id}/<path>. `report` is POST /api/problems. */
export const actPaths = {
  verify: "verify",
  file: "file",
  reject: "reject",
  dispatch: "dispatch",
  accept: "accept",
  return: "return",
  suspend: "suspend",
  resume: "resume",
  extend: "extend",
  hand_back: "handBack",
  recheck: "recheck",
  rework: "rework",
  close: "close",
  fix_on_spot: "fixOnSpot",
  supervise: "supervise",
  press: "press",
  appeal: "appeal",
  uphold: "uphold",
  dismiss: "dismiss",
  me_too: "meToo",
  undo: "undo",
} as const satisfies Partial<Record<ProblemAct, string>>;
export type PersonAct = keyof typeof actPaths;
/** Acts that can be done to many problems at once, at most `mostBulk` of them. */
export const bulkActs = ["dispatch", "press", "extend", "return"] as const satisfies readonly PersonAct[];
export type BulkAct = (typeof bulkActs)[number];
export const mostBulk = 500;

/** Where an appeal stands: it keeps the fact, and exempts the statistic when upheld. */
export const appealStates = {
  none: { zh: "未申诉", en: "none" },
  pending: { zh: "申诉待审", en: "appeal pending" },
  upheld: { zh: "申诉成立，不计入考核", en: "appeal upheld: not counted" },
  dismissed: { zh: "申诉不成立", en: "appeal dismissed" },
} as const satisfies Record<string, Word>;
export type AppealState = keyof typeof appealStates;

/** Duties a person can hold; `wall` and `intake` are a device's, never a person's. */
export const roles = {
  leader: { zh: "领导", en: "leader" },
  planner: { zh: "规划员", en: "planner" },
  dispatcher: { zh: "调度员", en: "dispatcher" },
  handler: { zh: "处置员", en: "unit handler" },
  inspector: { zh: "巡查员（网格员）", en: "inspector (grid worker)" },
  auditor: { zh: "审计员", en: "auditor" },
  administrator: { zh: "系统管理员", en: "administrator" },
  security: { zh: "安全管理员", en: "security officer" },
  evidence: { zh: "取证员", en: "keeper of evidence" },
  wall: { zh: "大屏设备", en: "wall device" },
  intake: { zh: "外部系统", en: "outside system" },
} as const satisfies Record<string, Word>;
export type Role = keyof typeof roles;
/** Roles of people. */
export const personRoles = (Object.keys(roles) as Role[]).filter(
  (role): role is Exclude<Role, "wall" | "intake"> => role !== "wall" && role !== "intake",
);

/** Who leads where area (块) and trade (条) meet. */
export const leads = {
  area: { zh: "块（属地）牵头", en: "the area leads" },
  trade: { zh: "条（行业）牵头", en: "the trade leads" },
} as const satisfies Record<string, Word>;
export type Lead = keyof typeof leads;

/** Where a problem came from. */
export const problemSources = {
  patrol: { zh: "日常巡查", en: "patrol" },
  tour: { zh: "督查", en: "tour" },
  flying: { zh: "飞检", en: "flying inspection" },
  mock: { zh: "模拟测评", en: "mock assessment" },
  look_back: { zh: "回头看", en: "look-back" },
  dragnet: { zh: "拉网式排查", en: "dragnet sweep" },
  "12345": { zh: "12345热线", en: "12345 hotline" },
  public: { zh: "群众上报", en: "public report" },
  import: { zh: "数据导入", en: "import" },
} as const satisfies Record<string, Word>;
export type ProblemSource = keyof typeof problemSources;

/** The six campaigns (六大攻坚行动) of the default set. */
export const campaigns = {
  infrastructure: { zh: "基础设施", en: "infrastructure" },
  sanitation: { zh: "环境卫生", en: "sanitation" },
  appearance: { zh: "市容秩序", en: "street order" },
  traffic: { zh: "交通秩序", en: "traffic order" },
  publicity: { zh: "氛围宣传", en: "publicity" },
  conduct: { zh: "市民素质", en: "civic conduct" },
} as const satisfies Record<string, Word>;
export type Campaign = keyof typeof campaigns;

/** Units of a time limit. */
export const limitUnits = {
  eh: { zh: "紧急工作时", en: "urgent hours" },
  h: { zh: "工作时", en: "work hours" },
  d: { zh: "工作日", en: "work days" },
  nd: { zh: "自然日", en: "natural days" },
} as const satisfies Record<string, Word>;
export type LimitUnit = keyof typeof limitUnits;

/** Kinds of site by what they are on a map; the layer a site is drawn in follows from it. */
export const siteKinds = ["point", "river", "alley", "market", "street", "compound", "area"] as const;
export type SiteKind = (typeof siteKinds)[number];

/** Site types (点位类型). A bundle's values are mapped to these codes. */
export const siteTypes = {
  market: { zh: "农贸市场", en: "farmers' market", kind: "market" },
  river: { zh: "河段", en: "river segment", kind: "river" },
  back_alley: { zh: "背街小巷", en: "back alley", kind: "alley" },
  arterial_road: { zh: "主干道", en: "arterial road", kind: "street" },
  secondary_road: { zh: "次干道", en: "secondary road", kind: "street" },
  commercial_street: { zh: "商业大街", en: "commercial street", kind: "street" },
  compound: { zh: "居民小区", en: "residential compound", kind: "compound" },
  urban_village: { zh: "城中村", en: "urban village", kind: "area" },
  urban_fringe: { zh: "城乡结合部", en: "urban fringe", kind: "area" },
  park: { zh: "公园", en: "park", kind: "area" },
  square: { zh: "广场", en: "square", kind: "area" },
  scenic_area: { zh: "景区", en: "scenic area", kind: "area" },
  construction_site: { zh: "建筑工地", en: "construction site", kind: "area" },
  intersection: { zh: "主要交通路口", en: "main intersection", kind: "point" },
  bus_stop: { zh: "公交站", en: "bus stop", kind: "point" },
  station: { zh: "火车站/客运站", en: "railway or coach station", kind: "point" },
  community: { zh: "社区", en: "community office", kind: "point" },
  subdistrict_office: { zh: "街道办事处", en: "sub-district office", kind: "point" },
  township: { zh: "乡镇/行政村", en: "township or village", kind: "point" },
  cultural_station: { zh: "综合文化站", en: "cultural station", kind: "point" },
  civilisation_station: { zh: "新时代文明实践站", en: "civilisation practice station", kind: "point" },
  mall: { zh: "商场超市", en: "mall or supermarket", kind: "point" },
  restaurant: { zh: "餐饮店", en: "restaurant", kind: "point" },
  hotel: { zh: "宾馆饭店", en: "hotel", kind: "point" },
  hospital: { zh: "医院", en: "hospital", kind: "point" },
  school: { zh: "学校", en: "school", kind: "point" },
  school_surroundings: { zh: "校园周边", en: "school surroundings", kind: "point" },
  internet_cafe: { zh: "网吧", en: "internet café", kind: "point" },
  cinema: { zh: "影院", en: "cinema", kind: "point" },
  museum: { zh: "图书馆/博物馆/文化馆", en: "library, museum or culture hall", kind: "point" },
  public_toilet: { zh: "公共厕所", en: "public toilet", kind: "point" },
  service_hall: { zh: "政务大厅", en: "government service hall", kind: "point" },
  bank: { zh: "银行电信营业厅", en: "bank or telecom hall", kind: "point" },
  car_park: { zh: "停车场", en: "car park", kind: "point" },
  transfer_station: { zh: "垃圾转运站", en: "waste transfer station", kind: "point" },
} as const satisfies Record<string, Word & { kind: SiteKind }>;
export type SiteType = keyof typeof siteTypes;

/** Zone levels: the district's outline is 0. */
export const zoneLevels = {
  0: { zh: "区", en: "district" },
  1: { zh: "街道", en: "sub-district" },
  2: { zh: "社区", en: "community" },
  3: { zh: "网格", en: "grid cell" },
} as const satisfies Record<number, Word>;
export type ZoneLevel = keyof typeof zoneLevels;

/** Classes of the base map's own features. */
export const baseClasses = [
  "water",
  "waterway",
  "park",
  "built",
  "motorway",
  "arterial",
  "secondary",
  "minor",
  "alley",
  "rail",
  "place",
] as const;
export type BaseClass = (typeof baseClasses)[number];
/** The class under which the base layer carries the district's own outline. */
export const outlineClass = "district";

/** Distances offered first when asking by place, in metres; the first is the preset. */
export const radii_m = [500, 100, 200, 300, 1000, 2000] as const;
/** Nearer than this nothing is asked: an area is asked for by being inside it. */
export const minRadius_m = 1;
export const maxRadius_m = 20_000;

/** Columns of the problems layer with a number for each problem, in the order they are sent. */
export const problemColumns = [
  "id",
  "lon",
  "lat",
  "state",
  "category",
  "source",
  "unit",
  "siteType",
  "zone3",
  "found",
  "due",
  "nearlyDue",
  "closed",
] as const;
