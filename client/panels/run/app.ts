/** The running page: its store, its map, and every way to change what it shows. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { MapHandle } from "../../map/handle.ts";
import { type AppState, type Failure, firstState } from "../../state/app.ts";
import { createStore, type Store } from "../../state/store.ts";
import { remember, sameFilter, step } from "../../state/undo.ts";
import { defaultNear, formatView, type MapView, type NearQuestion, readView, type Thing, type View } from "../../state/view.ts";
import { preferences, rememberPreference } from "./preferences.ts";

export interface App {
  readonly store: Store<AppState>;
  readonly map: { current: MapHandle | null };
}

/** Reads the address and makes the page's state; the caller starts what follows it. */
export function createApp(): App {
  const { view, faults } = readView(location.search, location.hash, preferences());
  return { store: createStore(firstState(view, faults)), map: { current: null } };
}

/** Changes the view and its address: a step one can go back from, or (camera) the same step corrected. */
export function changeView(app: App, part: Partial<View>, how: "push" | "replace" = "push"): void {
  const { view } = app.store.get();
  const next = { ...view, ...part };
  const address = formatView(next);
  if (address !== formatView(view)) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  app.store.set({ view: next });
}

/** Sets the filter; the one before can be had back with Ctrl+Z. */
export function setFilter(app: App, filter: Filter, also: Partial<View> = {}): void {
  const { view, undo } = app.store.get();
  const same = sameFilter(view.filter, filter);
  if (!same) app.store.set({ undo: remember(undo, view.filter), faults: [] });
  changeView(app, { ...also, filter: same ? view.filter : filter });
}

export function undoFilter(app: App, direction: "undo" | "redo"): void {
  const { view, undo } = app.store.get();
  const stepped = step(undo, view.filter, direction);
  if (!stepped) return;
  app.store.set({ undo: stepped.undo });
  changeView(app, { filter: stepped.filter });
}

/** Selects a thing and opens its card; null clears the selection and leaves the panel alone. While one reports, the form stays. */
export function select(app: App, thing: Thing | null, openCard = true): void {
  const { view } = app.store.get();
  if (!thing) changeView(app, { selected: null, panel: view.panel === "card" ? "ledger" : view.panel });
  else changeView(app, openCard && view.panel !== "report" ? { selected: thing, panel: "card" } : { selected: thing });
}

/** Opens the Near panel, with the default question when none is asked: open problems within 500 m of a market. */
export function openNear(app: App, question?: NearQuestion): void {
  const { view } = app.store.get();
  const near = question ?? view.near ?? defaultNear;
  const filter = view.near || view.filter.status.length ? view.filter : { ...view.filter, status: ["open" as const] };
  setFilter(app, filter, { near, panel: "near" });
}

/** The Near question becomes a condition like any other. */
export function nearToFilter(app: App): void {
  const { view } = app.store.get();
  if (!view.near) return;
  const clause = { op: "within", distance_m: view.near.within_m, of: view.near.of } as const;
  setFilter(app, { ...view.filter, geo: [...view.filter.geo, clause] }, { near: null, panel: "ledger" });
}

export function hover(app: App, thing: Thing | null, pointer: { x: number; y: number } | null = null): void {
  const { hovered } = app.store.get();
  const same = hovered?.kind === thing?.kind && hovered?.id === thing?.id;
  app.store.set({ hovered: same ? hovered : thing, pointer });
}

export function goTo(app: App, target: Parameters<MapHandle["goTo"]>[0]): void {
  app.map.current?.goTo(target);
}

/** Goes to a place close enough to see single problems. */
export const goToPlace = (app: App, lon: number, lat: number) =>
  goTo(app, { place: [lon, lat], zoom: Math.max(16, app.store.get().view.map?.zoom ?? 0) });

export function toast(app: App, words: Failure): void {
  app.store.set({ toast: words });
}

export function setPreference(app: App, part: Partial<Pick<View, "lang" | "theme" | "size">>): void {
  rememberPreference(part);
  changeView(app, part, "replace");
}

/** Follows the back and forward buttons, and links of the page pasted into its own address. */
export function followAddress(app: App): () => void {
  const read = () => {
    const before = app.store.get().view;
    const { view, faults } = readView(location.search, location.hash, preferences());
    // What asks the same stays the same object: going back over a panel or a camera asks the server nothing.
    const filter = sameFilter(view.filter, before.filter) ? before.filter : view.filter;
    const near = JSON.stringify(view.near) === JSON.stringify(before.near) ? before.near : view.near;
    app.store.set({ view: { ...view, filter, near }, faults });
    if (view.map && !sameMap(view.map, before.map)) goTo(app, view.map);
  };
  addEventListener("popstate", read);
  return () => removeEventListener("popstate", read);
}

const sameMap = (a: MapView, b: MapView | null) => b !== null && a.lon === b.lon && a.lat === b.lat && a.zoom === b.zoom;
