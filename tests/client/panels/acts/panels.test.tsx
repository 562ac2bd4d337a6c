import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { t } from "../../../../client/look/words.ts";
import { ActsBar } from "../../../../client/panels/acts/ActsBar.tsx";
import { Arithmetic } from "../../../../client/panels/acts/Arithmetic.tsx";
import { FoundReasons } from "../../../../client/panels/acts/DispatchFields.tsx";
import { Reporter } from "../../../../client/panels/acts/Reporter.tsx";
import { Stale } from "../../../../client/panels/acts/Stale.tsx";
import { Timeline } from "../../../../client/panels/acts/Timeline.tsx";
import { BulkBar } from "../../../../client/panels/bulk/BulkBar.tsx";
import { BulkLines } from "../../../../client/panels/bulk/BulkLines.tsx";
import { flagsOf } from "../../../../client/panels/card/ProblemCard.tsx";
import { LedgerHead } from "../../../../client/panels/ledger/LedgerHead.tsx";
import { LedgerRow } from "../../../../client/panels/ledger/LedgerRow.tsx";
import { Toast } from "../../../../client/panels/parts/Toast.tsx";
import { Queue } from "../../../../client/panels/queue/Queue.tsx";
import type { App } from "../../../../client/panels/run/app.ts";
import { Tabs } from "../../../../client/panels/shell/RightPane.tsx";
import { AppContext, type Say } from "../../../../client/panels/useApp.ts";
import type { Me } from "../../../../server/contract/types.ts";
import type { Role } from "../../../../server/contract/vocabulary.ts";
import { pageAt, row } from "../state.ts";
import { detail, event, found } from "./detail.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const say: Say = { lang: "zh", t: (key, values) => t("zh", key, values), of: (word) => word.zh, n: String };
const me = (...roles: Role[]): Me => ({
  kind: "person",
  person: { id: 5, name: "赵处置", account: "zhao" },
  device: null,
  roles,
  zone: null,
  unit: 7,
  demo: false,
  demoPeople: [],
  setUp: true,
  mustChange: false,
  leastLength: 10,
  undo_min: 10,
});
const offer = (act: "dispatch" | "file" | "extend" | "undo", allowed: boolean) => ({
  act,
  allowed,
  why: allowed ? null : { zh: "状态不符", en: "not in this state" },
  needsNote: false,
});

