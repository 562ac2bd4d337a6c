import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flagOf, headingsText, siteTypeWords, sourceWords, WordList } from "../../../server/contract/importing/words.ts";

describe("words of a file", () => {
  it.each([
    ["site types", siteTypeWords],
    ["sources", sourceWords],
  ])("finds all %s by code, Chinese and English, whatever width and case", (_, words) => {
    const list = new WordList(words);
    for (const { code, zh, en } of words) {
      for (const word of [code, zh, en, ` ${en.toUpperCase()} `, code.toUpperCase()]) expect(list.find(word), word).toEqual({ code });
    }
  });

  it("means the first list where both have a name, and nothing where one list has it twice", () => {
    const minors = [
      { code: "0101", zh: "占道", en: "vending" },
      { code: "0102", zh: "积水", en: "puddle" },
      { code: "0202", zh: "积水", en: "water" },
    ];
    const list = new WordList(minors, [{ code: "01", zh: "占道", en: "order" }]);
    expect(list.find("占道")).toEqual({ code: "0101" });
    expect(list.find("order")).toEqual({ code: "01" });
    expect(list.find("积水")).toBe("several");
    expect(list.find("0102")).toEqual({ code: "0102" });
    expect(list.find("别的")).toBe(null);
  });

  it("takes no property of an object for a word", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString")), (text) => {
        const found = new WordList(sourceWords).find(text);
        expect(found === null || (found !== "several" && sourceWords.some(({ code }) => code === found.code))).toBe(true);
      }),
    );
  });

  it("reads yes and no, and nothing else", () => {
    expect(["是", "1", "TRUE", "√"].map(flagOf)).toEqual([true, true, true, true]);
    expect(["否", "0", "no"].map(flagOf)).toEqual([false, false, false]);
    expect(["", "也许", "是的"].map(flagOf)).toEqual([null, null, null]);
  });

  it("knows headings again with the column of errors, and not in another order", () => {
    expect(headingsText(["a", "错误", "b"])).toBe(headingsText(["a", "b"]));
    expect(headingsText(["b", "a"])).not.toBe(headingsText(["a", "b"]));
    expect(headingsText(["ab"])).not.toBe(headingsText(["a", "b"]));
  });
});
