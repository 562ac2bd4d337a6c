/** What the first picture goes without and a first minute does not: fetched as soon as the page has nothing else to do. */
import { lazy } from "react";
import { untilLoaded } from "../api/chunk.ts";
import type { App } from "./run/app.ts";

const loaders = {
  card: () => untilLoaded(() => import("./card/Card.tsx")),
  choosing: () => untilLoaded(() => import("./filter/Choosing.tsx")),
  bulk: () => untilLoaded(() => import("./bulk/BulkBar.tsx")),
  keys: () => untilLoaded(() => import("./shell/KeysSheet.tsx")),
};
/** The list that most pages open with: it comes beside its rows. */
const ledger = () => untilLoaded(() => import("./ledger/Ledger.tsx"));
/** The map and its libraries: asked for at once by who draws it, so that they come while the district does. */
const map = () => untilLoaded(() => import("./shell/MapArea.tsx"));
export const MapArea = lazy(() => map().then((file) => ({ default: file.MapArea })));
export const Ledger = lazy(() => ledger().then((file) => ({ default: file.Ledger })));
export const Card = lazy(() => loaders.card().then((file) => ({ default: file.Card })));
export const BulkBar = lazy(() => loaders.bulk().then((file) => ({ default: file.BulkBar })));
export const KeysSheet = lazy(() => loaders.keys().then((file) => ({ default: file.KeysSheet })));

/** Fetches them, and what hears a file that is dropped. @param drawn the page has a map @returns a way to hear none any more */
export function fetchSoon(app: App, drawn: boolean): () => void {
  let leave: (() => void) | null = null;
  let gone = false;
  if (drawn) void map();
  void ledger();
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  idle(() => {
    for (const load of Object.values(loaders)) void load();
    void untilLoaded(() => import("./bring/dropAnywhere.ts")).then(({ followDrops }) => {
      if (!gone) leave = followDrops(app);
    });
  });
  return () => {
    gone = true;
    leave?.();
  };
}
