/** What of a view is kept under a name, read back, and held against the present one. Pure. */
import type { Filter } from "../../server/contract/filter.ts";
import type { District } from "../../server/contract/types.ts";
import { defaultView, type Fault, formatView, readView, type View } from "./view.ts";

/** What a saved view brings back. Language, theme and size stay the reader's own, and nothing is selected. */
export type Kept = Pick<View, "filter" | "near" | "nearMode" | "sort" | "hot" | "time" | "panel" | "layers" | "map">;

/** The query under which a view is kept. @param camera what is in the picture is kept too */
export const keptQuery = (view: View, camera: boolean): string =>
  formatView({ ...defaultView, ...keptOf(view), map: camera ? view.map : null });

export const keptOf = ({ filter, near, nearMode, sort, hot, time, panel, layers, map }: View): Kept => ({
  filter,
  near,
  nearMode,
  sort,
  hot,
  time,
  panel,
  layers,
  map,
});

/** Reads a query that was kept; what cannot be read any more is named. */
export function readKept(query: string): { kept: Kept; faults: readonly Fault[] } {
  const at = query.indexOf("#");
  const { view, faults } = readView(at < 0 ? query : query.slice(0, at), at < 0 ? "" : query.slice(at));
  return { kept: keptOf(view), faults };
}

/** What a view asks, as text: the camera and the open panel are how one looks at it. Views that ask the same have the same. */
export const askedBy = (view: Omit<Kept, "panel" | "map">): string =>
  formatView({
    ...defaultView,
    filter: view.filter,
    near: view.near,
    nearMode: view.nearMode,
    sort: view.sort,
    hot: view.hot,
    time: view.time,
    layers: view.layers,
  });

/**
 * True when every name of a filter that the page can look up is there. Where one is gone, counting by columns would say 0,
 * which is not true: the server is asked, and says what is gone.
 */
export function namesStand(filter: Filter, { categories, units, zones }: Pick<District, "categories" | "units" | "zones">): boolean {
  const codes = new Set(categories.flatMap(({ code, major }) => [code, major]));
  const places = filter.geo.flatMap((clause) => ("areas" in clause ? clause.areas : []));
  return (
    filter.category.every((code) => codes.has(code)) &&
    filter.unit.every((id) => units.some((unit) => unit.id === id)) &&
    places.every((area) => !("zone" in area) || zones.some((zone) => zone.id === area.zone))
  );
}
