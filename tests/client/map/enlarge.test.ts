import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { enlarged } from "../../../client/map/enlarge.ts";
import { stack } from "../../../client/map/stack.ts";
import { firstStyle, specsOf } from "../../../client/map/style.ts";

const looks = { theme: "dark", lang: "zh", shown: new Set(stack.map((layer) => layer.id)) } as const;

describe("a larger screen's map", () => {
  test("multiplies numbers and the stops of what follows the zoom", () => {
    const width = ["interpolate", ["exponential", 1.5], ["zoom"], 9, 1, 12, ["get", "w"]];
    const spec = enlarged({ id: "a", type: "line", source: "s", paint: { "line-width": width, "line-opacity": 0.5 } } as never, 2);
    expect(spec.paint).toEqual({
      "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 9, 2, 12, ["*", 2, ["get", "w"]]],
      "line-opacity": 0.5,
    });
  });
  test("is still a style that MapLibre takes, in every layer", () => {
    const style = { ...firstStyle(looks), layers: specsOf({ ...looks, scale: 1.5 }) };
    expect(validateStyleMin(style as never).filter((fault) => !/transition|image|url/.test(fault.message))).toEqual([]);
  });
  test("changes nothing at the usual size", () => {
    expect(specsOf({ ...looks, scale: 1 })).toEqual(specsOf(looks));
  });
});
