/** The wall follows the server's changes: what it shows is patched, in few steps however many come, and it knows how fresh it is. */
import type { LiveAway, LiveBeat, LiveChange, LiveHello, LiveLayer, LiveProblem } from "../../../server/contract/types.ts";
import { type ChangeEvents, followChanges, wallPatience } from "../../api/changes.ts";
import { onStale } from "../../api/http.ts";
import { said } from "../../look/say.ts";
import type { Pulse } from "../../state/app.ts";
import { isPart } from "../../state/beyond.ts";
import { clockText, unixOf } from "../../state/calendar.ts";
import { patchColumns, seenChanges } from "../../state/patch.ts";
import { tellFault } from "../faults.ts";
import type { WallPage } from "../page.ts";
import type { WallState } from "../state.ts";
import type { WallClock } from "./clock.ts";
import { type Loader, parts } from "./load.ts";
import { storiesOf, withStories } from "./stories.ts";
import { spread, type Timers } from "./timers.ts";

/** Changes that come together are one step for the map. */
const gather_ms = 200;
/** More than this at once is fetched as a layer: that too is one step. */
const mostAtOnce = 2_000;
/** More at once is no longer something to look at. */
const mostPulses = 40;
const pulse_ms = 2_500;
/** Two hundred walls hear of the same change at once. */
const soon_ms = () => spread(0, 800);

export interface LiveEvents {
  /** Tours, or what the page is, may be another. */
  walls(): void;
  alarms(): void;
  /** Figures may be another. */
  moved(): void;
  /** It is not known whether this session is one still. */
  doubt(): void;
}

interface Gathered {
  readonly changed: Map<number, LiveProblem>;
  readonly gone: Set<number>;
}
const nothing = (): Gathered => ({ changed: new Map(), gone: new Set() });

/** What one pulses for: what the scene's question means. */
function pulsesOf(
  { shown, district, now, data }: WallState,
  changed: readonly LiveProblem[],
  after: NonNullable<WallState["data"]["problems"]>,
): Pulse[] {
  if (!district || shown?.stood) return [];
  const { timeZone, categories, zones } = district;
  const context = { clock: now, timeZone, categories, zones };
  const few = changed.slice(-mostPulses);
  const seen = shown ? seenChanges(few, { filter: shown.filter, sort: "id", before: data.problems, after, context }) : few;
  return seen.map(({ id, lon, lat }) => ({ id, lon, lat }));
}

export class WallLive {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly clock: WallClock;
  private readonly loader: Loader;
  private readonly events: LiveEvents;
  private gathered = nothing();
  private gathering = false;
  private stop: (() => void) | null = null;

  constructor(page: WallPage, timers: Timers, clock: WallClock, loader: Loader, events: LiveEvents) {
    this.page = page;
    this.timers = timers;
    this.clock = clock;
    this.loader = loader;
    this.events = events;
    timers.also(() => this.leave());
  }

  /** True when everything heard is in the columns. */
  get settled(): boolean {
    return !this.gathering;
  }

  /** Begins, or begins anew: the machine slept, or somebody else looks. */
  follow(): void {
    this.leave();
    onStale((since) => this.stale(since));
    const since = () => Math.max(this.page.store.get().live.revision, this.page.store.get().data.problems?.revision ?? 0);
    this.stop = followChanges(since, this.told(), wallPatience);
  }

  leave(): void {
    this.stop?.();
    this.stop = null;
  }

  private told(): ChangeEvents {
    return {
      hello: (hello) => this.hello(hello),
      change: (change) => this.change(change),
      layer: (layer) => this.layer(layer),
      beat: (beat) => this.beat(beat),
      away: (away) => this.away(away),
      link: (link) => {
        this.link(link);
        if (link === "lost") this.events.doubt();
      },
      end: () => {
        this.leave();
        this.link("lost");
        this.events.doubt();
      },
    };
  }

  private link(link: WallState["live"]["link"]): void {
    if (link === "live" || link === "lost") tellFault(this.page.store, "away", null);
    const { live } = this.page.store.get();
    if (live.link !== link) this.page.store.set({ live: { ...live, link } });
  }

