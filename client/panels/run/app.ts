/** The running page: its store, its map, and every way to change what it shows. */
import type { Filter } from "../../../server/contract/filter.ts";
import type { MapHandle } from "../../map/handle.ts";
import { type AppState, type Failure, firstState } from "../../state/app.ts";
import { createStore, type Store } from "../../state/store.ts";
import { changeOf, remember, sameFilter, sameMap, step } from "../../state/undo.ts";
import {
  defaultNear,
  formatView,
  type MapView,
  type NearQuestion,
  type Pointed,
  readView,
  type Thing,
  type View,
} from "../../state/view.ts";
import { keptAreaTool, preferences, rememberPreference } from "./preferences.ts";

export interface App {
  readonly store: Store<AppState>;
  readonly map: { current: MapHandle | null };
}

/** Reads the address and makes the page's state; the caller starts what follows it. */
export function createApp(): App {
  const { view, faults } = readView(location.search, location.hash, preferences());
  return { store: createStore({ ...firstState(view, faults), areaTool: keptAreaTool() }), map: { current: null } };
}

/** Changes the view and its address: a step one can go back from, or (camera) the same step corrected. */
export function changeView(app: App, part: Partial<View>, how: "push" | "replace" = "push"): void {
  const { view, undo } = app.store.get();
  const next = { ...view, ...part };
  const change = how === "push" ? changeOf(view, { ...next, map: view.map }) : null;
  if (change) app.store.set({ undo: remember(undo, view, change, performance.now()) });
  become(app, next, how);
}

function become(app: App, next: View, how: "push" | "replace"): void {
  const { view, editing } = app.store.get();
  const address = formatView(next);
  if (address !== formatView(view)) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  const clauses = next.filter.geo.length;
  // A clause that is edited keeps its number only while none before it goes.
  const lost = editing !== null && (clauses < view.filter.geo.length || editing >= clauses);
  app.store.set({ view: next, preview: null, ...(lost && { editing: null }) });
}

/** Sets the filter; the one before can be had back with Ctrl+Z. */
export function setFilter(app: App, filter: Filter, also: Partial<View> = {}): void {
  const { view } = app.store.get();
  const same = sameFilter(view.filter, filter);
  if (!same) app.store.set({ faults: [] });
  changeView(app, { ...also, filter: same ? view.filter : filter });
}

/** The camera has come to rest. @param byHand a person moved it, and can go back */
export function cameraMoved(app: App, map: MapView, byHand: boolean): void {
  const { view, undo } = app.store.get();
  const change = byHand && changeOf(view, { ...view, map });
  if (change) app.store.set({ undo: remember(undo, view, change, performance.now()) });
  become(app, { ...view, map }, "replace");
}

/** Back to what was asked before, or to where one looked. */
export function takeBack(app: App, direction: "undo" | "redo"): void {
  const { view, undo, district } = app.store.get();
  const stepped = step(undo, view, direction);
  if (!stepped) return;
  const { map, ...asked } = stepped.step;
  app.store.set({ undo: stepped.undo, faults: [] });
  become(app, { ...view, ...asked, map: map ?? view.map }, "push");
  if (sameMap(map, view.map)) return;
  if (map) app.map.current?.goTo(map);
  else if (district) app.map.current?.goTo({ bounds: district.bounds });
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

export function hover(app: App, thing: Pointed | null, pointer: { x: number; y: number } | null = null): void {
  const { hovered } = app.store.get();
  const same = hovered?.kind === thing?.kind && hovered?.id === thing?.id;
  app.store.set({ hovered: same ? hovered : thing, pointer });
}

/** Moves the camera; Ctrl+Z brings it back. */
export function goTo(app: App, target: Parameters<MapHandle["goTo"]>[0]): void {
  const { view, undo } = app.store.get();
  if (!app.map.current) return;
  app.store.set({ undo: remember(undo, view, "pan", performance.now()) });
  app.map.current.goTo(target);
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
    app.store.set({ view: { ...view, filter, near }, faults, editing: null, preview: null });
    if (view.map && !sameMap(view.map, before.map)) app.map.current?.goTo(view.map);
  };
  addEventListener("popstate", read);
  return () => removeEventListener("popstate", read);
}
