import fc from "fast-check";
import type { Feature } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Feed } from "../../../client/map/plan/feed.ts";

type Diff = { readonly add?: readonly Feature[]; readonly remove?: readonly number[] };
/** The map as far as a feed knows it: two sources, what is in them, and the states of their features. */
class Canvas {
  readonly held = new Map<string, Map<number, Feature>>();
  readonly states = new Map<string, Record<string, number>>();
  diffs = 0;
  private waiting: (() => void)[] = [];
  private heard = new Set<() => void>();
  /** The worker is at work on the large source. */
  busy = false;

  constructor(...ids: string[]) {
    for (const id of ids) this.held.set(id, new Map());
  }
  getSource(id: string) {
    const held = this.held.get(id);
    return (
      held && {
        setData: ({ features }: { readonly features: readonly Feature[] }) => {
          held.clear();
          for (const feature of features) held.set(feature.id as number, feature);
          return Promise.resolve();
        },
        updateData: ({ add = [], remove = [] }: Diff) => {
          this.diffs++;
          this.busy = true;
          return new Promise<void>((done) => {
            this.waiting.push(() => {
              for (const id of remove) held.delete(id);
              for (const feature of add) held.set(feature.id as number, feature);
              this.busy = false;
              done();
            });
          });
        },
      }
    );
  }
  setFeatureState({ source, id }: { readonly source: string; readonly id: number }, state: Record<string, number>) {
    const key = `${source}/${id}`;
    this.states.set(key, { ...this.states.get(key), ...state });
  }
  removeFeatureState({ source, id }: { readonly source: string; readonly id: number }) {
    this.states.delete(`${source}/${id}`);
  }
  isSourceLoaded() {
    return !this.busy;
  }
  on(_name: string, call: () => void) {
    this.heard.add(call);
  }
  off(_name: string, call: () => void) {
    this.heard.delete(call);
  }
  /** The context is gone, and with it whatever the worker was at. */
  lose(): void {
    this.states.clear();
    for (const held of this.held.values()) held.clear();
    this.waiting = [];
    this.busy = false;
  }
  /** The worker is done. */
  async work(): Promise<void> {
    for (const done of this.waiting.splice(0)) done();
    await vi.advanceTimersByTimeAsync(0);
    for (const call of [...this.heard]) call();
    await vi.advanceTimersByTimeAsync(0);
  }
  /** What the eye sees: features by source, without those that are hidden; and how they are painted. */
  seen(): { readonly feature: Feature; readonly ink: number | undefined }[] {
    return [...this.held].flatMap(([source, held]) =>
      [...held].flatMap(([id, feature]) => {
        const state = this.states.get(`${source}/${id}`);
        return state?.gone ? [] : [{ feature, ink: state?.ink }];
      }),
    );
  }
}

const feature = (id: number, x: number): Feature => ({
  type: "Feature",
  id,
  properties: {},
  geometry: { type: "Point", coordinates: [x, 0] },
});
const some = (count: number) => new Map(Array.from({ length: count }, (_, i) => [i + 1, feature(i + 1, 0)]));
const begin = () => {
  const canvas = new Canvas("large", "small");
  return { canvas, feed: new Feed(canvas as unknown as MapLibre, "large", "small") };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a source that is fed", () => {
  it("has a change at once in the small source, and in the large one when the hand rests", async () => {
    const { canvas, feed } = begin();
    const all = some(30);
    expect(feed.show(all)).toBe(30);
    const moved = new Map(all).set(7, feature(7, 1));
    expect(feed.show(moved)).toBe(1);
    expect(canvas.held.get("small")?.size).toBe(1);
    expect(canvas.diffs).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(canvas.diffs).toBe(1);
    expect(canvas.held.get("small")?.size).toBe(1);
    await canvas.work();
    expect(canvas.held.get("small")?.size).toBe(0);
    expect(canvas.held.get("large")?.get(7)).toBe(moved.get(7));
    expect(canvas.seen()).toHaveLength(30);
  });
  it("sends nothing when only paint changes, and nothing twice", () => {
    const { canvas, feed } = begin();
    const all = some(30);
    feed.show(all);
    expect(feed.show(new Map(all))).toBe(0);
    const set = vi.spyOn(canvas, "setFeatureState");
    feed.paint([[3, { ink: 2 }]]);
    feed.paint([[3, { ink: 2 }]]);
    expect(set).toHaveBeenCalledTimes(1);
  });
  it("shows each thing once, as it is wanted and painted, whatever is drawn, undone, waited for or lost", async () => {
    const act = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          what: fc.constant("change" as const),
          ids: fc.uniqueArray(fc.integer({ min: 1, max: 34 }), { maxLength: 6 }),
        }),
      },
      { weight: 2, arbitrary: fc.constant({ what: "undo" as const }) },
      { weight: 2, arbitrary: fc.record({ what: fc.constant("paint" as const), id: fc.integer({ min: 1, max: 34 }), ink: fc.nat(9) }) },
      { weight: 2, arbitrary: fc.constant({ what: "rest" as const }) },
      { weight: 2, arbitrary: fc.constant({ what: "work" as const }) },
      { weight: 1, arbitrary: fc.constant({ what: "lost" as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const { canvas, feed } = begin();
        const inks = new Map<number, number>();
        const history = [some(30)];
        const show = () => {
          const wanted = history.at(-1) as Map<number, Feature>;
          feed.show(wanted);
          for (const id of [...inks.keys()]) if (!wanted.has(id)) inks.delete(id);
          // As the sheet does: after each change all that is there is painted.
          for (const id of wanted.keys()) if (!inks.has(id)) inks.set(id, 0);
          feed.paint([...inks].map(([id, ink]) => [id, { ink }] as const));
        };
        show();
        let x = 0;
        for (const one of acts) {
          const now = history.at(-1) as Map<number, Feature>;
          if (one.what === "change") {
            const next = new Map(now);
            for (const id of one.ids) if (id % 3 || !next.delete(id)) next.set(id, feature(id, ++x));
            history.push(next);
            show();
          } else if (one.what === "undo" && history.length > 1) {
            history.pop();
            show();
          } else if (one.what === "paint" && now.has(one.id)) {
            inks.set(one.id, one.ink);
            feed.paint([[one.id, { ink: one.ink }]]);
          } else if (one.what === "rest") await vi.advanceTimersByTimeAsync(2000);
          else if (one.what === "work") await canvas.work();
          else if (one.what === "lost") {
            canvas.lose();
            feed.refill();
          }
          const wanted = history.at(-1) as Map<number, Feature>;
          // While the worker is at work the map may show a feature in both its old and its new place for a moment, never none.
          const seen = canvas.seen();
          const by = new Map(seen.map((one) => [one.feature, one.ink]));
          for (const [id, feature] of wanted) {
            expect(by.has(feature)).toBe(true);
            expect(by.get(feature)).toBe(inks.get(id));
          }
          expect(seen).toHaveLength(wanted.size);
        }
        feed.close();
      }),
      { numRuns: 60 },
    );
  });
});
