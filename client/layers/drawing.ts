/** Small pieces that several layers' styles share. */
import type { ExpressionSpecification, SymbolLayerSpecification } from "maplibre-gl";
import { labelFont } from "../look/basemap.ts";
import type { DrawContext } from "./layer.ts";

/** A width, size or opacity given at some zooms, growing as ground does between them. */
export function byZoom(stops: Readonly<Record<number, number | ExpressionSpecification>>, base = 1.5): ExpressionSpecification {
  const pairs = Object.entries(stops)
    .map(([zoom, value]) => [Number(zoom), value] as const)
    .sort((a, b) => a[0] - b[0])
    .flat();
  return ["interpolate", ["exponential", base], ["zoom"], ...pairs] as unknown as ExpressionSpecification;
}

/** Text of the property `name`; halo in the ground's colour keeps it legible on roads and heat. */
export const label = (
  { colours }: DrawContext,
  colour: string,
  size: ExpressionSpecification | number,
): Required<Pick<SymbolLayerSpecification, "layout" | "paint">> => ({
  layout: { "text-field": ["get", "name"], "text-font": labelFont, "text-size": size, "text-max-width": 8, "text-padding": 4 },
  paint: { "text-color": colour, "text-halo-color": colours.halo, "text-halo-width": 1.4, "text-halo-blur": 0.3 },
});

/** The same value for both themes' worth of colours, for a legend. */
export const both = <K extends string>(dark: Readonly<Record<K, string>>, light: Readonly<Record<K, string>>, key: K) => ({
  dark: dark[key],
  light: light[key],
});
