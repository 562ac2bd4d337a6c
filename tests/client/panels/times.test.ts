import { describe, expect, it } from "vitest";
import "../../../client/look/deskWords.ts";
import { t } from "../../../client/look/words.ts";
import { areaText, lengthText, readPosition, spanText } from "../../../client/panels/times.ts";
import type { Say } from "../../../client/panels/useApp.ts";

const say: Say = { lang: "zh", t: (key, values) => t("zh", key, values), of: (word) => word.zh, n: String };

describe("what a person types and reads", () => {
  it("takes a position with either comma or a blank, and refuses what is none", () => {
    expect(readPosition("119.1,33.6")).toEqual([119.1, 33.6]);
    expect(readPosition(" 119.1，33.6 ")).toEqual([119.1, 33.6]);
    expect(readPosition("-0.5 51")).toEqual([-0.5, 51]);
    for (const text of ["", "119.1", "119.1,133.6", "200,10", "a,b", "119.1,33.6,4"]) expect(readPosition(text), text).toBeNull();
  });

  it("says spans, lengths and areas in their useful unit", () => {
    expect([spanText(20, say), spanText(5400, say), spanText(3 * 86_400, say)]).toEqual(["1 分钟", "2 小时", "3 天"]);
    expect([lengthText(640.4, say), lengthText(2346, say)]).toEqual(["640 米", "2.35 千米"]);
    expect([areaText(4200, say), areaText(2_345_000, say)]).toEqual(["4200 平方米", "2.35 平方千米"]);
  });
});
