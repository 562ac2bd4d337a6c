/** Zones that a line cut: what is left of it keeps the zone, the rest becomes a new one, at every level below as well. */
import type { Position } from "../draw.ts";
import { Joined } from "./ground.ts";
import { nextCode, nextName } from "./naming.ts";
import type { Piece } from "./noding.ts";
import type { PlanZone } from "./partition.ts";
import type { Run } from "./runs.ts";
import type { Work } from "./work.ts";

const key = (a: Position, b: Position) => {
  const [x, y] = [`${a[0]},${a[1]}`, `${b[0]},${b[1]}`];
  return x < y ? `${x} ${y}` : `${y} ${x}`;
};

type Faces = ReadonlyMap<number, readonly number[]>;

/** Faces of every zone of every level, as they are now. */
function facesUnder(work: Work): Faces {
  const faces = new Map<number, number[]>();
  for (const [face, owner] of work.faces) {
    let at = owner;
    while (at !== null) {
      const list = faces.get(at);
      if (list) list.push(face);
      else faces.set(at, [face]);
      at = work.zones.get(at)?.parent ?? null;
    }
  }
  return faces;
}

interface Sides {
  readonly left: ReadonlySet<number>;
  readonly right: ReadonlySet<number>;
  readonly first: number | null;
}

/** Faces beside the line, on each hand. */
function sidesOf(work: Work, pieces: readonly Piece[]): Sides {
  const [left, right] = [new Set<number>(), new Set<number>()];
  let first: number | null = null;
  for (const { from, to } of pieces) {
    const edge = work.table.edge(from.at, to.at);
    if (!edge) continue;
    const { arc, forward } = edge;
    first ??= forward ? arc.left : arc.right;
    left.add(forward ? arc.left : arc.right);
    right.add(forward ? arc.right : arc.left);
  }
  return { left, right, first };
}

/** Parts of a zone that hang together otherwise than across the line. */
function partsOf(work: Work, faces: readonly number[], pieces: readonly Piece[]): number[][] {
  const walls = new Set(pieces.map(({ from, to }) => key(from.at, to.at)));
  const mine = new Set(faces);
  const joined = new Joined<number>();
  for (const face of faces) {
    for (const arc of work.table.around(face)) {
      if (arc.left !== face || !mine.has(arc.right)) continue;
      const isWall = arc.points.every((p, i) => i === 0 || walls.has(key(arc.points[i - 1] as Position, p)));
      if (!isWall) joined.join(arc.left, arc.right);
    }
  }
  const parts = new Map<number, number[]>();
  for (const face of faces) {
    const top = joined.top(face);
    const part = parts.get(top);
    if (part) part.push(face);
    else parts.set(top, [face]);
  }
  return [...parts.values()];
}

/** Faces that a zone gives up: those of parts only on the right. When all parts reach the left, too, all but the first's. */
function given(work: Work, faces: readonly number[], pieces: readonly Piece[]): Set<number> {
  const { left, right, first } = sidesOf(work, pieces);
  const parts = partsOf(work, faces, pieces);
  const touches = (part: readonly number[], hand: ReadonlySet<number>) => part.some((face) => hand.has(face));
  const away = parts.filter((part) => touches(part, right) && !touches(part, left));
  if (away.length === parts.length) return new Set();
  if (away.length) return new Set(away.flat());
  return new Set(parts.filter((part) => first !== null && touches(part, left) && !part.includes(first)).flat());
}

/** A new zone of these faces, out of one that has more; the same below it. @param under faces of zones before any was divided */
function split(work: Work, under: Faces, zone: PlanZone, moved: ReadonlySet<number>, parent: PlanZone | null, name?: string): void {
  const made = work.addZone({
    level: zone.level,
    parent: parent ? parent.id : zone.parent,
    code: nextCode(work.zones, zone, parent?.code),
    name: name ?? nextName(work.zones, zone.level, zone.name),
    unit: zone.unit,
    person: null,
    locked: false,
  });
  if (zone.level === work.before.depth) {
    for (const face of moved) work.giveFace(face, made.id);
    return;
  }
  for (const below of [...work.zones.values()].filter((other) => other.parent === zone.id && other.id !== made.id)) {
    const all = under.get(below.id) ?? [];
    const gone = all.filter((face) => moved.has(face));
    if (gone.length && gone.length === all.length) work.putZone({ ...below, parent: made.id });
    else if (gone.length) split(work, under, below, new Set(gone), made);
  }
}

/** Divides the zones along the runs, in the order the line meets them. @returns how many became two */
export function divideZones(work: Work, runs: readonly Run[], names: readonly string[]): number {
  const byZone = new Map<number, Piece[]>();
  for (const { ground, pieces } of runs) {
    if (!ground.startsWith("z")) continue;
    const zone = Number(ground.slice(1));
    byZone.set(zone, [...(byZone.get(zone) ?? []), ...pieces]);
  }
  const under = facesUnder(work);
  let divided = 0;
  for (const [id, pieces] of byZone) {
    const moved = given(work, under.get(id) ?? [], pieces);
    if (!moved.size) continue;
    split(work, under, work.zones.get(id) as PlanZone, moved, null, names[divided]);
    divided++;
  }
  return divided;
}
