/** The dialog of exports: what it offers of how much, and the watch over what is being made. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../../client/panels/run/app.ts";
import { BriefsTab } from "../../../../client/panels/takeOut/BriefsTab.tsx";
import { DataTab } from "../../../../client/panels/takeOut/DataTab.tsx";
import { JobList } from "../../../../client/panels/takeOut/JobList.tsx";
import { TakeOut } from "../../../../client/panels/takeOut/TakeOut.tsx";
import { watchOf } from "../../../../client/panels/takeOut/watch.ts";
import { AppContext } from "../../../../client/panels/useApp.ts";
import { noListing } from "../../../../client/state/app.ts";
import type { ExportJob } from "../../../../server/contract/types.ts";
import { pageAt } from "../state.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const counted = (total: number) => ({ listing: { ...noListing, state: "ready" as const, total } });

describe("rows as files", () => {
  it("few of them are a link, with the desk's question in it", () => {
    const html = draw(pageAt("?status=open", counted(2000)), <DataTab />);
    for (const text of ["当前筛选：未销号", "问题", "2,000", "导出 2,000 行", "直接下载", "最多 20,000 行", "最多 200,000 行"])
      expect(html).toContain(text);
    expect(html).toContain('href="/api/problems/export.xlsx?status=open"');
  });

  it("many are made in the background, and what a file cannot hold is said exactly", () => {
    const html = draw(pageAt("", counted(34_512)), <DataTab />);
    expect(html).not.toContain("export.xlsx");
    for (const text of ["导出 20,000 行", "后台生成", "共 34,512 行，文件只写前 20,000 行（最新发现的在前），其余 14,512 行不在文件里"])
      expect(html).toContain(text);
    expect(draw(pageAt("?lang=en", counted(34_512)), <DataTab />)).toContain("34,512 rows; the file holds the first 20,000");
  });

  it("none are not exported; uncounted ones are not called none", () => {
    expect(draw(pageAt("", counted(0)), <DataTab />)).toContain("没有可导出的行");
    const waiting = draw(pageAt(""), <DataTab />);
    expect(waiting).toContain("正在计数");
    expect(waiting).not.toContain("没有可导出的行");
  });
});

describe("official documents", () => {
  it("open with the present filter, and of yesterday and today by the district's clock", () => {
    const html = draw(pageAt("?status=overdue&unit=7"), <BriefsTab />);
    for (const address of [
      "/briefs/daily/2026-11-20",
      "/briefs/daily/2026-11-21",
      "/briefs/weekly",
      "/briefs/notice?status=overdue&amp;unit=7",
      "/briefs/handover?status=overdue&amp;unit=7",
    ])
      expect(html).toContain(`href="${address}"`);
  });
});

describe("the dialog", () => {
  it("is one, with its tabs named, in both languages", () => {
    for (const [lang, words] of [
      ["zh", ["导出", "数据", "地图", "公文"]],
      ["en", ["Export", "Data", "Map", "Documents"]],
    ] as const) {
      const html = draw(pageAt(`?lang=${lang}`), <TakeOut close={() => {}} />);
      expect(html).toMatch(/role="dialog" aria-modal="true"/);
      for (const word of words) expect(html).toContain(word);
    }
  });
});

const job: ExportJob = {
  id: 5,
  what: "problems",
  format: "gpkg",
  query: "status=open",
  sentence: { zh: "未销号", en: "open" },
  state: "running",
  done: 300,
  total: 1200,
  capped: false,
  bytes: null,
  name: "问题台账.gpkg",
  failure: null,
  made: "2026-11-21T09:00:00Z",
  ended: null,
  until: null,
};
const done: ExportJob = { ...job, state: "done", done: 1200, bytes: 2_340_000, until: "2999-01-01T00:00:00Z" };
const failed: ExportJob = { ...job, state: "failed", failure: { zh: "数据库重启了", en: "The database restarted" } };

describe("what is being made", () => {
  let answers: ExportJob[][];
  let asked: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    vi.stubGlobal("fetch", (path: string, init?: { method?: string }) => {
      asked.push(`${init?.method ?? "GET"} ${path}`);
      const list = answers.length > 1 ? answers.shift() : answers[0];
      return Promise.resolve(Response.json(init?.method === "POST" ? job : { rows: list }));
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it("is asked each second while it runs, and no longer", async () => {
    answers = [[job], [job], [done]];
    const app = pageAt("");
    watchOf(app).look();
    await pass(10);
    expect(asked).toHaveLength(1);
    await pass(2100);
    expect(asked).toHaveLength(3);
    await pass(10_000);
    expect(asked).toHaveLength(3);
    expect(watchOf(app).store.get().jobs).toEqual([done]);
  });

  it("with the dialog closed goes on, and a word says that it is there, or why not", async () => {
    for (const [end, word] of [
      [done, "GeoPackage 已生成"],
      [failed, "导出失败：数据库重启了"],
    ] as const) {
      answers = [[job], [end]];
      const app = pageAt("");
      await watchOf(app).start("problems", "gpkg", "status=open");
      await pass(5000);
      expect(app.store.get().toast?.zh).toContain(word);
    }
  });

  it("of somebody's earlier page is not announced", async () => {
    answers = [[job], [done]];
    const app = pageAt("");
    watchOf(app).look();
    await pass(5000);
    expect(app.store.get().toast).toBeNull();
  });

  it("shows how far each is, what it came to, why it failed and until when it is kept", () => {
    const app = pageAt("");
    watchOf(app).store.set({
      jobs: [job, { ...done, id: 6, capped: true }, { ...failed, id: 7 }, { ...done, id: 8, until: "2020-01-01T00:00:00Z" }],
    });
    const html = draw(app, <JobList />);
    expect(html).toMatch(/<progress[^>]*max="1200"[^>]*value="300"|<progress[^>]*value="300"[^>]*max="1200"/);
    for (const text of [
      "300 / 1,200 行",
      "取消 问题 · GeoPackage",
      "2.3 MB",
      "已截到上限",
      "保留到 2999-01-01",
      "数据库重启了",
      "重新导出",
      "已过保留期",
    ])
      expect(html).toContain(text);
    expect(html).toContain('href="/api/exports/6/file"');
    expect(html).not.toContain('href="/api/exports/8/file"');
  });
});
