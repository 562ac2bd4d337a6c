/** Roads with names, water and known sites as they are drawn under ghost pins: plain metres around the district's middle. Pure. */
import type { BaseLayer, PackedGeometry, SitesLayer } from "../../../server/contract/types.ts";
import { outlineClass } from "../../../server/contract/vocabulary.ts";
import { unpackLine } from "../../layers/geometry.ts";
import type { Bounds } from "./ghosts.ts";

/** Metres east and south of the middle. */
export type Local = readonly [x: number, y: number];
export const groundClasses = ["area", "water", "stream", "outline", "minor", "road", "main"] as const;
export type GroundClass = (typeof groundClasses)[number];

export interface GroundLabel {
  readonly name: string;
  readonly rank: number;
  /** Along the line. */
  readonly at: readonly Local[];
}
export interface Ground {
  readonly local: (lon: number, lat: number) => Local;
  readonly degrees: (at: Local) => readonly [lon: number, lat: number];
  /** An SVG path for each class. */
  readonly paths: Readonly<Record<GroundClass, string>>;
  readonly labels: readonly GroundLabel[];
  readonly sites: readonly Local[];
}

const drawnAs: Readonly<Record<string, GroundClass>> = {
  water: "water",
  waterway: "stream",
  park: "area",
  motorway: "main",
  arterial: "main",
  secondary: "road",
  minor: "minor",
  alley: "minor",
  rail: "minor",
  [outlineClass]: "outline",
};
const ranks: Readonly<Record<string, number>> = { motorway: 0, arterial: 0, waterway: 1, water: 1, secondary: 2, minor: 3, alley: 4 };
const degree_m = 111_195;
/** Along a road its name may stand at each of so many metres. */
const label_m = 700;

/** @param bounds of the district, degrees */
export function projection([west, south, east, north]: Bounds): Pick<Ground, "local" | "degrees"> {
  const [lon0, lat0] = [(west + east) / 2, (south + north) / 2];
  const squeeze = Math.cos((lat0 * Math.PI) / 180) * degree_m;
  return {
    local: (lon, lat) => [(lon - lon0) * squeeze, (lat0 - lat) * degree_m],
    degrees: ([x, y]) => [lon0 + x / squeeze, lat0 - y / degree_m],
  };
}

const linesOf = (packed: PackedGeometry | undefined): readonly (readonly number[])[] =>
  !packed ? [] : "l" in packed ? packed.l : packed.a.flat();

/** Its points, one for each stretch of road. */
function labelPoints(line: readonly Local[]): Local[] {
  const points: Local[] = [line[line.length >> 1] as Local];
  let since = label_m / 2;
  for (let i = 1; i < line.length; i++) {
    const [[fromX, fromY], [x, y]] = [line[i - 1] as Local, line[i] as Local];
    const length = Math.hypot(x - fromX, y - fromY);
    for (let at = label_m - since; at < length; at += label_m)
      points.push([fromX + ((x - fromX) * at) / length, fromY + ((y - fromY) * at) / length]);
    since = (since + length) % label_m;
  }
  return points;
}

export function groundOf(base: BaseLayer | undefined, sites: SitesLayer | undefined, bounds: Bounds): Ground {
  const { local, degrees } = projection(bounds);
  const paths: Record<GroundClass, string[]> = { area: [], water: [], stream: [], outline: [], minor: [], road: [], main: [] };
  const named = new Map<string, { rank: number; at: Local[] }>();
  for (let i = 0; base && i < base.count; i++) {
    const kind = base.classes[base.class[i] as number] ?? "";
    const drawn = drawnAs[kind];
    if (!drawn) continue;
    for (const flat of linesOf(base.geometry[i])) {
      const line = unpackLine(flat).map(([lon, lat]) => local(lon as number, lat as number));
      paths[drawn].push(`M${line.map(([x, y]) => `${x.toFixed(0)} ${y.toFixed(0)}`).join("L")}`);
      const name = base.name[i];
      if (!name || line.length === 0 || ranks[kind] === undefined) continue;
      const entry = named.get(name) ?? { rank: ranks[kind], at: [] };
      entry.at.push(...labelPoints(line));
      named.set(name, entry);
    }
  }
  return {
    local,
    degrees,
    paths: Object.fromEntries(groundClasses.map((name) => [name, paths[name].join("")])) as Record<GroundClass, string>,
    labels: [...named].map(([name, entry]) => ({ name, ...entry })).sort((a, b) => a.rank - b.rank),
    sites: sites ? sites.id.map((_, i) => local((sites.lon[i] as number) / 1e6, (sites.lat[i] as number) / 1e6)) : [],
  };
}
