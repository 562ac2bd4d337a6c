import { describe, expect, it } from "vitest";
import { createStore } from "../../../client/state/store.ts";
import { changeOf, noUndo, remember, type Step, sameFilter, step } from "../../../client/state/undo.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";

const here = { lon: 119.1, lat: 33.6, zoom: 12 };
const bare: Step = { filter: emptyFilter, near: null, hot: null, map: here };
const open: Step = { ...bare, filter: { ...emptyFilter, status: ["open"] } };
const mine: Step = { ...bare, filter: { ...open.filter, unit: [3] } };
const at = (lon: number, zoom = 12): Step => ({ ...open, map: { lon, lat: 33.6, zoom } });

describe("undo", () => {
  it("goes back and forth, and a new change forgets what was undone", () => {
    const two = remember(remember(noUndo, bare, "filter", 0), open, "filter", 10);
    const back = step(two, mine, "undo");
    expect(back?.step).toEqual(open);
    expect(step(back?.undo ?? noUndo, open, "redo")?.step).toEqual(mine);
    expect(step(remember(back?.undo ?? noUndo, open, "filter", 20), mine, "redo")).toBeNull();
    expect(step(noUndo, open, "undo")).toBeNull();
  });

  it("merges movements of the camera that follow one another within a second and a half, however many", () => {
    let undo = remember(noUndo, bare, "filter", 0);
    for (const [i, lon] of [119.1, 119.2, 119.3, 119.4].entries()) undo = remember(undo, at(lon), "pan", 1000 + i * 1400);
    expect(undo.past).toHaveLength(2);
    expect(step(undo, at(119.5), "undo")?.step.map).toEqual(here);
    undo = remember(undo, at(119.5), "pan", 1000 + 3 * 1400 + 1500);
    expect(undo.past).toHaveLength(3);
    expect(step(undo, at(119.6), "undo")?.step.map?.lon).toBe(119.5);
  });

  it("does not merge a movement with a filter's change, nor with one that was undone", () => {
    const undo = remember(remember(noUndo, at(119.1), "pan", 0), at(119.2), "filter", 5);
    expect(remember(undo, at(119.2), "pan", 10).past).toHaveLength(3);
    const back = step(remember(noUndo, at(119.1), "pan", 0), at(119.2), "undo");
    const again = step(back?.undo ?? noUndo, at(119.1), "redo");
    expect(remember(again?.undo ?? noUndo, at(119.2), "pan", 1).past).toHaveLength(2);
  });

  it("passes over a step that leads nowhere else", () => {
    const undo = remember(remember(noUndo, bare, "filter", 0), open, "pan", 10);
    // There and back again: the camera is where it was.
    expect(step(undo, open, "undo")?.step).toEqual(bare);
  });

  it("of a filter leaves the camera where the page has meanwhile brought it, and the other way round", () => {
    const undo = remember(noUndo, bare, "filter", 0);
    expect(step(undo, at(120), "undo")?.step).toEqual({ ...bare, map: at(120).map });
    const moved = remember(noUndo, bare, "pan", 0);
    expect(step(moved, { ...mine, map: at(120).map }, "undo")?.step).toEqual({ ...mine, map: here });
  });

  it("names what a step changes", () => {
    expect(changeOf(bare, open)).toBe("filter");
    expect(changeOf(at(1), at(2))).toBe("pan");
    expect(changeOf(at(1, 12), at(2, 13))).toBe("zoom");
    expect(changeOf(open, { ...open, near: { of: [{ type: "market" }], within_m: 500 } })).toBe("near");
    expect(changeOf(open, { ...open, hot: { kind: "hexagons", cell_m: 300 } })).toBe("hot");
    expect(changeOf(open, { ...open, filter: { ...emptyFilter, status: ["open"] } })).toBeNull();
  });

  it("keeps fifty steps", () => {
    let undo = noUndo;
    for (let i = 0; i < 80; i++) undo = remember(undo, { ...bare, filter: { ...emptyFilter, unit: [i + 1] } }, "filter", i);
    expect(undo.past).toHaveLength(50);
    expect(undo.past[0]?.step.filter.unit).toEqual([31]);
  });

  it("knows equal filters by what they ask", () => {
    expect(sameFilter(open.filter, { ...emptyFilter, status: ["open"] })).toBe(true);
    expect(sameFilter(open.filter, mine.filter)).toBe(false);
  });
});

describe("the store", () => {
  it("tells listeners of real changes only, until they leave", () => {
    const store = createStore({ a: 1, b: "x" });
    let heard = 0;
    const leave = store.subscribe(() => heard++);
    store.set({ a: 1 });
    store.set({ a: 2 });
    leave();
    store.set({ a: 3 });
    expect([heard, store.get().a, store.get().b]).toEqual([1, 3, "x"]);
  });
});
