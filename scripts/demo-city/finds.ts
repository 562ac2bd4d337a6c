/** Where and what: draws the place of a problem by the sites' weights, and the category that such a place has in that month. */

import type { SiteType } from "../../server/contract/vocabulary.ts";
import { lengthOf, pointAlong } from "./curves.ts";
import { cos, exp, sin } from "./exact.ts";
import type { Pt, Ring } from "./geo.ts";
import { add, at, centroid, inside, mix } from "./geo.ts";
import { mixOf, seasonOf, typeShare } from "./kinds.ts";
import { lakes, rivers, townness } from "./plan.ts";
import type { Rng } from "./rng.ts";
import { streamOf } from "./rng.ts";
import type { Site } from "./siteBook.ts";
import { halfWidth } from "./streets.ts";
import type { World } from "./world.ts";

export interface Find {
  readonly site: Site;
  readonly p: Pt;
  /** In the streets around the site rather than at it. */
  readonly off: boolean;
  readonly code: string;
}

/** A drawer of finds for a world; each call takes its chances from the given stream. */
export function finder(world: World): (rng: Rng, month: number) => Find {
  const { sites } = world;
  const cumulative = hotness(world);
  const total = at(cumulative, cumulative.length - 1);
  return (rng, month) => {
    for (;;) {
      const site = at(sites, lowerBound(cumulative, rng.next() * total));
      const { p, off } = placeAt(site, world, rng);
      if (world.places.block(p) === null) continue;
      const options = mixOf(site.type, off);
      const code = at(options, rng.weighted(options.map(([c, w]) => w * seasonOf(c, month))))[0];
      return { site, p, off, code };
    }
  };
}

/** Running sums of the sites' weights: some of a type are far worse than others, and the middle of town is worst. */
function hotness(world: World): number[] {
  const rng = streamOf(world.seed, "hotness");
  const raw = world.sites.map(
    (s) => (0.15 + townness(s.anchor)) * (s.key && s.type === "market" ? 2.2 : 1) * exp(rng.bell() * 0.75) * sizeOf(s),
  );
  const byType = new Map<SiteType, number>();
  for (const [i, s] of world.sites.entries()) byType.set(s.type, (byType.get(s.type) ?? 0) + at(raw, i));
  let sum = 0;
  return world.sites.map((s, i) => {
    sum += (at(raw, i) / (byType.get(s.type) ?? 1)) * typeShare[s.type];
    return sum;
  });
}

function sizeOf(site: Site): number {
  return site.shape.kind === "line" ? Math.sqrt(lengthOf(site.shape.points) + 60) : 1;
}

function lowerBound(list: readonly number[], value: number): number {
  let [lo, hi] = [0, list.length - 1];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (at(list, mid) < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

function placeAt(site: Site, world: World, rng: Rng): { p: Pt; off: boolean } {
  const { shape } = site;
  if (site.type === "market" && rng.chance(0.52))
    return { p: streetNear(site.anchor, 40 + Math.min(430, rng.exp(130)), world, rng), off: true };
  if (site.type === "school_surroundings") return { p: streetNear(site.anchor, rng.exp(55), world, rng), off: false };
  if (shape.kind === "area") return { p: withinRing(shape.ring, rng), off: false };
  if (shape.kind === "line") return { p: besideLine(site, shape.points, rng), off: false };
  const wide = site.type === "intersection" ? 22 : 14;
  return { p: add(site.anchor, [rng.bell() * wide, rng.bell() * wide]), off: false };
}

/** A spot by the street that is nearest to a random place about `away` metres off. */
function streetNear(from: Pt, away: number, world: World, rng: Rng): Pt {
  const a = rng.range(0, 2 * Math.PI);
  const aim = add(from, [cos(a), sin(a)], away);
  const s = world.places.street(aim);
  return s && s.away < 140 ? add(s.p, s.left, rng.bell() * 6) : aim;
}

const inLake = (p: Pt): boolean => lakes.some((l) => inside(l.points, p));

function withinRing(ring: Ring, rng: Rng): Pt {
  const c = centroid(ring);
  for (let i = 0; i < 12; i++) {
    const corner = rng.pick(ring);
    const p = mix(mix(c, corner, Math.sqrt(rng.next())), rng.pick(ring), rng.range(0, 0.3));
    if (inside(ring, p) && !inLake(p)) return p;
  }
  return inLake(c) ? at(ring, 0) : c;
}

/** By a road's kerb, on an alley, or on a river: on the water, or the bank. */
function besideLine(site: Site, points: readonly Pt[], rng: Rng): Pt {
  const { p, left } = pointAlong(points, rng.next() * lengthOf(points));
  if (site.type === "river") {
    const r = rivers.findIndex((k) => site.name.startsWith(k.name));
    const half = halfWidth(r, 0.5);
    return add(p, left, rng.chance(0.5) ? rng.range(-half, half) * 0.85 : (rng.chance(0.5) ? 1 : -1) * (half + rng.range(1, 9)));
  }
  if (site.type === "back_alley") return add(p, left, rng.bell() * 1.6);
  const half = site.type === "arterial_road" ? 17 : site.type === "secondary_road" ? 11 : 7;
  return add(p, left, (rng.chance(0.5) ? 1 : -1) * (half + rng.bell() * 2.5));
}
