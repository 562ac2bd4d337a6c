/** Distances without a database: kdbush finds who may be near, geographiclib measures where it is close. */
import { isWithin } from "../server/questions/oracle.ts";
import type { Geometry, Point } from "../server/questions/town.ts";
import type { Ground } from "./ground.ts";
import type { Truth } from "./workload.ts";

/** A degree of latitude is no shorter anywhere here, metres. */
const degree_m = 110_500;

export const geometryOf = (points: readonly Point[]): Geometry =>
  points.length === 1 ? { kind: "point", at: points[0] as Point } : { kind: "line", points };

/** Rows within a distance of any of the geometries, each once. @param wanted rows that count; all otherwise */
export function within(ground: Ground, geometries: readonly Geometry[], metres: number, wanted: (row: number) => boolean = () => true) {
  const [sure, unsure] = [new Set<number>(), new Set<number>()];
  for (const geometry of geometries) {
    for (const row of new Set(candidates(ground, geometry, metres))) {
      if (sure.has(row) || !wanted(row)) continue;
      const is = isWithin([ground.lon[row] as number, ground.lat[row] as number], geometry, metres);
      if (is !== false) (is ? sure : unsure).add(row);
    }
  }
  return { sure, unsure: new Set([...unsure].filter((row) => !sure.has(row))) };
}

function candidates({ points, squeeze }: Ground, geometry: Geometry, metres: number): number[] {
  const d = (metres / degree_m) * 1.05;
  const corners = geometry.kind === "point" ? [geometry.at] : geometry.kind === "line" ? geometry.points : geometry.ring;
  const box = ([ax, ay]: Point, [bx, by]: Point) =>
    points.range(Math.min(ax, bx) * squeeze - d, Math.min(ay, by) - d, Math.max(ax, bx) * squeeze + d, Math.max(ay, by) + d);
  return corners.flatMap((corner, i) => (corners.length > 1 && i === 0 ? [] : box(corners[Math.max(0, i - 1)] as Point, corner)));
}

/** Rows as a truth of ids. */
export function truthOf(
  { id }: Ground,
  { sure, unsure }: { readonly sure: ReadonlySet<number>; readonly unsure: ReadonlySet<number> },
): Truth {
  const ids = (rows: ReadonlySet<number>): Set<number> => new Set(Array.from(rows, (row) => id[row] as number));
  return { count: sure.size, ids: ids(sure), unsure: ids(unsure) };
}

/** Rows that a plain loop finds. */
export function all(ground: Ground, holds: (row: number) => boolean): Truth {
  const ids = new Set<number>();
  for (let row = 0; row < ground.count; row++) if (holds(row)) ids.add(ground.id[row] as number);
  return { count: ids.size, ids };
}
