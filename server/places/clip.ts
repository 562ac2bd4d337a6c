/**
 * Which anchors a site is within a distance of, and how many metres of it when it is a line: of each, and of any, each metre once.
 * Measured on the ellipsoid, to better than 1 in 10,000 up to distances of 20 km. Pure.
 */
import {
  apart,
  type Ball,
  ballFinder,
  ballOf,
  type Flat,
  type Frame,
  flatten,
  frameAt,
  longestEdge_m,
  type Solid,
  type Space,
} from "./frame.ts";
import { type Circle, type Figure, figureOf, isWithin, lineOf, reach, type Spans, united } from "./reach.ts";

/** A part of a site that is short enough for one plane: a stretch of a line, or all that is no line. */
interface Part {
  readonly open: readonly Space[];
  readonly rings: readonly Space[];
  readonly ball: Ball;
  /** Of each edge of a stretch; null = it is none. */
  readonly metres: readonly number[] | null;
}

const isLine = (chain: Space): boolean => chain.length > 3;

/** Stretches of a line, as far as they keep near the first of their positions. */
function stretches(chain: Space): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let i = 3; i < chain.length; i += 3) {
    const goesOn = i + 3 < chain.length && apart(chain, from, chain, i + 3) <= longestEdge_m;
    if (goesOn) continue;
    const piece = chain.subarray(from, i + 3);
    const metres = Array.from({ length: piece.length / 3 - 1 }, (_, k) => apart(piece, k * 3, piece, k * 3 + 3));
    parts.push({ open: [piece], rings: [], ball: ballOf([piece]), metres });
    from = i;
  }
  return parts;
}

function partsOf({ open, rings }: Solid): Part[] {
  const points = open.filter((chain) => !isLine(chain));
  const parts = open.filter(isLine).flatMap(stretches);
  if (points.length || rings.length) parts.push({ open: points, rings, ball: ballOf([...points, ...rings]), metres: null });
  return parts;
}

/** Metres of spans of a stretch. */
function lengthOf(spans: Readonly<Spans>, metres: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [spans[i] as number, spans[i + 1] as number];
    for (let at = Math.floor(from); at < Math.min(to, metres.length); at++)
      sum += (Math.min(to, at + 1) - Math.max(from, at)) * (metres[at] as number);
  }
  return sum;
}

/** A plane that serves all that lies in one cube, and the anchors on it as they are needed. */
interface Plane {
  readonly frame: Frame;
  readonly figures: Figure[];
}
const cube_m = 30_000;

function planes(): (ball: Ball) => Plane {
  const known = new Map<string, Plane>();
  return ({ middle }) => {
    const cube = middle.map((v) => Math.round(v / cube_m)) as [number, number, number];
    const plane = known.get(cube.join()) ?? { frame: frameAt(cube.map((v) => v * cube_m) as [number, number, number]), figures: [] };
    known.set(cube.join(), plane);
    return plane;
  };
}

const flat = (chains: readonly Space[], frame: Frame): Flat[] => chains.map((chain) => flatten(chain, frame));
function circleOf({ middle, radius_m }: Ball, frame: Frame): Circle {
  const [x, y] = flatten(Float64Array.from(middle), frame) as unknown as [number, number];
  return { x, y, radius: radius_m };
}

/** What is near of a site. */
export interface Near {
  /** By the anchors' indices, of those it is near: metres within the distance, 0 of what is no line. */
  readonly each: ReadonlyMap<number, number>;
  /** Metres within the distance of any. */
  readonly all: number;
}

/** Measures sites against anchors. What is asked of a site may leave out one anchor: itself. */
export function clipper(anchors: readonly Solid[], d: number): (site: Solid, except?: number) => Near {
  const find = ballFinder(anchors.map(({ ball }) => ball));
  const planeOf = planes();

  /** What of a part each anchor reaches: of what has no length all or nothing. The balls around them decide most. */
  function* reached(part: Part): Generator<readonly [number, Spans]> {
    const { ball, open, rings, metres } = part;
    const { frame, figures } = planeOf(ball);
    const circle = circleOf(ball, frame);
    const whole: Spans = [0, metres?.length ?? 0];
    const figure = metres ? lineOf(flat(open, frame)[0] as Flat) : figureOf(flat(open, frame), flat(rings, frame));
    for (const i of find(ball, d)) {
      const anchor = anchors[i] as Solid;
      if (apart(ball.middle, 0, anchor.ball.middle, 0) + ball.radius_m + anchor.ball.radius_m <= d) {
        yield [i, whole];
        continue;
      }
      figures[i] ??= figureOf(flat(anchor.open, frame), flat(anchor.rings, frame));
      const other = figures[i] as Figure;
      if (metres) yield [i, reach(figure, circle, other, d)];
      else if (isWithin(figure, circle, other, d)) yield [i, whole];
    }
  }

  return (site, except = -1) => {
    const each = new Map<number, number>();
    let all = 0;
    for (const part of partsOf(site)) {
      const together: Spans = [];
      for (const [i, spans] of reached(part)) {
        if (i === except || !spans.length) continue;
        each.set(i, (each.get(i) ?? 0) + lengthOf(spans, part.metres ?? []));
        if (part.metres) together.push(...spans);
      }
      all += lengthOf(united(together), part.metres ?? []);
    }
    return { each, all };
  };
}
