/**
 * Columns to the map's sources. The text of a source is written in slices of a few milliseconds and handed over as a blob,
 * which MapLibre's own worker reads: no long task here, and no second copy of 36,000 lines through postMessage.
 */
import type { Feature } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { SourceRecipe } from "../layers/layer.ts";
import type { LayerData, MapScene } from "./handle.ts";
import { slices } from "./slices.ts";
import { stack } from "./stack.ts";
import { specsOf } from "./style.ts";

/** GeoJSON text of features, written without holding the page up. */
export async function geojsonBlob(features: Iterable<Feature> | AsyncIterable<Feature>): Promise<Blob> {
  const parts: string[] = ['{"type":"FeatureCollection","features":['];
  const pause = slices();
  let first = true;
  for await (const feature of features) {
    parts.push(first ? JSON.stringify(feature) : `,${JSON.stringify(feature)}`);
    first = false;
    await pause();
  }
  parts.push("]}");
  return new Blob(parts, { type: "application/geo+json" });
}

interface Filled {
  /** undefined = emptied: what it showed is no longer asked. */
  readonly from: LayerData[keyof LayerData] | undefined;
  url: string | null;
}

/** Keeps each source at the columns of the scene, from the first time one of its layers is shown. */
export class ColumnSources {
  private readonly filled = new Map<string, Filled>();
  private readonly map: MapLibre;
  private readonly recipes = stack.flatMap((layer) => layer.sources);
  private queue: Promise<void> = Promise.resolve();

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Resolves when every source that is wanted now has its data handed over. */
  sync(scene: MapScene): Promise<void> {
    const wanted = new Set(
      specsOf(scene).flatMap((spec) => (spec.layout?.visibility === "visible" && "source" in spec ? [spec.source as string] : [])),
    );
    for (const recipe of this.recipes) {
      const from = scene.data[recipe.needs];
      const before = this.filled.get(recipe.id);
      if (!wanted.has(recipe.id) || before?.from === from) continue;
      const filled: Filled = { from, url: before?.url ?? null };
      this.filled.set(recipe.id, filled);
      this.queue = this.queue.then(() => this.fill(recipe, scene.data, filled));
    }
    return this.queue;
  }

  /** After a lost context the sources are empty or point at what they held: hand everything over again. */
  refill(): void {
    for (const [id, { url }] of this.filled) if (url) void this.source(id)?.setData(url);
  }

  /** Features that the map's own worker holds of each layer that is switched on, by the layer's id. */
  async drawn(specs: ReturnType<typeof specsOf>): Promise<Record<string, number>> {
    const on = new Set(specs.flatMap((spec) => (spec.layout?.visibility === "visible" && this.map.getLayer(spec.id) ? [spec.id] : [])));
    const counts: Record<string, number> = {};
    for (const layer of stack) {
      const [recipe] = layer.sources;
      const named = specs.filter((spec) => "source" in spec && spec.source === recipe?.id && on.has(spec.id));
      // The ground is tens of thousands of lines, and nobody counts it.
      if (!recipe || recipe.needs === "base" || !named.length || !this.filled.has(recipe.id)) continue;
      const data = await this.source(recipe.id)?.getData();
      counts[layer.id] = data && "features" in data ? data.features.length : 0;
    }
    return counts;
  }

  close(): void {
    for (const { url } of this.filled.values()) if (url) URL.revokeObjectURL(url);
    this.filled.clear();
  }

  private source(id: string): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(id);
  }

  private async fill(recipe: SourceRecipe, data: LayerData, filled: Filled): Promise<void> {
    const blob = await geojsonBlob(recipe.features(data));
    // Newer columns came while these were being written: they have their own turn in the queue.
    if (this.filled.get(recipe.id) !== filled) return;
    const old = filled.url;
    filled.url = URL.createObjectURL(blob);
    await this.source(recipe.id)?.setData(filled.url);
    if (old) URL.revokeObjectURL(old);
  }
}
