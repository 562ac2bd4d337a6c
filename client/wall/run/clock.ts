/** The wall's clock: moved each second, set by the server's words alone. The machine's own clock is only held against it. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import { serverTime } from "../../api/http.ts";
import { unixOf } from "../../state/calendar.ts";
import { tellFault } from "../faults.ts";
import type { WallPage } from "../page.ts";
import { freshnessAfter, jumped, type Told, timeAt, told } from "./fresh.ts";
import { spread, type Timers } from "./timers.ts";

const tick_ms = 250;
const judge_ms = () => spread(250_000, 350_000);
/** A clock that is wrong by more is to be set. */
const wrong_s = 120;

const wrongClock = (off_s: number): Word => {
  const minutes = Math.round(Math.abs(off_s) / 60);
  const [zh, en] = off_s > 0 ? ["快", "fast"] : ["慢", "slow"];
  return {
    zh: `本机时钟比服务器${zh} ${minutes} 分钟，请校时；画面时间以服务器为准`,
    en: `This machine's clock is ${minutes} min ${en}; please set it. Times shown are the server's.`,
  };
};

/** The machine's own clock, unix milliseconds: to tell that it is wrong, and that the machine slept. Nothing is reckoned by it. */
const machine_ms = () => Date.now();

export class WallClock {
  private known: Told | null = null;
  /** Steady count of the last word of the stream. */
  private heard_ms = 0;
  private doubt = false;
  private before = { steady_ms: performance.now(), clock_ms: machine_ms() };
  private readonly slept: (() => void)[] = [];
  private readonly ticks: ((now_ms: number) => void)[] = [];
  private readonly page: WallPage;

  constructor(page: WallPage, timers: Timers) {
    this.page = page;
    timers.every(
      () => tick_ms,
      () => this.tick(),
    );
    timers.every(judge_ms, () => void this.judge());
  }

  /** Called four times a second with the steady count. */
  onTick(call: (now_ms: number) => void): void {
    this.ticks.push(call);
  }
  /** Called when the machine has slept. */
  onSlept(call: () => void): void {
    this.slept.push(call);
  }

  /** An answer told the server's clock. */
  answered(clock: string): void {
    const unix = unixOf(clock);
    if (!Number.isFinite(unix)) return;
    this.known = told(this.known, unix, performance.now());
    this.show();
  }

  /** A word of the stream: the picture is as of now. */
  heard(clock: string): void {
    this.answered(clock);
    this.doubt = false;
    this.set(unixOf(clock));
  }

  /** The problems were fetched: the picture is as of now, by what is known of the time. */
  confirmed(): void {
    // A copy's answer, while the database is away, is as of then.
    if (this.known && this.page.store.get().live.link !== "away")
      this.set(timeAt(this.known, performance.now(), this.page.store.get().district?.frozen));
  }

  private set(heard: number): void {
    this.heard_ms = performance.now();
    const { live } = this.page.store.get();
    this.page.store.set({ live: { ...live, heard: Math.floor(heard) } });
    this.show();
  }

  /** Holds the machine's clock against that of the server's machine: a made-up district has a time of its own. */
  async judge(): Promise<void> {
    const unix = await serverTime().catch(() => null);
    if (unix === null) return;
    const { store } = this.page;
    const off_s = Math.round(machine_ms() / 1000 - unix);
    store.set({ clockOff_s: off_s });
    tellFault(store, "clock", Math.abs(off_s) > wrong_s ? wrongClock(off_s) : null);
  }

  private tick(): void {
    const now = { steady_ms: performance.now(), clock_ms: machine_ms() };
    const slept = jumped(this.before, now);
    this.before = now;
    if (slept) this.doubt = true;
    this.show();
    if (slept) {
      void this.judge();
      for (const call of this.slept) call();
    }
    for (const call of this.ticks) call(now.steady_ms);
  }

  private show(): void {
    const { store } = this.page;
    const { live, district } = store.get();
    const now_ms = performance.now();
    const now = this.known ? Math.floor(timeAt(this.known, now_ms, district?.frozen)) : 0;
    const freshness = live.heard === 0 ? "fresh" : freshnessAfter((now_ms - this.heard_ms) / 1000, this.doubt || live.link === "away");
    store.set({ now, freshness });
  }
}
