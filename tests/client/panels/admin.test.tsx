/** The administrator's forms and calendar: what is typed becomes the body that is sent, and a year's days are what the calendar says. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { bodyOf, type FieldOf, valuesOf } from "../../../client/panels/admin/fields.ts";
import { hoursText, monthsOf, readSpans } from "../../../client/panels/admin/months.ts";
import { AccountMenu } from "../../../client/panels/session/AccountMenu.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import type { Calendar, Me } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

const fields: readonly FieldOf[] = [
  { name: "name", word: "admin.name", kind: "text" },
  { name: "unit", word: "people.unit", kind: "id" },
  { name: "roles", word: "people.roles", kind: "many" },
  { name: "mixed", word: "people.mixed", kind: "flag" },
  { name: "limit", word: "admin.limit", kind: "limit" },
  { name: "until", word: "admin.until", kind: "day" },
];

describe("a form", () => {
  it("sends ids as numbers, lists as lists, flags as flags, and what was emptied as null", () => {
    const values = { name: "城管局", unit: "7", roles: "handler,inspector", mixed: "1", limit: "2.5 d", until: "" };
    expect(bodyOf(fields, values)).toEqual({
      name: "城管局",
      unit: 7,
      roles: ["handler", "inspector"],
      mixed: true,
      limit: { value: 2.5, unit: "d" },
      until: null,
    });
  });

  it("shows what a thing has, and sends the same again", () => {
    const thing = { name: "某局", unit: 3, roles: ["leader"], mixed: false, limit: { value: 4, unit: "eh" }, until: "2026-12-01" };
    expect(bodyOf(fields, valuesOf(fields, thing))).toEqual(thing);
    expect(bodyOf(fields, valuesOf(fields, {}))).toEqual({ name: null, unit: null, roles: [], mixed: false, limit: null, until: null });
  });
});

const calendar: Calendar = {
  hours: [{ from: "0001-01-01", spans: [480, 720, 840, 1080], weekdays: [1, 2, 3, 4, 5] }],
  days: [
    { day: "2026-02-14", kind: "workday", name: "春节调休" },
    { day: "2026-02-16", kind: "holiday", name: "春节" },
  ],
  years: [{ year: 2026, official: true, source: "" }],
};

describe("a year", () => {
  it("begins its weeks on Monday and knows which days are worked", () => {
    const february = monthsOf(2026, calendar, "2026-02-16")[1];
    // 1 February 2026 is a Sunday: six empty places before it.
    expect(february?.days.slice(0, 7).map((day) => day?.day ?? null)).toEqual([null, null, null, null, null, null, "2026-02-01"]);
    const day = (n: number) => february?.days.find((one) => one?.day === `2026-02-${n}`);
    expect(day(14)).toMatchObject({ worked: true, kind: "workday" });
    expect(day(15)).toMatchObject({ worked: false, kind: null });
    expect(day(16)).toMatchObject({ worked: false, kind: "holiday", name: "春节", today: true });
    expect(day(17)).toMatchObject({ worked: true, today: false });
    expect(monthsOf(2028, calendar, "").reduce((sum, month) => sum + month.days.filter(Boolean).length, 0)).toBe(366);
  });

  it("reads the hours one types, and refuses what cannot be a day's hours", () => {
    expect(readSpans("08:00-12:00 14:00-18:00")).toEqual([480, 720, 840, 1080]);
    expect(readSpans("8:30至11:30，13:00—17:30")).toEqual([510, 690, 780, 1050]);
    expect(hoursText([480, 720, 840, 1080])).toBe("08:00-12:00 14:00-18:00");
    for (const text of ["", "8-12", "12:00-08:00", "08:00-12:00 11:00-18:00", "08:00-25:00"]) expect(readSpans(text)).toBeNull();
  });
});

const me: Me = {
  kind: "person",
  person: { id: 1, name: "何美玲", account: "hemeiling" },
  device: null,
  roles: ["auditor"],
  zone: null,
  unit: null,
  demo: false,
  demoPeople: [],
  setUp: true,
  mustChange: false,
  leastLength: 10,
  undo_min: 10,
};
const draw = (part: Partial<Me>, panel: React.ReactNode) =>
  renderToStaticMarkup(<AppContext value={pageAt("", { me: { ...me, ...part } })}>{panel}</AppContext>);

describe("who one is", () => {
  it("stands in the top bar; in a demo with the duty one is trying", () => {
    expect(draw({}, <AccountMenu />)).toContain("何美玲");
    expect(draw({ kind: "demo", demo: true, roles: ["dispatcher"] }, <AccountMenu />)).toContain("演示：调度员");
    expect(draw({ kind: "nobody" }, <AccountMenu />)).toBe("");
  });
});
