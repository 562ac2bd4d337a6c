/** Every question that reads problems or their log, as a page asks it: a name, which is its file's in plans/, and its address. */
import { encodeShape, type Position, type Shape } from "../../server/contract/draw.ts";

const draw = (kind: Shape["kind"], points: readonly Position[]): string => `draw/${encodeShape({ kind, points })}`;
const square: readonly Position[] = [
  [119.02, 33.58],
  [119.06, 33.58],
  [119.06, 33.62],
  [119.02, 33.62],
];
const street: readonly Position[] = Array.from({ length: 12 }, (_, i) => [118.98 + i * 0.01, 33.58]);
const middle = draw("point", [[119.05, 33.6]]);

/** What a list is narrowed by, one at a time. */
const clauses: Readonly<Record<string, string>> = {
  "status-open": "status=open",
  "status-overdue": "status=overdue",
  "status-closed": "status=closed",
  category: "category=c3",
  unit: "unit=7",
  source: "source=patrol",
  found: "found=7d",
  "found-from-to": "found=2026-11-01..2026-11-03",
  closed: "closed=7d",
  during: "during=2026-11-18..2026-11-20&status=open",
  q: "q=1234",
  person: "person=1",
  problem: "problem=17.1.1",
  siteType: "siteType=market&status=open",
  hour: "hour=8&status=open",
  zone1: "geo=inside:zone/1005",
  zone2: "geo=inside:zone/2003",
  zone3: "geo=inside:zone/3200",
  "zones-of-three-levels": "geo=inside:zone/1005,zone/2003,zone/3200",
  district: "geo=inside:zone/1&status=open",
  "outside-zone": "geo=outside:zone/1005",
  "outside-zone-open": "geo=outside:zone/1005&status=open",
  view: "geo=inside:view/119.02,33.58,119.06,33.62",
  "outside-view": "geo=outside:view/119.02,33.58,119.06,33.62",
  area: `geo=inside:${draw("area", square)}`,
  corridor: `geo=within:50:${draw("line", street)}`,
  point: `geo=within:500:${middle}`,
  market: "geo=within:500:market",
  "market-open": "geo=within:500:market&status=open&ids=1",
  "markets-wide": "geo=within:5000:market&status=open",
  site: "geo=within:500:site/7",
  "within-river": "geo=within:50:river",
  beyond: "geo=beyond:500:market",
  "beyond-open": "geo=beyond:500:market&status=open",
  "market-and-not-school": "geo=within:500:market&geo=beyond:200:school&status=open",
  repeat: "repeat=50:30&status=open",
  at: "at=2026-11-10T08:00:00%2B08:00&status=open",
  "at-market": "at=2026-11-10T08:00:00%2B08:00&geo=within:500:market",
};
const sorts = ["-found", "found", "-deadline", "deadline", "-closed", "closed", "-id", "id"];
const sums = ["status", "state", "unit", "category", "major", "source", "campaign", "zone", "zone2", "zone3", "day", "hour", "siteType"];

const named = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => Object.fromEntries(entries);

/** A query of the filter's, or of a route's own. */
export const questions: Readonly<Record<string, string>> = {
  ...named(
    sorts.map((sort) => [
      `list-sort${sort.startsWith("-") ? "" : "-"}${sort}${sort.startsWith("-") ? "" : "-up"}`,
      `/api/problems?sort=${sort}`,
    ]),
  ),
  ...named(Object.entries(clauses).map(([name, clause]) => [`list-${name}`, `/api/problems?${clause}`])),
  ...named(sums.map((by) => [`count-${by}`, `/api/problems/count?by=${by}&status=open`])),
  "count-everything": "/api/problems/count?by=zone,unit,status",
  "count-week": "/api/problems/count?by=day&found=7d",
  "count-market": "/api/problems/count?by=status&geo=within:500:market",
  "facets-open": "/api/problems/facets?by=status,category,unit,zone,day&status=open",
  "facets-everything": "/api/problems/facets?by=status,category,unit,siteType,zone,day,hour",
  near: "/api/problems/near?of=market&within=500&status=open",
  "near-all": "/api/problems/near?of=market&within=500",
  surroundings: "/api/surroundings?of=market&within=500&status=open",
  nearest: `/api/nearest?of=${middle}&what=problem&status=open`,
  "nearest-all": `/api/nearest?of=${middle}&what=problem`,
  "nearest-market": "/api/nearest?of=market&what=problem&status=open",
  clusters: "/api/problems/clusters?status=open",
  "clusters-view": "/api/problems/clusters?geo=inside:view/119.02,33.58,119.06,33.62&found=30d",
  hotSpots: "/api/problems/hotSpots?status=open&cell=1000",
  replay: "/api/problems/replay?from=2026-11-14T00:00:00Z&to=2026-11-15T00:00:00Z",
  headline: "/api/problems/headline",
  mended: "/api/problems/mended",
  performance: "/api/problems/performance?closed=30d",
  "performance-everything": "/api/problems/performance",
  similar: "/api/problems/similar?category=c3&lon=119.05&lat=33.6",
  layer: "/api/layers/problems",
  points: "/api/layers/points",
  "tile-far": "/api/tiles/problems?z=8&x=212&y=102&status=open",
  "tile-middle": "/api/tiles/problems?z=12&x=3402&y=1641",
  "tile-near": "/api/tiles/problems?z=15&x=27220&y=13133",
  grid: "/api/problems/grid?cell=250&status=open",
  features: "/api/problems/features?bbox=119.02,33.58,119.03,33.59",
  "layer-counts": "/api/layers/counts?status=open",
  "export-csv": "/api/problems/export.csv?status=open&geo=within:500:market",
  "export-geojson": "/api/problems/export.geojson?found=7d",
  "brief-daily": "/api/briefs/page?kind=daily&day=2026-11-10",
  "brief-notice": "/api/briefs/page?kind=notice&from=2026-11-10&to=2026-11-12&siteType=market",
  "brief-map": "/api/briefs/map.png?kind=daily&day=2026-11-10",
  search: "/api/search?q=1234",
  problem: "/api/problems/17",
  responsibility: "/api/problems/17/responsibility",
  site: "/api/sites/7",
  "site-history": "/api/sites/7/history?months=3",
  patrols: "/api/sites/patrols?type=market",
  notices: "/api/notices",
  attention: "/api/attention",
};
