import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { aroundFilter, distanceOf, siteOf } from "../../../client/panels/site/around.ts";
import { atEndOf } from "../../../client/panels/site/links.ts";
import { groupsOf, Months, SiteFigures } from "../../../client/panels/site/SiteFigures.tsx";
import { SiteHead } from "../../../client/panels/site/SiteHead.tsx";
import { Body, SitePage } from "../../../client/panels/site/SitePage.tsx";
import { People } from "../../../client/panels/site/SitePeople.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import { formatFilter } from "../../../server/contract/filter.ts";
import type { SiteDetail, SiteHistory } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

const site: SiteDetail = {
  id: 812,
  type: "river",
  kind: "river",
  name: "清安河第三段",
  address: "健康路桥至水门桥",
  unit: 7,
  person: "何**",
  key: true,
  lon: 119.1,
  lat: 33.6,
  length_m: 1340,
  area_m2: 0,
  zones: [{ id: 3, level: 1, name: "城东街道", person: "钱**" }],
  near: { distance_m: 500, open: 12, overdue: 3, total: 40 },
  lastCheckIns: [],
};
const history: SiteHistory = {
  clock: "2026-11-21T10:00:00Z",
  within_m: 500,
  total: 40,
  open: 12,
  repeats: 6,
  firstFound: "2025-12-04T01:00:00Z",
  months: [
    { from: "2026-09-01", to: "2026-09-30", found: 8, closed: 5, open: 9 },
    { from: "2026-10-01", to: "2026-10-31", found: 4, closed: 6, open: 7 },
    { from: "2026-11-01", to: "2026-11-30", found: 10, closed: 5, open: 12 },
  ],
  perMonth: 6,
  people: [
    { level: 1, zone: { id: 3, name: "城东街道" }, person: "钱**", unit: "城东街道办" },
    { level: 2, zone: { id: 9, name: "水门社区" }, person: null, unit: null },
  ],
};
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);
const answered = { state: "ready", value: history, failure: null, key: "", again: () => {} } as const;
const around = aroundFilter(812, 500);

describe("the address of a site's page", () => {
  it("names a site, or none", () => {
    expect(siteOf("/site/812")).toBe(812);
    for (const path of ["/site/", "/site/abc", "/site/0", "/site/-3", "/site/1e9"]) expect(siteOf(path)).toBeNull();
  });
  it("holds how far around it looks", () => {
    expect(distanceOf(aroundFilter(812, 200, ["open"]), 812)).toBe(200);
    expect(distanceOf(aroundFilter(5, 200), 812)).toBe(500);
  });
});

describe("a site's page", () => {
  it("says what it is, whose it is and where", () => {
    const html = draw(<SiteHead site={site} />);
    for (const text of ["河段", "重点点位", "清安河第三段", "健康路桥至水门桥", "城管局", "河长", "何**", "1.34 千米"])
      expect(html).toContain(text);
    expect(draw(<SiteHead site={site} />, "?lang=en")).toContain("river chief");
  });

  it("links every figure to the rows it counts, in the reader's language", () => {
    const html = draw(<SiteFigures id={812} within_m={500} history={answered} />, "?lang=en").replaceAll("&amp;", "&");
    for (const link of [
      "/?status=open&geo=within:500:site/812&lang=en",
      "/?status=overdue&geo=within:500:site/812&lang=en",
      "/?geo=within:500:site/812&lang=en",
      "/?repeat=50:30&geo=within:500:site/812&lang=en",
    ])
      expect(html).toContain(`href="${link}"`);
    expect(html).toContain("15% of all");
  });

  it("tells apart not known yet and none", () => {
    expect(groupsOf(null)).toBeNull();
    const counts = {
      total: 40,
      clock: "",
      by: {
        status: [
          { key: "closed", count: 26 },
          { key: "rejected", count: 2 },
          { key: "overdue", count: 3 },
        ],
      },
    };
    expect(groupsOf(counts)).toEqual({ open: 12, overdue: 3, total: 40 });
    expect(draw(<Months history={{ ...history, total: 0 }} around={around} />)).toContain("从未发现过问题");
  });

  it("shows each month as text too, with links to what was found and to what was open at its end", () => {
    const html = draw(<Months history={history} around={around} />).replaceAll("&amp;", "&");
    expect(html).toContain(">2026-10：发现 4，销号 6，月末未销号 7<");
    expect(html).toContain('href="/?found=2026-10-01..2026-10-31&geo=within:500:site/812"');
    expect(html).toContain("最早发现于 2025-12-04");
    // The running month has not ended: what is open is open now.
    expect(html).toContain('href="/?status=open&geo=within:500:site/812"');
  });

  it("looks back to the last moment of a day of the district's", () => {
    expect(formatFilter(atEndOf(around, "2026-10-31", "Asia/Shanghai"))).toContainEqual(["at", "2026-10-31T15:59:59Z"]);
  });

  it("names who answers at each level, and says where nobody does", () => {
    const html = draw(<People site={site} people={history.people} />);
    expect(html).toMatch(/街道.*钱\*\*.*城东街道 · 城东街道办.*社区.*未确定.*水门社区.*河长.*何\*\*/s);
    expect(draw(<People site={site} people={null} />)).toContain("城东街道");
  });

  it("stands as a whole before its answers are there, without a map where none can be drawn", () => {
    const html = draw(<Body site={site} />, "?geo=within:200:site/812");
    expect(html).toContain("没有 WebGL2");
    expect(html).toMatch(/aria-pressed="true"[^>]*>200 米</);
    for (const text of ["未销号问题", "过去的问题", "周边 200 米内的点位", "还没有人打卡"]) expect(html).toContain(text);
  });

  it("says when the address names no site", () => {
    const before = globalThis.location;
    globalThis.location = { pathname: "/site/abc" } as Location;
    try {
      expect(draw(<SitePage />)).toContain("没有这个点位");
    } finally {
      globalThis.location = before;
    }
  });
});
