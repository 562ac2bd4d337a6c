import { describe, expect, it } from "vitest";
import { createStore } from "../../../client/state/store.ts";
import { noUndo, remember, sameFilter, step } from "../../../client/state/undo.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";

const open = { ...emptyFilter, status: ["open"] as const };
const mine = { ...open, unit: [3] };

describe("undo of filters", () => {
  it("goes back and forth, and a new change forgets what was undone", () => {
    const two = remember(remember(noUndo, emptyFilter), open);
    const back = step(two, mine, "undo");
    expect(back?.filter).toEqual(open);
    expect(step(back?.undo ?? noUndo, open, "redo")?.filter).toEqual(mine);
    expect(step(remember(back?.undo ?? noUndo, open), mine, "redo")).toBeNull();
    expect(step(noUndo, open, "undo")).toBeNull();
  });

  it("knows equal filters by what they ask", () => {
    expect(sameFilter(open, { ...emptyFilter, status: ["open"] })).toBe(true);
    expect(sameFilter(open, mine)).toBe(false);
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
