/** Which of our fields each kind of layer takes: what the manifest may map, and what every row must have. */
import type { Word } from "../contract/vocabulary.ts";

export const targets = ["boundary", "base", "units", "zones", "people", "duties", "sites", "problems", "events"] as const;
export type Target = (typeof targets)[number];

export interface FieldRule {
  /** A row without it is refused, and a manifest without it is wrong. */
  readonly required?: true;
  /** Its values never stand in a report. */
  readonly unshown?: true;
  readonly says: Word;
}

const must = (zh: string, en: string): FieldRule => ({ required: true, says: { zh, en } });
const may = (zh: string, en: string): FieldRule => ({ says: { zh, en } });
const externalId = must(
  "本图层内唯一的编号；没有编号列时用 @row（行号）或 @id（要素 id）",
  "names the row within its layer; where no column does, @row (the row's number) or @id (the feature's id)",
);
const person = may("责任人", "the person answerable");
const unit = may("责任单位：units 图层的编号或名称", "the unit answerable: its external id or name in a units layer");

export const fieldsOf: Readonly<Record<Target, Readonly<Record<string, FieldRule>>>> = {
  boundary: { name: may("名称", "name") },
  base: { class: must("底图类别：water, park, arterial …", "class of the base map: water, park, arterial …"), name: may("名称", "name") },
  units: {
    externalId,
    name: must("全称", "full name"),
    shortName: may("简称；缺省同全称", "short name; the full name otherwise"),
    kind: may("类别；缺省 bureau", "kind; bureau otherwise"),
    parent: may("上级单位的编号", "external id of the unit above"),
    contact: may("联系人：people 图层的编号", "who is asked for: an external id in a people layer"),
  },
  zones: {
    externalId,
    level: must("层级 1、2 或 3", "level 1, 2 or 3"),
    code: may("代码；缺省同编号", "code; the external id otherwise"),
    name: must("名称", "name"),
    parent: may("上级责任区的编号；缺省按位置取", "external id of the zone above; found by place otherwise"),
    person,
    unit,
  },
  people: {
    externalId,
    name: must("姓名", "name"),
    roles: may(
      "职责代码，以 | 分隔：leader, planner, dispatcher, handler, inspector, auditor, administrator, security",
      "codes of their duties, separated by |: leader, planner, dispatcher, handler, inspector, auditor, administrator, security",
    ),
    unit: may("所属单位：units 图层的编号或名称；处置员必填", "their unit: its external id or name; a handler needs one"),
    zone: may("调度员、巡查员的责任区编号；缺省为全区", "zone of a dispatcher or an inspector; the whole district otherwise"),
    account: may("登录账号，小写；密码不导入", "account to sign in with, lower case; passwords are never imported"),
    phone: { says: { zh: "电话", en: "phone" }, unshown: true },
    joined: may("到岗日期", "day on which they came"),
    left: may("离岗日期：自该日起不能登录和派单", "day from which on they have left: no sign-in, no new dispatches"),
  },
  duties: {
    category: must("类别代码：小类、大类，或 * 表示全部", "category: a minor code, a major one, or * for all"),
    siteType: may("只限此类点位", "only at sites of this type"),
    unit: may("行业责任单位（条）；留空表示只由属地负责", "the trade's unit; empty: the area alone answers"),
    lead: may("牵头：area 块，trade 条；缺省 area", "who leads: area or trade; area otherwise"),
    from: may("自该日起；缺省一直", "from this day on; always otherwise"),
    to: may("至该日止（不含）", "the first day on which it holds no more"),
  },
  sites: {
    externalId,
    siteType: must("点位类型代码", "code of the site type"),
    name: must("名称", "name"),
    address: may("地址", "address"),
    unit,
    key: may("是否重点：true/false、1/0、是/否", "a key site: true/false, 1/0, 是/否"),
    person,
  },
  problems: {
    externalId,
    category: must("类别代码", "category code"),
    categoryName: may("addCategories 时新类别的名称", "name of a category that addCategories adds"),
    title: may("标题；缺省为类别名称", "title; the category's name otherwise"),
    description: may("描述", "description"),
    place: may("地点", "place in words"),
    source: may("来源代码；缺省 import", "source code; import otherwise"),
    site: may("所属点位的编号（sites 图层），或 图层:编号", "external id of its site, or layer:id"),
    night: may("夜间问题", "seen at night"),
    state: may("状态代码；缺省由各时间得出；有 events 图层时以事件为准", "state code; from the times otherwise; an events layer wins"),
    unit,
    person,
    foundAt: must("发现时间", "when it was found"),
    dispatchedAt: may("派单时间", "when it was dispatched"),
    deadlineAt: may("截止时间", "deadline"),
    handedBackAt: may("反馈时间", "when it was handed back"),
    closedAt: may("销号或不予立案的时间", "when it was closed or rejected"),
  },
  events: {
    problem: must("问题的编号", "external id of the problem"),
    seq: must("序号，自小到大", "number in the problem's log, ascending"),
    act: must("动作代码", "code of the act"),
    at: must("时间", "when"),
    actor: may("经办人", "who did it"),
    unit,
    person,
    deadline: may("新的截止时间", "the new deadline"),
    note: may("说明", "note"),
  },
};

/** Kinds of layer whose rows have a place. */
export const placed: ReadonlySet<Target> = new Set(["boundary", "base", "zones", "sites", "problems"]);
