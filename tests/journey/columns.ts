/** What the page's layers hold, read from the API's columns and judged without the database. */
import type { ProblemsLayer, SitesLayer, ZonesLayer } from "../../server/contract/types.ts";
import { endStates } from "../../server/contract/vocabulary.ts";
import { distance } from "../server/questions/oracle.ts";
import type { Geometry, Point } from "../server/questions/town.ts";
import { ask } from "./visit.ts";

export interface Spot {
  readonly id: number;
  readonly at: Point;
}
export interface Place extends Spot {
  readonly name: string;
  readonly shapes: readonly Geometry[];
}

const degrees = (micro: number | undefined): number => (micro ?? 0) / 1e6;

function unpacked(flat: readonly number[]): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    x += flat[i] ?? 0;
    y += flat[i + 1] ?? 0;
    points.push([x / 1e6, y / 1e6]);
  }
  return points;
}

function shapesOf(rows: SitesLayer, i: number): Geometry[] {
  const packed = rows.geometry[i];
  if (!packed) return [{ kind: "point", at: [degrees(rows.lon[i]), degrees(rows.lat[i])] }];
  if ("l" in packed) return packed.l.map((line) => ({ kind: "line", points: unpacked(line) }));
  if (packed.a.some((rings) => rings.length !== 1)) throw new Error("an area with a hole: this oracle does not know holes");
  return packed.a.map((rings) => ({ kind: "area", ring: unpacked(rings[0] ?? []).slice(0, -1) }));
}

/** Sites of a type, with their own shapes. */
export async function places(type: string): Promise<Place[]> {
  const rows = await ask<SitesLayer>("/api/layers/sites");
  return rows.id.flatMap((id, i) =>
    rows.types[rows.type[i] ?? -1] === type
      ? [{ id, name: rows.name[i] ?? "", at: [degrees(rows.lon[i]), degrees(rows.lat[i])] as const, shapes: shapesOf(rows, i) }]
      : [],
  );
}

/** Problems that are not at an end, as the map has them. */
export async function openProblems(): Promise<Spot[]> {
  const rows = await ask<ProblemsLayer>("/api/layers/problems");
  const ended = new Set<string>(endStates);
  return Array.from(rows.id).flatMap((id, i) =>
    ended.has(rows.states[rows.state[i] ?? -1] ?? "") ? [] : [{ id, at: [degrees(rows.lon[i]), degrees(rows.lat[i])] as const }],
  );
}

export interface ProblemSpot extends Spot {
  readonly open: boolean;
  readonly state: string;
  readonly category: string;
  /** Unix seconds; 0 = none. */
  readonly found: number;
  readonly due: number;
  readonly closed: number;
}

/** All problems of the map: open ones and those that ended in the last 90 days. */
export async function problemSpots(): Promise<{ readonly clock: number; readonly spots: readonly ProblemSpot[] }> {
  const rows = await ask<ProblemsLayer>("/api/layers/problems");
  const ended = new Set<string>(endStates);
  const spots = Array.from(rows.id, (id, i) => {
    const state = rows.states[rows.state[i] ?? -1] ?? "";
    const times = { found: rows.found[i] ?? 0, due: rows.due[i] ?? 0, closed: rows.closed[i] ?? 0 };
    const at = [degrees(rows.lon[i]), degrees(rows.lat[i])] as const;
    return { id, at, state, open: !ended.has(state), category: rows.categories[rows.category[i] ?? -1] ?? "", ...times };
  });
  return { clock: Date.parse(rows.clock) / 1000, spots };
}

/** Zones of a level, as rings. */
export async function zoneRings(level: number): Promise<{ id: number; name: string; rings: readonly (readonly Point[])[] }[]> {
  const rows = await ask<ZonesLayer>("/api/layers/zones");
  return rows.id.flatMap((id, i) => {
    const packed = rows.geometry[i];
    if (rows.level[i] !== level || !packed || !("a" in packed)) return [];
    return [{ id, name: rows.name[i] ?? "", rings: packed.a.map(([outer]) => unpacked(outer ?? []).slice(0, -1)) }];
  });
}

const cornersOf = (shape: Geometry): readonly Point[] =>
  shape.kind === "point" ? [shape.at] : shape.kind === "line" ? shape.points : shape.ring;
/** A flat estimate in metres, good to a percent at the district's latitude: only to leave out what is far off. */
const flat = ([ax, ay]: Point, [bx, by]: Point) => Math.hypot((ax - bx) * 111_320 * Math.cos((ay * Math.PI) / 180), (ay - by) * 111_000);

/** Columns are exact to 0.1 m only. */
const slack = 0.3;

/** How many spots lie within so many metres of a shape: surely, and at most. */
export function countWithin(spots: readonly Spot[], shapes: readonly Geometry[], metres: number): { least: number; most: number } {
  const far = shapes.map((shape) => {
    const corners = cornersOf(shape);
    const from = corners[0] ?? ([0, 0] as const);
    return { shape, from, reach: 1.02 * (metres + Math.max(...corners.map((corner) => flat(from, corner)))) };
  });
  const nearest = ({ at }: Spot) =>
    Math.min(...far.filter(({ from, reach }) => flat(from, at) <= reach).map(({ shape }) => distance(at, shape)));
  const distances = spots.map(nearest);
  return { least: distances.filter((d) => d <= metres - slack).length, most: distances.filter((d) => d <= metres + slack).length };
}
