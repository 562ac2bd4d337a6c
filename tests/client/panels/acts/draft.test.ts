import { describe, expect, it } from "vitest";
import { HttpError } from "../../../../client/api/http.ts";
import "../../../../client/look/deskWords.ts";
import { t } from "../../../../client/look/words.ts";
import {
  blank,
  bodyOf,
  type Draft,
  fieldOf,
  fieldsOf,
  type Ground,
  limitOf,
  momentOf,
  offered,
  overrules,
  prefilled,
  repairShown,
} from "../../../../client/panels/acts/draft.ts";
import { bulkBody } from "../../../../client/panels/bulk/BulkFields.tsx";
import { bulkActsOf, resultCsv } from "../../../../client/panels/bulk/results.ts";
import { matching } from "../../../../client/panels/parts/Picker.tsx";
import { holds, presetsOf, waiting } from "../../../../client/panels/queue/presets.ts";
import { onTimeRate, percent, reworkRate } from "../../../../client/panels/queue/rates.ts";
import { reportFaults } from "../../../../client/panels/report/Report.tsx";
import { outcomeOf } from "../../../../client/panels/run/acts.ts";
import type { Say } from "../../../../client/panels/useApp.ts";
import { noReport, reportBody, reportFieldOf } from "../../../../client/state/report.ts";
import { emptyFilter } from "../../../../server/contract/filter.ts";
import type { BulkLine } from "../../../../server/contract/types.ts";
import { actPaths, type PersonAct } from "../../../../server/contract/vocabulary.ts";
import { row } from "../state.ts";
import { detail, event, found } from "./detail.ts";

const timeZone = "Asia/Shanghai";
const clock = Date.parse("2026-11-21T10:00:00Z") / 1000;
const ground: Ground = { timeZone, clock, needsNote: false, found: null };
const form = (act: PersonAct, part: Partial<Draft> = {}): Draft => ({ ...blank(act, detail(), clock, timeZone), ...part });
const say: Say = { lang: "zh", t: (key, values) => t("zh", key, values), of: (word) => word.zh, n: String };

describe("a form", () => {
  it("exists for every act, and asks a note of all but undo", () => {
    for (const act of Object.keys(actPaths) as PersonAct[]) expect(fieldsOf[act].includes("note"), act).toBe(act !== "undo");
  });

  it("asks for the reason where one is due, and sends none where none is given", () => {
    expect(bodyOf("return", form("return", { note: "  " }), { ...ground, needsNote: true }).faults).toHaveProperty("note");
    expect(bodyOf("return", form("return", { note: " 不属本单位 " }), { ...ground, needsNote: true })).toEqual({
      body: { note: "不属本单位" },
      faults: {},
    });
    expect(bodyOf("press", form("press"), ground)).toEqual({ body: {}, faults: {} });
  });

  it("reads the district's wall clock, whatever the reader's is", () => {
    expect(momentOf({ day: "2026-12-21", time: "18:00" }, timeZone)).toBe("2026-12-21T10:00:00.000Z");
    expect(momentOf({ day: "2026-12-21", time: "8：30" }, timeZone)).toBe("2026-12-21T00:30:00.000Z");
    for (const time of ["24:00", "8", "", "8:60"]) expect(momentOf({ day: "2026-12-21", time }, timeZone), time).toBeNull();
    expect(momentOf({ day: "", time: "18:00" }, timeZone)).toBeNull();
  });

  it("refuses a suspension that ends before now", () => {
    expect(bodyOf("suspend", form("suspend", { note: "x", day: "2026-11-20" }), ground).faults).toHaveProperty("until");
    expect(bodyOf("suspend", form("suspend", { note: "x" }), ground).body.until).toBe("2026-12-21T10:00:00.000Z");
  });

  it("extends by a limit or to a moment, never by both", () => {
    const by = bodyOf("extend", form("extend", { note: "雨", amount: "2", amountUnit: "d" }), ground);
    expect(by.body).toEqual({ note: "雨", limit: { value: 2, unit: "d" } });
    const to = bodyOf("extend", form("extend", { note: "雨", term: "deadline", day: "2026-11-25", time: "18:00" }), ground);
    expect(to.body).toEqual({ note: "雨", deadline: "2026-11-25T10:00:00.000Z" });
    for (const amount of ["", "0", "0.1", "x", "10001"]) expect(limitOf({ ...form("extend"), amount }), amount).toBeNull();
  });

  it("needs a reason for having no photo, and a place that is one", () => {
    expect(bodyOf("close", form("close"), ground).faults).toHaveProperty("noPhoto");
    expect(bodyOf("close", form("close", { noPhoto: "另存", place: "119.1,33.6" }), ground).body).toEqual({
      noPhoto: "另存",
      place: { lon: 119.1, lat: 33.6 },
    });
    expect(bodyOf("verify", form("verify", { place: "市场门口" }), ground).faults).toHaveProperty("place");
  });

  it("a photo does for the reason; a repair that is shown already needs neither", () => {
    for (const act of ["hand_back", "close", "fix_on_spot"] as const) {
      const { body, faults } = bodyOf(act, form(act, { photos: [7, 8], note: "x" }), ground);
      expect([faults, body]).toEqual([{}, { note: "x", photos: [7, 8] }]);
    }
    expect(bodyOf("close", form("close"), { ...ground, shown: true })).toEqual({ body: {}, faults: {} });
    expect(bodyOf("me_too", form("me_too", { photos: [9] }), ground)).toEqual({ body: { photos: [9] }, faults: {} });
    expect([fieldOf("close", "photos[1]"), fieldOf("close", "photos"), fieldOf("file", "photos")]).toEqual(["photos", "photos", null]);
  });

  it("a repair is shown by an after photo of the hand-back that stands, or of its recheck", () => {
    const photo = (id: number, part: object = {}) => ({ id, kind: "after", withdrawn: null, ...part });
    const problem = (photos: object[], ...acts: [act: string, photos: number[], undone?: boolean][]) =>
      detail({
        photos,
        history: acts.map(([act, named, undone = false], i) => event({ seq: i + 1, act: act as never, photos: named, undone })),
      } as never);
    const back: [string, number[]] = ["hand_back", [3]];
    expect(repairShown(problem([photo(3)], back))).toBe(true);
    expect(repairShown(problem([photo(4)], ["hand_back", []], ["recheck", [4]]))).toBe(true);
    expect(repairShown(problem([photo(3, { withdrawn: {} })], back))).toBe(false);
    expect(repairShown(problem([photo(3, { kind: "before" })], back))).toBe(false);
    expect(repairShown(problem([photo(3)], back, ["rework", []], ["hand_back", []]))).toBe(false);
    expect(repairShown(problem([photo(3)], back, ["rework", [], true], ["hand_back", [], true], ["undo", []], ["undo", []]))).toBe(true);
    expect(repairShown(problem([photo(3)], ["return", [3]]))).toBe(false);
  });
});

