/** Features of the base map's own classes. */
import type { Feature } from "geojson";
import type { BaseLayer } from "../../server/contract/types.ts";
import type { BaseClass } from "../../server/contract/vocabulary.ts";
import { geometryOf } from "./geometry.ts";

export function* baseFeatures(base: BaseLayer | undefined, wanted: readonly BaseClass[]): Generator<Feature> {
  if (!base) return;
  const words: readonly string[] = wanted;
  const codes = new Set(base.classes.flatMap((name, code) => (words.includes(name) ? [code] : [])));
  for (let i = 0; i < base.count; i++) {
    const code = base.class[i] as number;
    if (!codes.has(code)) continue;
    const name = base.name[i];
    const properties = name ? { class: base.classes[code], name } : { class: base.classes[code] };
    yield { type: "Feature", properties, geometry: geometryOf(base, i) };
  }
}