describe("a problem's acts", () => {
  it("stand as buttons, the main one first; what cannot be done waits behind one more", () => {
    const html = draw(
      pageAt(""),
      <ActsBar problem={detail({ acts: [offer("file", true), offer("dispatch", true), offer("extend", false), offer("undo", true)] })} />,
    );
    expect(html).toMatch(/primary">派单<\/button>.*>立案<\/button>.*撤回.*aria-expanded="false">更多/s);
    expect(html).not.toContain("延期");
  });

  it("are not there for somebody who has none, and said to be none where none can be done now", () => {
    expect(draw(pageAt(""), <ActsBar problem={detail()} />)).toBe("");
    expect(draw(pageAt(""), <ActsBar problem={detail({ acts: [offer("extend", false)] })} />)).toContain("现在没有您可以办理的操作");
  });

  it("say in both languages what happened since, and by whom", () => {
    const since = [event({ seq: 4, act: "dispatch", actor: "张调度", note: "请尽快" }), event({ seq: 5, act: "redate", actor: null })];
    const stale = <Stale why={{ zh: "已不是最新", en: "has changed" }} since={since} goOn={() => {}} />;
    expect(draw(pageAt(""), stale)).toMatch(/已不是最新.*张调度.*派单.*请尽快.*系统.*重算期限.*以最新状态继续/s);
    expect(draw(pageAt("?lang=en"), stale)).toMatch(/has changed.*dispatch.*the system/s);
  });
});

describe("a problem's story", () => {
  it("tells who did what, what it changed, what was taken back, and what the system did", () => {
    const history = [
      event({}),
      event({
        seq: 2,
        act: "dispatch",
        actor: "张调度",
        state: "dispatched",
        unit: 7,
        person: "赵处置",
        deadline: "2026-11-20T10:00:00Z",
        limit: { value: 4, unit: "h" },
        overruled: "代管",
      }),
      event({ seq: 3, act: "return", actor: "赵处置", state: "returned", note: "不属本单位", undone: true, lon: 119.1, lat: 33.6 }),
      event({ seq: 4, act: "undo", actor: "赵处置", state: "dispatched" }),
      event({ seq: 5, act: "redate", actor: null, state: "dispatched", deadline: "2026-11-21T10:00:00Z" }),
    ];
    const html = draw(pageAt(""), <Timeline problem={detail({ history })} timeZone="Asia/Shanghai" />);
    expect(html).toMatch(/派单.*交 城管局 赵处置.*截止改为 2026-11-20 18:00.*4 工作时.*改派理由：代管/s);
    expect(html).toMatch(/<li class="undone">.*回退.*已撤回.*看地点.*不属本单位/s);
    expect(html).toMatch(/<li class="by-system">.*重算期限.*系统.*截止改为 2026-11-21 18:00/s);
    // What was taken back changed nothing: the deadline is told once as new, not after it.
    expect(html.match(/截止改为/g)).toHaveLength(2);
  });

  it("flags what is out of the ordinary, each in a word", () => {
    const flags = flagsOf(
      detail({ supervised: true, presses: 2, late: true, suspendedUntil: "2026-12-01T10:00:00Z", extensions: 1, appeal: "pending" }),
      say,
      "Asia/Shanghai",
    );
    expect(flags).toEqual(["督办", "催办 2 次", "逾期反馈", "挂账至 2026-12-01 18:00", "延期 1 次", "申诉待审"]);
    expect(flagsOf(detail({ outside: true, meToo: 3 }), say, "UTC")).toEqual(["位置在界外", "3 人也发现"]);
    expect(flagsOf(detail(), say, "UTC")).toEqual([]);
  });

  it("shows the deadline's arithmetic, stretch by stretch, and warns of a year that is not official", () => {
    const sum = {
      from: "2026-11-20T09:00:00Z",
      due: "2026-11-23T01:30:00Z",
      limit: { value: 2.5, unit: "h" as const },
      parts: [
        { from: "2026-11-20T09:00:00Z", to: "2026-11-20T10:00:00Z", counted_min: 60, why: { zh: "工作时间", en: "work time" } },
        { from: "2026-11-20T10:00:00Z", to: "2026-11-23T00:00:00Z", counted_min: 0, why: { zh: "周末", en: "weekend" } },
        { from: "2026-11-23T00:00:00Z", to: "2026-11-23T01:30:00Z", counted_min: 90, why: { zh: "工作时间", en: "work time" } },
      ],
      total_min: 150,
      needed_min: 150,
      setByHand: false,
      unofficialYears: [2027],
    };
    const html = draw(pageAt(""), <Arithmetic sum={sum} />);
    expect(html).toMatch(/2027 年的放假安排尚未正式公布/);
    expect(html).toMatch(/2026-11-20 17:00–18:00.*1 小时.*class="idle".*2026-11-20 18:00–11-23 08:00.*周末.*不计.*1 小时 30 分/s);
    expect(html).toMatch(/合计 2 小时 30 分，应计 2 小时 30 分.*2.5 工作时.*2026-11-23 09:30/s);
    expect(draw(pageAt(""), <Arithmetic sum={{ ...sum, setByHand: true }} />)).toContain("没有计算过程");
  });

  it("names who is found by area and by trade, which leads and why, and what is at fault", () => {
    const html = draw(pageAt(""), <FoundReasons found={{ ...found, faults: [{ zh: "属地单位已撤销", en: "dissolved" }] }} />);
    expect(html).toMatch(/块（属地）.*#8.*所在网格.*条（行业）.*城管局.*条（行业）牵头.*占道经营归城管局.*属地单位已撤销/s);
  });

  it("masks the reporter, and offers to show them only to those whose duty it is", () => {
    const told = detail({ reporter: { name: "王**", phone: "139****1234" } });
    expect(draw(pageAt("", { me: me("dispatcher") }), <Reporter problem={told} />)).toMatch(/王\*\* 139\*\*\*\*1234.*查看/s);
    expect(draw(pageAt("", { me: me("handler") }), <Reporter problem={told} />)).not.toContain("查看");
    expect(draw(pageAt(""), <Reporter problem={detail()} />)).toBe("");
  });
});

describe("the desk", () => {
  it("has a queue by duties, marks the one in force, and shows no figure before it is known", () => {
    const html = draw(pageAt("?status=handed_back,rechecking", { me: me("inspector") }), <Queue />);
    expect(html).toMatch(/待受理派单.*待复核.*超期/s);
    expect(html).toMatch(/class="pill chosen" aria-pressed="true">待复核/);
    expect(html).toContain("<strong>…</strong>");
    expect(html).not.toContain("只看我的");
    expect(draw(pageAt("?person=5", { me: me("handler") }), <Queue />)).toMatch(/checked=""\/>只看我的/);
    expect(draw(pageAt(""), <Queue />)).toBe("");
  });

  it("lets only those report whose duty it is", () => {
    expect(draw(pageAt("", { me: me("inspector") }), <LedgerHead />)).toContain("上报问题");
    expect(draw(pageAt("", { me: me("handler") }), <LedgerHead />)).not.toContain("上报问题");
  });

  it("has boxes and a bar for many at once, by duties", () => {
    const check = () => {};
    const line = (checked: boolean | null) => (
      <LedgerRow row={row} index={0} top={0} selected={false} open={check} checked={checked} check={check} />
    );
    expect(draw(pageAt(""), line(null))).not.toContain("checkbox");
    expect(draw(pageAt(""), line(true))).toMatch(/checkbox.*checked="".*选择 P0000012|选择 P0000012.*checked=""/s);
    const chosen = new Map([[12, row]]);
    expect(draw(pageAt("", { me: me("dispatcher"), chosen }), <BulkBar />)).toMatch(/已选 1 个.*一次最多 500 个.*派单.*催办.*延期/s);
    expect(draw(pageAt("", { me: me("handler"), chosen }), <BulkBar />)).toMatch(/回退/);
    expect(draw(pageAt("", { me: me("dispatcher") }), <BulkBar />)).toBe("");
  });

  it("tells what could not be done before what could", () => {
    const base = {
      id: 12,
      ok: true,
      why: null,
      state: "dispatched" as const,
      version: 4,
      unit: 7,
      person: "赵",
      deadline: null,
      done: 1,
      of: 2,
    };
    const refused = { ...base, id: 13, ok: false, why: { zh: "没有现行时限", en: "no limit" }, state: null };
    const html = draw(pageAt(""), <BulkLines lines={[base, refused]} rows={new Map([[12, row]])} />);
    expect(html).toMatch(/class="refused".*没有现行时限.*已派单.*城管局 · 赵/s);
  });

  it("offers to take an act back where it was told of", () => {
    const words = { zh: "P1 派单：已派单", en: "P1 dispatch: dispatched" };
    expect(draw(pageAt("", { toast: { ...words, undo: { id: 12, version: 4 } } }), <Toast />)).toMatch(/已派单.*撤回/s);
    expect(draw(pageAt("", { toast: words }), <Toast />)).not.toContain("撤回");
  });

  it("has a tab for reporting only while one does", () => {
    expect(draw(pageAt("?panel=report"), <Tabs />)).toMatch(/id="tab-report" aria-selected="true"/);
    expect(draw(pageAt(""), <Tabs />)).not.toContain("tab-report");
  });
});
