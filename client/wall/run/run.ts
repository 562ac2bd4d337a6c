/** What runs beside the picture: session, layers, changes, the tour, figures, alarms, the minute's check, the desk's orders. */
import type { Me } from "../../../server/contract/types.ts";
import { onSignedOut } from "../../api/http.ts";
import type { WallPage } from "../page.ts";
import { scenes } from "../scenes.ts";
import { nothingKnown } from "../state.ts";
import { WallClock } from "./clock.ts";
import { Compare } from "./compare.ts";
import { drive } from "./drive.ts";
import { Figures } from "./figures.ts";
import { keepPictures, keptPicture } from "./lastPicture.ts";
import { WallLive } from "./live.ts";
import { Loader } from "./load.ts";
import { mark } from "./mark.ts";
import { Orders } from "./orders.ts";
import { Reload } from "./reload.ts";
import { Say } from "./say.ts";
import { findOut } from "./session.ts";
import { SceneShow } from "./show.ts";
import { Timers } from "./timers.ts";
import { watch } from "./watch.ts";

const whoIs = (me: Me | null) => `${me?.kind} ${me?.person?.id} ${me?.device?.id} ${me?.roles.join()} ${me?.zone?.id} ${me?.unit}`;

/** Everything of a running wall, put together once. */
class Running {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly loader: Loader;
  private readonly live: WallLive;
  private readonly figures: Figures;
  private readonly say: Say;
  private readonly show: SceneShow;
  private finding = false;
  private following = false;
  /** Whose the page's data is. */
  private whose = "";

  constructor(page: WallPage, timers: Timers) {
    this.page = page;
    this.timers = timers;
    const clock = new WallClock(page, timers);
    const show = new SceneShow(page, timers, scenes);
    this.show = show;
    this.loader = new Loader(page, timers, clock);
    this.figures = new Figures(page, timers, clock);
    this.live = new WallLive(page, timers, clock, this.loader, this.liveEvents());
    const reload = new Reload(page, timers, () => this.figures.alarmed_ms);
    const orders = new Orders(page, timers, reload);
    this.say = new Say(page, timers, { clock, figures: this.figures, orders, reload, show });
    new Compare(page, timers, { live: this.live, loader: this.loader, show, reload });
    drive(page, timers, clock, show.skip);
    clock.onTick(() => show.go());
    clock.onSlept(() => this.awake());
    watch(page, timers, reload);
    keepPictures(page, timers);
    mark(page, timers);
    timers.also(page.store.subscribe(() => this.follow()));
  }

  private liveEvents() {
    return {
      walls: () => {
        void this.figures.programme();
        this.say.soon();
      },
      alarms: () => void this.figures.alarms(),
      moved: () => this.figures.turnSoon(),
      doubt: () => void this.find(false),
    };
  }

  /** Finds out who looks; somebody else finds a page that knows nothing. */
  async find(fresh: boolean): Promise<void> {
    if (this.finding || this.timers.over) return;
    this.finding = true;
    const me = await findOut(this.page, this.timers, fresh, () => this.forget());
    this.finding = false;
    if (this.timers.over) return;
    if (whoIs(me) === this.whose) {
      if (this.page.store.get().live.link === "lost") this.live.follow();
      return;
    }
    if (this.whose) this.forget();
    this.whose = whoIs(me);
    this.page.store.set({ me });
    this.loader.all();
    this.figures.all();
  }

  /** What is known is of somebody who may look no more. */
  private forget(): void {
    this.whose = "";
    this.live.leave();
    this.loader.drop();
    this.show.drop();
    this.following = false;
    this.page.store.set({ ...nothingKnown, phase: "start", reason: null, live: { link: "off", revision: 0, heard: 0 } });
  }

  /** Changes are followed once there is something that they change. */
  private follow(): void {
    if (this.following || this.page.store.get().phase !== "ready") return;
    this.following = true;
    this.live.follow();
  }

  /** The machine slept: what was open is dead, though it may not know. */
  private awake(): void {
    if (this.following) this.live.follow();
  }
}

/**
 * Begins everything.
 * @param fresh a token has just been given
 * @returns ends everything
 */
export function run(page: WallPage, fresh: boolean): () => void {
  const timers = new Timers();
  page.store.set({ last: keptPicture() });
  const running = new Running(page, timers);
  onSignedOut(() => void running.find(false));
  timers.also(() => onSignedOut(() => {}));
  void running.find(fresh);
  return () => timers.close();
}
