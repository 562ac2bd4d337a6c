import { describe, expect, it } from "vitest";
import { majorsOf, mostRecent, searchCategories, withRecent } from "../../../client/field/categories.ts";
import type { Category } from "../../../server/contract/types.ts";

const category = (code: string, major: string, zh: string, en: string, retired = false): Category => ({
  ...{ code, major, name: { zh, en }, campaign: null, limit: null, retired },
});
const list = [
  category("01", "01", "环境卫生", "sanitation"),
  category("0101", "01", "暴露垃圾", "exposed rubbish"),
  category("0102", "01", "垃圾满溢", "overflowing bin"),
  category("0103", "01", "旧类", "retired", true),
  category("02", "02", "市容秩序", "street order"),
  category("0201", "02", "占道经营", "street vending"),
  category("03", "03", "没有小类", "empty"),
  category("0401", "04", "无主大类", "orphan"),
];
const codes = (typed: string) => searchCategories(list, typed).map(({ code }) => code);

describe("choosing a category", () => {
  it("has majors with the minors that are in use, in the order of the book", () => {
    expect(majorsOf(list).map(({ code, name, minors }) => [code, name.zh, minors.map((one) => one.code)])).toEqual([
      ["01", "环境卫生", ["0101", "0102"]],
      ["02", "市容秩序", ["0201"]],
      ["04", "04", ["0401"]],
    ]);
  });

  it("is found by characters, initials, English and code; what begins with it first", () => {
    expect(codes("垃圾")).toEqual(["0102", "0101"]);
    expect(codes("ZDJY")).toEqual(["0201"]);
    expect(codes("lj")).toEqual(["0102", "0101"]);
    expect(codes("vend")).toEqual(["0201"]);
    expect(codes("0102")).toEqual(["0102"]);
    expect(codes(" 占 道 ")).toEqual(["0201"]);
  });

  it("finds neither majors nor what is retired; nothing typed finds nothing", () => {
    expect(codes("环境卫生")).toEqual([]);
    expect(codes("旧类")).toEqual([]);
    expect(codes("  ")).toEqual([]);
    expect(codes("(.*)")).toEqual([]);
  });

  it("remembers the latest first, each once, and not too many", () => {
    const recent = ["a", "b", "c", "a", "d", "e", "f", "g"].reduce<readonly string[]>(withRecent, []);
    expect(recent).toEqual(["g", "f", "e", "d", "a", "c"]);
    expect(recent).toHaveLength(mostRecent);
  });
});
