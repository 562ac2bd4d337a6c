/** Features of sites of some types, as lines or areas, or as their label points. */
import type { Feature } from "geojson";
import { type SiteKind, type SiteType, siteTypes } from "../../server/contract/vocabulary.ts";
import { describeSite } from "./describe.ts";
import { geometryOf, pointOf } from "./geometry.ts";
import type { LayerData, MapLayer } from "./layer.ts";

/** Site types drawn as these kinds. */
export const typesOf = (...kinds: readonly SiteKind[]): SiteType[] =>
  (Object.keys(siteTypes) as SiteType[]).filter((type) => kinds.includes(siteTypes[type].kind));

/** shape: "own" = the site's own geometry where it has one (points are left out); "point" = where its symbol stands. */
export function* siteFeatures({ sites }: LayerData, types: readonly SiteType[], shape: "own" | "point"): Generator<Feature> {
  if (!sites) return;
  const words: readonly string[] = types;
  for (let i = 0; i < sites.count; i++) {
    const type = sites.types[sites.type[i] as number] as string;
    if (!words.includes(type) || (shape === "own" && !sites.geometry[i])) continue;
    yield {
      type: "Feature",
      properties: { id: sites.id[i], name: sites.name[i], type, key: sites.key[i] },
      geometry: shape === "own" ? geometryOf(sites, i) : pointOf(sites, i),
    };
  }
}

/** The `describe` of a layer that shows these types. */
export function describes(types: readonly SiteType[]): NonNullable<MapLayer["describe"]> {
  const words = new Set<string>(types);
  return (thing, context) => (thing.kind === "site" ? describeSite(thing.id, words, context) : null);
}
