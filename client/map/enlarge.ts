/** Text, symbols and lines drawn larger, for screens on which the page's own type is larger too. */
import type { LayerSpecification } from "maplibre-gl";

const sizes = new Set([
  "text-size",
  "icon-size",
  "text-halo-width",
  "circle-radius",
  "circle-stroke-width",
  "line-width",
  "line-gap-width",
]);

/** Multiplies a value; in one that follows the zoom, which must stay outermost, each stop's. */
function times(value: unknown, scale: number): unknown {
  if (typeof value === "number") return value * scale;
  if (!Array.isArray(value)) return value;
  const [kind] = value as unknown[];
  if (kind === "interpolate" && JSON.stringify(value[2]) === '["zoom"]')
    return value.map((part: unknown, i) => (i > 3 && i % 2 === 0 ? times(part, scale) : part));
  if (kind === "step" && JSON.stringify(value[1]) === '["zoom"]')
    return value.map((part: unknown, i) => (i > 1 && i % 2 === 0 ? times(part, scale) : part));
  return ["*", scale, value];
}

const scaled = (properties: object | undefined, scale: number) =>
  properties &&
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, sizes.has(name) ? times(value, scale) : value]));

/** The layer with its sizes `scale` times as large. */
export function enlarged(spec: LayerSpecification, scale: number): LayerSpecification {
  if (scale === 1) return spec;
  return { ...spec, layout: scaled(spec.layout ?? {}, scale), paint: scaled(spec.paint ?? {}, scale) } as LayerSpecification;
}

/** How much larger than usual this screen's page is (--map-scale of the stylesheet). */
export function scaleOf(container: HTMLElement): number {
  return Number(getComputedStyle(container).getPropertyValue("--map-scale")) || 1;
}
