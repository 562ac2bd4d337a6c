/** A brief's page as the server would answer it: three problems in two sub-districts, one unit of them with a flag. */
import type { BriefFacts, BriefPage, BriefProblem } from "../../../../server/contract/types.ts";

let last = 0;
/** A figure with a question of its own. */
export const figure = (value: number) => ({ value, query: `problem=${++last}` });

const problem = (id: number, part: Partial<BriefProblem> = {}): BriefProblem => ({
  ...{ id, code: `P000000${id}`, category: "0101", text: "占道经营。", place: "东门", state: "handling", status: "handling" },
  ...{ unit: "测试区城市管理局", person: null, foundAt: "2026-11-01T01:00:00Z", deadlineAt: "2026-11-03T10:00:00Z", closedAt: null },
  ...part,
});

export const facts: BriefFacts = {
  ...{ kind: "daily", district: { zh: "测试区", en: "Test District" }, timeZone: "Asia/Shanghai" },
  ...{ from: "2026-11-01", to: "2026-11-01", asOf: "2026-11-01T23:59:59.999999+08:00", running: false, scope: null, area: null },
  found: figure(3),
  closed: figure(5),
  foundClosed: figure(1),
  foundOpen: figure(2),
  foundRejected: figure(0),
  open: figure(40),
  overdue: figure(4),
  before: { from: "2026-10-31", to: "2026-10-31", found: figure(7), closed: figure(6) },
  siteTypes: [
    { siteType: "market", sites: 1, found: figure(2) },
    { siteType: null, sites: 0, found: { value: 1, query: null } },
  ],
  categories: [{ category: "0101", name: { zh: "占道经营", en: "street vending" }, found: figure(3) }],
  areas: [
    {
      ...{ zone: 1, name: "城东街道", found: figure(2), closed: figure(0), open: figure(2), rejected: figure(0) },
      places: [{ site: 9, siteType: "market", name: "东门市场", problems: [problem(1), problem(2, { status: "overdue" })] }],
    },
    {
      ...{ zone: 2, name: "城西街道", found: figure(1), closed: figure(1), open: figure(0), rejected: figure(0) },
      places: [
        {
          ...{ site: null, siteType: null, name: "西大街 3 号" },
          problems: [problem(3, { unit: null, state: "closed", status: "closed", closedAt: "2026-11-01T09:00:00Z" })],
        },
      ],
    },
  ],
  units: [
    {
      ...{
        unit: 7,
        name: "测试区城市管理局",
        found: figure(2),
        closed: figure(5),
        open: figure(40),
        overdue: figure(4),
        counted: figure(5),
      },
      ...{ onTime: figure(5), reworked: figure(1), repeated: figure(0), rate: 0.923, rank: 1, flag: "red" },
    },
    {
      ...{ unit: null, name: "未派单", found: figure(1), closed: figure(0), open: figure(0), overdue: figure(0), counted: figure(0) },
      ...{ onTime: figure(0), reworked: figure(0), repeated: figure(0), rate: null, rank: null, flag: null },
    },
  ],
  flagRule: { zh: "满10件方参与排名。", en: "Ranked from 10 cases." },
  photos: [{ problem: 3, code: "P0000003", text: "占道经营", place: "西大街 3 号", before: 31, after: 32 }],
  points: [[119.1, 33.6, "handling"]],
  outlines: [{ zone: 1, name: "城东街道", number: 1 }],
  cut: false,
};

export const page: BriefPage = {
  facts,
  words: { number: "", issuer: "创建办", to: "", opening: "", demands: "", copies: "" },
  title: "测试区文明城市创建工作日报",
  overview:
    "11月1日，全区共发现问题3件，已整改销号1件，未销号2件。问题点位主要分布于农贸市场（2件）。问题类别以占道经营（3件）居多。期内销号5件（含此前发现的）。截至期末，累计未销号40件，其中超期4件。与前一日相比，发现减少4件，销号减少1件。",
  template: { id: null, name: "程序自带模板" },
};
