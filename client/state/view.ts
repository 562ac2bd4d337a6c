/**
 * What the page shows, as a value, and that value as a URL: one codec, pure, every default in one object.
 * Filter parameters are spelt by the contract; a bad one is named and the rest restored. Nothing here throws.
 */
import { emptyFilter, type Filter, filterParameters, formatFilter, parseFilter } from "../../server/contract/filter.ts";
import { type Anchor, expectedDistance, formatAnchor, readAnchors } from "../../server/contract/geo.ts";
import { expectedPageParameter, pageParameters } from "../../server/contract/pageQuery.ts";
import { ParameterError, readId } from "../../server/contract/parameter.ts";
import { maxRadius_m, minRadius_m, radii_m, type Word } from "../../server/contract/vocabulary.ts";
import { expectedHot, formatHot, type HotQuestion, readHot } from "./hot.ts";

export type Lang = "zh" | "en";
export type Theme = "dark" | "light";
export type Size = "normal" | "large";
export const panels = ["ledger", "near", "card", "figures", "hot", "shortlist", "report"] as const;
export type Panel = (typeof panels)[number];
/** A thing one can point at. */
export interface Thing {
  readonly kind: "problem" | "site" | "zone";
  readonly id: number;
}
/** What the pointer can be on: a thing, or a row of the picture of hot spots. */
export interface Pointed {
  readonly kind: Thing["kind"] | "hot";
  readonly id: number;
}
export interface MapView {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}
/** "What is within so many metres of these?" asked together with the filter. */
export interface NearQuestion {
  readonly of: readonly Anchor[];
  readonly within_m: number;
}

/** How the Near panel answers: everything at once, the nearest, or rows place by place. */
export const nearModes = ["summary", "closest", "within"] as const;
export type NearMode = (typeof nearModes)[number];

/** Orders the ledger can be in; "-" = latest first. */
export const sorts = ["-found", "found", "-deadline", "deadline", "-closed", "closed", "-id", "id"] as const;
export type Sort = (typeof sorts)[number];

export interface View {
  readonly filter: Filter;
  readonly near: NearQuestion | null;
  readonly nearMode: NearMode;
  readonly sort: Sort;
  /** The analysis of hot spots that is drawn; null = none. */
  readonly hot: HotQuestion | null;
  /** The time bar is open. */
  readonly time: boolean;
  /** The panel on the right; null = closed. */
  readonly panel: Panel | null;
  readonly selected: Thing | null;
  /** Ids of the layers that are on; null = the stack's own defaults. */
  readonly layers: readonly string[] | null;
  /** null = the whole district. */
  readonly map: MapView | null;
  readonly lang: Lang;
  readonly theme: Theme;
  /** Large type, for eyes that want it. */
  readonly size: Size;
  /** The list alone, without a map. */
  readonly list: boolean;
}

export const defaultView: View = {
  filter: emptyFilter,
  near: null,
  nearMode: "summary",
  sort: "-found",
  hot: null,
  time: false,
  panel: "ledger",
  selected: null,
  layers: null,
  map: null,
  lang: "zh",
  theme: "dark",
  size: "normal",
  list: false,
};
/** What a bare address opens with: what is still to be done. "Clear all" then leaves "#all" behind. */
export const landingFilter: Filter = { ...emptyFilter, status: ["open"] };
export const defaultNear: NearQuestion = { of: [{ type: "market" }], within_m: radii_m[0] };

/** A parameter that could not be read; shown, never silently dropped. */
export interface Fault {
  readonly parameter: string;
  readonly value: string;
  readonly expected: Word;
}

type Pairs = URLSearchParams;
const words = (zh: string, en: string): Word => ({ zh, en });

/** Runs a reader; a value it refuses becomes a fault and the fallback stands. */
function careful<T>(faults: Fault[], fallback: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    faults.push({ parameter: error.parameter, value: error.value, expected: error.expected });
    return fallback;
  }
}

