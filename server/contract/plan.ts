/** Words and limits of zone plans: drafting, proving, publishing. The client reads this file too. */
import type { Word } from "./vocabulary.ts";

export const planStatuses = {
  draft: { zh: "草稿", en: "draft" },
  review: { zh: "待审", en: "in review" },
  published: { zh: "已发布", en: "published" },
  archived: { zh: "已归档", en: "archived" },
} as const satisfies Record<string, Word>;
export type PlanStatus = keyof typeof planStatuses;

/** What a plan may be published with if somebody says why. Uncovered or doubly covered ground is never among them. */
export const signOffKinds = {
  nobodys: { zh: "有地块不属于任何责任区", en: "ground that is nobody's" },
  multipart: { zh: "责任区不连片", en: "zones that do not hang together" },
  withoutPerson: { zh: "有点位没有责任人", en: "sites without a person" },
} as const satisfies Record<string, Word>;
export type SignOffKind = keyof typeof signOffKinds;

/** How a zone differs between two plans. */
export const zoneChangeKinds = {
  added: { zh: "新设", en: "new" },
  ended: { zh: "撤销", en: "ended" },
  moved: { zh: "边界调整", en: "border moved" },
  person: { zh: "换责任人", en: "another person" },
  renamed: { zh: "改名", en: "renamed" },
  parent: { zh: "改隶属", en: "another zone above" },
} as const satisfies Record<string, Word>;
export type ZoneChangeKind = keyof typeof zoneChangeKinds;

/** What an import did to the polygons it was given. */
export const mendKinds = {
  selfCrossing: { zh: "自相交，已理顺", en: "crossed itself: untangled" },
  sliver: { zh: "碎缝并入邻区", en: "sliver joined to a neighbour" },
  gap: { zh: "缝隙已填", en: "gap closed" },
  overlap: { zh: "重叠已归一区", en: "overlap given to one" },
  gapLeft: { zh: "空白地块，待划入", en: "gap too wide: left as nobody's" },
  overlapLeft: { zh: "重叠过宽，待定", en: "overlap too wide: left as nobody's" },
  outline: { zh: "与区界对齐", en: "aligned to the district's outline" },
  parent: { zh: "上级按下级重合成", en: "zone above made of those below" },
  duplicate: { zh: "重复编码已改", en: "repeated code changed" },
  dropped: { zh: "无法使用，未导入", en: "could not be used" },
} as const satisfies Record<string, Word>;
export type MendKind = keyof typeof mendKinds;

/** Steps in one request, and steps that can be taken back. */
export const mostSteps = 100;
/** Metres within which an import closes gaps and overlaps unless told otherwise, and at most. */
export const usualTolerance_m = 2;
export const mostTolerance_m = 50;
/** m² a vertex may cost by rounding: what is more is uncovered or doubly covered. */
export const rounding_m2 = 1e-6;
