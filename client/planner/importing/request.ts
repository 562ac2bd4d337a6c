/** What is sent to the server of what was chosen. */
import type { PlanImport } from "../../api/plans.ts";
import type { Chosen, Fields } from "./layer.ts";

export interface Settings {
  readonly name: string;
  /** As it was typed. */
  readonly tolerance: string;
  readonly outline: PlanImport["outline"];
}

/** Levels in the order they are sent; null when they are not 1, 1 2 or 1 2 3. */
export function levelsOf(chosen: readonly Chosen[]): readonly (Chosen & { readonly level: 1 | 2 | 3 })[] | null {
  const levels = chosen.flatMap((one) => (one.level === null ? [] : [{ ...one, level: one.level }])).sort((a, b) => a.level - b.level);
  return levels.length > 0 && levels.every(({ level }, i) => level === i + 1) ? levels : null;
}

const named = ({ code, ...rest }: Fields) => ({
  code,
  ...(Object.fromEntries(Object.entries(rest).filter(([, column]) => column !== "")) as Partial<Omit<Fields, "code">>),
});

/** Only attributes that were chosen travel: what else a file holds is nobody's business. */
export function requestOf(chosen: readonly Chosen[], { name, tolerance, outline }: Settings): PlanImport | null {
  const levels = levelsOf(chosen);
  if (!levels) return null;
  return {
    ...{ name: name.trim(), tolerance_m: Number(tolerance), outline },
    levels: levels.map(({ level, layer, fields }) => {
      const used = new Set(Object.values(fields).filter(Boolean));
      const features = layer.features.map(({ geometry, properties }) => ({
        type: "Feature",
        geometry,
        properties: Object.fromEntries(Object.entries(properties).filter(([column]) => used.has(column))),
      }));
      return { level, fields: named(fields), features: { type: "FeatureCollection", features } };
    }),
  };
}