  /** The last good picture stays; the stamp says as of when, and grows amber and red as with every silence. */
  private away({ since }: LiveAway): void {
    this.link("away");
    const { store } = this.page;
    const { district, live } = store.get();
    const heard = since === null ? live.heard : unixOf(since);
    if (heard > live.heard) store.set({ live: { ...store.get().live, heard } });
    const values = { time: heard > 0 && district ? clockText(heard, district.timeZone) : "--:--:--" };
    tellFault(store, "away", { zh: said.zh.t("wall.away", values), en: said.en.t("wall.away", values) });
  }

  /** A copy answered, and no stream says how things stand: the wall was started while the database is away. */
  private stale(since: string): void {
    const { link, heard } = this.page.store.get().live;
    if (link !== "live") this.away({ since: heard === 0 ? since : null });
  }

  private heard(clock: string, revision: number): void {
    const { store } = this.page;
    const { live } = store.get();
    if (revision > live.revision) store.set({ live: { ...live, revision } });
    this.clock.heard(clock);
  }

  private hello({ clock, layers, resumed }: LiveHello): void {
    const { data, district } = this.page.store.get();
    this.link("live");
    // What was missed comes next: until then the position is the old one.
    this.clock.heard(clock);
    for (const part of parts) {
      const known = part === "district" ? district?.revision : data[part]?.revision;
      const behind = part === "district" ? (layers.district ?? 0) > (known ?? 0) : layers[part] !== known;
      if (part !== "problems" && known !== undefined && behind) this.soon(() => this.loader.renew(part));
    }
    if (!resumed) this.fetchAll();
    this.soon(() => this.events.walls());
    this.soon(() => this.events.alarms());
  }

  /** What was missed is not known any more, or is too much to be told: one layer, one step. */
  private fetchAll(): void {
    this.loader.forget();
    this.gathered = nothing();
    this.soon(() => this.loader.renew("problems"));
    this.events.moved();
  }

  private soon(call: () => void): void {
    this.timers.after(soon_ms(), call);
  }

  private beat({ clock, revision }: LiveBeat): void {
    this.link("live");
    this.heard(clock, revision);
  }

  private layer({ layer, clock, revision }: LiveLayer): void {
    this.heard(clock, revision);
    if (layer === "walls") this.soon(() => this.events.walls());
    else if (layer === "alarms") this.soon(() => this.events.alarms());
    else if (layer === "problems") this.fetchAll();
    else if (parts.some((part) => part === layer)) this.soon(() => this.loader.renew(layer as "zones"));
    if (layer === "sites" || layer === "zones") this.soon(() => this.loader.renew("district"));
    if (layer !== "walls" && layer !== "alarms") this.events.moved();
  }

  private change(told: LiveChange): void {
    this.heard(told.clock, told.revision);
    this.loader.remember(told);
    const { changed, gone } = this.gathered;
    for (const id of told.gone) {
      changed.delete(id);
      gone.add(id);
    }
    for (const problem of told.problems) {
      gone.delete(problem.id);
      changed.set(problem.id, problem);
    }
    if (this.gathering) return;
    this.gathering = true;
    this.timers.after(gather_ms, () => this.step());
  }

  private step(): void {
    const { changed, gone } = this.gathered;
    this.gathered = nothing();
    this.gathering = false;
    const problems = this.page.store.get().data.problems;
    if (changed.size + gone.size > mostAtOnce) this.fetchAll();
    else if (problems && changed.size + gone.size > 0) this.patch(problems, [...changed.values()], [...gone]);
  }

  private patch(problems: NonNullable<WallState["data"]["problems"]>, changed: readonly LiveProblem[], gone: readonly number[]): void {
    const { store } = this.page;
    const state = store.get();
    const after = patchColumns(problems, changed, gone);
    const pulses = pulsesOf(state, changed, after);
    const zone = state.district?.timeZone;
    const stories = zone ? withStories(state.stories, storiesOf(changed, problems, state.now, zone), state.now, zone) : state.stories;
    store.set({ data: { ...state.data, problems: after }, stories, ...(pulses.length && { pulses }) });
    if (pulses.length) this.timers.after(pulse_ms, () => store.get().pulses === pulses && store.set({ pulses: [] }));
    // Of a set that is too large to travel, what is in no column has changed all the same.
    if (after !== problems || isPart(problems)) this.events.moved();
  }
}
