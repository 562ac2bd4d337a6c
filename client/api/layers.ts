/** A whole layer as columns; asked again, an unchanged revision gives the very same object, so nothing is rebuilt. */

import type { BaseLayer, ProblemsLayer, SitesLayer, ZonesLayer } from "../../server/contract/types.ts";
import { untilLoaded } from "./chunk.ts";
import { getJson } from "./http.ts";

export interface Layers {
  base: BaseLayer;
  sites: SitesLayer;
  zones: ZonesLayer;
  problems: ProblemsLayer;
}
export const layerNames = ["base", "zones", "sites", "problems"] as const satisfies readonly (keyof Layers)[];

const kept: Partial<Layers> = {};

/** What reads bytes comes beside them. */
const askColumns = (signal?: AbortSignal) =>
  untilLoaded(() => import("./problemsLayer.ts")).then(({ askProblemsLayer }) => askProblemsLayer(signal));

export async function askLayer<N extends keyof Layers>(name: N, signal?: AbortSignal): Promise<Layers[N]> {
  const fresh = (await (name === "problems" ? askColumns(signal) : getJson(`/api/layers/${name}`, signal))) as Layers[N];
  const known = kept[name];
  if (known && known.revision === fresh.revision && known.count === fresh.count) return known as Layers[N];
  Object.assign(kept, { [name]: fresh });
  return fresh;
}
