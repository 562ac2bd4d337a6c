/** What a line can follow: roads and waters of the ground, and the sites that are lines, near a box. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import type { BaseLayer, PackedGeometry, SitesLayer } from "../../../server/contract/types.ts";
import type { BaseClass } from "../../../server/contract/vocabulary.ts";
import { unpack } from "../../layers/geometry.ts";
import type { Box } from "./where.ts";

type Line = readonly Position[];
interface Way {
  readonly line: Line;
  readonly box: Box;
}
/** Classes of the ground that run along something. */
const followed: ReadonlySet<string> = new Set<BaseClass>([
  "motorway",
  "arterial",
  "secondary",
  "minor",
  "alley",
  "rail",
  "waterway",
  "water",
]);

function boxOf(line: Line): Box {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const [x, y] of line) {
    w = Math.min(w, x);
    s = Math.min(s, y);
    e = Math.max(e, x);
    n = Math.max(n, y);
  }
  return [w, s, e, n];
}

function linesOf(packed: PackedGeometry | undefined): Line[] {
  if (!packed) return [];
  const geometry = unpack(packed, 0, 0);
  const lines =
    geometry.type === "LineString"
      ? [geometry.coordinates]
      : geometry.type === "MultiLineString" || geometry.type === "Polygon"
        ? geometry.coordinates
        : geometry.type === "MultiPolygon"
          ? geometry.coordinates.flat()
          : [];
  return lines as unknown as Line[];
}

function waysOf(base: BaseLayer | undefined, sites: SitesLayer | undefined): Way[] {
  const ways: Way[] = [];
  const add = (packed: PackedGeometry | undefined) => {
    for (const line of linesOf(packed)) if (line.length > 1) ways.push({ line, box: boxOf(line) });
  };
  if (base) {
    const runs = base.classes.map((one) => followed.has(one));
    for (let i = 0; i < base.count; i++) if (runs[base.class[i] as number]) add(base.geometry[i]);
  }
  // Alleys and river segments; areas among the sites are not followed.
  if (sites) for (const packed of sites.geometry) if (packed && "l" in packed) add(packed);
  return ways;
}

/** Finds ways near a box; made once for the layers that are there. */
export class Ways {
  private base: BaseLayer | undefined;
  private sites: SitesLayer | undefined;
  private ways: readonly Way[] = [];

  near([w, s, e, n]: Box, base: BaseLayer | undefined, sites: SitesLayer | undefined): readonly Line[] {
    if (base !== this.base || sites !== this.sites) {
      [this.base, this.sites] = [base, sites];
      this.ways = waysOf(base, sites);
    }
    return this.ways.filter(({ box }) => box[0] <= e && box[2] >= w && box[1] <= n && box[3] >= s).map(({ line }) => line);
  }
}
