import { describe, expect, it } from "vitest";
import { dayEnd, dayStart, dayText, timeText } from "../../../client/state/calendar.ts";

const unix = (text: string) => Date.parse(text) / 1000;

describe("the district's calendar", () => {
  it("begins a day at its own midnight", () => {
    expect(dayStart("2026-11-21", "Asia/Shanghai")).toBe(unix("2026-11-20T16:00:00Z"));
    expect(dayEnd("2026-11-21", "Asia/Shanghai")).toBe(unix("2026-11-21T16:00:00Z"));
    expect(dayEnd("2026-02-28", "UTC")).toBe(unix("2026-03-01T00:00:00Z"));
  });

  it("knows that a day can have 23 or 25 hours elsewhere", () => {
    const hours = (day: string) => (dayEnd(day, "America/New_York") - dayStart(day, "America/New_York")) / 3600;
    expect([hours("2026-03-08"), hours("2026-03-09"), hours("2026-11-01")]).toEqual([23, 24, 25]);
  });

  it("writes times in 24 hours, yyyy-MM-dd", () => {
    expect(timeText(unix("2026-11-20T16:05:59Z"), "Asia/Shanghai")).toBe("2026-11-21 00:05");
    expect(dayText(unix("2026-11-20T15:59:59Z"), "Asia/Shanghai")).toBe("2026-11-20");
  });
});
