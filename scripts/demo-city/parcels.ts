/** What lies inside a block: the built area, its parcels, and the old town's alleys. */
import { cutAcross } from "./blocks.ts";
import { inset } from "./curves.ts";
import type { Pt, Ring } from "./geo.ts";
import { add, along, area, at, awayFrom, dist, mix } from "./geo.ts";
import type { EdgeClass, Mesh } from "./mesh.ts";
import { rivers } from "./plan.ts";
import type { Rng } from "./rng.ts";

/** Metres from a block's edge to where building may begin. */
const setback: Readonly<Record<EdgeClass, number>> = {
  river: 30,
  rail: 34,
  motorway: 46,
  arterial: 24,
  secondary: 17,
  minor: 11,
  lane: 9,
  field: 5,
  border: 12,
};

/** The part of block f that may be built on, or null where nothing sound is left. */
export function buildable(mesh: Mesh, f: number): Ring | null {
  const edges = mesh.edgesOf(f);
  const by = edges.map((e) => (e.cls === "river" ? (rivers[e.line]?.half?.[1] ?? 12) * 1.1 + setback.river : setback[e.cls]));
  return inset(mesh.ring(f), by);
}

/** Cuts a ring along a straight cut into two. */
function halves(ring: Ring, cut: { from: { edge: number; p: Pt }; to: { edge: number; p: Pt } }): [Ring, Ring] {
  const [lo, hi] = cut.from.edge < cut.to.edge ? [cut.from, cut.to] : [cut.to, cut.from];
  return [
    [lo.p, ...ring.slice(lo.edge + 1, hi.edge + 1), hi.p],
    [hi.p, ...ring.slice(hi.edge + 1), ...ring.slice(0, lo.edge + 1), lo.p],
  ];
}

/** Parcels of at most `largest` m², with a gap of 2 × `gap` metres between them. */
export function parcelsOf(ring: Ring, largest: number, gap: number, rng: Rng): Ring[] {
  const done: Ring[] = [];
  const queue: Ring[] = [ring];
  for (let r = queue.pop(); r; r = queue.pop()) {
    const cut = area(r) > largest ? cutAcross(r, rng, 0.1) : null;
    if (cut) queue.push(...halves(r, cut));
    else done.push(r);
  }
  return done.flatMap((r) => {
    const clean = r.filter((p, i) => dist(p, at(r, (i + 1) % r.length)) > 6);
    const inner =
      clean.length > 2
        ? inset(
            clean,
            clean.map(() => gap),
          )
        : null;
    return inner ? [inner] : [];
  });
}

/** Slightly crooked alleys through an old-town block, from street to street or to another alley; some are blind. */
export function alleysOf(ring: Ring, smallest: number, rng: Rng): Pt[][] {
  const alleys: Pt[][] = [];
  const queue: Ring[] = [ring];
  for (let r = queue.pop(); r; r = queue.pop()) {
    if (area(r) < smallest) continue;
    const cut = cutAcross(r, rng, 0.2);
    if (!cut || dist(cut.from.p, cut.to.p) < 55) continue;
    queue.push(...halves(r, cut));
    const [a, b] = [cut.from.p, cut.to.p];
    const blind = rng.chance(0.14);
    const end = blind ? mix(a, b, rng.range(0.6, 0.8)) : b;
    // An alley that would run beside another in the same block is not drawn.
    if (alleys.some((other) => awayFrom(other, mix(a, end, 0.5)) < 22)) continue;
    alleys.push(crooked(a, end, rng));
  }
  return alleys;
}

function crooked(a: Pt, b: Pt, rng: Rng): Pt[] {
  const { dir, left } = along(a, b);
  const n = Math.max(1, Math.round(dist(a, b) / 48));
  const points: Pt[] = [a];
  for (let i = 1; i < n; i++) {
    const p = mix(a, b, i / n);
    points.push(add(add(p, left, rng.bell() * 3.2), dir, rng.bell() * 5));
  }
  return [...points, b];
}

/** A rectangle `wide` × `deep` metres beside a straight edge of the ring, set in by `back`. Null when it does not fit. */
export function beside(ring: Ring, wide: number, deep: number, fits: (p: Pt) => boolean): Ring | null {
  const order = ring.map((p, i) => ({ i, long: dist(p, at(ring, (i + 1) % ring.length)) })).sort((x, y) => y.long - x.long);
  for (const { i, long } of order.slice(0, 3)) {
    if (long < wide * 1.05) continue;
    const [p, q] = [at(ring, i), at(ring, (i + 1) % ring.length)];
    const { dir, left } = along(p, q);
    const start = add(add(p, dir, (long - wide) / 2), left, 2);
    const box: Pt[] = [start, add(start, dir, wide), add(add(start, dir, wide), left, deep), add(start, left, deep)];
    if (box.every(fits)) return box;
  }
  return null;
}
