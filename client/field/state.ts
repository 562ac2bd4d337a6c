/** Everything the field page knows, as one value. */
import type { Category, District, Me, ProblemDetail, ProblemRow } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import type { Lang } from "../state/view.ts";
import type { Entry, Fix, KeptPhoto } from "./entry.ts";

export const tabs = ["report", "tasks", "checkIn", "outbox", "me"] as const;
export type Tab = (typeof tabs)[number];
export type ThemeChoice = "auto" | "light" | "dark";

/** Where this phone is, as far as it knows. */
export type Standing =
  | { readonly state: "asking" }
  | { readonly state: "known"; readonly fix: Fix }
  /** Refused by the person; switched off or out of reach; not offered by this browser (or not on an insecure page). */
  | { readonly state: "denied" | "unavailable" | "unsupported" };

/** A report as it is being written. */
export interface Draft {
  /** Becomes the report's own id: sent twice, it is one. */
  readonly clientId: string;
  readonly photos: readonly KeptPhoto[];
  /** Where it is, as the phone told when the first photo was taken; null = not known yet. */
  readonly fix: Fix | null;
  /** Where it is, as set by hand; goes before `fix`. */
  readonly pin: { readonly lon: number; readonly lat: number } | null;
  readonly category: string | null;
  readonly description: string;
  /** Where it is, in words. */
  readonly place: string;
  readonly source: string;
  readonly night: boolean;
  readonly fixed: boolean;
  readonly noPhoto: string;
  /** The place that was said to be right although it lies outside the district: "lon,lat". */
  readonly outsideOk: string;
}

/** Which tasks: dispatched to me, to my unit, mended and to be looked at. */
export const queues = ["mine", "unit", "recheck"] as const;
export type QueueName = (typeof queues)[number];
export interface Queue {
  readonly rows: readonly ProblemRow[];
  readonly total: number;
  /** The district's clock when it was asked, RFC 3339. */
  readonly clock: string;
}
export type Tasks = Readonly<Partial<Record<QueueName, Queue>>>;

export interface FieldState {
  readonly lang: Lang;
  readonly theme: ThemeChoice;
  /** 大字 */
  readonly big: boolean;
  readonly tab: Tab;
  /** The problem that is open over the tab. */
  readonly open: number | null;
  /** What was kept has been read. */
  readonly started: boolean;
  readonly lasting: boolean;
  readonly district: District | null;
  readonly me: Me | null;
  /** `me` is what was last known: nobody could be asked since. */
  readonly meKept: boolean;
  readonly online: boolean;
  /** ms since 1970 of the last answer; 0 = none since the page was opened. */
  readonly heardAt: number;
  readonly standing: Standing;
  readonly entries: readonly Entry[];
  readonly draft: Draft;
  readonly recent: readonly string[];
  readonly tasks: Tasks;
  readonly details: ReadonlyMap<number, ProblemDetail>;
  readonly failure: Word | null;
  /** Words that show for a moment. */
  readonly toast: Word | null;
}

/** Where the report is said to be, and how sure that is; null = not known. */
export function draftPlace({ pin, fix }: Pick<Draft, "pin" | "fix">): { lon: number; lat: number; accuracy_m: number | null } | null {
  if (pin) return { ...pin, accuracy_m: null };
  return fix && { lon: fix.lon, lat: fix.lat, accuracy_m: fix.accuracy_m };
}

/** A position less sure than this asks for a pin set by hand. */
export const surest_m = 50;

/** The fix of a draft when the phone tells a new one: it goes along until a photo was taken at a place that is sure enough. */
export const followedFix = (draft: Pick<Draft, "photos" | "fix">, fix: Fix): Fix =>
  draft.fix === null || draft.photos.length === 0 || draft.fix.accuracy_m > surest_m ? fix : draft.fix;

/** Categories of the district, or none while it is not known. */
export const categoriesOf = (state: Pick<FieldState, "district">): readonly Category[] => state.district?.categories ?? [];
