import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSheetTime } from "../../../server/contract/importing/times.ts";

const zone = "Asia/Shanghai";
const read = (text: string, order: "ymd" | "dmy" | "mdy" | null = null, at = zone) => {
  const found = parseSheetTime(text, order, at);
  return "ms" in found ? new Date(found.ms).toISOString() : null;
};

describe("times of sheets", () => {
  it.each([
    ["2026-11-01T08:05:30Z", "2026-11-01T08:05:30.000Z"],
    ["2026-11-01T08:05:30.25+08:00", "2026-11-01T00:05:30.250Z"],
    ["2026-11-01 08:05", "2026-11-01T00:05:00.000Z"],
    ["2026/11/1 8:05", "2026-11-01T00:05:00.000Z"],
    ["2026.11.1", "2026-10-31T16:00:00.000Z"],
    ["2026年11月1日 8时5分", "2026-11-01T00:05:00.000Z"],
    ["2026年11月1日8点", "2026-11-01T00:00:00.000Z"],
    ["2026 年 11 月 1 日", "2026-10-31T16:00:00.000Z"],
    ["2026年11月1日 下午3:05", "2026-11-01T07:05:00.000Z"],
    ["2026-11-01 3:05 PM", "2026-11-01T07:05:00.000Z"],
    ["2026-11-01 上午12:05", "2026-10-31T16:05:00.000Z"],
    ["２０２６－１１－０１　０８：０５", "2026-11-01T00:05:00.000Z"],
    ["20261101", "2026-10-31T16:00:00.000Z"],
    ["20261101080530", "2026-11-01T00:05:30.000Z"],
    ["46327", "2026-10-31T16:00:00.000Z"],
    ["46327.5", "2026-11-01T04:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    "",
    "昨天",
    "2026-02-30",
    "2026-13-01",
    "2026-11-01 25:00",
    "2026-11-01 8",
    "19999",
    "80001",
    "2026-11/01",
    "26-11-01",
    "1/2",
    "8:05",
    "2026年",
  ])("%s is none", (text) => {
    expect(read(text)).toBe(null);
  });

  it("takes day and month in the order that is stated, and in none without", () => {
    expect(read("05/11/2026")).toBe(null);
    expect(read("25/11/2026")).toBe(null);
    expect(read("05/11/2026", "ymd")).toBe(null);
    expect(read("05/11/2026", "dmy")).toBe("2026-11-04T16:00:00.000Z");
    expect(read("05/11/2026 8:05", "mdy")).toBe("2026-05-11T00:05:00.000Z");
    expect(read("25/11/2026", "mdy")).toBe(null);
  });

  it("says what a serial number was taken for, and of nothing else", () => {
    expect(parseSheetTime("46327.34", null, zone)).toMatchObject({ mended: { zh: expect.stringContaining("2026-11-01 08:09") } });
    expect(parseSheetTime("2026-11-01", null, zone)).toMatchObject({ mended: null });
  });

  it("shows in the zone what was written, whatever the zone and the moment", () => {
    const zones = fc.constantFrom("Asia/Shanghai", "UTC", "Asia/Kolkata", "America/New_York");
    const days = fc.date({ min: new Date("1990-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, zones, (at, where) => {
        // Not in the hour that a clock put forward leaves out.
        const wall = new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000 + 12 * 3_600_000 + (at.getTime() % 3_600_000));
        const text = wall.toISOString().slice(0, 19).replace("T", " ");
        const found = parseSheetTime(text, null, where);
        expect("ms" in found).toBe(true);
        const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: where, dateStyle: "short", timeStyle: "medium" });
        expect("ms" in found && shown.format(found.ms)).toBe(text);
      }),
    );
  });

  it("has an answer for any text", () => {
    const piece = fc.constantFrom(
      "2026",
      "11",
      "1",
      "年",
      "月",
      "日",
      "/",
      "-",
      " ",
      "T",
      ":",
      "时",
      "分",
      "下午",
      "Z",
      "+08:00",
      ".",
      "46327",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 14 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom("ymd", "dmy", "mdy", null), (text, order) => {
        const found = parseSheetTime(text, order, zone);
        if ("ms" in found) expect(new Date(found.ms).getUTCFullYear()).toBeGreaterThan(1898);
        else expect(found.refused.zh && found.refused.en).toBeTruthy();
      }),
      { numRuns: 2_000 },
    );
  });
});
