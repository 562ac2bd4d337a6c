/** The trade book's order: which row wins, by a table written by hand. */
import { describe, expect, it } from "vitest";
import type { Lead, SiteType } from "../../../server/contract/vocabulary.ts";
import { type TradeRow, tradeOf } from "../../../server/duty/trade.ts";

let id = 0;
const row = (category: string, siteType: SiteType | null, unitId: number | null, more: Partial<TradeRow> = {}): TradeRow => ({
  ...{ id: ++id, category, siteType, unitId, lead: "trade" as Lead, from: "0001-01-01", to: null },
  ...more,
});
const at = { category: "0101", major: "01", siteType: "market" as SiteType | null, day: "2026-03-02" };

/** From the most specific on: each wins over all after it. */
const order: readonly [string, SiteType | null][] = [
  ["0101", "market"],
  ["0101", null],
  ["01", "market"],
  ["01", null],
  ["*", "market"],
  ["*", null],
];

describe("the trade owner", () => {
  const ranks = order.map(([category, type], i) => row(category, type, 100 + i));
  it.each(order.map(([category, type], i) => [`${category} ${type ?? "anywhere"}`, i] as const))(
    "%s wins over all that are less specific, in whatever order they stand",
    (_name, i) => {
      for (const book of [ranks.slice(i), ranks.slice(i).reverse()])
        expect(tradeOf(book, at)).toMatchObject({ kind: "one", unitId: 100 + i, lead: "trade" });
    },
  );

  it("a row of another category, site type or day does not speak of the case", () => {
    const silent = [
      row("0102", null, 1),
      row("02", null, 1),
      row("0101", "school", 1),
      row("*", "river", 1),
      row("0101", null, 1, { from: "2026-03-03" }),
      row("0101", null, 1, { to: "2026-03-02" }),
    ];
    expect(tradeOf(silent, at)).toEqual({ kind: "none", unitId: null, lead: "area", rows: [] });
    expect(tradeOf([...silent, row("*", null, 7)], at)).toMatchObject({ kind: "one", unitId: 7 });
  });

  it("without a site no row of a site type speaks; of an unknown category only the one for all does", () => {
    const book = [row("0101", "market", 1), row("01", null, 2), row("*", null, 3)];
    expect(tradeOf(book, { ...at, siteType: null }).unitId).toBe(2);
    expect(tradeOf(book, { ...at, category: "zz", major: null }).unitId).toBe(3);
  });

  it("holds from its first day until the day before its last", () => {
    const book = [row("0101", null, 1, { to: "2026-03-02" }), row("0101", null, 2, { from: "2026-03-02", to: "2026-03-10" })];
    const units = ["2026-03-01", "2026-03-02", "2026-03-09", "2026-03-10"].map((day) => tradeOf(book, { ...at, day }).unitId);
    expect(units).toEqual([1, 2, 2, null]);
  });

  it("a row without a unit gives it to the area, whatever it says of who leads", () => {
    expect(tradeOf([row("0101", null, null), row("*", null, 5)], at)).toMatchObject({ kind: "area", unitId: null, lead: "area" });
  });

  it("rows of one rank that agree are one; that name different units, or disagree on who leads, are many", () => {
    expect(tradeOf([row("01", null, 5), row("01", null, 5)], at)).toMatchObject({ kind: "one", unitId: 5, lead: "trade" });
    expect(tradeOf([row("01", null, 5), row("01", null, 6)], at)).toMatchObject({ kind: "many", unitId: null, lead: "trade" });
    expect(tradeOf([row("01", null, 5), row("01", null, 5, { lead: "area" })], at)).toMatchObject({
      kind: "many",
      unitId: null,
      lead: null,
    });
    expect(tradeOf([row("01", null, 5), row("01", null, null)], at)).toMatchObject({ kind: "many", unitId: null, lead: null });
    const both = [row("01", null, 5, { lead: "area" }), row("01", null, 6, { lead: "area" })];
    expect(tradeOf(both, at)).toMatchObject({ kind: "many", lead: "area" });
    expect(tradeOf([...both, row("0101", null, 8)], at)).toMatchObject({ kind: "one", unitId: 8 });
  });
});
