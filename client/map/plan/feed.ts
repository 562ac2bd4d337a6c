/**
 * Things with ids in the map's sources. A change goes to a small second source at once, and what it replaces is hidden by its state: cutting
 * thousands of faces into tiles anew takes a worker seconds, some few take it none. The large source catches up when the hand rests.
 */
import type { Feature } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";

/** Compared value by value. */
export type State = Readonly<Record<string, number>>;
const same = (a: State | undefined, b: State) => a !== undefined && Object.keys(b).every((key) => a[key] === b[key]);
type Features = ReadonlyMap<number, Feature>;

/** After so long without a change the large source is brought up to date. */
const rest_ms = 1500;

export class Feed {
  /** As they are to be seen. */
  private wanted: Features = new Map();
  /** As the large source has them. */
  private stored = new Map<number, Feature>();
  /** What differs: seen in the small source, hidden in the large one; null = gone. */
  private readonly fresh = new Map<number, Feature | null>();
  private readonly states = new Map<number, State>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The large source is catching up; what comes back of an earlier turn is of no use. */
  private catching = false;
  private turn = 0;
  private readonly map: MapLibre;
  private readonly id: string;
  private readonly freshId: string | null;

  /** @param freshId the small source; null = there is none: what is fed is few, or changes seldom */
  constructor(map: MapLibre, id: string, freshId: string | null = null) {
    this.map = map;
    this.id = id;
    this.freshId = freshId;
  }

  /** Features by id; the same object = unchanged. @returns how many were sent */
  show(wanted: Features): number {
    const before = this.wanted;
    this.wanted = wanted;
    const changed = [...wanted].filter(([id, feature]) => before.get(id) !== feature).map(([id]) => id);
    const gone = [...before.keys()].filter((id) => !wanted.has(id));
    for (const id of gone) this.states.delete(id);
    const count = changed.length + gone.length;
    if (count === 0) return 0;
    // So much that telling it anew is quicker.
    if (!this.freshId || this.stored.size === 0 || count > Math.max(100, wanted.size / 4)) this.fill();
    else this.patch([...changed, ...gone]);
    return count;
  }

  /** How things are painted; absent = as before. */
  paint(states: Iterable<readonly [number, State]>): void {
    if (!this.source(this.id)) return;
    for (const [id, state] of states) {
      if (same(this.states.get(id), state)) continue;
      this.states.set(id, state);
      this.map.setFeatureState({ source: this.id, id }, state);
      if (this.freshId && this.fresh.get(id)) this.map.setFeatureState({ source: this.freshId, id }, state);
    }
  }

  /** After a lost context. */
  refill(): void {
    this.fill();
    for (const [id, state] of this.states) this.map.setFeatureState({ source: this.id, id }, { ...state, gone: 0 });
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private source(id: string | null): GeoJSONSource | undefined {
    return id ? this.map.getSource<GeoJSONSource>(id) : undefined;
  }
  private hide(id: number, gone: 0 | 1): void {
    if (this.source(this.id)) this.map.setFeatureState({ source: this.id, id }, { gone });
  }

  private fill(): void {
    clearTimeout(this.timer);
    this.turn++;
    this.catching = false;
    const back = [...this.fresh.keys()];
    this.fresh.clear();
    this.stored = new Map(this.wanted);
    void this.source(this.id)?.setData({ type: "FeatureCollection", features: [...this.wanted.values()] });
    for (const id of back) this.hide(id, 0);
    this.showFresh();
  }

  private patch(ids: readonly number[]): void {
    for (const id of ids) {
      const feature = this.wanted.get(id) ?? null;
      // Undone: the large source has it as it is.
      if ((this.stored.get(id) ?? null) === feature && !this.catching) this.fresh.delete(id);
      else this.fresh.set(id, feature);
      if (this.stored.has(id)) this.hide(id, this.fresh.has(id) ? 1 : 0);
    }
    this.showFresh();
    this.later();
  }

  private showFresh(): void {
    const source = this.source(this.freshId);
    if (!source || !this.freshId) return;
    const features = [...this.fresh.values()].filter((feature) => feature !== null);
    void source.setData({ type: "FeatureCollection", features });
    for (const id of this.fresh.keys()) {
      const state = this.states.get(id);
      if (state) this.map.setFeatureState({ source: this.freshId, id }, state);
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.catchUp(), rest_ms);
  }
  private async catchUp(): Promise<void> {
    const source = this.source(this.id);
    if (!source || this.catching || this.fresh.size === 0) return;
    const sent = new Map(this.fresh);
    const turn = ++this.turn;
    this.catching = true;
    // What is new in it stays hidden, too, until the small source lets go of it.
    for (const id of sent.keys()) this.hide(id, 1);
    const add = [...sent.values()].filter((feature) => feature !== null);
    await source.updateData({ add, remove: [...sent].filter(([, feature]) => feature === null).map(([id]) => id) }).catch(() => null);
    await this.drawn();
    if (turn !== this.turn) return;
    this.catching = false;
    this.caughtUp(sent);
  }

  /** The large source's tiles are as its features are. */
  private drawn(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.source(this.id) && !this.map.isSourceLoaded(this.id)) return;
        this.map.off("sourcedata", look);
        resolve();
      };
      this.map.on("sourcedata", look);
      look();
    });
  }

  private caughtUp(sent: ReadonlyMap<number, Feature | null>): void {
    for (const [id, feature] of sent) {
      if (feature) this.stored.set(id, feature);
      else this.stored.delete(id);
      // Changed again meanwhile: it waits for the next time.
      if ((this.wanted.get(id) ?? null) !== feature) {
        this.fresh.set(id, this.wanted.get(id) ?? null);
        continue;
      }
      this.fresh.delete(id);
      if (feature) this.hide(id, 0);
      else this.map.removeFeatureState({ source: this.id, id });
    }
    this.showFresh();
    if (this.fresh.size > 0) this.later();
  }
}
