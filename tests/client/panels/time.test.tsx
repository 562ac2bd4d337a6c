/** Time on the page: days and moments reckoned, looking back followed, and what bar, stamp and ledger say of it. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../client/panels/run/app.ts";
import { followMask } from "../../../client/panels/run/mask.ts";
import { Chart, type ChartDay, roof } from "../../../client/panels/time/Chart.tsx";
import {
  addDays,
  edgesOf,
  firstSpan,
  fits,
  modeOf,
  momentText,
  mondayOf,
  rangeOf,
  readClock,
  roundNow,
  spanOf,
  withMode,
  withRange,
} from "../../../client/panels/time/days.ts";
import { FoundChoices } from "../../../client/panels/time/FoundChoices.tsx";
import { LookingBack } from "../../../client/panels/time/LookingBack.tsx";
import { follow, hold, lookAt, passMoment, settleMoment, stretchKey } from "../../../client/panels/time/looking.ts";
import { TimeBar } from "../../../client/panels/time/TimeBar.tsx";
import { pace, speeds } from "../../../client/panels/time/usePlay.ts";
import { Waiting } from "../../../client/panels/time/Waiting.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import type { AppState } from "../../../client/state/app.ts";
import { Fold } from "../../../client/state/replay.ts";
import { askedClock, passingTotal } from "../../../client/state/shown.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Me, Replay } from "../../../server/contract/types.ts";
import { problemColumns, type Role } from "../../../server/contract/vocabulary.ts";
import { pageAt } from "./state.ts";

const tz = "Asia/Shanghai";
const unix = (text: string) => Date.parse(text) / 1000;
const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const me = (...roles: Role[]): Me => ({ kind: "person", roles, person: { id: 5 }, device: null }) as unknown as Me;
vi.stubGlobal("matchMedia", () => ({ matches: false }));
vi.stubGlobal("history", { pushState: () => {}, replaceState: () => {} });

/** Two problems: one handled all along, one found on the 20th at 08:00 and closed on the 21st. */
const told: Replay = {
  ...{ clock: "2026-11-21T10:00:00Z", from: "2026-11-01T00:00:00Z", to: "2026-11-21T10:00:00Z", count: 2 },
  ...{ states: ["handling", "closed"], categories: ["0101"], sources: ["patrol"], siteTypes: [""] },
  ...{ id: [1, 2], lon: [0, 0], lat: [0, 0], category: [0, 0], source: [0, 0], siteType: [0, 0], zone3: [0, 0] },
  found: [unix("2026-10-30T08:00+08:00"), unix("2026-11-20T08:00+08:00")],
  ...{ state: [0, -1], unit: [7, 0], due: [unix("2026-11-19T00:00Z"), 0], nearlyDue: [0, 0], closed: [0, 0] },
  events: {
    row: [1, 1],
    at: [unix("2026-11-20T08:00+08:00"), unix("2026-11-21T08:00+08:00")],
    ...{ state: [0, 1], unit: [7, 7], due: [0, 0], nearlyDue: [0, 0], closed: [0, unix("2026-11-21T08:00+08:00")] },
  },
};
/** The same moment asked alone. */
const moment = (at: string): Replay => {
  const layer = new Fold(told).at(unix(at));
  const iso = new Date(at).toISOString();
  const names = problemColumns;
  const plain = Object.fromEntries(names.map((name) => [name, Array.from(layer[name])])) as Record<(typeof names)[number], number[]>;
  return {
    ...told,
    ...layer,
    ...plain,
    clock: iso,
    from: iso,
    to: iso,
    events: { row: [], at: [], state: [], unit: [], due: [], nearlyDue: [], closed: [] },
  };
};

