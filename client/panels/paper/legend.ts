/** What the sheet's legend lists: only what its map shows. Layers that are off, symbols that none of the things shown have, are not there. Pure. */
import type { Geometry, Position } from "geojson";
import { statusOf } from "../../../server/contract/status.ts";
import { outlineClass, type ProblemState, type ProblemStatus, type Word } from "../../../server/contract/vocabulary.ts";
import { geometryOf } from "../../layers/geometry.ts";
import { type LayerGroup, type LegendEntry, layerGroups, type MapLayer, type Swatch } from "../../layers/layer.ts";
import { mapColours } from "../../look/basemap.ts";
import type { MapScene } from "../../map/handle.ts";
import { stack } from "../../map/stack.ts";
import type { Bounds } from "./scale.ts";

/** A symbol with its words; `n` of problems, counted in the picture. */
export interface LegendLine {
  readonly swatch: Swatch | { readonly kind: "donut"; readonly statuses: readonly ProblemStatus[] };
  readonly label: Word;
  readonly n: number | null;
  /** Its letter stands on a disc. */
  readonly round?: boolean;
}
export interface SheetLegend {
  readonly id: LayerGroup;
  readonly title: Word;
  readonly lines: readonly LegendLine[];
}

const groupOrder: readonly LayerGroup[] = ["problems", "heat", "analysis", "sites", "zones", "base"];

const overlap = ([aw, as, ae, an]: Bounds, [bw, bs, be, bn]: Bounds) => aw <= be && ae >= bw && as <= bn && an >= bs;

function around(positions: readonly Position[]): Bounds {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of positions) [w, s, e, n] = [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)];
  return [w, s, e, n];
}

const crosses = (line: readonly Position[], bounds: Bounds): boolean =>
  line.some((_, i) => i > 0 && overlap(around(line.slice(i - 1, i + 1)), bounds));

