/** Everything the page knows, as one value. Changes go through the store; nothing else remembers. */
import type { Position, Shape } from "../../server/contract/draw.ts";
import type { Filter } from "../../server/contract/filter.ts";
import type {
  BaseLayer,
  District,
  LiveProblem,
  Me,
  NamedShape,
  NearAnswer,
  ProblemDetail,
  ProblemRow,
  ProblemsLayer,
  SitesLayer,
  ZonesLayer,
} from "../../server/contract/types.ts";
import type { BulkAct } from "../../server/contract/vocabulary.ts";
import type { Chosen } from "./acts.ts";
import type { HotPicture } from "./hot.ts";
import type { Refused } from "./refused.ts";
import { noReport, type ReportDraft } from "./report.ts";
import type { Stop, Walk } from "./shortlist.ts";
import { noUndo, type Undo } from "./undo.ts";
import type { Fault, Pointed, View } from "./view.ts";

/** What can be drawn by hand: the three kinds of shape, and two quick ways to an area. */
export type DrawKind = Shape["kind"] | "rectangle" | "lasso";
/** Ways to draw an area; one of them is the map's area tool. */
export type AreaTool = Exclude<DrawKind, "point" | "line">;

interface Data {
  readonly base?: BaseLayer;
  readonly sites?: SitesLayer;
  readonly zones?: ZonesLayer;
  readonly problems?: ProblemsLayer;
  /** What an analysis of hot spots gave, while one is asked. */
  readonly hot?: HotPicture;
  /** The shortlist's way, while one looks at it. */
  readonly walk?: Walk;
}

/** The problems as they stood at a moment, shown instead of the present ones. */
export interface Stood {
  /** Unix seconds. */
  readonly at: number;
  readonly problems: ProblemsLayer;
}
export type LayerName = Exclude<keyof Data, "hot" | "walk">;

/** A failure as words: a title and a reason, in both languages where the server gave both. */
export interface Failure {
  readonly zh: string;
  readonly en: string;
}

type Boot =
  | { readonly state: "loading"; readonly phase: string | null }
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly failure: Failure };

/** The rows of the present question. "stale" rows belong to the question before and stay until the new ones come. */
export interface Listing {
  readonly state: "loading" | "ready" | "failed";
  readonly stale: boolean;
  readonly total: number | null;
  readonly rows: readonly ProblemRow[];
  readonly next: string | null;
  readonly more: "idle" | "loading" | "failed";
  readonly anchors: NearAnswer["anchors"];
  readonly ids: readonly number[] | null;
  readonly failure: Failure | null;
  /** The part of the question that the failure is of, where the server named one. */
  readonly refused: Refused | null;
  /** How long the answer took, as the page felt it. */
  readonly took_ms: number | null;
}
export const noListing: Listing = {
  state: "loading",
  stale: false,
  total: null,
  rows: [],
  next: null,
  more: "idle",
  anchors: [],
  ids: null,
  failure: null,
  refused: null,
  took_ms: null,
};

/** A short word over the page; after an act it can offer to take the act back. */
export interface Toast extends Failure {
  /** The problem whose last act can be undone, at this version. */
  readonly undo?: { readonly id: number; readonly version: number };
}

/** The link to the server's changes. `off`: none is wanted (a snapshot, or not yet). */
export interface Live {
  /** `away`: the link stands, the server's database does not answer. */
  readonly link: "off" | "connecting" | "live" | "away" | "lost";
  /** Number of the last change heard. */
  readonly revision: number;
  /** The district's time at the last word from the server, unix seconds; 0 = none yet. */
  readonly heard: number;
  /** Figures that the server makes are asked again when this moves: soon after a change, not at each. */
  readonly turn: number;
}

/** The last change heard of a problem: as it is since then; null = it is no longer seen. */
export interface Changed {
  readonly revision: number;
  readonly now: LiveProblem | null;
}

