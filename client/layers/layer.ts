/** What a layer of the map is: one object, one file. It knows no React, no URL, no fetch and no map instance. */
import type { Feature } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import type { BaseLayer, Category, District, ProblemPoints, ProblemsLayer, SitesLayer, ZonesLayer } from "../../server/contract/types.ts";
import type { ProblemStatus, SiteType, Word, ZoneLevel } from "../../server/contract/vocabulary.ts";
import type { MapColours } from "../look/basemap.ts";
import type { Theme } from "../look/palette.ts";
import type { HotPicture } from "../state/hot.ts";
import type { Walk } from "../state/shortlist.ts";
import type { Lang, Pointed } from "../state/view.ts";

/** Columns by name; a layer that has not arrived is absent. */
export interface LayerData {
  readonly base?: BaseLayer;
  readonly sites?: SitesLayer;
  readonly zones?: ZonesLayer;
  readonly problems?: ProblemsLayer;
  readonly hot?: HotPicture;
  readonly walk?: Walk;
  /** Every problem of the filter as a point, where the columns do not hold them all. */
  readonly points?: ProblemPoints;
}
type DataName = keyof LayerData;

export const layerGroups = {
  base: { zh: "底图", en: "base map" },
  zones: { zh: "责任区", en: "zones" },
  sites: { zh: "点位", en: "sites" },
  problems: { zh: "问题", en: "problems" },
  heat: { zh: "热力", en: "heat" },
  analysis: { zh: "分析", en: "analysis" },
} as const satisfies Record<string, Word>;
export type LayerGroup = keyof typeof layerGroups;

/** What a legend paints beside a label. Paths are in a 24 × 24 box. */
export type Swatch =
  | { readonly kind: "fill" | "line" | "dash"; readonly colour: Readonly<Record<Theme, string>> }
  | { readonly kind: "path"; readonly d: string; readonly colour: Readonly<Record<Theme, string>> }
  | {
      readonly kind: "letter";
      readonly letter: Word;
      readonly ground: Readonly<Record<Theme, string>>;
      readonly ink: Readonly<Record<Theme, string>>;
    }
  | { readonly kind: "ramp"; readonly colours: readonly string[]; readonly breaks: readonly number[]; readonly unit: Word };

/** Which rows a legend entry counts; whoever holds the columns and the filter does the counting. */
export type Counted =
  | { readonly by: "siteType"; readonly types: readonly SiteType[] }
  | { readonly by: "status"; readonly status: ProblemStatus }
  | { readonly by: "zoneLevel"; readonly level: ZoneLevel }
  | { readonly by: "open" }
  | null;

export interface LegendEntry {
  readonly id: string;
  readonly label: Word;
  readonly swatch: Swatch;
  readonly counts: Counted;
}

/** A GeoJSON source and how its features are read out of the columns, one at a time. */
export interface SourceRecipe {
  readonly id: string;
  readonly needs: DataName;
  features(data: LayerData): Iterable<Feature> | AsyncIterable<Feature>;
  /** Zoom after which tiles are only enlarged. */
  readonly maxzoom?: number;
}

export interface DrawContext {
  readonly theme: Theme;
  readonly lang: Lang;
  readonly colours: MapColours;
  /** What problems are drawn from; the columns when absent. */
  readonly from?: "columns" | "tiles" | undefined;
  /** What they are to be drawn from next: it is being fetched, and not seen yet. */
  readonly waiting?: "columns" | "tiles" | null | undefined;
}

export interface DescribeContext {
  readonly data: LayerData;
  readonly clock: number;
  readonly units: ReadonlyMap<number, string>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly timeZone: District["timeZone"];
}

/** How features of a layer become things: the ids of the drawn layers that can be pointed at, and what a feature is. */
interface Picking {
  readonly from: readonly string[];
  readonly kind: Pointed["kind"];
}

export interface MapLayer {
  readonly id: string;
  readonly group: LayerGroup;
  readonly title: Word;
  readonly legend: readonly LegendEntry[];
  readonly needs: readonly DataName[];
  /** On when the page opens. */
  readonly on: boolean;
  /** Nothing of the layer shows farther out than this. */
  readonly minZoom: number;
  readonly sources: readonly SourceRecipe[];
  specs(context: DrawContext): readonly LayerSpecification[];
  readonly picking?: Picking;
  /** At most five lines on a thing of this layer, or null when it is not one of its. */
  describe?(thing: Pointed, context: DescribeContext): readonly Word[] | null;
}
