/** What walls show and are told: scenes, orders, alarms. Closed lists and their limits; the client reads this file too. */
import type { Word } from "./vocabulary.ts";

/** Kinds of scene. `view`: a question of the desk's, as it is saved or linked. */
export const sceneKinds = {
  overview: { zh: "问题热力总览", en: "Overview" },
  overdue: { zh: "超期问题", en: "Overdue" },
  today: { zh: "今日发现与销号", en: "Found and closed today" },
  markets: { zh: "农贸市场周边 500 米", en: "Within 500 m of markets" },
  rivers: { zh: "河段与巡河", en: "Rivers and patrols" },
  alleys: { zh: "背街小巷", en: "Back alleys" },
  ranking: { zh: "街道与单位排名", en: "Ranking" },
  hotspot: { zh: "问题集中处", en: "Hot spot" },
  photos: { zh: "整改前后对比", en: "Before and after" },
  replay: { zh: "近 30 天回放", en: "The last 30 days" },
  view: { zh: "自选视图", en: "A chosen view" },
} as const satisfies Record<string, Word>;
export type SceneKind = keyof typeof sceneKinds;

/** How long a scene stands, seconds. */
export const sceneSeconds = { least: 5, most: 600, usual: 25 } as const;
export const mostScenes = 30;

/** A scene as it is kept. */
export interface Scene {
  readonly kind: SceneKind;
  /** null = the kind's own. */
  readonly title: string | null;
  readonly seconds: number;
  /** The query and fragment of the desk's URL; "" = the kind's own question. */
  readonly query: string;
}

const usual = (kind: SceneKind, seconds: number = sceneSeconds.usual): Scene => ({ kind, title: null, seconds, query: "" });
/** What a screen shows to which no tour was given. */
export const usualTour: readonly Scene[] = [
  usual("overview", 30),
  usual("overdue"),
  usual("today"),
  usual("markets"),
  usual("rivers"),
  usual("alleys"),
  usual("ranking"),
  usual("hotspot"),
  usual("photos"),
  usual("replay", 40),
];

/** An order that a screen did not take by then is told no more, minutes. */
export const orderLasts_min = 10;

/** What the desk tells a screen. */
export const orderKinds = {
  scene: { zh: "切换画面", en: "show a scene" },
  place: { zh: "定位到", en: "go to a place" },
  message: { zh: "显示通知", en: "show a message" },
  resume: { zh: "恢复轮播", en: "go on with the tour" },
  reload: { zh: "重新载入", en: "load the page anew" },
} as const satisfies Record<string, Word>;
export type OrderKind = keyof typeof orderKinds;

/** Why somebody should decide something now. */
export const alarmKinds = {
  key_overdue: { zh: "重点点位超期", en: "overdue at a key site" },
  cluster: { zh: "问题聚集", en: "a cluster is forming" },
  immediate: { zh: "紧急问题", en: "urgent problem" },
} as const satisfies Record<string, Word>;
export type AlarmKind = keyof typeof alarmKinds;

/** How fresh the picture on a screen is. */
export const freshness = {
  fresh: { zh: "实时", en: "live" },
  late: { zh: "延迟", en: "late" },
  stale: { zh: "连接中断", en: "disconnected" },
} as const satisfies Record<string, Word>;
export type Freshness = keyof typeof freshness;

/** A word is expected so often; late after twice, stale after five times that. Seconds. */
export const expected_s = 15;
/** A wall says how it stands at least so often, seconds; unheard for three times that it is not there. */
export const beat_s = 30;
