/** The page loads itself anew: after an upgrade, after a lost picture, once a night. Never into a dead screen, and never again and again. */
import type { WallPage } from "../page.ts";
import { spread, type Timers } from "./timers.ts";

const key = "chuangtu.wall.reloaded";
/** Why, and how many seconds must lie between two reloads. */
const reasons = { context: 60, order: 30, version: 600, night: 600, memory: 600, differs: 600 } as const;
export type Reason = keyof typeof reasons;

/** Right after a scene has come in there is a moment to spare. */
const between_ms = 3_000;
/** After so long any moment will do. */
const patience_ms = 1_800_000;
/** An alarm that is so new is being read. */
const alarm_ms = 60_000;

/** The district's time of the last reload; 0 = none is known of. */
function reloadedAt(): number {
  try {
    return Number(sessionStorage.getItem(key)) || 0;
  } catch {
    return 0;
  }
}

/** True when enough time has passed since the last reload. @param now and at: unix seconds by the district's clock; 0 = not known */
export const mayReload = (reason: Reason, now: number, at: number): boolean => at === 0 || now < at || now - at >= reasons[reason];

/** Whether the page itself would come: what cannot be loaded must not be asked for. */
async function pageAnswers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(5_000);
    return (await fetch(location.pathname, { cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

export class Reload {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly alarmed: () => number;
  private wanted: { reason: Reason; since_ms: number } | null = null;
  private trying = false;

  /** @param alarmed steady count of the last new alarm */
  constructor(page: WallPage, timers: Timers, alarmed: () => number) {
    this.page = page;
    this.timers = timers;
    this.alarmed = alarmed;
    timers.every(
      () => 1_000,
      () => this.wanted && this.quiet(this.wanted.since_ms) && void this.now(this.wanted.reason),
    );
  }

  /** At a quiet moment. */
  soon(reason: Reason): void {
    this.wanted ??= { reason, since_ms: performance.now() };
  }

  /** What was wanted is right again. */
  not(reason: Reason): void {
    if (this.wanted?.reason === reason) this.wanted = null;
  }

  /** At once, if the page would come; tried again until it does. */
  async now(reason: Reason): Promise<void> {
    const { now } = this.page.store.get();
    if (this.trying || this.timers.over || !mayReload(reason, now, reloadedAt())) return;
    this.trying = true;
    const there = await pageAnswers();
    this.trying = false;
    if (this.timers.over) return;
    if (there) this.go(now);
    else if (reason === "context")
      this.timers.after(spread(2_000, 4_000), () => this.page.store.get().contextGone && void this.now(reason));
  }

  private go(now: number): void {
    try {
      sessionStorage.setItem(key, String(Math.max(1, now)));
    } catch {
      // Without memory of the last time it could do so for ever: then only somebody's hand does.
      return;
    }
    location.reload();
  }

  /** Between two scenes, with everything well, and nothing new to read. */
  private quiet(since_ms: number): boolean {
    const { tour, live, freshness, order } = this.page.store.get();
    const now_ms = performance.now();
    if (live.link !== "live" || freshness !== "fresh" || order !== null || now_ms - this.alarmed() < alarm_ms) return false;
    if (now_ms - since_ms > patience_ms) return true;
    return tour.mode === "going" && now_ms - tour.since_ms < between_ms;
  }
}
