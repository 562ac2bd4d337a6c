/** Start: one round of parallel requests, the district and its four layers; each shows as it comes. */
import type { ProblemsLayer } from "../../../server/contract/types.ts";
import { askDistrict } from "../../api/district.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askLayer, layerNames } from "../../api/layers.ts";
import type { LayerName } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import { catchUp } from "../../state/patch.ts";
import type { App } from "./app.ts";
import { preferences } from "./preferences.ts";

const retry_ms = 1000;
const refresh_ms = 60_000;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Repeats a question while the server says it is starting, and shows what it is doing meanwhile. */
export async function untilReady<T>(app: App, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    // Once it was ready, a 503 is a failure like any other: what is on screen stays, and says so.
    const wasReady = app.store.get().boot.state === "ready";
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 503 || wasReady) throw error;
      const { boot, view } = app.store.get();
      if (boot.state !== "ready") app.store.set({ boot: { state: "loading", phase: error.words[view.lang] } });
      await wait(retry_ms);
    }
  }
}

/** Nobody is signed in: the sign-in is shown, and everything is asked again afterwards. */
const signedOut = (error: unknown): boolean => error instanceof HttpError && error.status === 401;

/** What every face of the program needs to know of the district. */
export async function loadDistrict(app: App): Promise<void> {
  try {
    const district = await untilReady(app, () => askDistrict());
    const { view } = app.store.get();
    // The district's own language, for who has chosen none.
    const chosen = preferences().lang ?? new URLSearchParams(location.search).get("lang");
    const spoken = chosen === null ? { ...view, lang: district.language } : view;
    app.store.set({ district, clock: unixOf(district.clock), view: spoken, boot: { state: "ready" } });
  } catch (error) {
    if (signedOut(error)) return;
    app.store.set({ boot: { state: "failed", failure: wordsOf(error) } });
  }
}

/** Loads one layer; a failure stays with that layer and can be tried again. */
export async function loadLayer(app: App, name: LayerName): Promise<void> {
  try {
    const layer = await untilReady(app, () => askLayer(name));
    const { data, layerFailures, changed } = app.store.get();
    const { [name]: _mended, ...failures } = layerFailures;
    // What changed while the answer was on its way is not in it.
    const current = name === "problems" ? catchUp(layer as ProblemsLayer, changed) : layer;
    app.store.set({ data: { ...data, [name]: current }, layerFailures: failures });
  } catch (error) {
    if (signedOut(error)) return;
    const { layerFailures } = app.store.get();
    app.store.set({ layerFailures: { ...layerFailures, [name]: wordsOf(error) } });
  }
}

export function boot(app: App): void {
  app.store.set({ boot: { state: "loading", phase: null }, layerFailures: {} });
  void loadDistrict(app);
  for (const name of layerNames) void loadLayer(app, name);
}

/** Once a minute, while it is looked at and no word comes by the stream: when a revision has moved, fetch what moved. */
export function keepFresh(app: App, changed: () => void): () => void {
  const timer = setInterval(async () => {
    const known = app.store.get().district;
    if (document.hidden || !known || app.store.get().live.link === "live") return;
    const fresh = await askDistrict().catch(() => null);
    if (!fresh || fresh.revision === known.revision) return;
    app.store.set({ district: fresh, told: null, changed: new Map() });
    await Promise.all(layerNames.map((name) => loadLayer(app, name)));
    changed();
  }, refresh_ms);
  return () => clearInterval(timer);
}
