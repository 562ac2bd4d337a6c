/** Overview, overdue and a chosen view: what they say and ask, and that nothing known is told from nothing there. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Viewed } from "../../../client/wall/scenes/view.tsx";
import { scenes } from "../../../client/wall/scenes.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { CountAnswer, ProblemList, ProblemRow, ProblemsLayer } from "../../../server/contract/types.ts";
import { type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";
import { boxText, clock, failed, now, there, wallAt } from "./scenesSupport.tsx";

const row = (id: number, part: Partial<ProblemRow> = {}): ProblemRow => ({
  ...{ id, code: `P${id}`, title: "东门外", category: "0101", state: "handling", status: "overdue", place: `淮海南路 ${id} 号`, unit: 7 },
  ...{ person: null, source: "patrol", found: "2026-11-11T10:00:00Z", deadline: "2026-11-18T10:00:00Z", closed: null },
  ...{ lon: 119, lat: 33, zone: null, version: 1 },
  ...part,
});
const list = (total: number, ...rows: ProblemRow[]): ProblemList => ({ total, rows, next: null, clock });

const states = Object.keys(problemStates) as ProblemState[];
/** Due in hours from now; null = no deadline. */
function layerOf(...rows: readonly (readonly [state: ProblemState, due_h: number | null, zone3: number])[]): ProblemsLayer {
  const zeros = rows.map(() => 0);
  const due = rows.map(([, hours]) => (hours === null ? 0 : now + hours * 3600));
  return {
    ...{ revision: 1, clock, count: rows.length, working: rows.length, total: rows.length, since: "2026-08-21T00:00:00Z", states },
    ...{
      categories: ["0101"],
      sources: ["patrol"],
      siteTypes: [""],
      id: rows.map((_, i) => i + 1),
      state: rows.map(([s]) => states.indexOf(s)),
    },
    ...{ lon: zeros, lat: zeros, category: zeros, source: zeros, unit: zeros, siteType: zeros, closed: zeros },
    ...{
      zone3: rows.map(([, , zone]) => zone),
      found: rows.map(() => now - 86_400),
      due,
      nearlyDue: due.map((at) => (at ? at - 7200 : 0)),
    },
  };
}
const problems = layerOf(
  ["handling", -12, 3],
  ["handling", -100, 0],
  ["handling", 1, 3],
  ["handling", 48, 3],
  ["reported", null, 3],
  ["closed", -50, 3],
);

describe("the overview", () => {
  it("says how many are open, of which status, and in which sub-districts", () => {
    expect(boxText("overview", there(null), 20, { data: { problems } })).toBe(
      "未销号问题 5 件 超期 2 临期 1 整改中 1 待复核 0 未派单 1 各街道 云门街道 1 4 未落网格 1 1",
    );
  });
  it("is of what its question means", () => {
    const { shown } = wallAt("overview");
    const mask = Uint8Array.from([1, 0, 1, 0, 0, 0]);
    expect(boxText("overview", there(null), 20, { data: { problems }, shown: { ...shown, mask } })).toMatch(
      /^未销号问题 2 件 超期 1 临期 1 /,
    );
  });
  it("says no nought before anything is known", () => {
    expect(boxText("overview", there(null))).toBe("未销号问题 正在读取…");
  });
});

describe("overdue", () => {
  const rows = Array.from({ length: 30 }, (_, i) => row(i + 1));
  it("says for how long, and the longest with its place and unit", () => {
    const said = boxText("overdue", there(list(2, row(1), row(2, { deadline: "2026-11-21T09:00:00Z", unit: null }))), 20, {
      data: { problems },
    });
    expect(said).toBe(
      "超期未销号 2 件 7 天以上 0 3 至 7 天 1 1 至 3 天 0 1 天以内 1 超期最久 占道经营 超 3 天 淮海南路 1 号 城管局 占道经营 超 1 小时 淮海南路 2 号 无责任单位",
    );
  });
  it("never lists more than fit, two lines each", () => {
    for (let lines = 4; lines < 30; lines++) {
      const shown = boxText("overdue", there(list(99, ...rows)), lines).match(/超 3 天/g)?.length ?? 0;
      const spans = lines >= 14 ? 4 : 0;
      expect(2 + spans + 1 + 2 * shown).toBeLessThanOrEqual(lines);
      expect(2 + spans + 1 + 2 * (shown + 2)).toBeGreaterThan(lines);
    }
  });
  it("tells that nothing is overdue from what is not known", () => {
    expect(boxText("overdue", there(list(0)), 10)).toBe("超期未销号 0 件 无数据 没有超期问题");
    expect(boxText("overdue", failed, 10)).toBe("超期未销号 连接中断 连不上服务器。");
    expect(boxText("overdue", { state: "asking" }, 10)).toBe("超期未销号 正在读取…");
  });
  it("is stepped over while it is known that nothing is", () => {
    const { page } = wallAt("overdue", { asked: { overdue: there(list(0)) } });
    expect(scenes.overdue.empty?.(page.store.get())).toBe(true);
    page.store.set({ asked: { overdue: there(list(1, row(1))) } });
    expect(scenes.overdue.empty?.(page.store.get())).toBe(false);
  });
});

describe("a chosen view", () => {
  const counts: CountAnswer = {
    ...{ total: 60, clock },
    by: {
      status: [
        { key: "open", count: 40 },
        { key: "overdue", count: 9 },
      ],
      state: [
        { key: "handling", count: 40 },
        { key: "closed", count: 20 },
      ],
    },
  };
  const viewed: Viewed = { counts, waiting: list(40, row(1)) };
  it("says how many, how they stand, and who waits longest", () => {
    expect(boxText("view", there(viewed))).toBe(
      "自选视图 60 件 未销号 40 其中超期 9 已销号 20 等待最久 占道经营 10 天 淮海南路 1 号 城管局",
    );
  });
  it("says that nothing matches", () => {
    const none: Viewed = { counts: { total: 0, clock, by: { status: [], state: [] } }, waiting: list(0) };
    expect(boxText("view", there(none))).toMatch(/0 件 无数据 没有符合条件的问题$/);
  });

  const asked: string[] = [];
  const askedOf = async (status: readonly ("open" | "overdue" | "closed")[]) => {
    asked.length = 0;
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(path.includes("/count") ? counts : list(1, row(1))));
    });
    const { page, shown } = wallAt("view");
    const end = scenes.view.enter?.(page, { ...shown, filter: { ...emptyFilter, status, unit: [7] } });
    await vi.waitFor(() => expect(page.store.get().asked.view?.state).toBe("there"));
    end?.();
    return [...asked];
  };
  afterEach(() => vi.unstubAllGlobals());
  it("asks which open ones wait longest: a closed one waits for nothing", async () => {
    const first = "/api/problems/count?status=overdue&unit=7&by=status,state";
    expect(await askedOf(["overdue"])).toEqual([first, "/api/problems?status=overdue&unit=7&sort=found&limit=30"]);
    expect((await askedOf([]))[1]).toBe("/api/problems?status=open&unit=7&sort=found&limit=30");
    expect(await askedOf(["closed"])).toHaveLength(1);
  });
});
