/** Every problem a point: what is held is coloured by its look now, also where only a time of it changed. */
import { describe, expect, it } from "vitest";
import { PointMaker } from "../../../client/map/overlayPoints.ts";

const state = Uint8Array.of(0);
const layer = (due: number) => ({
  ...{ count: 1, states: ["handling"], state, id: [1], lon: [119_000_000], lat: [33_500_000], category: [0], found: [10], closed: [0] },
  ...{ nearlyDue: [0], due: [due] },
});
const ranges = { whole: true };
type Scene = Parameters<PointMaker["take"]>[0];
const scene = (due: number) =>
  ({ data: { problems: layer(due) }, mask: null, clock: 1_000, theme: "dark", ranges, shown: new Set() }) as unknown as Scene;

describe("points of the columns", () => {
  it("take another colour when a deadline moved and the state stayed", () => {
    const maker = new PointMaker();
    const colour = (due: number) => [...(maker.take(scene(due))?.colours ?? [])].join();
    const [late, early] = [colour(500), colour(5_000)];
    expect(early).not.toBe(late);
    expect(colour(500)).toBe(late);
  });
});
