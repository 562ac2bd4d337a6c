/** Everything the planner's page knows, as one value. */
import type { Weights } from "../../server/contract/partition/balance.ts";
import type { LoadGround } from "../../server/contract/partition/load.ts";
import type { Partition } from "../../server/contract/partition/partition.ts";
import type { Refusal } from "../../server/contract/partition/steps.ts";
import type { District, Me, ZonePlan, ZonePlanStep, ZonePlanSummary } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import type { LayerData } from "../layers/layer.ts";
import type { Ghost, PlanMark } from "../map/plan/picture.ts";
import type { Lang, Theme } from "../state/view.ts";
import type { History, Lost } from "./run/history.ts";
import type { LeftSteps } from "./run/kept.ts";
import type { KeyCursor } from "./tools/cursor.ts";
import type { ToolId } from "./tools/tool.ts";
import type { PlannerView } from "./view.ts";

/** No data ≠ 0 ≠ failed. */
export type Asked<T> =
  | { readonly state: "asking" }
  | { readonly state: "there"; readonly value: T }
  | { readonly state: "failed"; readonly failure: Word };

/** How the server and this page stand. Times are unix milliseconds by this machine's clock. */
export type Saving =
  | { readonly state: "saved" }
  | { readonly state: "waiting" | "saving"; readonly since: number }
  /** Not reached, or refused: what is not saved is kept in the browser. */
  | { readonly state: "unsaved"; readonly since: number; readonly why: Word };

/** Tabs of the right pane. */
export const tabs = ["zones", "balance", "history"] as const;
export type Tab = (typeof tabs)[number];
export type DialogName = "suggest" | "publish" | "keys" | "search";

/** What the hand is doing. */
export interface Hand {
  readonly tool: ToolId;
  /** The tool's own state; only it knows the shape. */
  readonly held: unknown;
  readonly selected: ReadonlySet<number>;
  readonly pieces: ReadonlySet<number>;
  /** What brush and rectangle paint into; null = nobody's. */
  readonly target: number | null;
  readonly brush_m: number;
  readonly snap: boolean;
  readonly follow: boolean;
  readonly hint: Word | null;
  readonly refusal: Refusal | null;
  readonly hovered: number | null;
  /** The crosshair that the arrow keys move; null = it is not shown. */
  readonly cursor: KeyCursor | null;
}

/** Somebody else's steps that came meanwhile. */
export interface Meeting {
  readonly rows: readonly ZonePlanStep[];
  /** Own steps that could not be done again on theirs. */
  readonly lost: readonly Lost[];
  /** Own steps that were. */
  readonly kept: number;
  /** What one had before, and the server's version that it began from: a copy can be made of it. */
  readonly mine: History;
  readonly version: number;
}
/** A plan on the table. */
export interface Table {
  readonly plan: Omit<ZonePlan, "partition">;
  readonly history: History;
  /** Its version on the server, as last heard. */
  readonly version: number;
  /** Named steps before this page opened it, the oldest first; the server can take them back. */
  readonly earlier: readonly ZonePlanStep[];
  readonly savedWeights: Weights;
  readonly saving: Saving;
  readonly hand: Hand;
  /** What the balance and the lists point at, and what publishing would change. */
  readonly marks: readonly PlanMark[];
  /** What is looked at before it is done: a proposed line over the plan, a suggested one instead of it. */
  readonly proposal: { readonly ghost: Ghost } | { readonly partition: Partition } | null;
  readonly meeting: Meeting | null;
  /** Steps that an earlier visit left unsaved in this browser. */
  readonly left: readonly LeftSteps[] | null;
}

export interface PlannerState {
  readonly lang: Lang;
  readonly theme: Theme;
  readonly view: PlannerView;
  /** Null = not known yet. */
  readonly me: Me | null;
  /** The district could not be asked. */
  readonly failure: Word | null;
  readonly district: District | null;
  readonly data: LayerData;
  /** The district's time, unix seconds. */
  readonly clock: number;
  /** What is counted; null = its layers have not come. */
  readonly ground: LoadGround | null;
  readonly plans: Asked<readonly ZonePlanSummary[]>;
  /** Null: no plan is open. */
  readonly table: Asked<Table> | null;
  readonly tab: Tab;
  readonly dialog: DialogName | null;
  /** Points of the layers that are shown beside the plan. */
  readonly shows: { readonly sites: boolean; readonly problems: boolean };
  /** What the map shows; null = not known yet. */
  readonly bounds: readonly [number, number, number, number] | null;
  readonly link: "off" | "connecting" | "live" | "away" | "lost";
  readonly toast: Word | null;
  /** The map's own words. */
  readonly mapStatus: { readonly key: string; readonly value?: string } | null;
}

export const firstHand: Hand = {
  tool: "select",
  held: null,
  selected: new Set(),
  pieces: new Set(),
  target: null,
  brush_m: 60,
  snap: true,
  follow: true,
  hint: null,
  refusal: null,
  hovered: null,
  cursor: null,
};
export const firstState = (view: PlannerView, lang: Lang, theme: Theme): PlannerState => ({
  lang,
  theme,
  view,
  me: null,
  failure: null,
  district: null,
  data: {},
  clock: 0,
  ground: null,
  plans: { state: "asking" },
  table: view.plan === null ? null : { state: "asking" },
  tab: "zones",
  dialog: null,
  shows: { sites: false, problems: false },
  bounds: null,
  link: "off",
  toast: null,
  mapStatus: null,
});

/** The plan on the table, once it is there. */
export const tableOf = ({ table }: PlannerState): Table | null => (table?.state === "there" ? table.value : null);
/** Whoever may draw: the server has the last word. */
export const mayPlan = (me: Me | null): boolean => me?.roles.some((role) => role === "planner" || role === "administrator") ?? false;
/** True while the plan on the table can be changed by who looks. */
export const mayDraw = (state: PlannerState): boolean => {
  const table = tableOf(state);
  return table !== null && mayPlan(state.me) && table.plan.status === "draft";
};
/** What is in review can be published or handed back, and nothing else. */
export const mayPublish = (state: PlannerState): boolean => {
  const table = tableOf(state);
  return table !== null && mayPlan(state.me) && (table.plan.status === "draft" || table.plan.status === "review");
};
