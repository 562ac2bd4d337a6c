/** Each minute the wall holds what is drawn against what the server counts. What differs is said, fetched anew, and at last the page is. */
import { isEmpty } from "../../../server/contract/filter.ts";
import { askLayerCounts } from "../../api/wall.ts";
import { unixOf } from "../../state/calendar.ts";
import type { WallPage } from "../page.ts";
import type { Difference, WallState } from "../state.ts";
import { differencesOf, litNow, twice } from "./differs.ts";
import type { WallLive } from "./live.ts";
import type { Loader, Part } from "./load.ts";
import { asksIds, columnsMask, isFar, sumOf } from "./question.ts";
import type { Reload } from "./reload.ts";
import type { SceneShow } from "./show.ts";
import { spread, type Timers } from "./timers.ts";

const minute_ms = () => spread(55_000, 65_000);
const again_ms = 5_000;
/** Where the map was not of the scene at the minute, it is soon. */
const soon_ms = 6_000;

/** What is fetched anew when a layer differs; a shape comes with the next scene. */
const renewed: Readonly<Record<Difference["layer"], Part | null>> = {
  problems: "problems",
  hits: "problems",
  sites: "sites",
  zones: "zones",
  overlay: null,
};

interface Compared {
  readonly live: WallLive;
  readonly loader: Loader;
  readonly show: SceneShow;
  readonly reload: Reload;
}

export class Compare {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly of: Compared;
  private busy = false;

  constructor(page: WallPage, timers: Timers, of: Compared) {
    this.page = page;
    this.timers = timers;
    this.of = of;
    timers.every(minute_ms, () => void this.minute());
  }

  /** One comparison, twice where something differs. */
  async minute(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.compare();
    } catch {
      // What the server does not answer is not compared; that it does not is said by the picture's time.
    } finally {
      this.busy = false;
    }
  }

  private async compare(): Promise<void> {
    let first = await this.look();
    if (first === null) {
      await this.timers.pause(soon_ms);
      first = await this.look();
    }
    if (!first?.length) return void (first && this.judge([]));
    await this.timers.pause(again_ms);
    // Time may have brought in or taken out what only the server knows of.
    await this.of.show.ask();
    const second = await this.look();
    if (second) this.judge(twice(first, second));
  }

  private judge(differences: readonly Difference[]): void {
    const { store } = this.page;
    const before = store.get().differences;
    if (before.length || differences.length) store.set({ differences });
    if (!differences.length) this.of.reload.not("differs");
    if (twice(before, differences).length) this.of.reload.soon("differs");
    for (const { layer } of differences) {
      const part = renewed[layer];
      if (part) this.of.loader.renew(part, true);
    }
  }

  /** True while page and server speak of the same moment, and the map of the scene. */
  private still(state: WallState): boolean {
    const { phase, live, shown, contextLost, freshness } = state;
    if (phase !== "ready" || live.link !== "live" || freshness !== "fresh" || contextLost) return false;
    return (
      shown !== null &&
      shown.stood === null &&
      shown.filter.at === null &&
      shown.fault === null &&
      !this.of.loader.busy &&
      this.of.live.settled
    );
  }

  /** What differs now; null = it cannot be told, since something moved meanwhile. */
  private async look(): Promise<readonly Difference[] | null> {
    const { store, map } = this.page;
    const before = store.get();
    const { shown, data, live } = before;
    if (!shown || !data.problems || !this.still(before) || !this.of.show.current || !map.current || !isDrawn()) return null;
    const counts = await askLayerCounts(shown.filter, data.problems.since);
    const drawn = await map.current.drawn();
    const after = store.get();
    const moved = after.data !== data || after.shown?.mask !== shown.mask || after.shown?.filter !== shown.filter;
    if (moved || !this.still(after) || !isDrawn()) return null;
    // A change that was counted there and is not heard here yet.
    if ((counts.revisions.problems ?? 0) > live.revision) return null;
    const far = isFar(shown, after);
    const lit = far ? null : { shown: litNow(after), atCount: this.litAt(after, unixOf(counts.clock)) };
    return differencesOf(after, drawn, counts, lit);
  }

  /** What the columns light at the server's moment: what becomes overdue in this second is no difference. */
  private litAt(state: WallState, clock: number): number | null {
    const { shown, data } = state;
    if (!shown || !data.problems) return null;
    if (asksIds(shown, state)) return litNow(state);
    const mask = isEmpty(shown.filter) ? null : columnsMask(shown, state, clock);
    return mask ? sumOf(mask) : data.problems.count;
  }
}

/** The map's own word that its picture is of the scene it was told last. */
const isDrawn = () => document.querySelector<HTMLElement>(".map-root")?.dataset.ready === "true";
