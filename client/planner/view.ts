/** What the planner's page shows, as a value and as an address. Pure; a part that cannot be read falls back to its default. */
import type { ZoneLevel } from "../../server/contract/vocabulary.ts";
import type { MapView } from "../state/view.ts";

export type PlannerFace = "plans" | "table" | "compare" | "handbook";

export interface PlannerView {
  readonly face: PlannerFace;
  /** The plan on the table. */
  readonly plan: number | null;
  /** The plan that it is compared with; null = the zones in force. */
  readonly other: number | null;
  readonly level: ZoneLevel;
  readonly fill: "zone" | "load";
  /** The selected zone. */
  readonly zone: number | null;
  readonly map: MapView | null;
}
export const firstView: PlannerView = { face: "plans", plan: null, other: null, level: 3, fill: "zone", zone: null, map: null };

const whole = (text: string | null | undefined): number | null => (text && /^-?\d{1,15}$/.test(text) ? Number(text) : null);

function readMap(text: string | null): MapView | null {
  const [lon, lat, zoom, ...rest] = (text ?? "").split(",").map(Number);
  if (rest.length || text === null || ![lon, lat, zoom].every(Number.isFinite)) return null;
  return { lon: lon as number, lat: lat as number, zoom: zoom as number };
}

/** Reads an address. @param path such as /planner/12/compare @param search with or without its question mark */
export function readView(path: string, search: string): PlannerView {
  const [, room, id, act] = path.split("/");
  const query = new URLSearchParams(search);
  if (room === "handbook") return { ...firstView, face: "handbook" };
  const plan = whole(id);
  const level = whole(query.get("level"));
  return {
    face: plan === null || plan < 1 ? "plans" : act === "compare" ? "compare" : "table",
    plan: plan !== null && plan > 0 ? plan : null,
    other: whole(query.get("with")),
    level: level === 1 || level === 2 || level === 3 ? level : firstView.level,
    fill: query.get("fill") === "load" ? "load" : "zone",
    zone: whole(query.get("zone")),
    map: readMap(query.get("map")),
  };
}

const fixed = (value: number, digits: number) => String(Number(value.toFixed(digits)));

/** The address of a view: defaults are not said; coordinates to five decimals. */
export function addressOf({ face, plan, other, level, fill, zone, map }: PlannerView): string {
  if (face === "handbook") return "/handbook";
  const path = plan === null ? "/planner" : face === "compare" ? `/planner/${plan}/compare` : `/planner/${plan}`;
  if (plan === null) return path;
  const pairs = [
    face === "compare" && other !== null && `with=${other}`,
    level !== firstView.level && `level=${level}`,
    fill === "load" && "fill=load",
    zone !== null && `zone=${zone}`,
    map && `map=${fixed(map.lon, 5)},${fixed(map.lat, 5)},${fixed(map.zoom, 2)}`,
  ].filter((pair) => typeof pair === "string");
  return pairs.length ? `${path}?${pairs.join("&")}` : path;
}
