/** Zones as somebody gives them for a partition, made fit to work with: rings open, codes once a level, what has no ground left out. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { inPolygon, placeIn } from "./inside.ts";
import type { GivenLevel, GivenZone } from "./mend.ts";
import type { MendList } from "./mendList.ts";

const same = (a: Position | undefined, b: Position | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1];

function openRing(ring: readonly Position[]): readonly Position[] {
  const once = ring.filter((at, i) => i === 0 || !same(at, ring[i - 1]));
  while (once.length > 1 && same(once[0], once.at(-1))) once.pop();
  return once;
}

/** Rings of three places at least; a polygon whose outer ring is no such goes. */
export function openPolygons(polygons: readonly Polygon[]): Polygon[] {
  const enough = (ring: readonly Position[]) => new Set(ring.map(String)).size > 2;
  return polygons
    .map((polygon) => polygon.map(openRing))
    .filter(([outer]) => outer !== undefined && enough(outer))
    .map((polygon) => polygon.filter(enough));
}

/** A hole that lies in another part of its zone than it was given with goes there: some files say only that it is a hole. */
function regrouped(polygons: readonly Polygon[]): Polygon[] {
  if (polygons.length < 2 || polygons.every((rings) => rings.length < 2)) return [...polygons];
  const parts = polygons.map(([outer]) => [outer as readonly Position[]]);
  for (const [i, [, ...holes]] of polygons.entries())
    for (const hole of holes) {
      const at = placeIn([hole]);
      const lies = (rings: Polygon | undefined) => rings !== undefined && inPolygon(at, rings.slice(0, 1));
      const home = lies(polygons[i]) ? i : polygons.findIndex(lies);
      parts[home < 0 ? i : home]?.push(hole);
    }
  return parts;
}

export const nameOf = ({ code, name }: { readonly code: string; readonly name: string }): string => name || code;

function freeCode(code: string, taken: ReadonlySet<string>): string {
  let n = 2;
  while (taken.has(`${code}-${n}`)) n++;
  return `${code}-${n}`;
}

/** The zones of a level that can be used; what happened to the others is told. */
export function usable({ level, zones }: GivenLevel, mends: MendList): readonly GivenZone[] {
  const all = new Set(zones.map(({ code }) => code));
  const taken = new Set<string>();
  return zones.flatMap((zone) => {
    const polygons = regrouped(openPolygons(zone.polygons));
    if (polygons.length === 0) {
      mends.add({ kind: "dropped", level, zones: [nameOf(zone)], area_m2: null, at: zone.polygons[0]?.[0]?.[0] ?? null });
      return [];
    }
    const again = taken.has(zone.code);
    const code = again ? freeCode(zone.code, all) : zone.code;
    if (again) mends.add({ kind: "duplicate", level, zones: [nameOf(zone), code], area_m2: null, at: polygons[0]?.[0]?.[0] ?? null });
    taken.add(code);
    all.add(code);
    return [{ ...zone, code, polygons }];
  });
}
