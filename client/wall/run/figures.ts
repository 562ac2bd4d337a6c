/** Figures that leaders ask for, alarms, and the programme: asked at their times, the old answer kept with its time while asking fails. */
import type { Alarms, WallProgramme } from "../../../server/contract/types.ts";
import { alarmKinds, usualTour } from "../../../server/contract/wall.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import { askAlarms, askHeadline, askProgramme } from "../../api/wall.ts";
import { unixOf } from "../../state/calendar.ts";
import { tellFault } from "../faults.ts";
import type { WallPage } from "../page.ts";
import { type Asked, failedAfter } from "../state.ts";
import { hold, withScenes } from "../tour.ts";
import type { WallClock } from "./clock.ts";
import { setTour } from "./drive.ts";
import { noProgramme } from "./said.ts";
import { seldom, spread, type Timers } from "./timers.ts";

const minute_ms = () => spread(55_000, 65_000);
const turn_ms = () => spread(10_000, 13_000);
const soon_ms = () => spread(400, 1_300);
const failed_ms = () => spread(8_000, 15_000);
/** The first picture waits no longer for the programme. */
const patience_ms = 3_000;
/** A new alarm keeps the scene for so long. */
const alarm_s = 30;

/** Says an alarm once, where the machine has a voice. */
function speak({ rows }: Alarms, fresh: ReadonlySet<number>, lang: "zh" | "en"): void {
  if (!("speechSynthesis" in globalThis)) return;
  for (const { kind, title, place } of rows.filter(({ id }) => fresh.has(id)).slice(0, 1)) {
    const words = new SpeechSynthesisUtterance([alarmKinds[kind][lang], place, title].filter((part) => part !== null).join("，"));
    words.lang = lang === "zh" ? "zh-CN" : "en-GB";
    speechSynthesis.speak(words);
  }
}

export class Figures {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly clock: WallClock;
  /** Alarms that were there before; null = none was asked for yet. */
  private seen: Set<number> | null = null;
  /** Steady count of the last new alarm. */
  alarmed_ms = Number.NEGATIVE_INFINITY;
  /** Soon after changes, and not more often than each 10 s: figures and scenes ask again. */
  readonly turnSoon: () => void;
  private readonly programmeSoon: () => void;

  constructor(page: WallPage, timers: Timers, clock: WallClock) {
    this.page = page;
    this.timers = timers;
    this.clock = clock;
    this.turnSoon = seldom(timers, turn_ms, () => this.turn(), soon_ms);
    this.programmeSoon = seldom(timers, failed_ms, () => void this.programme(), failed_ms);
    timers.every(minute_ms, () => {
      void this.headline();
      void this.alarms();
      // Without a programme there is only the usual tour.
      if (page.store.get().programme === null) void this.programme();
    });
  }

  /** Everything, at the start and when somebody else looks. */
  all(): void {
    this.seen = null;
    void this.programme();
    this.timers.after(patience_ms, () => this.unlessKnown());
    void this.headline();
    void this.alarms();
  }

  private turn(): void {
    const { store } = this.page;
    store.set({ turn: store.get().turn + 1 });
    void this.headline();
  }

  /** Whose the answer would be now: it is another's when somebody else looks since. */
  private get asker() {
    const { me } = this.page.store.get();
    return me && !this.timers.over ? me : null;
  }

  async headline(): Promise<void> {
    await this.ask("figures", askHeadline);
  }

  async alarms(): Promise<void> {
    const answer = await this.ask("alarms", () => askAlarms(false));
    if (answer) this.notice(answer);
  }

  private async ask<K extends "figures" | "alarms", T extends { clock: string }>(name: K, question: () => Promise<T>): Promise<T | null> {
    const { store } = this.page;
    const { asker } = this;
    if (!asker) return null;
    try {
      const value = await question();
      if (this.asker !== asker) return null;
      store.set({ [name]: { state: "there", value, at: unixOf(value.clock) } });
      return value;
    } catch (error) {
      if (wasLeft(error) || this.asker !== asker) return null;
      store.set({ [name]: failedAfter(store.get()[name] as Asked<T>, wordsOf(error)) });
      return null;
    }
  }

  /** What is new holds the scene, so that it is read before the picture goes on. */
  private notice(alarms: Alarms): void {
    const { seen } = this;
    const standing = alarms.rows.filter(({ acknowledged, ended }) => !acknowledged && !ended);
    this.seen = new Set([...(seen ?? []), ...standing.map(({ id }) => id)].slice(-1_000));
    const fresh = new Set(seen ? standing.flatMap(({ id }) => (seen.has(id) ? [] : [id])) : []);
    if (!fresh.size) return;
    this.alarmed_ms = performance.now();
    setTour(this.page, (tour, now_ms) => hold(tour, now_ms, alarm_s));
    const { settings } = this.page.store.get();
    if (settings.speech) speak(alarms, fresh, settings.lang);
  }

  async programme(): Promise<void> {
    const { store } = this.page;
    const { asker } = this;
    if (!asker) return;
    try {
      const programme = await askProgramme();
      if (this.asker !== asker) return;
      this.clock.answered(programme.clock);
      tellFault(store, "programme", null);
      store.set({ programme });
      this.takeScenes(programme);
    } catch (error) {
      if (wasLeft(error) || this.asker !== asker) return;
      // The one that is shown stays.
      if (store.get().programme === null) tellFault(store, "programme", noProgramme(wordsOf(error)));
      this.unlessKnown();
      this.programmeSoon();
    }
  }

  /** No programme came: the usual tour, until one does. */
  private unlessKnown(): void {
    if (this.page.store.get().tour.scenes.length === 0 && this.asker) this.takeScenes(null);
  }

  private takeScenes(programme: WallProgramme | null): void {
    const scenes = programme?.scenes.length ? programme.scenes : usualTour;
    setTour(this.page, (tour, now_ms) => withScenes(tour, scenes, now_ms));
  }
}