/** A place that pulses once. */
export interface Pulse {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
}

export interface AppState {
  readonly view: View;
  readonly faults: readonly Fault[];
  readonly undo: Undo;
  readonly boot: Boot;
  /** Who is signed in; null = not known yet. */
  readonly me: Me | null;
  readonly district: District | null;
  readonly data: Data;
  readonly layerFailures: Partial<Record<LayerName, Failure>>;
  /** The district's time in unix seconds, as of the last answer: list and map use the same one. */
  readonly clock: number;
  /** null = the present is shown. */
  readonly stood: Stood | null;
  /** The past is being played: the ledger waits until it stops. */
  readonly playing: boolean;
  /** Places with a name; null = not asked yet. */
  readonly shapes: readonly NamedShape[] | null;
  /** What one means to walk to, in the order of the walk. */
  readonly shortlist: readonly Stop[];
  /** Where the walk begins; null = at the first of them. */
  readonly walkFrom: Position | null;
  /** Which geo clause of the filter is being edited on the map. */
  readonly editing: number | null;
  /** The filter as it would be if the hand let go now; null = nothing is being dragged. The map shows it, nothing is asked. */
  readonly preview: Filter | null;
  readonly mask: Uint8Array | null;
  readonly listing: Listing;
  readonly hovered: Pointed | null;
  /** Where the pointer is, for the tooltip; null = the hover came from a list. */
  readonly pointer: { readonly x: number; readonly y: number } | null;
  readonly bounds: readonly [number, number, number, number] | null;
  readonly drawing: DrawKind | null;
  /** How areas were drawn last. */
  readonly areaTool: AreaTool;
  readonly status: { readonly key: string; readonly value?: string } | null;
  readonly mapReady: boolean;
  /** The page is being put on paper: light, and with its rows. */
  readonly printing: boolean;
  readonly toast: Toast | null;
  /** A problem as the last act's answer told it; of this revision the card need not be asked. */
  readonly told: { readonly detail: ProblemDetail; readonly revision: number } | null;
  readonly live: Live;
  readonly changed: ReadonlyMap<number, Changed>;
  /** What changed last; the map shows each such list once. */
  readonly pulses: readonly Pulse[];
  /** Rows of the ledger chosen for a bulk act. */
  readonly chosen: Chosen;
  /** The bulk act whose sheet is open. */
  readonly bulk: BulkAct | null;
  /** What is written of a new problem; kept while one looks around the map. */
  readonly report: ReportDraft;
  readonly open: "search" | "keys" | SheetName | null;
  /** Files dropped on the page, until the sheet that was opened for them takes them. */
  readonly brought: readonly File[] | null;
  /** What the coordinate doctor is asked first. */
  readonly position: string;
  /** The photo that is looked at large, by itself or beside its counterpart. */
  readonly viewing: { readonly photo: number; readonly compare: boolean } | null;
}

/** Sheets over the desk of what goes in and out: rows and maps as files, a file brought in, coordinates. */
export type SheetName = "takeOut" | "bring" | "doctor";

export function firstState(view: View, faults: readonly Fault[]): AppState {
  return {
    view,
    faults,
    undo: noUndo,
    boot: { state: "loading", phase: null },
    me: null,
    district: null,
    data: {},
    layerFailures: {},
    clock: 0,
    stood: null,
    playing: false,
    shapes: null,
    shortlist: [],
    walkFrom: null,
    editing: null,
    preview: null,
    mask: null,
    listing: noListing,
    hovered: null,
    pointer: null,
    bounds: null,
    drawing: null,
    areaTool: "area",
    status: null,
    mapReady: false,
    printing: false,
    toast: null,
    told: null,
    live: { link: "off", revision: 0, heard: 0, turn: 0 },
    changed: new Map(),
    pulses: [],
    chosen: new Map(),
    bulk: null,
    report: noReport,
    open: null,
    brought: null,
    position: "",
    viewing: null,
  };
}
