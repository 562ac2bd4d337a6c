/** How each route is asked about the things of a district: of one's own, of another's, or of one that is nowhere. */
import { usualTour } from "../../../server/contract/wall.ts";
import { expected } from "../http/expected.ts";
import type { Things } from "./furnish.ts";

export interface Whose extends Things {
  readonly mark: string;
}
export interface Asked {
  readonly path: string;
  readonly query?: string;
  readonly body?: object | string;
}
type Ask = (of: Whose) => { readonly query?: string; readonly body?: object | string };

/** What the {id} of a path names. */
const kinds: readonly (readonly [start: string, kind: Exclude<keyof Things, "link">])[] = [
  ["/api/photos/{id}/part", "upload"],
  ["/api/problems/{id}", "problem"],
  ["/api/photos/{id}", "photo"],
  ["/api/sites/{id}", "site"],
  ["/api/views/{id}", "view"],
  ["/api/shapes/{id}", "shape"],
  ["/api/units/{id}", "unit"],
  ["/api/duties/{id}", "duty"],
  ["/api/people/{id}", "handler"],
  ["/api/devices/{id}", "wall"],
  ["/api/intake/{id}", "intake"],
  ["/api/robots/{id}", "robot"],
  ["/api/messages/{id}", "message"],
  ["/api/walls/{id}", "wall"],
  ["/api/wallTours/{id}", "tour"],
  ["/api/zonePlans/{id}", "plan"],
  ["/api/imports/{id}", "batch"],
  ["/api/exports/{id}", "exported"],
  ["/api/briefs/{id}", "brief"],
  ["/api/briefTemplates/{id}", "template"],
];

const lon = 119.0101;
const lat = 33.51;
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const name = "a name";
const wide = "bbox=118,33,120,34";
const word = { zh: "某", en: "some" };

