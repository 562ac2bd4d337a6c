/** From a plan to the question for balanced zones, and from its answer to one step. Pure. */
import { neighboursOf, piecesOf } from "../../../server/contract/partition/belong.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { type SuggestAnswer, type SuggestQuestion, usualRounds } from "../../../server/contract/partition/suggest.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { middleOf } from "./where.ts";

export interface SuggestWish {
  readonly level: ZoneLevel;
  /** Only what is under this zone of the level above; null = the whole plan. */
  readonly under: number | null;
  /** How many zones there are to be, locked ones with them. */
  readonly zones: number;
  readonly keepLocked: boolean;
  readonly seed: number;
}
type Share = Extract<Step, { kind: "share" }>;
export interface Asking {
  readonly question: SuggestQuestion;
  /** Locked zones, in the order of their indexes 0 … */
  readonly fixed: readonly PlanZone[];
}

/** Zones of the level that the wish is about. */
export const zonesOf = ({ zones }: Partition, { level, under }: Pick<SuggestWish, "level" | "under">): readonly PlanZone[] =>
  [...zones.values()].filter((zone) => zone.level === level && (under === null || zone.parent === under));

/** Pieces that may be shared out: those of the wish's zones; nobody's as well when all are meant. */
function piecesIn(partition: Partition, wish: SuggestWish): ReadonlyMap<number, number | null> {
  const own = new Set(zonesOf(partition, wish).map(({ id }) => id));
  const pieces = new Map<number, number | null>();
  for (const [piece, zone] of piecesOf(partition, wish.level)) {
    if (zone === null ? wish.under === null : own.has(zone)) pieces.set(piece, zone);
  }
  return pieces;
}

function shapesOf(partition: Partition, level: ZoneLevel) {
  return level >= partition.depth ? faceShapes(partition) : zoneShapes(partition, (level + 1) as ZoneLevel);
}

/** A few dozen pieces are tried through sooner than thousands. */
const roundsFor = (pieces: number): number => Math.min(usualRounds, Math.max(200, pieces * 4));

/** @param works of the pieces */
export function askingOf(partition: Partition, wish: SuggestWish, works: ReadonlyMap<number, number>): Asking {
  const fixed = wish.keepLocked ? zonesOf(partition, wish).filter(({ locked }) => locked) : [];
  const indexes = new Map(fixed.map(({ id }, i) => [id, i]));
  const within = piecesIn(partition, wish);
  const shapes = shapesOf(partition, wish.level);
  const pieces = [...within].flatMap(([id, zone]) => {
    const shape = shapes.get(id);
    if (!shape) return [];
    const [x, y] = middleOf(shape.box);
    return [
      {
        id,
        work: works.get(id) ?? 0,
        at: [x, y] as const,
        area_m2: shape.area_m2,
        fixed: zone === null ? null : (indexes.get(zone) ?? null),
      },
    ];
  });
  const borders: [number, number, number][] = [];
  for (const [a, others] of neighboursOf(partition, wish.level)) {
    for (const [b, metres] of others) if (a < b && within.has(a) && within.has(b)) borders.push([a, b, metres]);
  }
  return {
    fixed,
    question: { pieces, borders, zones: wish.zones, closed: fixed.length, seed: wish.seed, rounds: roundsFor(pieces.length) },
  };
}

/** Which zone of now each suggested one goes on as: the one it shares the most area with, the largest share first. */
function goesOnAs(partition: Partition, wish: SuggestWish, { fixed, question }: Asking, answer: SuggestAnswer): (number | null)[] {
  const within = piecesIn(partition, wish);
  const area = new Map(question.pieces.map((piece) => [piece.id, piece.area_m2]));
  const common = new Map<string, number>();
  for (const [piece, index] of answer.zones) {
    const zone = within.get(piece) ?? null;
    if (zone !== null) common.set(`${index} ${zone}`, (common.get(`${index} ${zone}`) ?? 0) + (area.get(piece) ?? 0));
  }
  const ids: (number | null)[] = Array.from({ length: wish.zones }, (_, i) => fixed[i]?.id ?? null);
  const taken = new Set(ids);
  const pairs = [...common].sort((a, b) => b[1] - a[1]).map(([key]) => key.split(" ").map(Number) as [number, number]);
  for (const [index, zone] of pairs) {
    if (ids[index] !== null || taken.has(zone)) continue;
    ids[index] = zone;
    taken.add(zone);
  }
  // Zones that none of them is like go on before any is made anew.
  const left = zonesOf(partition, wish).filter(({ id }) => !taken.has(id));
  return ids.map((id) => id ?? left.shift()?.id ?? null);
}

/** The suggestion as one step: pieces that stay where they are are not moved. @param name of the n-th new zone, and its code */
export function shareOf(
  partition: Partition,
  wish: SuggestWish,
  asking: Asking,
  answer: SuggestAnswer,
  name: (n: number) => { readonly code: string; readonly name: string },
): Share {
  const ids = goesOnAs(partition, wish, asking, answer);
  let fresh = 0;
  const zones = ids.map((id) => {
    const zone = id === null ? undefined : partition.zones.get(id);
    return zone ? { id: zone.id, code: zone.code, name: zone.name } : { id: null, ...name(++fresh) };
  });
  const within = piecesIn(partition, wish);
  const pieces = [...answer.zones].filter(([piece, index]) => ids[index] === null || within.get(piece) !== ids[index]);
  return { kind: "share", level: wish.level, parent: wish.under, zones, pieces };
}

/**
 * What is searched for, one after the other: the whole plan at the highest level; below it each zone above by itself, so that no zone crosses
 * the border of the one that it is under. Those that have but one are left as they are.
 */
export function wishesOf(partition: Partition, wish: SuggestWish): readonly SuggestWish[] {
  if (wish.under !== null || wish.level === 1) return [wish];
  const above = [...partition.zones.values()].filter(({ level }) => level === wish.level - 1);
  return above
    .map(({ id }) => ({ ...wish, under: id, zones: zonesOf(partition, { level: wish.level, under: id }).length }))
    .filter(({ zones }) => zones > 1);
}

/** Suggestions of several searches as one step. Only that of a single search makes new zones: they need one zone above. */
export function together(shares: readonly Share[]): Share | null {
  const [first] = shares;
  if (!first || shares.length === 1) return first ?? null;
  let before = 0;
  const pieces = shares.flatMap((share) => {
    const from = before;
    before += share.zones.length;
    return share.pieces.map(([piece, index]) => [piece, from + index] as const);
  });
  return { ...first, parent: null, zones: shares.flatMap(({ zones }) => zones), pieces };
}
