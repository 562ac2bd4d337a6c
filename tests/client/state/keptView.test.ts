/** What of a view is kept under a name comes back as it was; its reader's own looks stay theirs. */
import { describe, expect, it } from "vitest";
import { askedBy, keptQuery, namesStand, readKept } from "../../../client/state/keptView.ts";
import { readView } from "../../../client/state/view.ts";
import type { District } from "../../../server/contract/types.ts";

const at = (search: string, hash = "") => readView(search, hash).view;
const full = at(
  "?status=overdue&category=0101&geo=within:500:market&of=river&within=50&sort=deadline&hot=clusters:80:5&time=1&panel=near&selected=problem/12&layers=problems,markets&lang=en&theme=light&size=large&list=1",
  "#map=119.04,33.54,14",
);

describe("a kept view", () => {
  it("brings back question, order, layers, analysis and panel; the camera only when it was kept", () => {
    const { kept, faults } = readKept(keptQuery(full, true));
    expect(faults).toEqual([]);
    expect(kept).toEqual({
      filter: full.filter,
      near: full.near,
      nearMode: full.nearMode,
      sort: "deadline",
      hot: full.hot,
      time: true,
      panel: "near",
      layers: ["problems", "markets"],
      map: { lon: 119.04, lat: 33.54, zoom: 14 },
    });
    expect(readKept(keptQuery(full, false)).kept.map).toBeNull();
  });

  it("holds nothing of who kept it: language, theme, size, list, selection", () => {
    expect(keptQuery(full, true)).not.toMatch(/lang|theme|size|list|selected/);
  });

  it("of a view that asks nothing is what asks nothing, not the landing view", () => {
    expect(readKept(keptQuery(at("", "#all"), false)).kept.filter.status).toEqual([]);
    expect(readKept("?status=open").kept.filter.status).toEqual(["open"]);
  });

  it("is the same question wherever one looks and whichever panel is open", () => {
    const asked = askedBy(full);
    expect(askedBy({ ...full, ...{ panel: null, map: null, selected: null } })).toBe(asked);
    expect(askedBy(readKept(keptQuery(full, true)).kept)).toBe(asked);
    expect(askedBy({ ...full, sort: "id" })).not.toBe(asked);
    expect(askedBy({ ...full, layers: null })).not.toBe(asked);
    expect(askedBy({ ...full, near: null })).not.toBe(asked);
  });

  it("names what cannot be read any more", () => {
    expect(readKept("?status=opne&sort=deadline")).toMatchObject({
      faults: [{ parameter: "status", value: "opne" }],
      kept: { sort: "deadline" },
    });
  });
});

describe("names in a kept view", () => {
  const district = {
    categories: [{ code: "0101", major: "01" }],
    units: [{ id: 7 }],
    zones: [{ id: 3 }],
  } as unknown as District;
  const stands = (search: string) => namesStand(at(search).filter, district);
  it.each([
    ["?category=0101", true],
    ["?category=01", true],
    ["?category=0101,0999", false],
    ["?unit=7", true],
    ["?unit=8", false],
    ["?geo=inside:zone/3", true],
    ["?geo=inside:zone/3,zone/4", false],
    ["?geo=outside:zone/4", false],
    ["?geo=within:50:zone/4", true],
  ])("%s: %s", (search, expected) => {
    expect(stands(search)).toBe(expected);
  });
});