/** Asked otherwise than the table of who may ask has it: with what there is to find, and with bodies that would do something. */
const asks: Readonly<Record<string, Ask>> = {
  "GET /api/problems": ({ mark }) => ({ query: `q=${mark}&ids=1` }),
  "GET /api/problems/features": () => ({ query: wide }),
  "GET /api/problems/count": () => ({ query: "by=status,unit,category,major,zone,source,campaign,day,siteType,state" }),
  "GET /api/problems/facets": () => ({ query: "by=status,state,category,major,unit,siteType,zone,day,hour" }),
  "GET /api/problems/performance": () => ({ query: "by=person" }),
  "GET /api/problems/clusters": () => ({ query: "within=150&least=3" }),
  "GET /api/problems/replay": () => ({ query: "from=2026-02-20T08:00:00Z&to=2026-03-20T08:00:00Z" }),
  "GET /api/tiles/problems": () => ({ query: "z=14&x=13607&y=6579" }),
  "GET /api/problems/near": ({ site }) => ({ query: `of=site/${site}&within=500&ids=1` }),
  "GET /api/surroundings": ({ zone }) => ({ query: `of=zone/${zone}&within=500` }),
  "GET /api/nearest": ({ site }) => ({ query: `of=site/${site}&what=problem,market` }),
  "POST /api/problems": ({ site, photo, loose }) => ({
    body: { clientId: uuid(photo), category: "0101", lon, lat, accuracy_m: 5, source: "patrol", site, photos: [loose] },
  }),
  "POST /api/problems/{id}/dispatch": ({ unit, handler }) => ({ body: { version: 2, unit, person: handler, coop: unit, note: "x" } }),
  "POST /api/problems/bulk": ({ problem }) => ({ body: { act: "press", rows: [{ id: problem, version: 2 }] } }),
  "GET /api/responsibility": ({ site }) => ({ query: `category=0101&lon=${lon}&lat=${lat}&site=${site}` }),
  "POST /api/photos": ({ photo }) => ({ body: { clientId: uuid(photo), kind: "before", bytes: 10, sha256: "0".repeat(64), ago_s: 1 } }),
  "POST /api/photos/{id}/part": () => ({ query: "offset=2", body: "11" }),
  "POST /api/photos/{id}/cover": () => ({ body: { boxes: [{ x: 0.1, y: 0.1, w: 0.1, h: 0.1 }] } }),
  "POST /api/photos/{id}/withdraw": () => ({ body: { reason: "a face" } }),
  "POST /api/photos/{id}/original": () => ({ body: { reason: "a complaint" } }),
  "GET /api/sites/near": () => ({ query: `lon=${lon}&lat=${lat}` }),
  "POST /api/checkIns": ({ site }) => ({ body: { clientId: uuid(site), site, lon, lat, accuracy_m: 5 } }),
  "GET /api/locate": ({ mark }) => ({ query: `q=${mark}` }),
  "POST /api/locateMany": ({ mark }) => ({ body: { addresses: [`市${mark}`, `路${mark}`] } }),
  "GET /api/search": ({ mark }) => ({ query: `q=${mark}` }),
  "POST /api/views/{id}": () => ({ body: { name, share: "mine" } }),
  "GET /api/links": ({ link }) => ({ query: `code=${link}` }),
  "POST /api/links": ({ mark }) => ({ body: { query: `?q=${mark}` } }),
  "POST /api/shapes": ({ site }) => ({ body: { name, definition: `within:500:site/${site}`, share: "all" } }),
  "POST /api/shapes/{id}": ({ zone }) => ({ body: { name, definition: `within:500:zone/${zone}` } }),
  "POST /api/calendar/days": () => ({ body: { days: [{ day: "2026-05-01", kind: "holiday", name }] } }),
  "POST /api/calendar/years": () => ({ body: { year: 2026, official: false, source: name, days: [] } }),
  "POST /api/calendar/hours": () => ({ body: { from: "2199-01-01", spans: [480, 720], weekdays: [1] } }),
  "POST /api/categories": () => ({ body: { code: "0101", major: "01", name: word } }),
  "POST /api/limits": () => ({ body: { category: "0101", from: "2199-01-01", limit: { value: 3, unit: "d" } } }),
  "POST /api/units": ({ unit }) => ({ body: { name: "n", shortName: "n", kind: "bureau", parent: unit } }),
  "POST /api/units/{id}": () => ({ body: { name, shortName: "n", kind: "bureau" } }),
  "POST /api/duties": ({ unit }) => ({ body: { category: "0101", siteType: "market", unit, lead: "trade" } }),
  "POST /api/duties/{id}": ({ unit }) => ({ body: { unit, lead: "trade" } }),
  "POST /api/templates": () => ({ body: { act: "return", zh: "某", en: "some" } }),
  "POST /api/rounds": () => ({ body: { name, starts: "2026-02-01" } }),
  "POST /api/session": ({ mark }) => ({ body: { account: `all.${mark}`, password: "Lantern-Harbour-42" } }),
  "POST /api/session/demo": ({ person }) => ({ body: { person } }),
  "POST /api/session/device": () => ({ body: { token: "x".repeat(43) } }),
  "POST /api/setUp": () => ({ body: { token: "x".repeat(43), password: "Lantern-Harbour-42" } }),
  "POST /api/people": ({ unit, zone }) => ({ body: { name: "n", roles: ["inspector"], unit, zone } }),
  "POST /api/people/{id}": ({ unit, zone }) => ({ body: { name: "n", roles: ["handler"], unit, zone, version: 1 } }),
  "POST /api/devices": () => ({ body: { name } }),
  "POST /api/policy": () => ({
    body: {
      ...{ leastLength: 11, mixed: false, session_h: 12, idle_min: 120, tries: 9, lock_min: 15, dutiesSeparate: false, undo_min: 10 },
      original_days: 180,
    },
  }),
  "POST /api/intake": ({ mark }) => ({ body: { externalId: `A-${mark}`, category: "0101", lon, lat, crs: "EPSG:4326", source: "12345" } }),
  "GET /api/intake": () => ({ query: "state=held" }),
  "POST /api/intake/{id}/take": ({ site }) => ({ body: { category: "0101", lon, lat, site } }),
  "POST /api/intake/{id}/refuse": () => ({ body: { reason: "not ours" } }),
  "POST /api/notices/read": ({ notice }) => ({ body: { to: notice } }),
  "POST /api/robots": ({ unit }) => ({ body: { name, unit, kinds: ["assigned"], kind: "wecom", url: "https://robots.example.org/x" } }),
  "POST /api/robots/{id}": ({ unit }) => ({ body: { name, unit, kinds: ["assigned"], paused: true } }),
  "POST /api/robots/{id}/try": () => ({ body: { send: false } }),
  "POST /api/wall/say": () => ({
    body: {
      ...{ paused: false, freshness: "fresh", screen: "1920×1080", page: "x", clockOff_s: 0, upSince: "2026-03-02T00:00:00Z" },
      ...{ faults: [], taken: [1, 2, 3] },
    },
  }),
  "POST /api/walls/{id}/order": () => ({ body: { kind: "message", message: "hello", seconds: 10 } }),
  "POST /api/walls/{id}/tour": ({ tour }) => ({ body: { tour } }),
  "POST /api/wallTours": ({ tour }) => ({ body: { id: tour, version: 1, name, scenes: usualTour.map((scene) => ({ ...scene })) } }),
  "POST /api/alarms/acknowledge": ({ alarm }) => ({ body: { ids: [alarm] } }),
  "POST /api/wallRules": () => ({
    body: {
      ...{ keyOverdue: true, immediate: ["0101"], clusterLeast: 6, clusterWithin_m: 80, clusterHours: 24, flagLeast: 10 },
      ...{ flagRed: 0.9, flagBlue: 0.75, patrolDays: 8 },
    },
  }),
  "GET /api/handbook/holders": ({ zone }) => ({ query: `zone=${zone}` }),
  "POST /api/handbook/holders": ({ zone, holder, handler }) => ({
    body: { rows: [{ target: `zone/${zone}`, role: "chief", seen: [holder], holders: [{ person: handler }] }] },
  }),
  "POST /api/handbook/rules": () => ({
    body: {
      version: 1,
      roles: [{ code: "chief", name: word, applies: ["zone1"], needed: true, registered: false, duties: [] }],
      texts: [{ about: "zone1", checklist: [], standard: word, reward: word }],
    },
  }),
  "GET /api/handbook/content": ({ zone, site }) => ({ query: `keys=zone/${zone},site/${site}` }),
  "POST /api/handbook/editions": () => ({ body: { note: "n" } }),
  "POST /api/zonePlans": ({ plan }) => ({ body: { name, from: plan, version: 1 } }),
  "POST /api/zonePlans/{id}/steps": () => ({ body: { version: 1, undo: 0, steps: [{ kind: "assign", level: 1, pieces: [1], to: null }] } }),
  "POST /api/zonePlans/{id}/change": () => ({ body: { name } }),
  "POST /api/zonePlans/{id}/handBack": () => ({ body: { note: "x" } }),
  "GET /api/zonePlans/{id}/proof": () => ({}),
  "POST /api/zonePlans/{id}/publish": ({ person }) => ({
    body: { version: 1, from: "2199-01-01", approver: person, signOffs: [{ kind: "nobodys", reason: "a lake" }], note: null },
  }),
  "POST /api/exports": ({ problem }) => ({ body: { what: "problems", format: "csv", query: `?problem=${problem}` } }),
  "POST /api/imports": () => ({ body: { name: "a.csv", into: "sites", columns: ["名称"], rows: 1 } }),
  "POST /api/imports/{id}/part": () => ({ body: { part: 0, rows: [["x"]] } }),
  "POST /api/imports/{id}/try": () => ({
    body: {
      spec: {
        ...{ into: "sites", crs: "EPSG:4326", place: { kind: "xy", x: "名称", y: "名称" }, dateOrder: null, existing: "skip" },
        fields: { name: { column: "名称" }, siteType: { value: "market" } },
      },
    },
  }),
  "POST /api/imports/{id}/load": () => ({ body: { partly: false } }),
  "GET /api/briefs/page": ({ problem }) => ({ query: `kind=handover&problem=${problem}` }),
  "POST /api/briefTemplates/use": ({ template }) => ({ body: { kind: "daily", id: template } }),
};