describe("a dispatch", () => {
  const filled = prefilled(form("dispatch", { amount: "" }), found);

  it("is filled in with what was found, and leaves alone what has been chosen", () => {
    expect([filled.unit, filled.person, filled.coop, filled.amount, filled.amountUnit]).toEqual([7, 5, 8, "2", "eh"]);
    const own = prefilled(form("dispatch", { unit: 9, person: 6, amount: "3", amountUnit: "d" }), found);
    expect([own.unit, own.person, own.amount, own.amountUnit]).toEqual([9, 6, "3", "d"]);
  });

  it("needs no reason as found, and one for another unit, limit or moment", () => {
    expect(overrules(filled, found)).toBe(false);
    expect(overrules({ ...filled, unit: 9 }, found)).toBe(true);
    expect(overrules({ ...filled, amount: "3" }, found)).toBe(true);
    expect(overrules({ ...filled, term: "deadline" }, found)).toBe(true);
    expect(overrules({ ...filled, unit: 9 }, { ...found, unit: null })).toBe(true);
    expect(bodyOf("dispatch", { ...filled, unit: 9 }, { ...ground, found }).faults).toHaveProperty("overruled");
    expect(bodyOf("dispatch", { ...filled, unit: 9, overruled: "本周由其代管" }, { ...ground, found }).body).toMatchObject({
      unit: 9,
      reason: "本周由其代管",
    });
  });

  it("says what is missing at its field, and refuses the same unit twice", () => {
    const { faults } = bodyOf("dispatch", form("dispatch", { amount: "" }), ground);
    expect(Object.keys(faults).sort()).toEqual(["limit", "person", "unit"]);
    expect(bodyOf("dispatch", { ...filled, coop: 7 }, ground).faults).toHaveProperty("coop");
  });

  it("puts a refused parameter at the field it was typed in", () => {
    expect(fieldOf("dispatch", "reason")).toBe("overruled");
    expect(fieldOf("dispatch", "limit.value")).toBe("limit");
    expect(fieldOf("extend", "deadline")).toBe("limit");
    expect(fieldOf("suspend", "until")).toBe("until");
    expect(fieldOf("press", "unit")).toBeNull();
    expect(fieldOf("press", undefined)).toBeNull();
  });
});

