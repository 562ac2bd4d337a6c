/** A whole layer as columns; asked again, an unchanged revision gives the very same object, so nothing is rebuilt. */

import type { BaseLayer, ProblemsLayer, SitesLayer, ZonesLayer } from "../../server/contract/types.ts";
import { getJson } from "./http.ts";
import { askProblemsLayer } from "./problemsLayer.ts";

export interface Layers {
  base: BaseLayer;
  sites: SitesLayer;
  zones: ZonesLayer;
  problems: ProblemsLayer;
}
/** The longest is asked for first: a browser asks six things of a server at a time. */
export const layerNames = ["problems", "base", "zones", "sites"] as const satisfies readonly (keyof Layers)[];

const kept: Partial<Layers> = {};

export async function askLayer<N extends keyof Layers>(name: N, signal?: AbortSignal): Promise<Layers[N]> {
  const fresh = (await (name === "problems" ? askProblemsLayer(signal) : getJson(`/api/layers/${name}`, signal))) as Layers[N];
  const known = kept[name];
  if (known && known.revision === fresh.revision && known.count === fresh.count) return known as Layers[N];
  Object.assign(kept, { [name]: fresh });
  return fresh;
}