/** @throws when the route, or what its {id} is of, is in no table: whoever adds a route says here how it is asked about another's things */
export function askOf({ method, path }: { readonly method: string; readonly path: string }, of: Whose): Asked {
  const key = `${method} ${path}`;
  const line = expected[key];
  if (!line) throw new Error(`${key} is in no table: tests/server/http/expected.ts.`);
  const { problem, unit, site, photo, handler } = of;
  const usual = line.ask?.({ problem, unit, site, photo, handler, lon, lat, code: `NO-${of.mark}` }) ?? {};
  const asked = { ...usual, ...asks[key]?.(of) };
  const body = asked.body === undefined && method === "POST" ? {} : asked.body;
  const known = typeof body === "object" && "version" in body && path.startsWith("/api/problems/{id}") ? { ...body, version: 2 } : body;
  return {
    path: path.replace("{id}", path.includes("{id}") ? String(idOf(path, of)) : ""),
    ...(asked.query && { query: asked.query }),
    ...(known && { body: known }),
  };
}

function idOf(path: string, of: Whose): number {
  const kind = kinds.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1];
  if (!kind) throw new Error(`What the {id} of ${path} names is in no table: tests/server/districts/asks.ts.`);
  return of[kind];
}

/** Changed by a {id} in the path: of these the things are asked. */
export const isOfOne = (path: string): boolean => path.includes("{id}");
