/** Colours and type of the map itself, for both themes. Statuses and heat have theirs in palette.ts; everything here stays quieter. */
import type { Theme } from "./palette.ts";

export interface MapColours {
  readonly ground: string;
  /** Laid over what is outside the district. */
  readonly outside: string;
  readonly built: string;
  readonly park: string;
  readonly water: string;
  readonly waterway: string;
  readonly waterText: string;
  readonly motorway: string;
  readonly arterial: string;
  readonly secondary: string;
  readonly minor: string;
  readonly alley: string;
  readonly casing: string;
  readonly rail: string;
  readonly roadText: string;
  readonly place: string;
  readonly halo: string;
  readonly district: string;
  readonly districtGlow: string;
  readonly zone1: string;
  readonly zone2: string;
  readonly zone3: string;
  readonly zoneText: string;
  readonly river: string;
  readonly backAlley: string;
  readonly street: string;
  readonly compound: string;
  readonly area: string;
  readonly siteText: string;
  readonly iconGround: string;
  readonly iconEdge: string;
  readonly iconText: string;
  readonly market: string;
  readonly marketEdge: string;
  readonly marketText: string;
  readonly ring: string;
  readonly drawn: string;
  readonly hover: string;
  readonly selected: string;
  /** The disc inside a cluster's donut and the number on it. */
  readonly disc: string;
  readonly discText: string;
}

const dark: MapColours = {
  ground: "#0b1220",
  outside: "#060a13",
  built: "#101a2c",
  park: "#11271f",
  water: "#153a5e",
  waterway: "#1b4870",
  waterText: "#6fa3cf",
  motorway: "#566d92",
  arterial: "#42567a",
  secondary: "#32435f",
  minor: "#243249",
  alley: "#1f2b40",
  casing: "#070c16",
  rail: "#3a4558",
  roadText: "#93a3bf",
  place: "#b9c6da",
  halo: "#0b1220",
  district: "#7fa7e6",
  districtGlow: "#2b4a80",
  zone1: "#6f8fc4",
  zone2: "#6582bb",
  zone3: "#5874ab",
  zoneText: "#a9bfe4",
  river: "#27b4cf",
  backAlley: "#c79a63",
  street: "#7f95bd",
  compound: "#7a86b8",
  area: "#5f9a76",
  siteText: "#ccd7e8",
  iconGround: "#1d2b45",
  iconEdge: "#7f9cc9",
  iconText: "#e6eefb",
  market: "#8a2a63",
  marketEdge: "#ff9ad5",
  marketText: "#ffc2e5",
  ring: "#ff9ad5",
  drawn: "#8be0ff",
  hover: "#ffffff",
  selected: "#ffffff",
  disc: "#0e1728",
  discText: "#f1f5fb",
};

const light: MapColours = {
  ground: "#f5f6f8",
  outside: "#dfe3e9",
  built: "#ebeef2",
  park: "#d5e8cf",
  water: "#b3d2ea",
  waterway: "#9dc4e2",
  waterText: "#2f6a99",
  motorway: "#f6d9a4",
  arterial: "#ffffff",
  secondary: "#ffffff",
  minor: "#ffffff",
  alley: "#ffffff",
  casing: "#c3cad4",
  rail: "#a7adb7",
  roadText: "#56606f",
  place: "#333d4c",
  halo: "#ffffff",
  district: "#2c5699",
  districtGlow: "#b9cdec",
  zone1: "#4d70ac",
  zone2: "#6d89ba",
  zone3: "#869dc6",
  zoneText: "#2c4c82",
  river: "#0b7f9c",
  backAlley: "#96611d",
  street: "#65789c",
  compound: "#6673a8",
  area: "#3f7f58",
  siteText: "#27303d",
  iconGround: "#ffffff",
  iconEdge: "#4a6596",
  iconText: "#1f3560",
  market: "#a3176f",
  marketEdge: "#ffffff",
  marketText: "#8b0f5d",
  ring: "#a3176f",
  drawn: "#00618a",
  hover: "#111827",
  selected: "#111827",
  disc: "#ffffff",
  discText: "#141b26",
};

export const mapColours: Readonly<Record<Theme, MapColours>> = { dark, light };

/**
 * Fonts of the machine, asked for by name: there is no glyph server. The map library reads the weight out of the
 * first name, so the first one only says the weight and is never found.
 */
const local = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Helvetica Neue", "Arial"];
export const labelFont: string[] = ["Weight Medium", ...local];
export const strongFont: string[] = ["Weight Bold", ...local];
/** The same fonts for text painted on a canvas. */
export const canvasFont = [...local.map((name) => `"${name}"`), "sans-serif"].join(",");
