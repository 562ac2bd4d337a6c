/** Everything the wall knows, as one value. */
import type { Filter } from "../../server/contract/filter.ts";
import type { Alarms, District, Headline, LiveProblem, Me, WallOrder, WallProgramme } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import type { Freshness, Scene, SceneKind } from "../../server/contract/wall.ts";
import type { LayerData } from "../layers/layer.ts";
import type { Live, Pulse, Stood } from "../state/app.ts";
import type { HotPicture } from "../state/hot.ts";
import type { MapView } from "../state/view.ts";
import type { Settings } from "./settings.ts";
import { firstTour, type Tour } from "./tour.ts";

/**
 * A question's answer and how it stands. No data ≠ 0 ≠ failed: `asking` = nothing is known yet; `there` = the last answer; `old` = the last
 * answer, and asking again failed since; `failed` = never answered. Times are the server's, unix seconds.
 */
export type Asked<T> =
  | { readonly state: "asking" }
  | { readonly state: "there"; readonly value: T; readonly at: number }
  | { readonly state: "old"; readonly value: T; readonly at: number; readonly failure: Word }
  | { readonly state: "failed"; readonly failure: Word };

/** What the page has come to. */
export type Phase =
  | "start"
  /** Nobody is signed in, and there is no token. */
  | "no_token"
  /** The token is not one, or was revoked: nothing of the district is shown. */
  | "refused"
  /** The server cannot be reached, and there is nothing to show yet. */
  | "waiting"
  | "ready";

/** The scene that is shown, with what follows from its question. */
export interface Shown {
  readonly index: number;
  readonly scene: Scene;
  readonly filter: Filter;
  /** Ids of client/map/stack.ts. */
  readonly layers: ReadonlySet<string>;
  /** null = the whole district. */
  readonly camera: MapView | null;
  /** Problems that it lights; null = all of them. */
  readonly mask: Uint8Array | null;
  /** How many they are; null = not known yet. */
  readonly total: number | null;
  /** Why it cannot be asked: a zone that is gone. */
  readonly fault: Word | null;
  readonly hot: HotPicture | null;
  /** The problems at a moment of the past, instead of the present ones. */
  readonly stood: Stood | null;
}

/** Something that happened while one looked. */
export interface Story {
  readonly problem: LiveProblem;
  /** Unix seconds by the district's clock. */
  readonly at: number;
  readonly what: "found" | "closed";
}

/** The last good picture of the map, kept for when there is none. */
export interface LastPicture {
  /** A small JPEG as a data: address. */
  readonly url: string;
  /** The district's time of it, yyyy-MM-dd HH:mm. */
  readonly time: string;
}

/** What is drawn of a layer, and what there should be. */
export interface Difference {
  readonly layer: "problems" | "hits" | "sites" | "zones" | "overlay";
  readonly drawn: number;
  readonly counted: number;
}

export interface WallState {
  readonly settings: Settings;
  readonly phase: Phase;
  /** What the server said of it. */
  readonly reason: Word | null;
  readonly me: Me | null;
  readonly district: District | null;
  readonly data: LayerData;
  /** The district's time, unix seconds; moves each second by the machine's steady count, never by its clock. 0 = not known yet. */
  readonly now: number;
  readonly live: Pick<Live, "link" | "revision"> /** The district's time at the last word, unix seconds. */ & { readonly heard: number };
  readonly freshness: Freshness;
  readonly programme: WallProgramme | null;
  readonly tour: Tour;
  readonly shown: Shown | null;
  readonly figures: Asked<Headline>;
  readonly alarms: Asked<Alarms>;
  /** What scenes asked, by their kind. */
  readonly asked: Readonly<Partial<Record<SceneKind, Asked<unknown>>>>;
  /** Moves soon after changes: figures are asked again. */
  readonly turn: number;
  /** Newest first. */
  readonly stories: readonly Story[];
  readonly pulses: readonly Pulse[];
  readonly differences: readonly Difference[];
  /** The map's picture is gone for the moment: the last good one stands instead. */
  readonly contextLost: boolean;
  /** It did not come back by itself. */
  readonly contextGone: boolean;
  /** null = none was kept yet, or it may not be shown any more. */
  readonly last: LastPicture | null;
  /** The machine's own clock less that of the server's machine, seconds, when they were compared last; nothing is reckoned by it. */
  readonly clockOff_s: number;
  /** An order that stands now: a message, or a place. */
  readonly order: WallOrder | null;
  /** Words over everything that somebody should read: what differs, what is wrong with the clock. */
  readonly faults: readonly Word[];
}

export const firstState = (settings: Settings): WallState => ({
  settings,
  phase: "start",
  reason: null,
  me: null,
  district: null,
  data: {},
  now: 0,
  live: { link: "off", revision: 0, heard: 0 },
  freshness: "fresh",
  programme: null,
  tour: firstTour,
  shown: null,
  figures: { state: "asking" },
  alarms: { state: "asking" },
  asked: {},
  turn: 0,
  stories: [],
  pulses: [],
  differences: [],
  contextLost: false,
  contextGone: false,
  last: null,
  clockOff_s: 0,
  order: null,
  faults: [],
});

/** What asking again leaves when it failed: the old answer with its time, or none. */
export const failedAfter = <T>(before: Asked<T>, failure: Word): Asked<T> =>
  before.state === "there" || before.state === "old"
    ? { state: "old", value: before.value, at: before.at, failure }
    : { state: "failed", failure };

/** What a page knows of the district when it may know nothing of it: told to leave, everything goes. */
export const nothingKnown = {
  me: null,
  district: null,
  data: {},
  programme: null,
  tour: firstTour,
  shown: null,
  figures: { state: "asking" },
  alarms: { state: "asking" },
  asked: {},
  stories: [],
  pulses: [],
  differences: [],
  order: null,
  last: null,
} as const satisfies Partial<WallState>;
