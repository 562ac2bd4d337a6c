import { describe, expect, it } from "vitest";
import { buildIndex, lastClusterZoom, openCluster, ranksOf, spotsOf } from "../../../client/cluster/clusters.ts";
import { Desk } from "../../../client/cluster/desk.ts";
import type { ProblemColumns, Reply } from "../../../client/cluster/protocol.ts";
import { heatStops } from "../../../client/map/heatSheet.ts";
import { ringName, twelfths } from "../../../server/contract/shares.ts";
import { problemStates, statusOrder } from "../../../server/contract/vocabulary.ts";
import { demoClock, demoProblems } from "./support/demoLayers.ts";

const states = Object.keys(problemStates);
const world = [-180, -85, 180, 85] as const;

function columns(rows: readonly { lon: number; lat: number; state: keyof typeof problemStates; due?: number }[]): ProblemColumns {
  return {
    states,
    id: Float64Array.from(rows, (_, i) => i + 1),
    lon: Int32Array.from(rows, ({ lon }) => Math.round(lon * 1e6)),
    lat: Int32Array.from(rows, ({ lat }) => Math.round(lat * 1e6)),
    state: Uint8Array.from(rows, ({ state }) => states.indexOf(state)),
    due: Float64Array.from(rows, ({ due }) => due ?? 0),
    nearlyDue: Float64Array.from(rows, ({ due }) => (due ? due - 100 : 0)),
  };
}
const demo = (() => {
  const layer = demoProblems();
  const { id, lon, lat, state, due, nearlyDue } = layer;
  return {
    states: layer.states,
    id: Float64Array.from(id),
    lon: Int32Array.from(lon),
    lat: Int32Array.from(lat),
    state: Uint8Array.from(state),
    due: Float64Array.from(due),
    nearlyDue: Float64Array.from(nearlyDue),
  };
})();

describe("statuses", () => {
  it("follow the clock", () => {
    const one = columns([{ lon: 0, lat: 0, state: "handling", due: 1000 }]);
    const at = (clock: number) => statusOrder[ranksOf(one, clock)[0] as number];
    expect([at(899), at(900), at(1000), at(1001)]).toEqual(["handling", "nearly_due", "nearly_due", "overdue"]);
  });
});

describe("clusters of the demo district", () => {
  const ranks = ranksOf(demo, demoClock);
  const mask = Uint8Array.from(ranks, (rank) => (rank < 5 ? 1 : 0));
  const open = mask.reduce((a, b) => a + b, 0);
  const index = buildIndex(demo, ranks, mask);

  it("hold every problem of the mask exactly once, at every zoom, by status too", () => {
    for (let zoom = 0; zoom <= 18; zoom++) {
      const spots = spotsOf(index, world, zoom);
      expect(spots.reduce((sum, { n }) => sum + n, 0)).toBe(open);
      for (const [i, status] of statusOrder.entries()) {
        const wanted = ranks.filter((rank, row) => mask[row] === 1 && rank === i).length;
        expect(
          spots.reduce((sum, { shares }) => sum + (shares[i] as number), 0),
          `${status} at ${zoom}`,
        ).toBe(wanted);
      }
    }
  });
  it("bear the most urgent status among theirs", () => {
    for (const spot of spotsOf(index, world, 11)) expect(spot.shares[statusOrder.indexOf(spot.status)]).toBeGreaterThan(0);
  });
  it("are a few hundred in a picture", () => {
    expect(spotsOf(index, [119.06, 33.58, 119.14, 33.62], 14).length).toBeLessThan(400);
  });
});

describe("a cluster on one spot", () => {
  const heap = Array.from({ length: 60 }, (_, i) => ({
    lon: 119.1,
    lat: 33.6,
    state: i % 2 ? ("closed" as const) : ("handling" as const),
  }));
  const far = { lon: 119.4, lat: 33.6, state: "handling" as const };
  it("lists its problems, most urgent first, where a cluster of several places says the zoom that parts it", () => {
    const rows = columns([...heap, far]);
    const index = buildIndex(rows, ranksOf(rows, 0), null);
    const near = spotsOf(index, world, 17).find(({ n }) => n === 60);
    const opened = openCluster(index, near?.id ?? 0);
    expect(opened.zoom).toBeNull();
    expect(opened.leaves).toHaveLength(40);
    expect(opened.leaves[0]?.status).toBe("handling");
    expect(opened.leaves.at(-1)?.status).toBe("closed");
    const all = spotsOf(index, world, 3).find(({ n }) => n === 61);
    expect(openCluster(index, all?.id ?? 0).zoom).toBeLessThanOrEqual(lastClusterZoom);
  });
});

describe("twelfths of the ring", () => {
  it("are twelve, and nobody present is left out", () => {
    for (const counts of [
      [1, 0, 0, 99, 0, 0, 0],
      [1, 1, 1, 1, 1, 1, 9000],
      [5, 5, 5, 5, 5, 5, 5],
      [0, 0, 3, 0, 0, 0, 0],
      [1, 2, 3, 4, 5, 6, 7],
    ]) {
      const parts = twelfths(counts);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(12);
      for (const [i, count] of counts.entries()) expect((parts[i] as number) > 0).toBe(count > 0);
    }
  });
  it("follow the shares", () => {
    expect(twelfths([6, 0, 3, 3, 0, 0, 0])).toEqual([6, 0, 3, 3, 0, 0, 0]);
    expect(ringName([1, 0, 0, 0, 0, 0, 0])).toBe("c000000");
  });
});

describe("the worker's desk", () => {
  const open = () => {
    const heard: Reply[] = [];
    const desk = new Desk((reply) => heard.push(reply));
    return { desk, heard, kinds: () => heard.splice(0).map(({ kind }) => kind) };
  };
  it("rebuilds for another filter, not for a clock that moves nobody", () => {
    const { desk, kinds } = open();
    desk.take({ kind: "columns", columns: columns([{ lon: 119, lat: 33, state: "handling", due: 1000 }]) });
    desk.take({ kind: "heat", stops: heatStops, cells: null });
    desk.take({ kind: "rows", mask: null, clock: 0 });
    expect(kinds()).toEqual(["built", "heat"]);
    desk.take({ kind: "rows", mask: null, clock: 60 });
    expect(kinds()).toEqual(["kept"]);
    desk.take({ kind: "rows", mask: null, clock: 2000 });
    expect(kinds()).toEqual(["built", "heat"]);
    desk.take({ kind: "rows", mask: Uint8Array.of(0), clock: 2000 });
    desk.take({ kind: "spots", ask: 1, bounds: world, zoom: 10 });
    expect(kinds()).toEqual(["built", "heat", "spots"]);
  });
  it("does not open a cluster of an index that is gone", () => {
    const { desk, kinds } = open();
    desk.take({ kind: "columns", columns: demo });
    desk.take({ kind: "rows", mask: null, clock: demoClock });
    kinds();
    desk.take({ kind: "open", ask: 1, cluster: 1, version: 0 });
    expect(kinds()).toEqual([]);
  });
  it("takes the heat of open problems only", () => {
    const { desk, heard } = open();
    desk.take({ kind: "columns", columns: columns([{ lon: 119, lat: 33, state: "closed" }]) });
    desk.take({ kind: "heat", stops: heatStops, cells: null });
    desk.take({ kind: "rows", mask: null, clock: 0 });
    expect(heard.at(-1)).toMatchObject({ kind: "heat", picture: null });
  });
});
