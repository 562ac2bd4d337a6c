/** The seven classes of hot spots can be told apart by everyone, on the map as it blends them. */
import { describe, expect, it } from "vitest";
import { mapColours } from "../../../client/look/basemap.ts";
import { hotColour, hotLevels, hotOpacity } from "../../../client/look/hotColours.ts";
import { allSights, apart, deltaE, over } from "./sight.ts";

describe("the measure", () => {
  // Pairs of Sharma, Wu and Dalal's published test data.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)("finds the published difference of %j and %j", (a, b, published) => {
    expect(deltaE(a, b)).toBeCloseTo(published, 4);
  });
});

describe.each(["dark", "light"] as const)("classes of hot spots, %s", (theme) => {
  it.each(allSights)("are far apart, any two, for %s sight", (sight) => {
    const { ground, built, water } = mapColours[theme];
    for (const under of [ground, built, water]) {
      const seen = hotLevels.map((level) => over(hotColour(theme, level), under, hotOpacity));
      for (const [i, a] of seen.entries()) for (const b of seen.slice(i + 1)) expect(apart(a, b, sight)).toBeGreaterThan(15);
    }
  });
});
