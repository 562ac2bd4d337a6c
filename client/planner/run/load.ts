/** The page's beginning: who looks, the district and its layers. A server that is still starting is waited for. */

import { askDistrict } from "../../api/district.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askLayer } from "../../api/layers.ts";
import { askMe, tryAs } from "../../api/people.ts";
import { unixOf } from "../../state/calendar.ts";
import { type PlannerPage, toast } from "../page.ts";
import { groundOf } from "./ground.ts";
import { wordOf } from "./words.ts";

const again_ms = 1_500;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Asks until there is an answer; why it waits is said meanwhile. @throws what waiting does not mend */
export async function untilThere<T>({ store }: PlannerPage, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const value = await ask();
      if (store.get().failure) store.set({ failure: null });
      return value;
    } catch (error) {
      store.set({ failure: wordsOf(error) });
      if (!(error instanceof HttpError && error.mayPass)) throw error;
      await pause(again_ms);
    }
  }
}

/** Layers that loads are counted from, and the ground; a layer that does not come is said, and the rest goes on. */
async function loadLayers(page: PlannerPage): Promise<void> {
  const { store } = page;
  const ask = async (name: "base" | "sites" | "problems") => {
    try {
      const layer = await askLayer(name);
      store.set({ data: { ...store.get().data, [name]: layer } });
    } catch (error) {
      const { zh, en } = wordsOf(error);
      toast(page, wordOf("planner.layerFailed", { zh, en, why: store.get().lang === "zh" ? zh : en }));
    }
  };
  await Promise.all([ask("base"), ask("sites"), ask("problems")]);
  countAnew(page);
}

/** What is counted, from the layers that are there. */
function countAnew({ store }: PlannerPage): void {
  const { sites, problems } = store.get().data;
  if (!sites || !problems) return;
  const clock = unixOf(problems.clock);
  store.set({ ground: groundOf(sites, problems, clock), clock });
}

/** A layer moved on the server. */
export async function renewLayer(page: PlannerPage, name: "sites" | "problems" | "base"): Promise<void> {
  const { store } = page;
  try {
    const layer = await askLayer(name);
    if (store.get().data[name] === layer) return;
    store.set({ data: { ...store.get().data, [name]: layer } });
    countAnew(page);
  } catch {
    // It is asked for again with the next change.
  }
}

export async function loadMe({ store }: PlannerPage): Promise<void> {
  store.set({ me: await untilThere({ store } as PlannerPage, askMe) });
}
/** Who looks, then what they may see. @returns false when nobody is signed in */
export async function begin(page: PlannerPage): Promise<boolean> {
  const { store } = page;
  await loadMe(page);
  if (store.get().me?.kind === "nobody") return false;
  const district = await untilThere(page, () => askDistrict());
  store.set({ district, clock: unixOf(district.clock) });
  void loadLayers(page);
  return true;
}

/** In the demo: somebody whose duty it is takes the place. */
export async function becomePlanner(page: PlannerPage): Promise<void> {
  const { me } = page.store.get();
  const planner = me?.demoPeople.find(({ roles }) => roles.includes("planner"));
  if (!planner) return;
  try {
    page.store.set({ me: await tryAs(planner.id) });
  } catch (error) {
    toast(page, wordsOf(error));
  }
}