/** Each parameter, and each geo clause, is read by itself, so that one bad part spoils no other. */
function readFilter(pairs: Pairs, faults: Fault[]): Filter {
  let filter = emptyFilter;
  for (const name of filterParameters) {
    const values = pairs.getAll(name);
    const groups = name === "geo" ? values.map((value) => [value]) : values.length ? [values] : [];
    for (const group of groups) {
      const part = careful(faults, null, () => parseFilter({ getAll: (asked) => (asked === name ? group : []) }));
      if (!part) continue;
      filter = name === "geo" ? { ...filter, geo: [...filter.geo, ...part.geo] } : { ...filter, [name]: part[name] };
    }
  }
  return filter;
}

/** Reads a parameter by a test of its text; what fails is a fault. */
function readOne<T>(pairs: Pairs, faults: Fault[], name: string, fallback: T, expected: Word, read: (text: string) => T | undefined): T {
  return careful(faults, fallback, () => {
    const text = pairs.get(name);
    if (text === null) return fallback;
    const value = read(text);
    if (value === undefined) throw new ParameterError(name, text, expected);
    return value;
  });
}

const pick =
  <T extends string>(...values: T[]) =>
  (text: string): T | undefined =>
    values.find((value) => value === text);

function readNear(pairs: Pairs, faults: Fault[]): NearQuestion | null {
  const of = pairs.get("of");
  if (of === null) return null;
  const anchors = careful(faults, null, () => readAnchors("of", of));
  const within_m = readOne(pairs, faults, "within", defaultNear.within_m, expectedDistance, (text) =>
    /^\d{1,6}(\.\d{1,2})?$/.test(text) && Number(text) >= minRadius_m && Number(text) <= maxRadius_m ? Number(text) : undefined,
  );
  return anchors && { of: anchors, within_m };
}

function readThing(text: string): Thing | undefined {
  const [, kind, digits = ""] = /^(problem|site|zone)\/(\d+)$/.exec(text) ?? [];
  const id = readId(digits);
  return kind && id ? { kind: kind as Thing["kind"], id } : undefined;
}

const readFlag = (text: string): boolean | undefined => (text === "1" ? true : text === "0" ? false : undefined);

const readLayers = (text: string): readonly string[] | undefined =>
  text === "none" ? [] : /^[A-Za-z][\w-]{0,40}(,[A-Za-z][\w-]{0,40}){0,40}$/.test(text) ? text.split(",") : undefined;

