/** Of a noded line, what cuts: from border to border of what is cut; the rest is left out. */

import type { ZoneLevel } from "../vocabulary.ts";
import { same } from "./exact.ts";
import { bordersOf, facesOfGrounds, type Ground, groundOf, isAtBorder, Joined } from "./ground.ts";
import type { Piece, Spot } from "./noding.ts";
import type { Work } from "./work.ts";

/** Pieces that follow each other within one ground, from its border to its border, or a ring within it. */
export interface Run {
  readonly ground: Ground;
  readonly pieces: readonly Piece[];
}

type Of = (face: number) => Ground;
const groundOn = (piece: Piece, of: Of): Ground | null => (of(piece.left) === of(piece.right) ? of(piece.left) : null);
const ends = (run: Run): readonly [Spot, Spot] => [(run.pieces[0] as Piece).from, (run.pieces[run.pieces.length - 1] as Piece).to];

/** A closed line turned so that it begins at a border of what it cuts, where it has one. */
function turned(work: Work, pieces: readonly Piece[], of: Of): readonly Piece[] {
  const [start, end] = [pieces[0], pieces[pieces.length - 1]];
  if (!start || !end || !same(start.from.at, end.to.at)) return pieces;
  let at = pieces.findIndex((piece) => {
    const ground = groundOn(piece, of);
    return ground === null || isAtBorder(work, piece.from, ground, of);
  });
  if (at < 0) at = pieces.findIndex(({ from }) => from.vertex || from.edge);
  return at > 0 ? [...pieces.slice(at), ...pieces.slice(0, at)] : pieces;
}

function allRuns(work: Work, pieces: readonly Piece[], of: Of): Run[] {
  const runs: { ground: Ground; pieces: Piece[] }[] = [];
  let open: { ground: Ground; pieces: Piece[] } | null = null;
  for (const piece of pieces) {
    const ground = groundOn(piece, of);
    if (ground === null || ground === "outside") {
      open = null;
      continue;
    }
    if (!open || open.ground !== ground || isAtBorder(work, piece.from, ground, of)) {
      open = { ground, pieces: [] };
      runs.push(open);
    }
    open.pieces.push(piece);
  }
  return runs;
}

function isWhole(work: Work, run: Run, of: Of): boolean {
  const [from, to] = ends(run);
  if (isAtBorder(work, from, run.ground, of) && isAtBorder(work, to, run.ground, of)) return true;
  return same(from.at, to.at) && run.pieces.length > 2;
}

/** Without those that only tie an island to the border around it: the ground would still hang together. */
function withoutTies(work: Work, runs: readonly Run[], of: Of): Run[] {
  const byGround = new Map<Ground, Run[]>();
  for (const run of runs) byGround.set(run.ground, [...(byGround.get(run.ground) ?? []), run]);
  const faces = facesOfGrounds(work, of);
  const ties = new Set<Run>();
  for (const [ground, mine] of byGround) {
    const border = bordersOf(work, faces.get(ground) ?? [], of);
    const between = mine.map((run) => ends(run).map(border) as [string, string]);
    for (const [i, [a, b]] of between.entries()) {
      if (a === b) continue;
      const joined = new Joined<string>();
      for (const [j, [c, d]] of between.entries()) if (j !== i) joined.join(c, d);
      if (joined.top(a) !== joined.top(b)) ties.add(mine[i] as Run);
    }
  }
  return runs.filter((run) => !ties.has(run));
}

/** @param only zones that may be cut; null = all that is there */
export function runsOf(work: Work, pieces: readonly Piece[], level: ZoneLevel, only: readonly number[] | null): Run[] {
  const of = groundOf(work, level);
  const allowed = only && new Set<Ground>(only.map((zone): Ground => `z${zone}`));
  const runs = allRuns(work, turned(work, pieces, of), of).filter((run) => (!allowed || allowed.has(run.ground)) && isWhole(work, run, of));
  return withoutTies(work, runs, of);
}