/** Is a place inside a ring? Counted by the ring's crossings to the east of it. */
function holds(ring: readonly Position[], [x = 0, y = 0]: Position): boolean {
  let inside = false;
  for (const [i, [ax = 0, ay = 0]] of ring.entries()) {
    const [bx = 0, by = 0] = ring[i ? i - 1 : ring.length - 1] ?? [];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** An area is seen when its edge is, or when the picture lies within it; one drawn as a border only by its edge. */
function areaSeen(rings: readonly Position[][], bounds: Bounds, border: boolean): boolean {
  if (rings.some((ring) => crosses(ring, bounds))) return true;
  const [w, s, e, n] = bounds;
  const middle = [(w + e) / 2, (s + n) / 2];
  return !border && rings.reduce((inside, ring) => inside !== holds(ring, middle), false);
}

/** True when any of it may be seen: lines by each of their stretches. */
function seen(geometry: Geometry, bounds: Bounds, border: boolean): boolean {
  switch (geometry.type) {
    case "Point":
      return overlap(around([geometry.coordinates]), bounds);
    case "LineString":
      return crosses(geometry.coordinates, bounds);
    case "MultiLineString":
      return geometry.coordinates.some((line) => crosses(line, bounds));
    case "Polygon":
      return areaSeen(geometry.coordinates, bounds, border);
    case "MultiPolygon":
      return geometry.coordinates.some((rings) => areaSeen(rings, bounds, border));
    default:
      return true;
  }
}

/** Problems that the scene lights inside the bounds, by status. */
export function problemsIn({ data, mask, clock }: MapScene, bounds: Bounds): ReadonlyMap<ProblemStatus, number> {
  const counts = new Map<ProblemStatus, number>();
  const rows = data.problems;
  for (let i = 0; rows && i < rows.count; i++) {
    if (mask && mask[i] !== 1) continue;
    if (!overlap(around([[(rows.lon[i] ?? 0) / 1e6, (rows.lat[i] ?? 0) / 1e6]]), bounds)) continue;
    const status = statusOf(rows.states[rows.state[i] ?? 0] as ProblemState, rows.nearlyDue[i] ?? null, rows.due[i] ?? null, clock);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

type Placed = Parameters<typeof geometryOf>[0] & { readonly count: number };
/** Some row that is wanted lies in the picture. */
function any(rows: Placed | undefined, wanted: (row: number) => boolean, bounds: Bounds, border = false): boolean {
  for (let i = 0; rows && i < rows.count; i++) if (wanted(i) && seen(geometryOf(rows, i), bounds, border)) return true;
  return false;
}

const open: readonly ProblemStatus[] = ["overdue", "nearly_due", "handling", "recheck", "undispatched"];
interface Picture {
  readonly scene: MapScene;
  readonly bounds: Bounds;
  readonly statuses: ReadonlyMap<ProblemStatus, number>;
}

/** Entries that count nothing are of the base map, told by their class. */
const classesOf: Readonly<Record<string, readonly string[]>> = { water: ["water", "waterway"], minor: ["minor", "alley"] };

function shows(entry: LegendEntry, { scene, bounds, statuses }: Picture): boolean {
  const { base, sites, zones } = scene.data;
  const { counts } = entry;
  if (counts === null) {
    const classes = classesOf[entry.id] ?? [entry.id];
    return any(base, (i) => classes.includes(base?.classes[base.class[i] ?? -1] ?? ""), bounds, entry.id === outlineClass);
  }
  if (counts.by === "status") return statuses.has(counts.status);
  if (counts.by === "open") return open.some((status) => statuses.has(status));
  if (counts.by === "zoneLevel") return any(zones, (i) => zones?.level[i] === counts.level, bounds, true);
  const types: readonly string[] = counts.types;
  return any(sites, (i) => types.includes(sites?.types[sites.type[i] ?? -1] ?? ""), bounds);
}

/** Layers that show only what somebody asked for; what only follows the pointer never comes to paper. */
const asked: Readonly<Record<string, (scene: MapScene) => boolean>> = {
  rings: ({ rings }) => rings.length > 0,
  drawn: ({ drawn, zones }) => drawn.length > 0 || Boolean(zones?.length),
  walk: ({ data }) => data.walk !== undefined,
  hotHexagons: ({ data }) => data.hot !== undefined,
  hotClusters: ({ data }) => data.hot !== undefined,
  selection: () => false,
  changes: () => false,
  // Names say what they are.
  basePlaces: () => false,
};

/** Farther out than this nothing of an entry is drawn: of the base map each class has its own. */
function minZoomOf(layer: MapLayer, entry: LegendEntry): number {
  const specs = layer.specs({ theme: "light", lang: "zh", colours: mapColours.light });
  const own = specs.filter(
    (spec) => "filter" in spec && JSON.stringify(spec.filter) === JSON.stringify(["==", ["get", "class"], entry.id]),
  );
  return Math.max(layer.minZoom, own.length ? Math.min(...own.map((spec) => spec.minzoom ?? 0)) : 0);
}

function linesOf(layer: MapLayer, picture: Picture, zoom: number): LegendLine[] {
  const { scene, statuses } = picture;
  const wanted = asked[layer.id];
  const entries = layer.legend.filter((entry) => zoom >= minZoomOf(layer, entry) && (wanted ? wanted(scene) : shows(entry, picture)));
  const lines = entries.map(({ swatch, label, counts }): LegendLine => {
    const n = counts?.by === "status" ? (statuses.get(counts.status) ?? 0) : null;
    return { swatch, label, n, round: layer.id === "markets" };
  });
  const together = [...statuses.values()].reduce((sum, n) => sum + n, 0);
  if (layer.id !== "problems" || together < 2) return lines;
  const donut = { zh: "多个问题及其个数", en: "several, with their number" };
  return [...lines, { swatch: { kind: "donut", statuses: [...statuses.keys()] }, label: donut, n: null }];
}

/** @param zoom of the sheet's map @param statuses of the problems in it */
export function legendOf(scene: MapScene, bounds: Bounds, zoom: number, statuses = problemsIn(scene, bounds)): SheetLegend[] {
  const picture = { scene, bounds, statuses };
  return groupOrder.flatMap((id) => {
    const layers = stack.filter((layer) => layer.group === id && scene.shown.has(layer.id));
    const lines = layers.flatMap((layer) => linesOf(layer, picture, zoom));
    return lines.length ? [{ id, title: layerGroups[id], lines }] : [];
  });
}
