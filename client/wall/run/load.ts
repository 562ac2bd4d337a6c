/** The district and its layers: fetched once, and again when they are another; what changed meanwhile is caught up with. */
import type { LiveChange, ProblemsLayer } from "../../../server/contract/types.ts";
import { askDistrict } from "../../api/district.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askLayer, layerNames } from "../../api/layers.ts";
import type { Changed, LayerName } from "../../state/app.ts";
import { catchUp } from "../../state/patch.ts";
import { tellFault } from "../faults.ts";
import type { WallPage } from "../page.ts";
import type { WallClock } from "./clock.ts";
import { notLoaded } from "./said.ts";
import { away_ms } from "./session.ts";
import { spread, type Timers } from "./timers.ts";

export type Part = LayerName | "district";
export const parts: readonly Part[] = ["district", ...layerNames];

/** Problems whose change is remembered while the layer is on its way; of more than these it is asked again. */
const mostChanged = 20_000;
/** A server that answers, but with a failure, is not pressed. */
const failing_ms = () => spread(8_000, 20_000);

export class Loader {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly clock: WallClock;
  /** What is on its way, and whether it must be asked once more afterwards. */
  private readonly loading = new Map<Part, { again: boolean; forced: boolean }>();
  private changed = new Map<number, Changed>();
  /** Moves when everything known was dropped: what is still on its way is of another time. */
  private epoch = 0;

  constructor(page: WallPage, timers: Timers, clock: WallClock) {
    this.page = page;
    this.timers = timers;
    this.clock = clock;
  }

  get busy(): boolean {
    return this.loading.size > 0;
  }

  /** Everything, in one round of parallel requests; each shows as it comes. */
  all(): void {
    for (const part of parts) this.renew(part);
  }

  /** Everything known was dropped. */
  drop(): void {
    this.epoch++;
    this.loading.clear();
    this.changed = new Map();
  }

  /** Fetches a part anew, until it is there. @param forced what is drawn of it is not believed: it is drawn anew though it be the same */
  renew(part: Part, forced = false): void {
    const running = this.loading.get(part);
    if (running) {
      running.again = true;
      running.forced ||= forced;
      return;
    }
    this.loading.set(part, { again: false, forced });
    void this.until(part, this.epoch);
  }

  /** A change was heard; a layer on its way may have been made before it. What was heard before it was asked for is in it. */
  remember({ revision, problems, gone }: Pick<LiveChange, "revision" | "problems" | "gone">): void {
    if (!this.loading.has("problems")) return;
    for (const id of gone) this.changed.set(id, { revision, now: null });
    for (const now of problems) this.changed.set(now.id, { revision, now });
    if (this.changed.size <= mostChanged) return;
    this.changed = new Map();
    const running = this.loading.get("problems");
    if (running) running.again = true;
  }

  /** What was missed comes with the layer that is fetched next. */
  forget(): void {
    this.changed = new Map();
  }

  private async until(part: Part, epoch: number): Promise<void> {
    const current = () => epoch === this.epoch && !this.timers.over;
    while (current()) {
      const wait = await this.once(part, current);
      if (!current()) return;
      const running = this.loading.get(part);
      if (wait === null && !running?.again) break;
      if (running) running.again = false;
      if (wait !== null) await this.timers.pause(wait);
    }
    if (current()) this.loading.delete(part);
    this.settle();
  }

  /** @returns how long to wait before it is tried again; null = it is there */
  private async once(part: Part, current: () => boolean): Promise<number | null> {
    const { store } = this.page;
    try {
      await this.take(part, current);
      tellFault(store, part, null);
      return null;
    } catch (error) {
      if (!current()) return null;
      const words = wordsOf(error);
      if (store.get().phase === "ready") tellFault(store, part, notLoaded(part, words));
      else if (store.get().phase !== "refused") store.set({ phase: "waiting", reason: words });
      return error instanceof HttpError && !error.mayPass ? failing_ms() : away_ms();
    }
  }

  private async take(part: Part, current: () => boolean): Promise<void> {
    const { store } = this.page;
    if (part === "district") {
      const district = await askDistrict();
      if (!current()) return;
      store.set({ district });
      this.clock.answered(district.clock);
    } else {
      const layer = await askLayer(part);
      if (!current()) return;
      const forced = this.loading.get(part)?.forced ?? false;
      const fresh = part === "problems" ? this.caughtUp(layer as ProblemsLayer) : layer;
      store.set({ data: { ...store.get().data, [part]: forced && fresh === store.get().data[part] ? { ...fresh } : fresh } });
    }
    this.settle();
  }

  private caughtUp(layer: ProblemsLayer): ProblemsLayer {
    const { live } = this.page.store.get();
    // Its own clock may be that of an answer the browser kept: an unchanged layer is not sent again.
    if (live.revision <= layer.revision) this.page.store.set({ live: { ...live, revision: layer.revision } });
    this.clock.confirmed();
    const now = catchUp(layer, this.changed);
    this.changed = new Map();
    return now;
  }

  /** The wall shows something as soon as the district and its problems are there. */
  private settle(): void {
    const { store } = this.page;
    const { district, data, phase } = store.get();
    if (phase === "ready" || phase === "refused" || !district || !data.problems) return;
    store.set({ phase: "ready", reason: null });
    this.clock.confirmed();
    void this.clock.judge();
  }
}