describe("the acts bar", () => {
  it("has the main act first, undo by itself, and what cannot be done with its reason", () => {
    const why = { zh: "状态不符", en: "not in this state" };
    const acts = (["verify", "file", "dispatch", "extend", "undo"] as const).map((act) => ({
      act,
      allowed: act !== "extend",
      why: act === "extend" ? why : null,
      needsNote: false,
    }));
    const { can, cannot, undo } = offered(acts);
    expect(can.map(({ act }) => act)).toEqual(["dispatch", "file", "verify"]);
    expect(cannot.map(({ act, why }) => [act, why?.zh])).toEqual([["extend", "状态不符"]]);
    expect(undo).toBe(true);
  });
});

describe("a refusal", () => {
  const error = (status: number, more: object) =>
    new HttpError({ type: "", title: "t", status, detail: "why", detail_zh: "为何", ...more });

  it("of a stale form tells what happened since", () => {
    const since = [{ seq: 4, act: "dispatch", actor: "张调度" }];
    const outcome = outcomeOf(error(409, { now: { state: "dispatched", version: 4, since } }));
    expect(outcome).toMatchObject({ kind: "stale", version: 4, since });
    expect(outcomeOf(error(409, {}))).toMatchObject({ kind: "stale", since: [], version: null });
  });

  it("of a field says what would be right there", () => {
    const expected = { zh: "正整数", en: "a whole number" };
    expect(outcomeOf(error(400, { parameter: "unit", expected }))).toEqual({ kind: "refused", why: expected, parameter: "unit" });
    expect(outcomeOf(error(403, {}))).toMatchObject({ kind: "refused", why: { zh: "为何" } });
  });
});

describe("the queue", () => {
  it("has what waits for one's duties", () => {
    expect(presetsOf(["handler"]).map(({ key }) => key)).toEqual(["mend", "suspended", "overdue"]);
    expect(presetsOf(["inspector"]).map(({ key }) => key)).toEqual(["dispatch", "recheck", "overdue"]);
    expect(presetsOf(["auditor"])).toEqual([]);
  });

  it("counts a preset over its states, and knows unknown from none", () => {
    const by = { state: [{ key: "handed_back", count: 3 }], status: [{ key: "overdue", count: 9 }] };
    const [recheck, overdue] = presetsOf(["inspector"]).slice(1);
    if (!recheck || !overdue) throw new Error("presets are missing");
    expect(waiting({ total: 20, clock: "", by }, recheck)).toBe(3);
    expect(waiting({ total: 20, clock: "", by }, overdue)).toBe(9);
    expect(waiting({ total: 0, clock: "", by: {} }, recheck)).toBe(0);
    expect(waiting(null, recheck)).toBeNull();
    expect(holds({ ...emptyFilter, status: ["rechecking", "handed_back"] }, recheck)).toBe(true);
    expect(holds({ ...emptyFilter, status: ["handed_back"] }, recheck)).toBe(false);
  });
});

describe("figures", () => {
  const none = {
    total: 4,
    open: 4,
    overdue: 1,
    nearlyDue: 0,
    closed: 0,
    counted: 0,
    onTime: 0,
    judged: 0,
    reworked: 0,
    returned: 0,
    exempt: 0,
  };
  it("have no rate of nothing, which is not a rate of 0", () => {
    expect([onTimeRate(none), reworkRate(none)]).toEqual([null, null]);
    expect(onTimeRate({ ...none, counted: 8, onTime: 0 })).toBe(0);
    expect([percent(0), percent(1), percent(2 / 3)]).toEqual(["0%", "100%", "66.7%"]);
  });
});

