/** Outlines what is hovered and what is selected, wherever the wish came from. */
import type { Feature, Geometry } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { pointOf, rowOf } from "../layers/geometry.ts";
import { selectionSource } from "../layers/selection.ts";
import type { LayerData, MapScene, Pointed } from "./handle.ts";
import { whereIs } from "./whereIs.ts";

/** Where the symbol of a market stands; null for sites that are drawn as their shape alone. */
function symbolOf(id: number, sites: LayerData["sites"]): Geometry | null {
  const i = sites ? rowOf(sites.id, id) : undefined;
  return sites && i !== undefined && sites.types[sites.type[i] as number] === "market" ? pointOf(sites, i) : null;
}

const same = (a: Pointed | null | undefined, b: Pointed | null | undefined) => a?.kind === b?.kind && a?.id === b?.id;

export class Highlight {
  private shown: Pick<MapScene, "hovered" | "selected" | "data"> | null = null;
  private readonly map: MapLibre;
  private readonly elsewhere: (problem: number) => Geometry | null;

  /** @param elsewhere where a problem stands that the columns do not hold */
  constructor(map: MapLibre, elsewhere: (problem: number) => Geometry | null) {
    this.map = map;
    this.elsewhere = elsewhere;
  }

  show(scene: MapScene): void {
    const old = this.shown;
    this.shown = scene;
    if (old && same(old.hovered, scene.hovered) && same(old.selected, scene.selected) && old.data === scene.data) return;
    this.draw();
  }

  draw(): void {
    if (!this.shown) return;
    const { hovered, selected, data } = this.shown;
    const features: Feature[] = [];
    for (const [how, thing] of [
      ["selected", selected],
      ["hovered", same(hovered, selected) ? null : hovered],
    ] as const) {
      const geometry = thing && (whereIs(thing, data) ?? (thing.kind === "problem" ? this.elsewhere(thing.id) : null));
      if (!geometry) continue;
      // An area with a symbol may be smaller than its symbol: ring that as well, and outline the area only near.
      const symbol = thing.kind === "site" && geometry.type !== "Point" && symbolOf(thing.id, data.sites);
      features.push({ type: "Feature", properties: { how, small: symbol !== false && symbol !== null }, geometry });
      if (symbol) features.push({ type: "Feature", properties: { how }, geometry: symbol });
    }
    void this.map.getSource<GeoJSONSource>(selectionSource)?.setData({ type: "FeatureCollection", features });
  }
}