describe("days and moments", () => {
  it("weeks begin on Monday, across months and years", () => {
    expect(["2026-11-16", "2026-11-22", "2026-11-23", "2027-01-01"].map(mondayOf)).toEqual([
      "2026-11-16",
      "2026-11-16",
      "2026-11-23",
      "2026-12-28",
    ]);
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  });

  it("a moment is spelt with the offset of its place and season, and days there are as long as they are", () => {
    expect(momentText(unix("2026-11-20T00:00:00Z"), tz)).toBe("2026-11-20T08:00+08:00");
    expect(momentText(unix("2026-07-01T12:30:00Z"), "America/New_York")).toBe("2026-07-01T08:30-04:00");
    expect(momentText(unix("2026-01-01T00:00:30Z"), "Asia/Kolkata")).toBe("2026-01-01T05:30+05:30");
    const edges = edgesOf("2026-10-31", "2026-11-02", "America/New_York");
    expect(edges.slice(1).map((edge, i) => (edge - (edges[i] as number)) / 3600)).toEqual([24, 25, 24]);
  });

  it("times of day are read as people type them, of 24 hours", () => {
    expect(["8:05", "08:05", "0805", "23：59", "24:00", "8", "12:60", ""].map(readClock)).toEqual([
      "08:05",
      "08:05",
      "08:05",
      "23:59",
      null,
      null,
      null,
      null,
    ]);
  });

  it("this round is the latest that has begun; a stretch is 400 days at most and does not end before it begins", () => {
    const rounds = [
      { id: 3, name: "下一轮", starts: "2026-12-01" },
      { id: 2, name: "第二轮", starts: "2026-11-02" },
      { id: 1, name: "第一轮", starts: "2024-01-01" },
    ];
    expect(roundNow(rounds, "2026-11-21")?.id).toBe(2);
    expect(roundNow(rounds, "2023-01-01")).toBeUndefined();
    const span = { kind: "30", from: "2026-10-23", to: "2026-11-21" } as const;
    expect(spanOf("round", "2026-11-21", rounds[1], span)).toEqual({ kind: "round", from: "2026-11-02", to: "2026-11-21" });
    expect(fits(spanOf("round", "2026-11-21", rounds[2], span))).toBe(true);
    expect(spanOf("90", "2026-11-21", undefined, span).from).toBe("2026-08-24");
    expect([
      fits({ from: "2026-11-02", to: "2026-11-01" }),
      fits({ from: null, to: "2026-11-01" }),
      fits({ from: "2025-01-01", to: "2026-11-01" }),
    ]).toEqual([false, false, false]);
  });

  it("opens where the filter looks", () => {
    const first = (part: object) => firstSpan({ ...emptyFilter, ...part }, "2026-11-21", tz);
    expect(first({})).toEqual({ kind: "30", from: "2026-10-23", to: "2026-11-21" });
    expect(first({ at: "2026-09-20T08:00+08:00" }).kind).toBe("90");
    expect(first({ at: "2026-03-20T23:30Z" })).toEqual({ kind: "typed", from: "2026-03-06", to: "2026-04-05" });
    expect(first({ during: { from: "2026-09-01", to: null } }).kind).toBe("90");
  });

  it("one way to choose becomes another by the same days", () => {
    const found = { ...emptyFilter, status: ["open"], found: { from: "2026-11-01", to: "2026-11-05" } } as const;
    const during = withMode(found, "during", "2026-11-21");
    expect([modeOf(during), during.found, during.during]).toEqual(["during", null, found.found]);
    const overdue = withMode(during, "overdue", "2026-11-21");
    expect([modeOf(overdue), overdue.status, rangeOf(overdue, "2026-11-21")]).toEqual(["overdue", ["overdue"], null]);
    expect(withMode(overdue, "found", "2026-11-21").status).toEqual(["open"]);
    expect(rangeOf({ ...emptyFilter, found: { days: 7 } }, "2026-11-21")).toEqual({ from: "2026-11-14", to: "2026-11-21" });
    expect(withRange(during, "during", null)).toEqual({ ...emptyFilter, status: ["open"] });
  });

  it("plays ten hours a second at single speed; with less motion whole days, never three pictures in two seconds", () => {
    expect(pace(1, false)).toEqual({ step_s: 3600, every_ms: 100 });
    for (const speed of speeds) {
      const calm = pace(speed, true);
      expect(calm.step_s % 86_400).toBe(0);
      expect(calm.every_ms).toBeGreaterThan(667);
      expect(calm.step_s / calm.every_ms).toBeCloseTo(36 * speed, -1);
    }
    expect([0, 3, 7, 12, 480, 1500].map(roof)).toEqual([1, 3, 7, 15, 500, 1500]);
  });
});

