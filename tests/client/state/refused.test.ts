import { describe, expect, it } from "vitest";
import { withoutRefused } from "../../../client/state/refused.ts";
import { emptyFilter, type Filter, parseFilter } from "../../../server/contract/filter.ts";
import { formatGeo } from "../../../server/contract/geo.ts";

const filterOf = (text: string): Filter => parseFilter(new URLSearchParams(text));
const without = (text: string, parameter: string, value: string) =>
  withoutRefused({ filter: filterOf(text), near: null }, { parameter, value });
const geoOf = (text: string, value: string) => without(text, "geo", value)?.filter.geo.map(formatGeo);

describe("a filter whose part is gone", () => {
  it("loses exactly that code, unit or problem", () => {
    expect(without("category=0101,0203&unit=7", "category", "0203")?.filter).toEqual(filterOf("category=0101&unit=7"));
    expect(without("unit=7,22", "unit", "22")?.filter).toEqual(filterOf("unit=7"));
    expect(without("problem=3.4&status=open", "problem", "7")?.filter).toEqual(filterOf("problem=3&status=open"));
  });
  it("loses the zone, site or shape, and the clause with its last one", () => {
    expect(geoOf("geo=inside:zone/3,zone/12", "12")).toEqual(["inside:zone/3"]);
    expect(geoOf("geo=inside:zone/12&geo=within:500:market", "12")).toEqual(["within:500:market"]);
    expect(geoOf("geo=within:200:site/812,market", "site/812")).toEqual(["within:200:market"]);
    expect(without("geo=inside:shape/3&geo=within:5:market", "shape/3", "99")?.filter.geo.map(formatGeo)).toEqual(["within:5:market"]);
  });
  it("of two of one number loses the one that is not known", () => {
    const filter = filterOf("geo=inside:zone/12&geo=within:50:site/12");
    const left = withoutRefused({ filter, near: null }, { parameter: "geo", value: "12" }, (place) => "site" in place);
    expect(left?.filter.geo.map(formatGeo)).toEqual(["within:50:site/12"]);
  });
  it("loses the whole parameter when the value is not one of a list", () => {
    expect(without("found=7d&status=open", "found", "7d")?.filter).toEqual(filterOf("status=open"));
    expect(without("category=0101", "category", "0101,")?.filter).toEqual(emptyFilter);
  });
  it("loses the near question with its last anchor", () => {
    const near = { of: [{ site: 5 }] as const, within_m: 500 };
    expect(withoutRefused({ filter: emptyFilter, near }, { parameter: "of", value: "5" })).toMatchObject({
      filter: emptyFilter,
      near: null,
    });
  });
  it("tells what goes, and nothing else", () => {
    expect(without("category=0101,0203", "category", "0203")?.gone).toEqual(filterOf("category=0203"));
    expect(without("geo=inside:zone/3,zone/12&unit=7", "geo", "12")?.gone).toEqual(filterOf("geo=inside:zone/12"));
  });
  it("says so when it cannot tell which part", () => {
    expect(without("unit=7", "cursor", "x")).toBeNull();
    expect(without("geo=within:500:market", "geo", "99")).toBeNull();
  });
});
