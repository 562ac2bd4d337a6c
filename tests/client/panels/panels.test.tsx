import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CheckIns } from "../../../client/panels/card/SiteCard.tsx";
import { FilterBar } from "../../../client/panels/filter/FilterBar.tsx";
import { Deadline } from "../../../client/panels/ledger/LedgerRow.tsx";
import { Near } from "../../../client/panels/near/Near.tsx";
import { StatusMark } from "../../../client/panels/parts/StatusMark.tsx";
import { Beyond } from "../../../client/panels/report/Whose.tsx";
import type { App } from "../../../client/panels/run/app.ts";
import { KeysSheet } from "../../../client/panels/shell/KeysSheet.tsx";
import { Tabs } from "../../../client/panels/shell/RightPane.tsx";
import { TopBar } from "../../../client/panels/shell/TopBar.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import { noListing } from "../../../client/state/app.ts";
import { noReport } from "../../../client/state/report.ts";
import { type ProblemStatus, problemStatuses } from "../../../server/contract/vocabulary.ts";
import { pageAt, row } from "./state.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const answered = { ...noListing, state: "ready" as const, total: 763, took_ms: 81 };

describe("panels", () => {
  it("say whose map it is, that the data is made up, and until when it speaks, in both languages", () => {
    expect(draw(pageAt("?unit=7"), <TopBar />)).toMatch(/测试区.*虚构数据.*数据截至 2026-11-21 10:00/s);
    expect(draw(pageAt("?lang=en"), <TopBar />)).toMatch(/Test District.*made-up data.*data as of 2026-11-21 10:00/s);
  });

  it("show each part of the filter as a chip that can be taken away, and the total", () => {
    const html = draw(pageAt("?status=open&unit=7&geo=within:500:market", { listing: answered }), <FilterBar />);
    for (const text of ["去掉条件：未销号", "去掉条件：城管局", "去掉条件：距农贸市场 500 米内", "清除全部", "共 763 个问题"])
      expect(html).toContain(text);
  });

  it("tell a total not known yet, one that failed, and none", () => {
    expect(draw(pageAt("?unit=7"), <FilterBar />)).toContain("计数中");
    expect(draw(pageAt("?unit=7", { listing: { ...noListing, state: "failed" } }), <FilterBar />)).toContain("—");
    expect(draw(pageAt("?unit=7", { listing: { ...answered, total: 0 } }), <FilterBar />)).toContain("共 0 个问题");
  });

  it("give every status its shape and its word", () => {
    for (const status of Object.keys(problemStatuses) as ProblemStatus[]) {
      const html = draw(pageAt(""), <StatusMark status={status} />);
      expect(html).toContain(problemStatuses[status].zh);
      expect(html).toMatch(/<path d="M/);
    }
  });

  it("count a deadline against the district's clock, not the reader's", () => {
    const app = pageAt("");
    const text = (part: Partial<typeof row>) => draw(app, <Deadline row={{ ...row, ...part }} timeZone="Asia/Shanghai" />);
    expect(text({})).toMatch(/2026-11-20 18:00.*超期 24 小时/s);
    expect(text({ status: "handling", deadline: "2026-11-21T12:00:00Z" })).toContain("剩 2 小时");
    expect(text({ status: "undispatched", deadline: null })).toContain("未定");
    expect(text({ state: "closed", status: "closed", closed: "2026-11-21T00:00:00Z" })).toContain("2026-11-21 08:00 销号");
  });

  it("answer the near question with each problem once, each anchor's own count, and the time it took", () => {
    const anchors = [
      { id: 3, kind: "site" as const, type: "market" as const, name: "新民农贸市场", lon: 119.1, lat: 33.6, count: 100 },
      { id: 4, kind: "site" as const, type: "market" as const, name: "大同农贸市场", lon: 119.1, lat: 33.6, count: 0 },
    ];
    const html = draw(
      pageAt("?status=open&of=market&within=500&panel=near&around=within", { listing: { ...answered, anchors } }),
      <Near />,
    );
    for (const text of ["763", "每个问题只计一次", "1 / 2 处有问题", "用时 81 毫秒", "查询条件：未销号", "新民农贸市场", "其余 1 处"])
      expect(html).toContain(text);
    expect(html).not.toContain("大同农贸市场");
  });

  it("offer only the site types the district has, markets first", () => {
    const html = draw(pageAt("?panel=near"), <Near />);
    expect(html.indexOf("农贸市场")).toBeLessThan(html.indexOf("河段"));
    expect(html).not.toContain("网吧");
  });

  it("list on the sheet every key the keyboard knows", () => {
    const html = draw(pageAt("", { open: "keys" }), <KeysSheet />);
    for (const key of ["/", "Ctrl+K", "?", "Esc", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "1", "7"])
      expect(html).toContain(`<kbd>${key}</kbd>`);
  });

  it("say who was at a site last, how far from it, and whether their position proves it", () => {
    const one = { id: 3, person: "李巡查", at: "2026-11-21T01:00:00Z", distance_m: 12.4, proved: true };
    const html = draw(pageAt(""), <CheckIns site={{ lastCheckIns: [one, { ...one, id: 2, distance_m: 340, proved: false }] }} />);
    expect(html).toMatch(/2026-11-21 09:00.*李巡查.*距点位 12 米.*位置相符.*距点位 340 米.*位置未能证明/s);
    expect(draw(pageAt(""), <CheckIns site={{ lastCheckIns: [] }} />)).toContain("还没有人打卡");
  });

  it("ask once more about a place outside the district, until it is said to be right", () => {
    const draft = { ...noReport, at: "119.9,33.6" };
    expect(draw(pageAt(""), <Beyond draft={draft} set={() => {}} />)).toMatch(/界外.*type="checkbox"\/>/s);
    expect(draw(pageAt(""), <Beyond draft={{ ...draft, outsideOk: draft.at }} set={() => {}} />)).toContain("checked");
  });

  it("mark the open tab for those who do not see it", () => {
    expect(draw(pageAt("?panel=near"), <Tabs />)).toMatch(/id="tab-near" aria-selected="true"/);
  });
});