describe("looking back", () => {
  let asked: string[] = [];
  const answerWith = (answer: (url: URL) => unknown) =>
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      const body = answer(new URL(path, "http://desk"));
      return body instanceof Response ? body : Response.json(body);
    });
  afterEach(() => {
    asked = [];
  });
  const page = (search: string, part: Partial<AppState> = {}) => pageAt(search, { me: me("dispatcher"), ...part });
  const stood = (app: App) => app.store.get().stood;

  it("a link to a moment fetches that moment, with what holds at any time and nothing else, and shows it", async () => {
    answerWith(() => moment("2026-11-20T08:00+08:00"));
    const app = page("?status=open&unit=7&category=0101&of=market&within=300&at=2026-11-20T08:00%2B08:00");
    const stop = follow(app);
    await vi.waitFor(() => expect([...(stood(app)?.problems.id ?? [])]).toEqual([1, 2]));
    expect(asked.map(decodeURIComponent)).toEqual([
      "/api/problems/replay?category=0101&geo=within:300:market&from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z",
    ]);
    expect(askedClock(app.store.get())).toBe(unix("2026-11-20T00:00Z"));
    // The map's mask is then of that moment: of the columns, without asking.
    const unmask = followMask(app);
    expect([...(app.store.get().mask ?? [])]).toEqual([1, 1]);
    lookAt(app, null);
    expect([stood(app), app.store.get().view.filter.at]).toEqual([null, null]);
    unmask();
    stop();
  });

  it("a moment of the stretch that is here needs no request; another filter's does", async () => {
    answerWith(() => moment("2026-11-19T08:00+08:00"));
    const app = page("?status=open");
    hold(app, stretchKey(app.store.get()), new Fold(told));
    const stop = follow(app);
    lookAt(app, unix("2026-11-21T09:00+08:00"));
    await vi.waitFor(() => expect([...(stood(app)?.problems.state ?? [])]).toEqual([0, 1]));
    expect(asked).toEqual([]);
    const { view } = app.store.get();
    app.store.set({ view: { ...view, filter: { ...view.filter, category: ["0101"] } } });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    stop();
  });

  it("while it is dragged or played the picture and the total are of the passing moment; settled, the question is asked of it", async () => {
    answerWith(() => moment("2026-11-20T08:00+08:00"));
    const app = page("?status=overdue");
    const fold = new Fold(told);
    hold(app, stretchKey(app.store.get()), fold);
    const [stop, unmask] = [follow(app), followMask(app)];
    passMoment(app, fold, unix("2026-11-18T00:00Z"));
    expect([app.store.get().playing, passingTotal(app.store.get()), app.store.get().view.filter.at]).toEqual([true, 0, null]);
    passMoment(app, fold, unix("2026-11-20T01:00Z"));
    expect([...(app.store.get().mask ?? [])]).toEqual([1, 0]);
    expect(passingTotal(app.store.get())).toBe(1);
    const shown = stood(app);
    settleMoment(app);
    expect([app.store.get().view.filter.at, app.store.get().playing, passingTotal(app.store.get())]).toEqual([
      "2026-11-20T09:00+08:00",
      false,
      null,
    ]);
    expect([stood(app), asked]).toEqual([shown, []]);
    passMoment(app, fold, fold.to);
    settleMoment(app, true);
    expect([stood(app), app.store.get().view.filter.at]).toEqual([null, null]);
    unmask();
    stop();
  });

  it("a moment that does not load is said, and the present stays", async () => {
    answerWith(() =>
      Response.json({ title: "Parameter refused", status: 400, detail: "a shorter stretch", detail_zh: "更短的时段" }, { status: 400 }),
    );
    const app = page("?at=2026-11-20T08:00%2B08:00");
    const stop = follow(app);
    await vi.waitFor(() => expect(app.store.get().toast?.zh).toContain("更短的时段"));
    expect(stood(app)).toBeNull();
    stop();
  });
});

