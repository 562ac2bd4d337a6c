/** What is asked of an analysis of hot spots, as a value and as the URL spells it; and what came of it, for the map. Pure. */
import type { Clusters, HotSpots } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";

/** Clusters by density, or hexagons with their significance. */
export type HotQuestion =
  | { readonly kind: "clusters"; readonly within_m: number; readonly least: number }
  | { readonly kind: "hexagons"; readonly cell_m: number };
export const defaultHot = {
  clusters: { kind: "clusters", within_m: 80, least: 5 },
  hexagons: { kind: "hexagons", cell_m: 300 },
} as const satisfies Record<HotQuestion["kind"], HotQuestion>;

/** What the map draws of it. */
export type HotPicture =
  | { readonly kind: "clusters"; readonly answer: Clusters /** Index of the cluster that is looked at. */; readonly chosen: number | null }
  | { readonly kind: "hexagons"; readonly answer: HotSpots };

export const expectedHot: Word = {
  zh: "形如 clusters:80:5（米、个）或 hexagons:300（米）",
  en: "such as clusters:80:5 (metres, problems) or hexagons:300 (metres)",
};
const within = (text: string | undefined, least: number, most: number): number | undefined => {
  const value = /^\d{1,5}$/.test(text ?? "") ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

export function readHot(text: string): HotQuestion | undefined {
  const [kind, first, second, more] = text.split(":");
  if (kind === "clusters" && more === undefined) {
    const [within_m, least] = [within(first, 1, 2000), within(second, 2, 1000)];
    return within_m && least ? { kind, within_m, least } : undefined;
  }
  const cell_m = kind === "hexagons" && second === undefined ? within(first, 50, 5000) : undefined;
  return cell_m ? { kind: "hexagons", cell_m } : undefined;
}
export const formatHot = (hot: HotQuestion): string =>
  hot.kind === "clusters" ? `clusters:${hot.within_m}:${hot.least}` : `hexagons:${hot.cell_m}`;