describe("a bulk act", () => {
  it("is offered to those whose duty it is", () => {
    expect(bulkActsOf(["dispatcher"])).toEqual(["dispatch", "press", "extend"]);
    expect(bulkActsOf(["handler"])).toEqual(["return"]);
    expect(bulkActsOf(["inspector"])).toEqual([]);
  });

  it("sends each to its own unit, or all to one with each category's limit where none is said", () => {
    expect(bulkBody("dispatch", "each", form("dispatch"), ground)).toEqual({ body: { auto: true }, faults: {} });
    const one = form("dispatch", { unit: 7, person: 5, amount: "" });
    expect(bulkBody("dispatch", "one", one, ground)).toEqual({ body: { unit: 7, person: 5 }, faults: {} });
    expect(bulkBody("dispatch", "one", { ...one, unit: null }, ground).faults).toHaveProperty("unit");
  });

  it("is told row by row in a file that no spreadsheet reads as a formula", () => {
    const line: BulkLine = {
      id: 12,
      ok: true,
      why: null,
      state: "dispatched",
      version: 4,
      unit: 7,
      person: "赵",
      deadline: null,
      done: 1,
      of: 2,
    };
    const lines = [line, { ...line, id: 13, ok: false, why: { zh: '状态为"x", 不能', en: "no" }, state: null, unit: null, person: null }];
    const rows = new Map([
      [12, { ...row, title: "=1+1" }],
      [13, { ...row, id: 13, code: "P13" }],
    ]);
    const text = resultCsv("dispatch", lines, rows, { say, unit: () => "城管局", time: (time) => time });
    expect(text.startsWith("\ufeff编号,")).toBe(true);
    const [, first, second] = text.split("\r\n");
    expect(first).toBe("P0000012,'=1+1,派单,成功,,已派单,城管局,赵,");
    expect(second).toBe('P13,东门外占道经营,派单,未办理,"状态为""x"", 不能",,,,');
  });
});

describe("a report", () => {
  it("needs a place, a category and why there is no photo", () => {
    expect(Object.keys(reportFaults(noReport, false)).sort()).toEqual(["at", "category", "noPhoto"]);
    expect(reportFaults({ ...noReport, at: "119.1,33.6", category: "0101", noPhoto: "x" }, false)).toEqual({});
  });

  it("goes without a reason when photos show it; of what was mended on the spot, both before and after", () => {
    const draft = { ...noReport, at: "119.1,33.6", category: "0101", photos: [4, 5] };
    expect(reportFaults(draft, false)).toEqual({});
    expect(reportFaults({ ...draft, fixed: true }, false)).toHaveProperty("noPhoto");
    expect(reportFaults({ ...draft, fixed: true, photosAfter: [6] }, false)).toEqual({});
    expect(reportBody({ ...draft, photosAfter: [6] }, [119.1, 33.6])).toMatchObject({ photos: [4, 5] });
    expect(reportBody({ ...draft, photosAfter: [6] }, [119.1, 33.6])).not.toHaveProperty("photosAfter");
    expect(reportBody({ ...draft, fixed: true, photosAfter: [6] }, [119.1, 33.6])).toMatchObject({ photos: [4, 5], photosAfter: [6] });
  });

  it("asks once more when its place lies outside the district, and again when the place is another", () => {
    const draft = { ...noReport, at: "119.9,33.6", category: "0101", noPhoto: "x" };
    expect(reportFaults(draft, true)).toHaveProperty("at");
    expect(reportFaults({ ...draft, outsideOk: draft.at }, true)).toEqual({});
    expect(reportFaults({ ...draft, outsideOk: "119.8,33.6" }, true)).toHaveProperty("at");
  });

  it("carries the id it was given, and none of its own", () => {
    expect(reportBody({ ...noReport, clientId: "a" }, [1, 2])).toMatchObject({ clientId: "a" });
    expect(reportBody(noReport, [1, 2])).not.toHaveProperty("clientId");
  });

  it("names the reporter only when somebody from outside told of it", () => {
    const draft = { ...noReport, category: "0101", noPhoto: "x", reporterName: "王五", reporterPhone: "13900001111" };
    expect(reportBody(draft, [119.1, 33.6])).toEqual({ category: "0101", lon: 119.1, lat: 33.6, source: "patrol", noPhoto: "x" });
    expect(reportBody({ ...draft, source: "12345", fixed: true }, [119.1, 33.6])).toMatchObject({
      reporterName: "王五",
      reporterPhone: "13900001111",
      fixed: true,
    });
  });

  it("puts a refused parameter at its field", () => {
    expect([reportFieldOf("lon"), reportFieldOf("reporterPhone"), reportFieldOf("body")]).toEqual(["at", "reporterPhone", null]);
  });
});

describe("choosing one of many", () => {
  const options = [
    { key: "0101", name: "占道经营", also: "street vending" },
    { key: "0102", name: "店外经营" },
  ];
  it("finds by name, code, other words and pinyin initials", () => {
    for (const typed of ["占道", "0101", "vending", "zdjy", "ZD"]) expect(matching(options, typed)[0]?.key, typed).toBe("0101");
    expect(matching(options, "jy")).toHaveLength(2);
    expect(matching(options, "xyz")).toEqual([]);
    expect(matching(options, " ")).toHaveLength(2);
  });
});