function readMap(hash: string, faults: Fault[]): MapView | null {
  const text = /(?:^#|&)map=([^&]*)/.exec(hash)?.[1];
  if (text === undefined) return null;
  const parts = text.split(",").map((part) => (/^-?\d{1,3}(\.\d{1,8})?$/.test(part) ? Number(part) : Number.NaN));
  const [lon = Number.NaN, lat = Number.NaN, zoom = Number.NaN] = parts;
  if (parts.length === 3 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 24) return { lon, lat, zoom };
  faults.push({
    parameter: "map",
    value: text.slice(0, 200),
    expected: words("经度,纬度,级别（WGS84）", "longitude,latitude,zoom (WGS84)"),
  });
  return null;
}

/** A misspelt parameter must not look like no filter. */
function unknown(pairs: Pairs): Fault[] {
  const names = [...new Set(pairs.keys())].filter((name) => !pageParameters.some((known) => known === name));
  return names.map((name) => ({
    parameter: name.slice(0, 60),
    value: (pairs.get(name) ?? "").slice(0, 200),
    expected: expectedPageParameter,
  }));
}

/** Reads an address. What the address leaves open is the default, or what this visitor preferred last time. */
export function readView(
  search: string,
  hash: string,
  preferred: Partial<Pick<View, "lang" | "theme" | "size">> = {},
): { view: View; faults: Fault[] } {
  const pairs = new URLSearchParams(search);
  const faults = unknown(pairs);
  const base = { ...defaultView, ...preferred };
  const one = <T>(name: string, fallback: T, zh: string, en: string, read: (text: string) => T | undefined) =>
    readOne(pairs, faults, name, fallback, words(zh, en), read);
  const bare = search.replace("?", "") === "" && hash.replace("#", "") === "";
  const view: View = {
    filter: bare ? landingFilter : readFilter(pairs, faults),
    near: readNear(pairs, faults),
    nearMode: one("around", base.nearMode, nearModes.join("、"), nearModes.join(", "), pick<NearMode>(...nearModes)),
    sort: one("sort", base.sort, sorts.join("、"), sorts.join(", "), pick<Sort>(...sorts)),
    hot: one<HotQuestion | null>("hot", null, expectedHot.zh, expectedHot.en, readHot),
    time: one("time", base.time, "1 或 0", "1 or 0", readFlag),
    panel: one<Panel | null>("panel", base.panel, `${panels.join("、")} 或 none`, `${panels.join(", ")} or none`, (t) =>
      t === "none" ? null : pick<Panel>(...panels)(t),
    ),
    selected: one<Thing | null>("selected", null, "形如 problem/12、site/3、zone/4", "such as problem/12, site/3, zone/4", readThing),
    layers: one<readonly string[] | null>(
      "layers",
      null,
      "图层名，逗号分隔；none 为全关",
      "layer names by commas; none for none",
      readLayers,
    ),
    map: readMap(hash, faults),
    lang: one("lang", base.lang, "zh 或 en", "zh or en", pick<Lang>("zh", "en")),
    theme: one("theme", base.theme, "dark 或 light", "dark or light", pick<Theme>("dark", "light")),
    size: one("size", base.size, "normal 或 large", "normal or large", pick<Size>("normal", "large")),
    list: one("list", base.list, "1 或 0", "1 or 0", readFlag),
  };
  return { view, faults };
}

/** Encodes only what a query must: colons, commas and slashes stay readable. */
const encode = (text: string) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
export const queryOf = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([name, value]) => `${name}=${encode(value)}`).join("&");

const fixed = (value: number, digits: number) => String(Number(value.toFixed(digits)));

/** A camera as the URL holds it: five decimals of a degree, two of a zoom level. */
const formatMap = (map: MapView) => `map=${fixed(map.lon, 5)},${fixed(map.lat, 5)},${fixed(map.zoom, 2)}`;

/** The view's address, defaults left out; never empty, since the bare address is the landing view. */
export function formatView(view: View): string {
  const pairs: [string, string][] = [...formatFilter(view.filter)];
  const add = (name: string, value: string, isDefault: boolean) => {
    if (!isDefault) pairs.push([name, value]);
  };
  if (view.near) pairs.push(["of", view.near.of.map(formatAnchor).join(",")], ["within", String(view.near.within_m)]);
  add("around", view.nearMode, view.nearMode === defaultView.nearMode);
  add("sort", view.sort, view.sort === defaultView.sort);
  if (view.hot) pairs.push(["hot", formatHot(view.hot)]);
  add("time", view.time ? "1" : "0", view.time === defaultView.time);
  add("panel", view.panel ?? "none", view.panel === defaultView.panel);
  if (view.selected) pairs.push(["selected", `${view.selected.kind}/${view.selected.id}`]);
  if (view.layers) pairs.push(["layers", view.layers.join(",") || "none"]);
  add("lang", view.lang, view.lang === defaultView.lang);
  add("theme", view.theme, view.theme === defaultView.theme);
  add("size", view.size, view.size === defaultView.size);
  add("list", view.list ? "1" : "0", view.list === defaultView.list);
  const hash = view.map ? `#${formatMap(view.map)}` : "";
  const search = pairs.length ? `?${queryOf(pairs)}` : "";
  return search + hash || "#all";
}

/** The filter with the Near question as one more clause: what the ledger lists, the map lights and an export holds. */
export function effectiveFilter(view: Pick<View, "filter" | "near">): Filter {
  if (!view.near) return view.filter;
  return { ...view.filter, geo: [...view.filter.geo, { op: "within", distance_m: view.near.within_m, of: view.near.of }] };
}
