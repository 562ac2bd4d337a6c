/** Coordinates as people write them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOrdinate, parsePosition } from "../../../server/contract/coordinates/parse.ts";

const near = (value: number | null | undefined, wanted: number) => expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThan(1e-6);

describe("one coordinate", () => {
  it.each([
    ["119.0365", 119.0365],
    ["１１９．０３６５", 119.0365],
    ["－33.5", -33.5],
    ["119°02′11.4″E", 119.0365],
    ["119°02'11.4''", 119.0365],
    ["119º02’11.4”", 119.0365],
    ["119 02 11.4", 119.0365],
    ["119:02:11.4", 119.0365],
    ["119度2分11.4秒", 119.0365],
    ["东经119度2分11.4秒", 119.0365],
    ["东经：119°2′", 119 + 2 / 60],
    ["E119.0365", 119.0365],
    ["119.0365E", 119.0365],
    ["经度 119.0365", 119.0365],
    ["119°02.19′", 119.0365],
    ["119.0365°", 119.0365],
    ["西经 30.5", -30.5],
    ["33.5S", -33.5],
    ["东经119.0365E", 119.0365],
    ["39,500,123.45", 39_500_123.45],
    ["3,718,456", 3_718_456],
    ["X=3718456.1", 3_718_456.1],
    ["500123.4米", 500_123.4],
    ["3.9500123E+07", 39_500_123],
  ])("%s", (text, wanted) => near(parseOrdinate(text), wanted));

  it.each([
    ...["", " ", "无", "119 33.6", "119°60′", "119°02′60″", "181°", "E181°02′", "西经-30", "N33W", "N33N", "119.02.03", "1,23", "12,3456"],
    // A sheet's shortened number: 39 500 123 became 39 500 000.
    ...["3.95E+07", "NaN", "Infinity", "1e999", "119..2", "0x77", "E", "东经"],
  ])("is none: %s", (text) => expect(parseOrdinate(text)).toBeNull());
});

describe("both in one text", () => {
  const here = { x: 119.0365, y: 33.6, kind: "degrees", swapped: false };
  it.each([
    ...[
      "119.0365,33.6",
      "119.0365 33.6",
      "119.0365，33.6",
      "119.0365、33.6",
      "119.0365;33.6",
      "119.0365/33.6",
      "(119.0365, 33.6)",
      "【119.0365,33.6】",
    ],
    ...[
      "POINT(119.0365 33.6)",
      "SRID=4326;POINT Z (119.0365 33.6 12)",
      '{"type":"Point","coordinates":[119.0365,33.6]}',
      "119.0365,33.6,12.5",
    ],
    ...["119°02′11.4″E 33°36′00″N", "33°36′00″N 119°02′11.4″E", "119°02′11.4″33°36′0″", "119 02 11.4 33 36 00", "119 02.19 33 36.0"],
    ...["北纬33°36′，东经119°2′11.4″", "东经119度2分11.4秒 北纬33度36分", "N33.6E119.0365", "33.6N119.0365E", "E119.0365,N33.6"],
    ...["经度:119.0365 纬度:33.6", "纬度：33.6；经度：119.0365", "lat 33.6 lon 119.0365", "东经119.0365度，北纬33.6度"],
  ])("%s", (text) => {
    const found = parsePosition(text);
    near(found?.x, here.x);
    near(found?.y, here.y);
    expect(found).toMatchObject({ kind: "degrees", swapped: false });
  });

  it("is turned where only that is possible, and says so; names decide without a word", () => {
    expect(parsePosition("33.6,119.0365")).toEqual({ ...here, swapped: true });
    expect(parsePosition("POINT(33.6 119.0365)")).toEqual({ ...here, swapped: true });
    expect(parsePosition("33°36′ 119°2′11.4″")).toMatchObject({ y: 33.6, swapped: true });
    expect(parsePosition("Y:44,X:45")).toEqual({ x: 45, y: 44, kind: "degrees", swapped: false });
    expect(parsePosition("45,44")).toEqual({ x: 45, y: 44, kind: "degrees", swapped: false });
  });
  it("is metres of a Gauss zone, with and without its number, in either order", () => {
    const metres = { x: 500_123.4, y: 3_718_456.7, kind: "metres" };
    expect(parsePosition("500123.4 3718456.7")).toEqual({ ...metres, swapped: false });
    expect(parsePosition("X=3718456.7 Y=500123.4")).toEqual({ ...metres, swapped: true });
    expect(parsePosition("40500123.4,3718456.7")).toEqual({ ...metres, x: 40_500_123.4, swapped: false });
    expect(parsePosition("500,123.4 3,718,456.7")).toEqual({ ...metres, swapped: false });
    expect(parsePosition("500,123,3,718,456")).toMatchObject({ x: 500_123, y: 3_718_456 });
    expect(parsePosition("13250000 3970000")).toMatchObject({ kind: "metres", swapped: false });
  });
  it.each([
    ...[
      "",
      "119.02",
      "119 02 11.5",
      "东经119°2′",
      "500123 45",
      "119.5,500123",
      "1 2 3",
      "119,033.6,5",
      "N33.6 N34.1",
      "纬度:119.02 经度:33.6",
    ],
    ...["200,300", "119.02,190.5", "POINT(1)", "POINT EMPTY", "POLYGON((1 1,2 2,1 2,1 1))", "淮海路与和平路交叉口", "A市场东200米"],
  ])("is none: %s", (text) => expect(parsePosition(text)).toBeNull());
});

/** As degrees, minutes and seconds to a thousandth, which may carry. */
function dms(value: number): [number, number, number] {
  const thousandths = Math.round(value * 3_600_000);
  return [Math.floor(thousandths / 3_600_000), Math.floor(thousandths / 60_000) % 60, (thousandths % 60_000) / 1000];
}
const writings: readonly ((value: number, axis: "x" | "y") => string)[] = [
  (value) => value.toFixed(7),
  (value, axis) => `${axis === "x" ? "东经" : "北纬"}${value.toFixed(7)}°`,
  (value, axis) => `${value.toFixed(7)}${axis === "x" ? "E" : "N"}`,
  (value) =>
    dms(value)
      .map((part, i) => `${part}${"°′″"[i]}`)
      .join(""),
  (value) =>
    dms(value)
      .map((part, i) => `${part}${"度分秒"[i]}`)
      .join(""),
  (value, axis) => `${axis === "x" ? "E" : "N"} ${dms(value).join(" ")}`,
  (value) => `${Math.floor(value)}°${((value % 1) * 60).toFixed(6)}′`,
];

