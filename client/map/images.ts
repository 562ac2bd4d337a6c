/** Gives the map the pictures it asks for by name, and takes back those of clusters that are long gone. */
import type { Map as MapLibre } from "maplibre-gl";
import { imageOf, imageRatio } from "../layers/images.ts";

/** Rings seldom repeat exactly; beyond this many the ones not in the picture go, so that a wall's memory stays level. */
const mostDonuts = 400;

export function giveImage(map: MapLibre, name: string): void {
  if (map.hasImage(name)) return;
  const image = imageOf(name);
  if (image) map.addImage(name, image, { pixelRatio: imageRatio });
}

/** Adds the pictures of these names before they are drawn, so that no symbol blinks in late. */
export function giveDonuts(map: MapLibre, names: ReadonlySet<string>): void {
  const old = map.listImages().filter((name) => name.startsWith("donut:") && !names.has(name));
  if (old.length + names.size > mostDonuts) for (const name of old) map.removeImage(name);
  for (const name of names) giveImage(map, name);
}
