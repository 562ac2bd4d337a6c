/** The wall's word to the desk: how it stands, each half minute and whenever something is another; the answer holds what it is told. */
import type { WallWord } from "../../../server/contract/types.ts";
import { beat_s, sceneKinds } from "../../../server/contract/wall.ts";
import { wordsOf } from "../../api/http.ts";
import { givePicture, sayWall } from "../../api/wall.ts";
import { tellFault } from "../faults.ts";
import type { WallPage } from "../page.ts";
import type { WallState } from "../state.ts";
import type { WallClock } from "./clock.ts";
import type { Figures } from "./figures.ts";
import type { Orders } from "./orders.ts";
import type { Reload } from "./reload.ts";
import { differs, noWord } from "./said.ts";
import type { SceneShow } from "./show.ts";
import { seldom, spread, type Timers } from "./timers.ts";
import { heap_mb, ownBuild, versionIs } from "./watch.ts";

const beat_ms = () => spread(beat_s * 800, beat_s * 1000);
const again_ms = () => 1_000;
const soon_ms = () => spread(100, 800);
const picture_ms = () => spread(55_000, 65_000);
/** After an order the scene has come in by then. */
const changed_ms = 2_000;
const picture_px = 480;
const mostFaults = 20;

/** Pixels and the screens it is put together from. */
function screenOf({ settings }: WallState): string {
  const share = globalThis.devicePixelRatio || 1;
  const { columns, rows } = settings.seams;
  const pixels = `${Math.round(innerWidth * share)}×${Math.round(innerHeight * share)}`;
  return columns * rows > 1 ? `${pixels} (${columns}×${rows})` : pixels;
}

/** The wall's word about itself. @param faults of scenes that cannot be shown */
export function wordOf(state: WallState, faults: WallState["faults"]): WallWord {
  const { shown, tour, settings, freshness, clockOff_s, now, differences } = state;
  const { lang } = settings;
  const all = [...state.faults, ...differences.map(differs), ...faults];
  return {
    scene: shown && {
      index: shown.index,
      kind: shown.scene.kind,
      title: (shown.scene.title ?? sceneKinds[shown.scene.kind][lang]).slice(0, 60),
    },
    paused: tour.mode === "paused" || tour.mode === "left",
    freshness,
    screen: screenOf(state),
    page: ownBuild().slice(0, 100),
    clockOff_s,
    upSince: new Date((now - performance.now() / 1000) * 1000).toISOString(),
    heap_mb: heap_mb(),
    faults: [...new Set(all.map((word) => word[lang].slice(0, 300)))].slice(0, mostFaults),
  };
}

interface Told {
  readonly clock: WallClock;
  readonly figures: Figures;
  readonly orders: Orders;
  readonly reload: Reload;
  readonly show: SceneShow;
}

export class Say {
  /** Soon: a scene has come in, or the desk has something to tell. */
  readonly soon: () => void;
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly told: Told;

  constructor(page: WallPage, timers: Timers, told: Told) {
    this.page = page;
    this.timers = timers;
    this.told = told;
    this.soon = seldom(timers, again_ms, () => void this.say(), soon_ms);
    timers.every(beat_ms, () => void this.say());
    timers.every(picture_ms, () => void this.picture());
    let scene: unknown = null;
    const follow = () => {
      const { shown } = page.store.get();
      if (shown?.scene !== scene) this.soon();
      scene = shown?.scene;
    };
    timers.also(page.store.subscribe(follow));
  }

  /** Only a screen with a token of its own is on the desk's list. */
  private get speaks(): boolean {
    const { me, now } = this.page.store.get();
    return me?.kind === "device" && now > 0 && !this.timers.over;
  }

  private async say(): Promise<void> {
    if (!this.speaks) return;
    const { store } = this.page;
    const { orders, figures, clock, reload, show } = this.told;
    const { taken } = orders;
    try {
      const answer = await sayWall({ ...wordOf(store.get(), show.faults), taken: [...taken] });
      if (!this.speaks) return;
      tellFault(store, "say", null);
      clock.answered(answer.clock);
      orders.said(taken);
      versionIs(answer.page, reload);
      const { programme } = store.get();
      if (programme && (programme.tour.id !== answer.tour.id || programme.tour.version !== answer.tour.version)) void figures.programme();
      this.obey(orders.take(answer.orders));
    } catch (error) {
      // A wall that cannot be reached shows so by its time; this says that it is not heard though the rest is.
      if (this.speaks && store.get().live.link === "live") tellFault(store, "say", noWord(wordsOf(error)));
    }
  }

  private obey(kinds: readonly string[]): void {
    if (kinds.length) this.soon();
    if (kinds.includes("scene") || kinds.includes("place")) this.timers.after(changed_ms, () => void this.picture());
  }

  private async picture(): Promise<void> {
    const { phase, contextLost } = this.page.store.get();
    if (!this.speaks || phase !== "ready" || contextLost) return;
    const blob = await this.page.map.current?.snapshot(picture_px);
    // The next one comes in a minute.
    if (blob && this.speaks) await givePicture(blob).catch(() => {});
  }
}
