import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hugging } from "../../../client/planner/tools/hug.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import { at, district } from "./played.ts";

const partition = district();
const ground = { partition, finder: finderOf(partition) };
const cut = (line: readonly Position[]) => applyStep(partition, { kind: "cut", level: 2, zones: null, line, names: [] });
const smallest = (line: readonly Position[]) => {
  const outcome = cut(line);
  if ("refused" in outcome) throw new Error(outcome.refused.why.en);
  return Math.min(...[...faceShapes(outcome.done).values()].map(({ area_m2 }) => area_m2));
};

describe("a line beside borders", () => {
  it("leaves no sliver where a road runs along a border, some decimetres off", () => {
    const off = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(fc.array(off, { minLength: 9, maxLength: 9 }), (offs) => {
        // Along the border at 100 m, then through the middle of a cell.
        const road = offs.map((dy, i) => at(i * 37.5, 100 + dy));
        const line = hugging([...road, at(350, 150), at(400, 150)], ground);
        expect(smallest(line)).toBeGreaterThan(500);
      }),
      { numRuns: 60 },
    );
  });

  it("would leave slivers without", () => {
    const road = [at(0, 100.2), at(110, 99.8), at(230, 100.2), at(300, 100.1), at(350, 150), at(400, 150)];
    expect(smallest(road)).toBeLessThan(50);
    expect(smallest(hugging(road, ground))).toBeGreaterThan(500);
  });

  it("leaves alone what runs elsewhere", () => {
    const line = [at(0, 50), at(150, 60), at(400, 30)];
    const made = hugging(line, ground);
    expect(made).toHaveLength(3);
    expect(made[1]).toEqual(line[1]);
  });
});
