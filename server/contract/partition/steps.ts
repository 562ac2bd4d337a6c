/** What a planner does to a partition: one kind, one file (see apply.ts). A step says what was meant, in places, so that it can be done again on a newer version. */
import type { Position } from "../draw.ts";
import type { Word, ZoneLevel } from "../vocabulary.ts";
import type { Partition, PlanZone } from "./partition.ts";

export const stepKinds = {
  cut: { zh: "切分", en: "split" },
  merge: { zh: "合并", en: "merge" },
  dissolve: { zh: "删除边线", en: "delete a line" },
  assign: { zh: "划入", en: "paint" },
  moveVertices: { zh: "移动边界点", en: "move vertices" },
  addVertex: { zh: "加边界点", en: "add a vertex" },
  removeVertex: { zh: "删边界点", en: "remove a vertex" },
  reroute: { zh: "改边界走向", en: "reroute a border" },
  zoneAdd: { zh: "新建责任区", en: "new zone" },
  zoneChange: { zh: "修改责任区", en: "change a zone" },
  zoneRemove: { zh: "删除责任区", en: "remove a zone" },
  lock: { zh: "锁定", en: "lock" },
  share: { zh: "均衡方案", en: "suggestion" },
} as const satisfies Record<string, Word>;
export type StepKind = keyof typeof stepKinds;

export type Step =
  /**
   * Cuts along a line: each zone of `level` that is in `zones` (null = every one it crosses) and that the line crosses from border to border becomes two;
   * what is on the line's left keeps the zone, the rest is a new one (an area drawn inside, first = last position: the inside is new).
   * Zones below that it crosses are cut as well. `names` for new zones of `level`, in the order the line meets them; too few: made from the old name.
   */
  | {
      readonly kind: "cut";
      readonly level: ZoneLevel;
      readonly zones: readonly number[] | null;
      readonly line: readonly Position[];
      readonly names: readonly string[];
    }
  /** Zones of one level become the first of them. Zones below stay, under it; at the lowest level faces stay, too, and lines between them remain until dissolved. */
  | { readonly kind: "merge"; readonly level: ZoneLevel; readonly zones: readonly number[] }
  /** Deletes the borders between these faces; all must be of one zone (or nobody's) and hang together. */
  | { readonly kind: "dissolve"; readonly faces: readonly number[] }
  /** Pieces into a zone of `level`, or nobody's: zones of the level below; faces when `level` is the partition's depth. */
  | { readonly kind: "assign"; readonly level: ZoneLevel; readonly pieces: readonly number[]; readonly to: number | null }
  /** Vertices (by the place they have) to other places: one of them, a whole edge, a node. */
  | { readonly kind: "moveVertices"; readonly moves: readonly { readonly from: Position; readonly to: Position }[] }
  /** On the border nearest to the place, at most `together_deg` off. */
  | { readonly kind: "addVertex"; readonly at: Position }
  | { readonly kind: "removeVertex"; readonly at: Position }
  /** The stretch of border between two of its vertices gets another course: `line` begins and ends at them. */
  | { readonly kind: "reroute"; readonly line: readonly Position[] }
  | {
      readonly kind: "zoneAdd";
      readonly level: ZoneLevel;
      readonly parent: number | null;
      readonly code: string;
      readonly name: string;
    }
  | { readonly kind: "zoneChange"; readonly zone: number; readonly to: Partial<Pick<PlanZone, "code" | "name" | "unit" | "person">> }
  /** What it held is nobody's. */
  | { readonly kind: "zoneRemove"; readonly zone: number }
  | { readonly kind: "lock"; readonly zones: readonly number[]; readonly locked: boolean }
  /** A suggestion, accepted: each piece (as in `assign`) goes into the zone of `level` at an index of `zones`; `id` null makes a new zone under `parent`. */
  | {
      readonly kind: "share";
      readonly level: ZoneLevel;
      readonly parent: number | null;
      readonly zones: readonly { readonly id: number | null; readonly code: string; readonly name: string }[];
      readonly pieces: readonly (readonly [piece: number, index: number])[];
    };

/** Why a step is not done: a reason for the program, a sentence for the person, and where. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly why: Word;
  readonly at: Position | null;
}
export type RefusalCode =
  | "noZone" // a zone, face or vertex that is not there (any more)
  | "locked"
  | "tooShort" // a line of fewer than two places, or of no length
  | "endsNowhere" // it cuts nothing: it must go from border to border
  | "crossesItself"
  | "crossesBorder" // a moved or rerouted border would cross another
  | "outline" // the district's outline stays as it is
  | "apart" // what is to be merged or dissolved does not hang together
  | "oneZone" // merging needs two
  | "empties" // a zone would lose its last ground
  | "taken" // a code that another zone has
  | "wrongLevel"
  | "tooMany"
  | "nothing"; // it would change nothing

export type Outcome = { readonly done: Partition } | { readonly refused: Refusal };
