/** What one means to walk to, as a list in the order of the walk: added to, ordered by hand, kept as text. Pure. */
import type { Position } from "../../server/contract/draw.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { inRing } from "./ring.ts";
import type { Thing } from "./view.ts";

/** More is no walk; the filter's problem= takes as many. */
export const mostListed = 200;

/** What can be walked to. */
export interface Stop extends Thing {
  readonly kind: "problem" | "site";
}
export const isStop = (thing: Thing | null): thing is Stop => thing?.kind === "problem" || thing?.kind === "site";
export const sameStop = (a: Thing, b: Thing): boolean => a.kind === b.kind && a.id === b.id;
export const isListed = (list: readonly Thing[], thing: Thing): boolean => list.some((one) => sameStop(one, thing));

export interface Added {
  readonly list: readonly Stop[];
  readonly added: number;
  /** Were listed already. */
  readonly known: number;
  /** Found no room. */
  readonly left: number;
}
/** The list with these at its end, each once, as many as there is room for. */
export function withStops(list: readonly Stop[], stops: readonly Stop[]): Added {
  const keys = new Set(list.map(({ kind, id }) => `${kind}/${id}`));
  const fresh = stops.filter(({ kind, id }) => !keys.has(`${kind}/${id}`) && keys.add(`${kind}/${id}`));
  const added = fresh.slice(0, Math.max(0, mostListed - list.length));
  return { list: [...list, ...added], added: added.length, known: stops.length - fresh.length, left: fresh.length - added.length };
}

export const withoutStop = (list: readonly Stop[], stop: Thing): readonly Stop[] => list.filter((one) => !sameStop(one, stop));

/** The list with the one at `from` moved to `to`; beyond the ends it goes to the end. */
export function movedStop(list: readonly Stop[], from: number, to: number): readonly Stop[] {
  const stop = list[from];
  if (!stop) return list;
  return list.toSpliced(from, 1).toSpliced(Math.max(0, to), 0, stop);
}

/** What is drawn of a walk. */
export interface Walk {
  /** Where it begins, when that is none of the stops. */
  readonly from: Position | null;
  readonly stops: readonly Position[];
}

/** The list and where the walk begins, as text for the browser's store. */
export const keptText = (list: readonly Stop[], from: Position | null): string =>
  JSON.stringify({ stops: list.map(({ kind, id }) => `${kind}/${id}`), from });

const isDegrees = (value: unknown, most: number): value is number => typeof value === "number" && Math.abs(value) <= most;
function readStop(text: unknown): Stop[] {
  const [, kind, id] = /^(problem|site)\/([1-9]\d{0,14})$/.exec(String(text)) ?? [];
  return kind ? [{ kind: kind as Stop["kind"], id: Number(id) }] : [];
}

/** Reads it back; what is none of it is left out. */
export function readKeptText(text: string | null): { list: readonly Stop[]; from: Position | null } {
  const none = { list: [], from: null };
  if (text === null) return none;
  try {
    const { stops, from } = JSON.parse(text) as { stops?: unknown; from?: unknown };
    const list = Array.isArray(stops) ? withStops([], stops.flatMap(readStop)).list : [];
    const [lon, lat] = Array.isArray(from) ? from : [];
    return { list, from: isDegrees(lon, 180) && isDegrees(lat, 90) ? [lon, lat] : null };
  } catch {
    // Written by something else: there is no list.
    return none;
  }
}

type Columns = Pick<ProblemsLayer, "count" | "id" | "lon" | "lat">;
type Micro = readonly [lon: number, lat: number];
const micro = (degrees: number): number => Math.round(degrees * 1e6);

/** Rows that pass the mask and a test of their place, those nearest to a point first. */
function idsBy(columns: Columns, mask: Uint8Array | null, middle: Micro, passes: (lon: number, lat: number) => boolean): number[] {
  const found: { id: number; far: number }[] = [];
  // Degrees of latitude are longer than those of longitude; near enough for what comes first.
  const narrow = Math.cos((middle[1] / 1e6) * (Math.PI / 180));
  for (let row = 0; row < columns.count; row++) {
    if (mask && mask[row] !== 1) continue;
    const [lon, lat] = [columns.lon[row] as number, columns.lat[row] as number];
    if (!passes(lon, lat)) continue;
    found.push({ id: columns.id[row] as number, far: ((lon - middle[0]) * narrow) ** 2 + (lat - middle[1]) ** 2 });
  }
  return found.sort((a, b) => a.far - b.far || a.id - b.id).map(({ id }) => id);
}

/** Problems of the mask inside the picture, from its middle outwards; without a picture (no map) all of the mask. @param bounds west, south, east, north */
export function idsInView(columns: Columns, mask: Uint8Array | null, bounds: readonly [number, number, number, number] | null): number[] {
  const [w, s, e, n] = (bounds ?? [-180, -90, 180, 90]).map(micro) as [number, number, number, number];
  return idsBy(columns, mask, [(w + e) / 2, (s + n) / 2], (lon, lat) => lon >= w && lon <= e && lat >= s && lat <= n);
}

/** Problems of the mask inside a drawn ring, from its middle outwards; on its edge counts as inside. */
export function idsInRing(columns: Columns, mask: Uint8Array | null, ring: readonly Position[]): number[] {
  const corners = ring.map(([lon, lat]): Micro => [micro(lon), micro(lat)]);
  const mean = (i: 0 | 1) => corners.reduce((sum, corner) => sum + corner[i], 0) / Math.max(1, corners.length);
  return idsBy(columns, mask, [mean(0), mean(1)], (lon, lat) => inRing(lon, lat, corners));
}
