/** From columns to tiles and back: whatever order the worker's answers and the scenes come in, the picture becomes that of the last scene. */
import type { Map as MapLibre } from "maplibre-gl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Desk } from "../../../client/cluster/desk.ts";
import type { Reply, Request } from "../../../client/cluster/protocol.ts";
import type { Beyond, MapScene } from "../../../client/map/handle.ts";
import { ProblemFeed } from "../../../client/map/problemFeed.ts";

/** The worker's own desk; each answer waits until it is called for. */
class SlowWorker {
  static last: SlowWorker;
  onmessage: ((event: { data: Reply }) => void) | null = null;
  readonly #answers: Reply[] = [];
  readonly #desk = new Desk((reply) => this.#answers.push(reply));
  constructor() {
    SlowWorker.last = this;
  }
  postMessage(request: Request): void {
    this.#desk.take(request);
  }
  terminate(): void {}
  /** The next answer arrives. @returns false when there is none */
  arrive(): boolean {
    const data = this.#answers.shift();
    if (data) this.onmessage?.({ data });
    return data !== undefined;
  }
}

const tile = { geometry: { type: "Point", coordinates: [119, 33.5] }, properties: { n: 7, status: "closed", ids: "" } };

/** A map that is at rest and has its tiles. */
function mapAtRest() {
  const renders: (() => void)[] = [];
  const map = {
    on: (what: string, call: () => void) => void (what === "render" && renders.push(call)),
    getZoom: () => 12,
    getBounds: () => ({ getWest: () => 118, getSouth: () => 33, getEast: () => 120, getNorth: () => 34 }),
    getSource: (id: string) => (id.endsWith("tiles") ? { setTiles() {} } : undefined),
    querySourceFeatures: () => [tile],
    isSourceLoaded: () => true,
    listImages: () => [],
    hasImage: () => true,
  };
  return {
    map: map as unknown as MapLibre,
    render: () => {
      for (const call of renders) call();
    },
  };
}

const layer = {
  states: ["filed", "closed"],
  id: [1, 2, 3],
  lon: [119_000_000, 119_100_000, 119_200_000],
  lat: [33_500_000, 33_510_000, 33_520_000],
  state: [0, 0, 1],
  due: [0, 0, 0],
  nearlyDue: [0, 0, 0],
};
const far: Beyond = { query: "category=c3", turn: 0, minute: 0, total: 7, cells: null, places: new Map() };
const columns = {
  ...{ data: { problems: layer }, lang: "zh", theme: "dark", shown: new Set(["problems"]), mask: Uint8Array.of(1, 1, 0), clock: 60 },
  ...{ rings: [], drawn: [], hovered: null, selected: null },
} as unknown as MapScene;
const tiles: MapScene = { ...columns, beyond: far };

describe("problems on the map", () => {
  beforeEach(() => {
    vi.stubGlobal("Worker", SlowWorker);
    vi.stubGlobal("location", { origin: "http://here" });
  });
  afterEach(() => vi.unstubAllGlobals());

  function feed() {
    const { map, render } = mapAtRest();
    const nothing = () => {};
    const made = new ProblemFeed(map, { drawn: nothing, stale: nothing, failed: nothing, mended: nothing, swapped: nothing });
    const allArrive = () => {
      while (SlowWorker.last.arrive());
      render();
    };
    return { feed: made, allArrive };
  }

  it("come from the columns, then from tiles, then from the columns again", () => {
    const { feed: it, allArrive } = feed();
    for (const [scene, from, total] of [
      [columns, "columns", 2],
      [tiles, "tiles", 7],
      [columns, "columns", 2],
    ] as const) {
      it.show(scene);
      allArrive();
      expect([it.from, it.total, it.busy, it.waiting]).toEqual([from, total, false, null]);
    }
  });

  // How many of the worker's answers arrive before each of two more scenes.
  it.each([0, 1, 2, 3].flatMap((first) => [0, 1, 2, 3].map((second) => [first, second] as const)))(
    "are those of the last scene though others come after %i and %i answers, back from tiles",
    (first, second) => {
      for (const later of [
        [
          { ...columns, clock: 61 },
          { ...columns, clock: 120 },
        ],
        [
          { ...columns, mask: Uint8Array.of(0, 1, 0) },
          { ...columns, clock: 61 },
        ],
        [tiles, { ...columns, clock: 61 }],
        [{ ...columns, clock: 61 }, tiles, columns],
      ]) {
        const { feed: it, allArrive } = feed();
        it.show(columns);
        allArrive();
        it.show(tiles);
        allArrive();
        it.show(columns);
        for (const [i, scene] of later.entries()) {
          for (let n = 0; n < (i === 0 ? first : second); n++) SlowWorker.last.arrive();
          it.show(scene);
        }
        allArrive();
        const total = later.at(-1)?.mask?.reduce((sum, one) => sum + one, 0);
        expect([it.from, it.total, it.busy, it.waiting]).toEqual(["columns", total, false, null]);
      }
    },
  );
});
