import { describe, expect, it } from "vitest";
import { type Draft, measure } from "../../../client/draw/draft.ts";
import { draftFeatures, shapeGeometry } from "../../../client/draw/features.ts";
import { DrawSession } from "../../../client/draw/session.ts";
import { decodeShape, encodeShape, type Shape } from "../../../server/contract/draw.ts";

function session(kind: Shape["kind"]) {
  const heard: { drafts: Draft[]; ended: (Shape | null)[] } = { drafts: [], ended: [] };
  const made = new DrawSession(kind, { changed: (draft) => heard.drafts.push(draft), ended: (shape) => heard.ended.push(shape) });
  return { made, heard };
}

describe("drawing", () => {
  it("a point is done with its first click", () => {
    const { made, heard } = session("point");
    made.add([119.1234567, 33.6]);
    made.add([1, 1]);
    expect(heard.ended).toEqual([{ kind: "point", points: [[119.12346, 33.6]] }]);
  });
  it("an area ends by Enter, not before it has three vertices; Backspace takes the last", () => {
    const { made, heard } = session("area");
    made.add([0, 0]);
    made.add([0, 1]);
    expect(made.key("Enter")).toBe(true);
    made.add([5, 5]);
    made.key("Backspace");
    made.add([1, 1]);
    made.add([1, 1]);
    made.key("Enter");
    expect(heard.ended).toEqual([
      {
        kind: "area",
        points: [
          [0, 0],
          [0, 1],
          [1, 1],
        ],
      },
    ]);
  });
  it("Esc leaves with nothing, once", () => {
    const { made, heard } = session("line");
    made.add([0, 0]);
    made.key("Escape");
    made.key("Escape");
    expect(heard.ended).toEqual([null]);
    expect(made.key("a")).toBe(false);
  });
  it("measures with the rubber band", () => {
    const { made, heard } = session("line");
    made.add([119.1, 33.6]);
    expect(measure(heard.drafts.at(-1) as Draft)).toBe("");
    made.move([119.1, 33.609016]);
    expect(measure(heard.drafts.at(-1) as Draft)).toBe("1.00 km");
    const parts = draftFeatures(heard.drafts.at(-1) as Draft).features.map(({ properties }) => properties?.part);
    expect(parts).toEqual(["band", "handle", "cursor"]);
  });
  it("what is drawn is what its text in the URL says", () => {
    const { made, heard } = session("area");
    for (const at of [
      [119.0512349, 33.5],
      [119.2, 33.512345678],
      [119.1, 33.7],
    ] as const)
      made.add(at);
    made.finish();
    const shape = heard.ended[0] as Shape;
    expect(decodeShape(encodeShape(shape))).toEqual(shape);
    expect(shapeGeometry(shape)).toMatchObject({ type: "Polygon", coordinates: [[...shape.points, shape.points[0]]] });
  });
});