describe("time in words", () => {
  const days: ChartDay[] = [
    { day: "2026-11-20", found: 12, open: 300, unfinished: false },
    { day: "2026-11-21", found: 3, open: 310, unfinished: true },
  ];

  it("the bars' handles are sliders that say the day and its figures", () => {
    const html = draw(
      pageAt(""),
      <Chart days={days} range={{ from: "2026-11-21", to: null }} what="发现于" choose={() => {}} look={() => {}} />,
    );
    expect(html.match(/role="slider"/g)).toHaveLength(2);
    expect(html).toContain('aria-label="发现于 · 起始日"');
    expect(html).toContain("2026-11-21 周六：已发现 3，现未销号 310");
    expect(html).toMatch(/class="bar out".*class="bar"/s);
    const english = draw(pageAt("?lang=en"), <Chart days={days} range={null} what="found in" choose={() => {}} look={() => {}} />);
    expect(english).toContain("2026-11-20 Fri: 12 found, 300 open at its end");
  });

  it("the bar offers ways, presets, dates, playing; a round only where one has begun, and its beginning to whose duty it is", () => {
    const bar = (search: string, part: Partial<AppState> = {}) => draw(pageAt(search, { me: me("dispatcher"), ...part }), <TimeBar />);
    const html = bar("?time=1");
    for (const word of [
      "发现于",
      "在办于",
      "当时超期",
      "今天",
      "本周",
      "播放",
      "回看时刻",
      "近 30 天",
      "开始一轮",
      "正在取这段时间的办理记录",
    ])
      expect(html).toContain(word);
    expect(html).toMatch(/disabled="" title="还没有开始过任何一轮"/);
    expect(bar("?time=1", { me: me("handler") })).not.toContain("开始一轮");
    const { district } = pageAt("").store.get();
    const rounds = [{ id: 1, name: "第一轮", starts: "2026-11-02" }];
    expect(bar("?time=1", { district: district && { ...district, rounds } })).toContain("本轮：第一轮，2026-11-02 起");
    expect(bar("?time=1&status=overdue")).not.toContain("今天");
  });

  it("the stamp says which moment, the ledger that it waits, and the chooser types it all", () => {
    const app = pageAt("?at=2026-11-20T08:00%2B08:00&during=2026-11-01..2026-11-05");
    expect(draw(app, <LookingBack />)).toMatch(/回看 2026-11-20 08:00.*回到现在/s);
    expect(draw(pageAt("?at=2026-11-20T08:00%2B08:00&lang=en"), <LookingBack />)).toContain("Looking back: 2026-11-20 08:00");
    expect(draw(pageAt(""), <LookingBack />)).toBe("");
    expect(draw(app, <Waiting />)).toContain("播放中，停下后列出");
    const html = draw(app, <FoundChoices />);
    expect(html).toMatch(/class="pill chosen" aria-pressed="true"[^>]*>在办于/);
    expect(html).toMatch(/aria-label="在办于 起" value="2026-11-01"/);
    expect(html).toMatch(/value="2026-11-05"/);
    const closed = draw(pageAt("?found=7d&closed=2026-11-03..2026-11-04"), <FoundChoices />);
    expect(closed).toMatch(
      /<legend>销号于<\/legend>.*aria-label="销号于 起" value="2026-11-03".*aria-label="销号于 止" value="2026-11-04"/s,
    );
    expect(closed.match(/aria-pressed="true"[^>]*>(近 7 天|发现于)/g)).toHaveLength(2);
  });
});
