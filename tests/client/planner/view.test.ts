/** The address says what is looked at, and nothing else. */
import { describe, expect, test } from "vitest";
import { addressOf, firstView, readView } from "../../../client/planner/view.ts";

const round = (path: string) => {
  const [before, query = ""] = path.split("?");
  return addressOf(readView(before ?? "", query));
};

describe("the planner's address", () => {
  test.each([
    "/planner",
    "/planner/12",
    "/planner/12?level=2",
    "/planner/12?level=1&fill=load&zone=-3&map=119.10432,33.60021,14.5",
    "/planner/12/compare",
    "/planner/12/compare?with=4&level=2",
    "/handbook",
  ])("%s comes back as it was", (path) => {
    expect(round(path)).toBe(path);
  });
  test("defaults are not said, and coordinates are cut to five decimals", () => {
    expect(round("/planner/12?level=3&fill=zone")).toBe("/planner/12");
    expect(addressOf({ ...firstView, face: "table", plan: 1, map: { lon: 119.123456789, lat: 33, zoom: 12.3456 } })).toBe(
      "/planner/1?map=119.12346,33,12.35",
    );
  });
  test("what cannot be read falls back to its default: no address breaks the page", () => {
    expect(readView("/planner/abc", "")).toMatchObject({ face: "plans", plan: null });
    expect(readView("/planner/0", "")).toMatchObject({ face: "plans", plan: null });
    expect(readView("/planner/7", "level=9&fill=x&zone=y&map=1,2")).toMatchObject({ level: 3, fill: "zone", zone: null, map: null });
    expect(readView("/planner/7", "map=a,b,c").map).toBeNull();
    expect(readView("/handbook/zone/3", "").face).toBe("handbook");
  });
});
