/** The heat's picture on the map. */
import type { ImageSource, Map as MapLibre } from "maplibre-gl";
import type { HeatPicture, HeatStop } from "../cluster/protocol.ts";
import { heatSource } from "../layers/problemHeat.ts";
import { heatAlphas, heatBreaks, heatColours } from "../look/palette.ts";

/** The palette's classes as the worker wants them. */
export const heatStops: readonly HeatStop[] = heatBreaks.map((from, i) => {
  const colour = Number.parseInt((heatColours[i] as string).slice(1), 16);
  return { from, rgba: [colour >> 16, (colour >> 8) & 255, colour & 255, Math.round(255 * (heatAlphas[i] as number))] };
});

/** Lays a picture on the map; null takes the last one off. */
export function layHeat(map: MapLibre, picture: HeatPicture | null): void {
  const source = map.getSource<ImageSource>(heatSource);
  if (!source) return;
  if (!picture) {
    source.updateImage({ image: new ImageData(1, 1) });
    return;
  }
  const [w, s, e, n] = picture.bounds;
  const coordinates: [[number, number], [number, number], [number, number], [number, number]] = [
    [w, n],
    [e, n],
    [e, s],
    [w, s],
  ];
  source.updateImage({ image: new ImageData(picture.pixels, picture.width, picture.height), coordinates });
}
