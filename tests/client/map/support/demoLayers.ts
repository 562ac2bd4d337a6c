/** The demo district's files as the columns the server would send: the map's tests and pictures need no server. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import type { BaseLayer, PackedGeometry, ProblemsLayer, SitesLayer, ZonesLayer } from "../../../../server/contract/types.ts";
import {
  baseClasses,
  outlineClass,
  type ProblemAct,
  problemActs,
  problemStates,
  siteTypes,
} from "../../../../server/contract/vocabulary.ts";

const folder = new URL("../../../../data/demo/", import.meta.url);
const text = (name: string) => gunzipSync(readFileSync(new URL(name, folder))).toString("utf8");
const features = (name: string) => (JSON.parse(text(`${name}.geojson.gz`)) as FeatureCollection).features;
const rows = (name: string) => parse(text(`${name}.csv.gz`), { columns: true }) as Record<string, string>[];
const micro = (degrees: number | undefined) => Math.round((degrees ?? 0) * 1e6);

/** The contract's packing: flat, first position whole, then differences. */
export function packLine(line: readonly Position[]): number[] {
  let x = 0;
  let y = 0;
  return line.flatMap(([lon, lat]) => {
    const [nx, ny] = [micro(lon), micro(lat)];
    const step = [nx - x, ny - y];
    [x, y] = [nx, ny];
    return step;
  });
}

export function pack(g: Geometry): PackedGeometry {
  if (g.type === "LineString") return { l: [packLine(g.coordinates)] };
  if (g.type === "MultiLineString") return { l: g.coordinates.map(packLine) };
  if (g.type === "Polygon") return { a: [g.coordinates.map(packLine)] };
  if (g.type === "MultiPolygon") return { a: g.coordinates.map((area) => area.map(packLine)) };
  return null;
}

/** Somewhere in the geometry: the middle of a line, the mean of a ring. */
function place(g: Geometry): Position {
  if (g.type === "Point") return g.coordinates;
  if (g.type === "LineString") return g.coordinates[g.coordinates.length >> 1] as Position;
  if (g.type === "MultiLineString") return place({ type: "LineString", coordinates: g.coordinates[0] as Position[] });
  if (g.type === "MultiPolygon") return place({ type: "Polygon", coordinates: g.coordinates[0] as Position[][] });
  const ring = g.type === "Polygon" ? (g.coordinates[0] as Position[]) : [];
  const mean = (axis: 0 | 1) => ring.reduce((sum, at) => sum + (at[axis] as number), 0) / ring.length;
  return [mean(0), mean(1)];
}

const head = (count: number) => ({ revision: 1, clock: "2026-11-15T18:00:00+08:00", count });
const at = (list: readonly Feature[]) => ({
  lon: list.map(({ geometry }) => micro(place(geometry)[0])),
  lat: list.map(({ geometry }) => micro(place(geometry)[1])),
  geometry: list.map(({ geometry }) => pack(geometry)),
});
const zeros = (n: number) => Array.from({ length: n }, () => 0);

export function demoBase(): BaseLayer {
  const outline: Feature[] = features("boundary").map((f) => ({ ...f, properties: { class: outlineClass } }));
  const list = [...outline, ...features("base")];
  const classes: string[] = [outlineClass, ...baseClasses];
  return {
    ...head(list.length),
    classes,
    class: list.map(({ properties }) => classes.indexOf(properties?.class)),
    name: list.map(({ properties }) => properties?.name || null),
    ...at(list),
  };
}

export function demoZones(): ZonesLayer {
  const list = ["zones1", "zones2", "zones3"].flatMap(features);
  const codes = list.map(({ properties }) => properties?.code as string);
  return {
    ...head(list.length),
    id: list.map((_, i) => i + 1),
    level: list.map(({ properties }) => properties?.level),
    parent: list.map(({ properties }) => codes.indexOf(properties?.parent) + 1),
    code: codes,
    name: list.map(({ properties }) => properties?.name),
    person: list.map(({ properties }) => properties?.person ?? null),
    unit: zeros(list.length),
    area_m2: zeros(list.length),
    ...at(list),
  };
}

export function demoSites(): SitesLayer {
  const list = features("sites");
  const types = Object.keys(siteTypes);
  return {
    ...head(list.length),
    types,
    id: list.map((_, i) => i + 1),
    type: list.map(({ properties }) => types.indexOf(properties?.siteType)),
    name: list.map(({ properties }) => properties?.name),
    key: list.map(({ properties }) => (properties?.key ? 1 : 0)),
    unit: zeros(list.length),
    length_m: zeros(list.length),
    area_m2: zeros(list.length),
    ...at(list),
  };
}

interface Folded {
  state: string;
  due: number;
  closed: number;
}

function folded(): Map<string, Folded> {
  const states = new Map<string, Folded>();
  for (const { problem = "", act, at: when = "", deadline } of rows("events")) {
    const now = states.get(problem) ?? { state: "reported", due: 0, closed: 0 };
    now.state = problemActs[act as ProblemAct].to ?? now.state;
    if (deadline) now.due = Date.parse(deadline) / 1000;
    if (now.state === "closed" || now.state === "rejected") now.closed = Date.parse(when) / 1000;
    states.set(problem, now);
  }
  return states;
}

export const demoClock = Date.parse("2026-11-15T18:00:00+08:00") / 1000;

export function demoProblems(): ProblemsLayer {
  const ends = folded();
  const end = (row: Record<string, string>) => ends.get(row.externalId ?? "") ?? { state: "reported", due: 0, closed: 0 };
  const since = demoClock - 90 * 86_400;
  const all = rows("problems");
  const list = all.filter((row) => end(row).closed === 0 || end(row).closed > since);
  const states = Object.keys(problemStates);
  const categories = [...new Set(list.map((row) => row.category ?? ""))];
  const sources = [...new Set(list.map((row) => row.source ?? ""))];
  return {
    ...head(list.length),
    states,
    categories,
    sources,
    id: list.map((_, i) => i + 1),
    lon: list.map((row) => micro(Number(row.x))),
    lat: list.map((row) => micro(Number(row.y))),
    state: list.map((row) => states.indexOf(end(row).state)),
    category: list.map((row) => categories.indexOf(row.category ?? "")),
    source: list.map((row) => sources.indexOf(row.source ?? "")),
    unit: zeros(list.length),
    siteTypes: [""],
    siteType: zeros(list.length),
    zone3: zeros(list.length),
    found: list.map((row) => Date.parse(row.foundAt ?? "") / 1000),
    due: list.map((row) => end(row).due),
    nearlyDue: list.map((row) => (end(row).due ? end(row).due - 86_400 : 0)),
    closed: list.map((row) => end(row).closed),
    since: new Date(since * 1000).toISOString(),
    working: list.length,
    total: all.length,
  };
}
