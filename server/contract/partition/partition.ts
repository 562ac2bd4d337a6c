/**
 * A district cut into zones as a partition: borders ("arcs") that two faces share, and who each face belongs to. A gap or an overlap
 * cannot be said in it. Arc-node topology, as coverages and TopoJSON have it. Values are never changed: a step makes the next one.
 * Everything in this folder is pure and computes positions by + - * / and comparison alone, so that page and server get the same bytes.
 */
import type { Position } from "../draw.ts";
import type { ZoneLevel } from "../vocabulary.ts";

/** What lies on the far side of the district's outline, and in its holes. */
export const outside = 0;

/** A border between two nodes, or a ring of its own (first position = last). It meets other arcs at its ends only. */
export interface Arc {
  readonly id: number;
  /** Degrees of EPSG:4326; two at least. Arcs that meet have the very same numbers there. */
  readonly points: readonly Position[];
  /** Face on the left hand of whoever goes along `points`; `outside` beyond the outline. */
  readonly left: number;
  readonly right: number;
}

/** A zone of a plan. Its ground is its faces, or the zones below it: never a polygon of its own. */
export interface PlanZone {
  /** The id it has in force; below 0 of one that is new in this plan. */
  readonly id: number;
  readonly level: ZoneLevel;
  /** The zone above; null at level 1, and of a zone that belongs to nobody yet. */
  readonly parent: number | null;
  readonly code: string;
  readonly name: string;
  readonly unit: number | null;
  readonly person: string | null;
  /** Its ground cannot be changed. */
  readonly locked: boolean;
}

export interface Partition {
  /** The level that owns faces: 3 with grid cells, less in a district of fewer levels. */
  readonly depth: ZoneLevel;
  /** By id, ascending. */
  readonly arcs: ReadonlyMap<number, Arc>;
  /** Face (an id from 1) → its zone of level `depth`; null = nobody's. Ascending. */
  readonly faces: ReadonlyMap<number, number | null>;
  /** Ascending by level, then in the order they were made. */
  readonly zones: ReadonlyMap<number, PlanZone>;
  /** Numbers that the next arc, face and new zone get; `zone` counts down from -1. */
  readonly next: { readonly arc: number; readonly face: number; readonly zone: number };
}

/** Two places nearer than this are one: about 1 cm. A new border bends by so much to go through a vertex that is there already. */
export const together_deg = 1e-7;