describe("any", () => {
  const writing = fc.constantFrom(...writings);
  const [lon, lat] = [fc.double({ min: 91, max: 179.9, noNaN: true }), fc.double({ min: 0, max: 89.9, noNaN: true })];
  it("way of writing reads back to a millionth of a degree, in either order", () => {
    fc.assert(
      fc.property(lon, lat, writing, fc.constantFrom(",", " ", "，", "；", ", "), fc.boolean(), (x, y, write, between, turned) => {
        near(parseOrdinate(write(x, "x")), x);
        const pair = [write(x, "x"), write(y, "y")];
        const found = parsePosition((turned ? pair.toReversed() : pair).join(between));
        near(found?.x, x);
        near(found?.y, y);
      }),
    );
  });
  it("full-width writing is the same as the other", () => {
    const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(fc.property(lon, writing, (x, write) => parseOrdinate(wide(write(x, "x"))) === parseOrdinate(write(x, "x"))));
  });
  it("text is read without a fault, and what comes of it is finite", () => {
    const signs = fc.string({
      unit: fc.constantFrom(..."0123456789.,-+ °′″'\"度分秒东西南北经纬NSEWnsew()POINT;:=/mX\u0000\uD800"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(signs, fc.string(), fc.string({ unit: "binary", maxLength: 2000 })), (text) => {
        const [one, both] = [parseOrdinate(text), parsePosition(text)];
        expect(one === null || Number.isFinite(one)).toBe(true);
        expect(both === null || (Number.isFinite(both.x) && Number.isFinite(both.y))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
