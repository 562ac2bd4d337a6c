/** Names for rows of problems: what it is of, and whose it is. */
import { useMemo } from "react";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";

const districtOf = (state: WallState) => state.district;

export interface Names {
  category(code: string): string;
  /** Short; null stands for none. */
  unit(id: number | null): string;
  zone(id: number): string;
}

export function useNames(): Names {
  const say = useSay();
  const district = usePart(districtOf);
  return useMemo(() => {
    const categories = new Map(district?.categories.map(({ code, name }) => [code, name]));
    const units = new Map(district?.units.map(({ id, name, shortName }) => [id, shortName || name]));
    const zones = new Map(district?.zones.map(({ id, name }) => [id, name]));
    return {
      category: (code) => {
        const word = categories.get(code);
        return word ? say.of(word) : code;
      },
      unit: (id) => (id === null ? say.t("sceneRanking.noUnit") : (units.get(id) ?? String(id))),
      zone: (id) => zones.get(id) ?? String(id),
    };
  }, [district, say]);
}
