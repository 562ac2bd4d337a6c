/**
 * Vertices of noded faces as they were given: the grid moves each by up to a centimetre, and nothing that was fine shall move. What lies
 * on the outline is put on it, so that no ground is left between.
 */
import type { Position } from "../contract/draw.ts";
import { together_deg } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { footOn } from "./onLine.ts";

const keyOf = ([x, y]: Position): string => `${Math.round(x / together_deg)},${Math.round(y / together_deg)}`;

/** Places by their place on the grid; null where several share one. */
function byGrid(polygons: readonly Polygon[]): Map<string, Position | null> {
  const known = new Map<string, Position | null>();
  for (const at of polygons.flat(2)) {
    const key = keyOf(at);
    const there = known.get(key);
    if (there === undefined) known.set(key, at);
    else if (there && (there[0] !== at[0] || there[1] !== at[1])) known.set(key, null);
  }
  return known;
}

export interface Restored {
  readonly points: readonly Position[];
  /** There was a vertex here before: it stays, where two borders meet. On the outline that is a vertex of the outline. */
  readonly known: (vertex: number) => boolean;
  /** It lies on the outline: without a vertex before, it goes even where the grid bent the border. */
  readonly onOutline: (vertex: number) => boolean;
}

/** @param rim vertices on the border to what lies beyond */
export function restored(
  points: readonly Position[],
  rim: ReadonlySet<number>,
  zones: readonly Polygon[],
  outline: readonly Polygon[] | null,
): Restored {
  const [ofZones, ofOutline] = [byGrid(zones), byGrid(outline ?? [])];
  const foot = footOn(outline ?? []);
  const onRim = (at: Position): Position => {
    const found = foot(at);
    return found.deg <= 2 * together_deg ? found.at : at;
  };
  const onOutline = (vertex: number) => outline !== null && rim.has(vertex);
  const place = (at: Position, vertex: number): Position => {
    const own = ofOutline.get(keyOf(at));
    if (own) return own;
    return onOutline(vertex) ? onRim(at) : (ofZones.get(keyOf(at)) ?? at);
  };
  return {
    points: points.map(place),
    onOutline,
    known: (vertex) => {
      const key = keyOf(points[vertex] as Position);
      return ofOutline.has(key) || (!onOutline(vertex) && ofZones.has(key));
    },
  };
}
