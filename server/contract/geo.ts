/** Where: one clause of the filter, and its one text. All clauses hold; the places within one are "any of". */
import { encodeShape, readShape, type Shape } from "./draw.ts";
import { has, list, ParameterError, readId } from "./parameter.ts";
import { maxRadius_m, minRadius_m, type SiteType, siteTypes, type Word } from "./vocabulary.ts";

/** What a distance is measured to: all sites of a type, one site, one zone, a drawn shape, or a shape that was drawn once and named. */
export type Anchor =
  | { readonly type: SiteType }
  | { readonly site: number }
  | { readonly zone: number }
  | { readonly shape: number }
  | { readonly draw: Shape };
/** An area to be in: a zone, a drawn area, a named shape or surroundings, or a view [west, south, east, north]. */
export type Area =
  | { readonly zone: number }
  | { readonly shape: number }
  | { readonly draw: Shape }
  | { readonly view: readonly [number, number, number, number] };
export interface Distance {
  readonly op: "within" | "beyond";
  readonly distance_m: number;
  readonly of: readonly Anchor[];
}
export interface Inclusion {
  readonly op: "inside" | "outside";
  readonly areas: readonly Area[];
}
export type GeoClause = Distance | Inclusion;

const expectedGeo: Word = {
  zh: "形如 within:500:market、within:200:site/812、beyond:200:river、inside:zone/12、inside:shape/3、inside:draw/…、inside:view/西,南,东,北",
  en: "such as within:500:market, within:200:site/812, beyond:200:river, inside:zone/12, inside:shape/3, inside:draw/…, inside:view/w,s,e,n",
};

/** What a distance must be. */
export const expectedDistance: Word = {
  zh: `距离为 ${minRadius_m} 至 ${maxRadius_m} 的米数`,
  en: `a distance in metres from ${minRadius_m} to ${maxRadius_m}`,
};

/** @throws ParameterError for a drawing, with what is wrong with it */
function readAnchor(parameter: string, text: string): Anchor | undefined {
  if (has(siteTypes, text)) return { type: text };
  const id = readId(text.slice(5));
  if (text.startsWith("site/") && id) return { site: id };
  if (text.startsWith("zone/") && id) return { zone: id };
  const named = readId(text.slice(6));
  if (text.startsWith("shape/") && named) return { shape: named };
  if (!text.startsWith("draw/")) return undefined;
  const shape = readShape(text.slice(5));
  if ("kind" in shape) return { draw: shape };
  throw new ParameterError(parameter, text, shape);
}

const noInside: Word = {
  zh: "有“内”的地方；点和线请用 within，如 within:50:draw/…",
  en: "something with an inside; of a point or a line ask within a distance, such as within:50:draw/…",
};

function readArea(text: string): Area | undefined {
  const anchor = readAnchor("geo", text);
  if (!anchor || "type" in anchor || "site" in anchor) return undefined;
  if ("draw" in anchor && anchor.draw.kind !== "area") throw new ParameterError("geo", text, noInside);
  return anchor;
}

/** To 1e-6 degrees: what is smaller has no plain text, and nothing on the ground. Never -0. */
const microdegrees = (degrees: number): number => Math.round(degrees * 1e6) / 1e6 + 0;

function readView(text: string): Area | undefined {
  const numbers = text.split(",").map((t) => (/^-?\d{1,3}(\.\d{1,12})?$/.test(t) ? microdegrees(Number(t)) : Number.NaN));
  const [w, s, e, n] = numbers as [number, number, number, number];
  const ok = numbers.length === 4 && w < e && s < n && w >= -180 && e <= 180 && s >= -90 && n <= 90;
  return ok ? { view: [w, s, e, n] } : undefined;
}

/** Reads one `geo=` clause. @throws ParameterError naming geo */
export function parseGeo(text: string): GeoClause {
  const [op = "", ...rest] = text.split(":");
  if (op === "inside" || op === "outside") {
    const body = rest.join(":");
    const areas = body.startsWith("view/") ? [readView(body.slice(5)) ?? bad(text)] : list("geo", body, expectedGeo, readArea);
    return { op, areas };
  }
  const distance_m = /^\d{1,6}(\.\d{1,2})?$/.test(rest[0] ?? "") ? Number(rest[0]) : Number.NaN;
  if ((op !== "within" && op !== "beyond") || rest.length !== 2) bad(text);
  if (!(distance_m >= minRadius_m && distance_m <= maxRadius_m)) throw new ParameterError("geo", text, expectedDistance);
  return { op: op as "within" | "beyond", distance_m, of: readAnchors("geo", rest[1] as string) };
}

function bad(text: string): never {
  throw new ParameterError("geo", text, expectedGeo);
}

/** Reads a comma list of anchors, as in `of=market,site/12`. @throws ParameterError naming the parameter */
export function readAnchors(parameter: string, text: string): Anchor[] {
  const expected =
    parameter === "geo"
      ? expectedGeo
      : {
          zh: "点位类型、site/编号、zone/编号、shape/编号 或 draw/图形，逗号分隔",
          en: "site types, site/id, zone/id, shape/id or draw/drawing, separated by commas",
        };
  return list(parameter, text, expected, (word) => readAnchor(parameter, word));
}

export const formatAnchor = (anchor: Anchor | Area): string =>
  "type" in anchor
    ? anchor.type
    : "site" in anchor
      ? `site/${anchor.site}`
      : "zone" in anchor
        ? `zone/${anchor.zone}`
        : "shape" in anchor
          ? `shape/${anchor.shape}`
          : "draw" in anchor
            ? `draw/${encodeShape(anchor.draw)}`
            : `view/${anchor.view.map(microdegrees).join(",")}`;

/** The one text of a clause. */
export function formatGeo(clause: GeoClause): string {
  return "of" in clause
    ? `${clause.op}:${clause.distance_m}:${clause.of.map(formatAnchor).join(",")}`
    : `${clause.op}:${clause.areas.map(formatAnchor).join(",")}`;
}
