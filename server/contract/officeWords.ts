/** The office's words: closed lists of what surrounds a problem. The client reads this file too. */
import type { Word } from "./vocabulary.ts";

/** Kinds of unit. */
export const unitKinds = {
  bureau: { zh: "部门", en: "bureau" },
  subdistrict: { zh: "街道", en: "sub-district" },
  community: { zh: "社区", en: "community" },
  company: { zh: "企业", en: "company" },
} as const satisfies Record<string, Word>;

/** Kinds of entry in the audit log. */
export const auditKinds = {
  sign_in: { zh: "登录", en: "sign-in" },
  sign_in_failed: { zh: "登录失败", en: "failed sign-in" },
  sign_out: { zh: "退出", en: "sign-out" },
  set_up: { zh: "启用账号", en: "account set up" },
  refusal: { zh: "越权被拒", en: "refused" },
  act: { zh: "办理", en: "act" },
  export: { zh: "导出", en: "export" },
  reveal: { zh: "查看隐去信息", en: "reveal" },
  change: { zh: "配置变更", en: "change of settings" },
} as const satisfies Record<string, Word>;
export type AuditKind = keyof typeof auditKinds;

/** Days that are not what their weekday says. */
export const dayKinds = {
  holiday: { zh: "放假", en: "holiday" },
  workday: { zh: "调休上班", en: "adjusted workday" },
} as const satisfies Record<string, Word>;
export type DayKind = keyof typeof dayKinds;

/** What a device is: a screen that looks, or a system that sends problems in. */
export const deviceKinds = {
  wall: { zh: "大屏", en: "wall screen" },
  intake: { zh: "外部系统", en: "outside system" },
} as const satisfies Record<string, Word>;
export type DeviceKind = keyof typeof deviceKinds;

/** What a photo shows. */
export const photoKinds = {
  before: { zh: "整改前", en: "before" },
  after: { zh: "整改后", en: "after" },
  site: { zh: "打卡", en: "check-in" },
} as const satisfies Record<string, Word>;
export type PhotoKind = keyof typeof photoKinds;

/** What somebody is told of. */
export const noticeKinds = {
  assigned: { zh: "派单", en: "assigned" },
  nearly_due: { zh: "临期", en: "nearly due" },
  overdue: { zh: "超期", en: "overdue" },
  returned: { zh: "回退", en: "returned" },
  supervised: { zh: "督办", en: "supervised" },
  pressed: { zh: "催办", en: "pressed" },
} as const satisfies Record<string, Word>;
export type NoticeKind = keyof typeof noticeKinds;

/** Group robots that notices go out by. */
export const robotKinds = {
  wecom: { zh: "企业微信", en: "WeCom" },
  dingtalk: { zh: "钉钉", en: "DingTalk" },
  feishu: { zh: "飞书", en: "Feishu" },
} as const satisfies Record<string, Word>;
export type RobotKind = keyof typeof robotKinds;

/** How far a message to a robot has come. */
export const messageStates = {
  waiting: { zh: "待发", en: "waiting" },
  sending: { zh: "发送中", en: "sending" },
  sent: { zh: "已发", en: "sent" },
  dead: { zh: "未送达", en: "not delivered" },
  dropped: { zh: "已放弃", en: "given up" },
} as const satisfies Record<string, Word>;
export type MessageState = keyof typeof messageStates;

/** What became of something sent in by others. */
export const intakeStates = {
  held: { zh: "待补录", en: "held" },
  taken: { zh: "已受理", en: "taken in" },
  refused: { zh: "不受理", en: "refused" },
} as const satisfies Record<string, Word>;
export type IntakeState = keyof typeof intakeStates;

/** Who sees what somebody keeps under a name. */
export const shares = {
  mine: { zh: "仅自己", en: "only me" },
  office: { zh: "本单位", en: "my office" },
  all: { zh: "全区", en: "everybody" },
} as const satisfies Record<string, Word>;
export type Share = keyof typeof shares;

/** What pages are told of: layers of the map, and books beside it. */
export const changeLayers = [
  "district",
  "base",
  "sites",
  "zones",
  "problems",
  "calendar",
  "notices",
  "shapes",
  "views",
  "walls",
  "alarms",
  "plans",
  "handbook",
] as const;
export type ChangeLayer = (typeof changeLayers)[number];
