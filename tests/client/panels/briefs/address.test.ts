/** The address is the state: each place has one and is read back from it; days, drafts, and where the calendar's keys lead. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addressOf, type Place, readPlace, withDays } from "../../../../client/panels/briefs/address.ts";
import { stepped } from "../../../../client/panels/briefs/DayChooser.tsx";
import {
  addDays,
  addMonths,
  dayInChinese,
  daysBetween,
  isDay,
  mondayOf,
  numeral,
  weekdayOf,
  weeksOf,
} from "../../../../client/panels/briefs/days.ts";
import { deskFilter } from "../../../../client/panels/briefs/deskFilter.ts";
import { keepDraft, keptDraft, readDraft, written } from "../../../../client/panels/briefs/draft.ts";
import { faultOf } from "../../../../client/panels/briefs/PeriodFields.tsx";
import { briefKinds } from "../../../../server/contract/brief.ts";

const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays("1970-01-01", n));
const read = (address: string) => {
  const url = new URL(address, "http://map");
  return readPlace(url.pathname, url.search);
};

describe("addresses", () => {
  it("every place is read back from its address, whatever the reader's own parameters", () => {
    const queries = fc.constantFrom("", "category=0101,0203", "geo=within:500:market&unit=7", "q=%E4%B8%9C%E9%97%A8");
    const brief = fc
      .tuple(fc.constantFrom(...(Object.keys(briefKinds) as (keyof typeof briefKinds)[])), days, fc.nat(80), queries)
      .map(([kind, day, more, query]): Place => {
        const from = kind === "weekly" ? mondayOf(day) : day;
        const to = kind === "notice" ? addDays(from, more) : kind === "weekly" ? addDays(from, 6) : from;
        return kind === "handover" ? { page: "brief", kind, from: null, to: null, query } : { page: "brief", kind, from, to, query };
      });
    const places = fc.oneof(
      brief,
      fc.integer({ min: 1, max: 1e9 }).map((id): Place => ({ page: "issued", id })),
      fc.constant<Place>({ page: "templates" }),
    );
    fc.assert(
      fc.property(places, fc.constantFrom("", "lang=en", "theme=light&size=large"), (place, own) => {
        expect(read(addressOf(place, own))).toEqual(place);
      }),
    );
  });

  it("the bare address is the last day's brief; a week is named by any of its days", () => {
    const bare = read("/briefs");
    expect(bare).toMatchObject({ page: "brief", kind: "daily", from: null });
    if (bare.page === "brief") expect(addressOf(withDays(bare, "2026-11-22"))).toBe("/briefs/daily/2026-11-21");
    expect(read("/briefs/weekly/2026-10-28")).toMatchObject({ from: "2026-10-26", to: "2026-11-01" });
    const weekly = read("/briefs/weekly");
    if (weekly.page === "brief") expect(withDays(weekly, "2026-11-22")).toMatchObject({ from: "2026-11-09", to: "2026-11-15" });
    const notice = read("/briefs/notice?unit=7");
    if (notice.page === "brief")
      expect(withDays(notice, "2026-11-22")).toMatchObject({ from: "2026-11-15", to: "2026-11-21", query: "unit=7" });
  });

  it("keeps language and the like out of the filter, and in the address", () => {
    const place = read("/briefs/notice?from=2026-11-01&to=2026-11-02&lang=en&unit=7");
    expect(place).toMatchObject({ query: "unit=7" });
    expect(addressOf(place, "lang=en&status=open")).toBe("/briefs/notice?unit=7&from=2026-11-01&to=2026-11-02&lang=en");
  });

  it("what cannot be read is named and never taken for another", () => {
    for (const address of [
      "/briefs/daily/2026-02-30",
      "/briefs/monthly",
      "/briefs/issued/0",
      "/briefs/issued/x",
      "/briefs/daily/2026-11-01/more",
      "/briefs/notice?from=2026-11-02&to=2026-11-01",
      "/briefs/constructor",
    ])
      expect(read(address)).toEqual({ page: "unknown", text: address });
  });

  it("nothing that is typed makes it fail", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (path, search) => void readPlace(`/briefs/${path}`, search)));
  });
});

describe("a pasted address of the desk", () => {
  it("narrows a document to what the desk asks, near question and all, without its times", () => {
    expect(deskFilter("https://map.example/?status=open&unit=7&found=7d&theme=light#map=119,33,12")).toBe("status=open&unit=7");
    expect(decodeURIComponent(deskFilter("http://map/?category=0101&of=market&within=300") ?? "")).toBe(
      "category=0101&geo=within:300:market",
    );
  });

  it("what is none narrows nothing", () => {
    for (const text of ["", "market", "http://map/", "http://map/?lang=en", "http://map/?catgory=0101"])
      expect([text, deskFilter(text)]).toEqual([text, null]);
    fc.assert(fc.property(fc.string(), (text) => void deskFilter(text)));
  });
});

describe("days", () => {
  it("agree with each other over every day", () => {
    fc.assert(
      fc.property(days, fc.nat(400), (day, n) => {
        expect(isDay(day)).toBe(true);
        expect(daysBetween(day, addDays(day, n))).toBe(n + 1);
        expect(weekdayOf(mondayOf(day))).toBe(0);
        expect(daysBetween(mondayOf(day), day)).toBe(weekdayOf(day) + 1);
        const weeks = weeksOf(day).flat();
        expect(weeks.filter((one) => one.slice(0, 7) === day.slice(0, 7))).toHaveLength(
          Number(addDays(`${addMonths(day, 1).slice(0, 7)}-01`, -1).slice(8)),
        );
        expect(new Set(weeks).size).toBe(weeks.length);
      }),
    );
  });

  it("are written and numbered as documents do", () => {
    expect(dayInChinese("2026-11-01")).toBe("2026年11月1日");
    expect([1, 10, 12, 20, 99, 100, 101, 110, 119, 230].map(numeral)).toEqual([
      "一",
      "十",
      "十二",
      "二十",
      "九十九",
      "一百",
      "一百零一",
      "一百一十",
      "一百一十九",
      "二百三十",
    ]);
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  });

  it("the calendar's keys lead where a calendar's do", () => {
    const from = "2026-11-18";
    const to = { ArrowLeft: "2026-11-17", ArrowRight: "2026-11-19", ArrowUp: "2026-11-11", ArrowDown: "2026-11-25", PageUp: "2026-10-18" };
    for (const [key, day] of Object.entries({ ...to, PageDown: "2026-12-18", Home: "2026-11-16", End: "2026-11-22" }))
      expect(stepped(from, key)).toBe(day);
    expect(stepped(from, "a")).toBeNull();
  });

  it("a period is told what is wrong with it", () => {
    expect(faultOf("2026-11-01", "2026-11-07", "2026-11-22")).toBeNull();
    expect(faultOf("", "2026-11-07", "2026-11-22")).toBe("days");
    expect(faultOf("2026-11-08", "2026-11-07", "2026-11-22")).toBe("order");
    expect(faultOf("2026-08-01", "2026-11-07", "2026-11-22")).toBe("long");
    expect(faultOf("2026-11-08", "2026-11-23", "2026-11-22")).toBe("future");
  });
});

describe("drafts", () => {
  afterEach(() => vi.unstubAllGlobals());
  const server = { number: "1号", issuer: "创建办", to: "", opening: "", demands: "", copies: "" };

  it("hold only what was written over, and give way to the server's own again", () => {
    const draft = written(written({}, "to", "各镇街", server), "number", "2号", server);
    expect(draft).toEqual({ to: "各镇街", number: "2号" });
    expect(written(draft, "number", "1号", server)).toEqual({ to: "各镇街" });
  });

  it("are kept a kind; a browser that keeps nothing is told", () => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
      removeItem: (key: string) => kept.delete(key),
    });
    expect(keepDraft("daily", { to: "各镇街" })).toBe(true);
    expect([keptDraft("daily"), keptDraft("weekly")]).toEqual([{ to: "各镇街" }, {}]);
    keepDraft("daily", {});
    expect(kept.size).toBe(0);
    vi.stubGlobal("localStorage", {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    });
    expect(keepDraft("daily", { to: "x" })).toBe(false);
  });

  it("whatever lies in the browser's storage is a draft or none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const [name, value] of Object.entries(readDraft(text))) {
          expect(name in server).toBe(true);
          expect(typeof value).toBe("string");
        }
      }),
    );
    expect(readDraft('{"to":"各镇街","number":7,"evil":"x"}')).toEqual({ to: "各镇街" });
  });
});
