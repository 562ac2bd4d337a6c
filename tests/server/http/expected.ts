/**
 * Who may ask what, written by hand: the matrix test holds every route to this table, and the table to the routes.
 * A new route has no test until it has a line here.
 */
import { personRoles, type Role } from "../../../server/contract/vocabulary.ts";

/** What the requests speak of: a problem with its site, unit, zone and category, and somebody to dispatch it to. */
export interface Subject {
  readonly problem: number;
  readonly code: string;
  readonly site: number;
  readonly unit: number;
  readonly handler: number;
  /** The problem's, taken by nobody of the askers. */
  readonly photo: number;
  readonly lon: number;
  readonly lat: number;
}

/** How a route is asked; {id} of its path is the subject's problem unless `id` says otherwise. */
interface Asked {
  readonly id?: number;
  readonly query?: string;
  readonly body?: object;
}

export interface Expected {
  readonly who: "everybody" | readonly Role[];
  /**
   * How the caller's area shows. `none`: not at all. `refused`: of a problem outside it, 403.
   * `absent`: always an answer, and the problem is in it only for those whose area holds it.
   * `anywhere`: it is done outside it, too.
   */
  readonly area: "none" | "refused" | "absent" | "anywhere";
  ask?(subject: Subject): Asked;
  /** Of `absent`: the answer, as text, holds the problem. */
  holds?(text: string, subject: Subject): boolean;
}

const people: readonly Role[] = personRoles;
const all: readonly Role[] = [...personRoles, "wall"];
/** Who has the walls' remote control. */
const remote: readonly Role[] = ["leader", "dispatcher", "administrator"];
/** Who may take rows out as files. */
const takesOut: readonly Role[] = ["leader", "planner", "dispatcher", "inspector", "handler", "auditor"];
const handbookReaders: readonly Role[] = ["leader", "dispatcher", "planner", "administrator"];
const handbookWriters: readonly Role[] = ["planner", "administrator"];
const readsPlans: readonly Role[] = ["leader", "dispatcher", "planner", "administrator"];
const drawsPlans: readonly Role[] = ["planner", "administrator"];
/** A planner loads sites, a dispatcher of the whole district problems, an administrator both. */
const importers: readonly Role[] = ["planner", "dispatcher", "administrator"];
const noImport = () => ({ id: 999_999 });
/** Official documents. */
const briefReaders: readonly Role[] = ["leader", "dispatcher", "administrator", "auditor"];
const briefIssuers: readonly Role[] = ["dispatcher", "administrator"];
const slip = ({ problem }: Subject) => ({ body: { kind: "handover", query: `problem=${problem}` } });
const noBrief = () => ({ id: 999_999 });
const version = 2_000_000_000;

const everybody: Expected = { who: "everybody", area: "none" };
const only = (who: readonly Role[], ask?: Expected["ask"]): Expected => ({ who, area: "none", ...(ask && { ask }) });
/** An act on the problem; the version is never the one it has, so that nothing is done. */
const act = (who: readonly Role[], body: object = {}): Expected => ({
  who,
  area: "refused",
  ask: () => ({ body: { version, note: "a reason", ...body } }),
});
const noPhoto = { noPhoto: "no camera" };
/** A question whose answer holds the problem or does not. */
const shows = (who: readonly Role[], holds: (body: never, subject: Subject) => boolean, query = ""): Expected => ({
  who,
  area: "absent",
  ask: () => ({ query }),
  holds: (text, subject) => holds(JSON.parse(text) as never, subject),
});
type Rows = { readonly rows: readonly { readonly id: number; readonly open: number }[] };
const total = ({ total }: { readonly total: number }): boolean => total > 0;

export const expected: Readonly<Record<string, Expected>> = {
  "GET /api/health": everybody,
  "GET /api/health/live": everybody,
  "GET /api/health/ready": everybody,
  // Of this machine: whoever else asks is tested in tests/server/metrics/metrics.test.ts.
  "GET /metrics": everybody,
  "GET /api/district": only(all),
  "GET /api/layers/base": only(all),
  "GET /api/layers/sites": only(all),
  "GET /api/layers/zones": only(all),
  "GET /api/layers/problems": shows(all, ({ id }: { id: number[] }, { problem }) => id.includes(problem)),
  "GET /api/layers/points": { who: all, area: "absent", holds: (text) => !text.includes('"count":0') },
  "GET /api/layers/counts": shows(all, ({ problems }: { problems: { rows: number } }) => problems.rows > 0),

  // Bytes are no text: what an area holds of them is tested in tests/server/layers/tiles.test.ts.
  "GET /api/tiles/problems": { who: all, area: "absent", ask: () => ({ query: "z=0&x=0&y=0" }) },
  "GET /api/problems/grid": shows(all, total, "cell=500"),
  "GET /api/problems/features": shows(
    all,
    ({ features }: { features: { id: number }[] }, { problem }) => features.some(({ id }) => id === problem),
    "bbox=100,20,130,50",
  ),
  "GET /api/problems": shows(all, ({ rows }: Rows, { problem }) => rows.some(({ id }) => id === problem)),
  "GET /api/problems/count": shows(all, total, "by=status"),
  "GET /api/problems/near": shows(all, total, "of=market&within=500"),
  "GET /api/surroundings": shows(all, ({ all: { problems } }: { all: { problems: number } }) => problems > 0, "of=market&within=500"),
  "GET /api/nearest": shows(all, ({ rows }: Rows, { problem }) => rows.some(({ id }) => id === problem), "of=market&what=problem"),
  "GET /api/problems/similar": {
    who: ["inspector", "dispatcher", "leader", "handler"],
    area: "absent",
    ask: ({ lon, lat }) => ({ query: `category=0101&lon=${lon}&lat=${lat}` }),
    holds: (text, { problem }) => (JSON.parse(text) as Rows).rows.some(({ id }) => id === problem),
  },
  "GET /api/problems/performance": shows(all, ({ all: { total } }: { all: { total: number } }) => total > 0),
  "GET /api/problems/headline": shows(all, ({ open }: { open: { now: number } }) => open.now > 0),
  "GET /api/problems/replay": shows(
    all,
    ({ id }: { id: number[] }, { problem }) => id.includes(problem),
    "from=2026-11-20T08:00:00Z&to=2027-11-20T08:00:00Z",
  ),
  "GET /api/problems/facets": shows(all, total, "by=status,unit,zone"),
  "GET /api/problems/clusters": shows(all, total),
  "GET /api/problems/hotSpots": shows(all, ({ problems }: { problems: number }) => problems > 0, "cell=1000"),
  // It is not closed: what an area holds of these is tested in tests/server/problems/mended.test.ts and tests/server/sites/patrols.test.ts.
  "GET /api/problems/mended": { who: all, area: "absent" },
  "GET /api/sites/patrols": { who: all, area: "absent", ask: () => ({ query: "type=market" }) },
  "GET /api/problems/export.csv": {
    who: ["leader", "planner", "dispatcher", "inspector", "handler", "auditor"],
    area: "absent",
    holds: (text, { code }) => text.includes(code),
  },
  "GET /api/problems/export.geojson": shows(
    ["leader", "planner", "dispatcher", "inspector", "handler", "auditor"],
    ({ features }: { features: object[] }) => features.length > 0,
  ),
  // A workbook is not text: what an area holds of it is tested in tests/server/exports/.
  "GET /api/problems/export.xlsx": { who: takesOut, area: "absent" },
  // Only ever one's own, and of one's own area: tests/server/exports/jobs.test.ts.
  "POST /api/exports": only(takesOut),
  "GET /api/exports": only(takesOut),
  "GET /api/exports/{id}": only(takesOut),
  "POST /api/exports/{id}/cancel": only(takesOut),
  "GET /api/exports/{id}/file": only(takesOut),
  "GET /api/problems/{id}": { who: all, area: "refused" },
  // An empty database stands at 1: what came after it is the problem's change.
  "GET /api/changes": { who: all, area: "absent", ask: () => ({ query: "since=1" }), holds: (text, { code }) => text.includes(code) },
  "POST /api/problems/{id}/reveal": { who: ["dispatcher", "inspector"], area: "refused", ask: () => ({ body: { reason: "call back" } }) },
  "GET /api/problems/{id}/responsibility": { who: all, area: "refused" },

  // What one sees across the street is reported, too, and stays visible to who told of it. Asked without a body, so that nothing is.
  "POST /api/problems": { who: ["inspector", "dispatcher", "leader"], area: "anywhere" },
  "POST /api/problems/{id}/verify": act(["inspector", "dispatcher"]),
  "POST /api/problems/{id}/file": act(["dispatcher"]),
  "POST /api/problems/{id}/reject": act(["dispatcher"]),
  "POST /api/problems/{id}/dispatch": {
    who: ["dispatcher"],
    area: "refused",
    ask: ({ unit, handler }) => ({ body: { version, unit, person: handler } }),
  },
  "POST /api/problems/{id}/accept": act(["handler"]),
  "POST /api/problems/{id}/return": act(["handler"]),
  "POST /api/problems/{id}/suspend": act(["dispatcher"], { until: "2027-01-01T00:00:00+08:00" }),
  "POST /api/problems/{id}/resume": act(["dispatcher", "handler"]),
  "POST /api/problems/{id}/extend": act(["dispatcher"], { limit: { value: 1, unit: "d" } }),
  "POST /api/problems/{id}/handBack": act(["handler"], noPhoto),
  "POST /api/problems/{id}/recheck": act(["inspector", "dispatcher"]),
  "POST /api/problems/{id}/rework": act(["inspector", "dispatcher"]),
  "POST /api/problems/{id}/close": act(["inspector", "dispatcher"], noPhoto),
  "POST /api/problems/{id}/fixOnSpot": act(["inspector"], noPhoto),
  "POST /api/problems/{id}/supervise": act(["leader"]),
  "POST /api/problems/{id}/press": act(["dispatcher", "leader"]),
  "POST /api/problems/{id}/appeal": act(["handler"]),
  "POST /api/problems/{id}/uphold": act(["dispatcher"]),
  "POST /api/problems/{id}/dismiss": act(["dispatcher"]),
  "POST /api/problems/{id}/meToo": act(["inspector", "dispatcher", "leader", "handler"]),
  "POST /api/problems/{id}/undo": act(["dispatcher", "handler", "inspector", "leader"]),
  // Pressing is not a handler's; the row of a problem that the caller may not know says nothing of it.
  "POST /api/problems/bulk": {
    who: ["dispatcher", "leader"],
    area: "absent",
    ask: ({ problem }) => ({ body: { act: "press", rows: [{ id: problem, version }], preview: true } }),
    holds: (text) => (JSON.parse(text) as { state: string | null }).state !== null,
  },
  "GET /api/responsibility": only(["dispatcher", "inspector", "leader"], ({ lon, lat }) => ({
    query: `category=0101&lon=${lon}&lat=${lat}`,
  })),

  // Whose upload, and who may cover and withdraw, is asked of the photo itself: tests/server/photos.
  "POST /api/photos": only(["inspector", "dispatcher", "handler", "leader"]),
  "POST /api/photos/{id}/part": only(["inspector", "dispatcher", "handler", "leader"], () => ({ id: 999_999, query: "offset=0" })),
  "GET /api/photos/{id}/thumb": { who: all, area: "refused", ask: ({ photo }) => ({ id: photo }) },
  "GET /api/photos/{id}/picture": { who: all, area: "refused", ask: ({ photo }) => ({ id: photo }) },
  "POST /api/photos/{id}/cover": {
    who: ["inspector", "dispatcher", "handler", "leader"],
    area: "anywhere",
    ask: () => ({ id: 999_999, body: { boxes: [] } }),
  },
  "POST /api/photos/{id}/withdraw": {
    who: ["inspector", "dispatcher", "handler", "leader"],
    area: "anywhere",
    ask: () => ({ id: 999_999, body: { reason: "a stranger's face" } }),
  },
  "POST /api/photos/{id}/original": {
    who: ["evidence"],
    area: "refused",
    ask: ({ photo }) => ({ id: photo, body: { reason: "a complaint" } }),
  },

  "GET /api/sites/{id}": {
    who: people,
    area: "absent",
    ask: ({ site }) => ({ id: site }),
    holds: (text) => (JSON.parse(text) as { near: { total: number } }).near.total > 0,
  },
  "GET /api/sites/{id}/history": {
    who: people,
    area: "absent",
    ask: ({ site }) => ({ id: site }),
    holds: (text) => (JSON.parse(text) as { total: number }).total > 0,
  },
  "GET /api/sites/near": only(people, ({ lon, lat }) => ({ query: `lon=${lon}&lat=${lat}` })),
  "GET /api/checkIns": only(people),
  "POST /api/checkIns": only(["inspector", "dispatcher", "leader", "handler"]),
  "GET /api/locate": only(people, () => ({ query: "q=market" })),
  "POST /api/locateMany": only(people, () => ({ body: { addresses: ["market"] } })),
  "GET /api/search": shows(
    people,
    ({ hits }: { hits: { kind: string; id: number }[] }, { problem }) => hits.some(({ kind, id }) => kind === "problem" && id === problem),
    "q=matrix-7",
  ),

  // Whose a view is, and who may change it, is tested in tests/server/desk.
  "GET /api/views": only(all),
  "POST /api/views": only(people, () => ({ body: { name: "a view", query: "#all", share: "mine" } })),
  "POST /api/views/{id}": only(people, () => ({ id: 999_999, body: { name: "another" } })),
  "POST /api/views/{id}/remove": only(people, () => ({ id: 999_999 })),
  "GET /api/links": only(all, () => ({ query: "code=zzzzzzzz" })),
  "POST /api/links": only(people, () => ({ body: { query: "#all" } })),

  // Whose shape it is is asked of the shape itself: tests/server/places/shapes.test.ts.
  "GET /api/shapes": only(all),
  "POST /api/shapes": only(people),
  "POST /api/shapes/{id}": only(people, () => ({ id: 999_999 })),
  "POST /api/shapes/{id}/remove": only(people, () => ({ id: 999_999 })),

  "GET /api/calendar": only(all),
  "POST /api/calendar/days": only(["administrator"]),
  "POST /api/calendar/years": only(["administrator"]),
  "POST /api/calendar/hours": only(["administrator"]),
  // Both count the open problems of the caller's area.
  "GET /api/categories": shows(all, ({ rows }: { rows: { open: number }[] }) => rows.some(({ open }) => open > 0)),
  "POST /api/categories": only(["administrator"]),
  "POST /api/limits": only(["administrator"]),
  "GET /api/units": shows(["administrator", "dispatcher", "security"], ({ rows }: Rows, { unit }) =>
    rows.some(({ id, open }) => id === unit && open > 0),
  ),
  "POST /api/units": only(["administrator"]),
  "POST /api/units/{id}": only(["administrator"]),
  "GET /api/duties": only(["administrator", "dispatcher"]),
  "POST /api/duties": only(["administrator"]),
  "POST /api/duties/{id}": only(["administrator"]),
  // Places that resolve to none: the problem's zone has no unit.
  "GET /api/attention": shows(
    ["administrator", "dispatcher"],
    ({ groups }: { groups: { kind: string; items: { problem: number | null }[] }[] }, { problem }) =>
      groups.some(({ kind, items }) => kind === "place_none" && items.some((item) => item.problem === problem)),
  ),
  "GET /api/templates": only(all),
  "POST /api/templates": only(["administrator"]),

  "POST /api/rounds": only(["leader", "planner", "dispatcher", "administrator"]),

  "GET /api/me": everybody,
  "POST /api/session": everybody,
  "POST /api/session/end": everybody,
  "POST /api/session/demo": everybody,
  "POST /api/session/device": everybody,
  "POST /api/setUp": everybody,
  // A wall has no password.
  "POST /api/password": only(people, () => ({ body: { old: "wrong", new: "Harbour-Lantern-7" } })),
  "GET /api/people": only(["security"]),
  "POST /api/people": only(["security"]),
  "POST /api/people/{id}": only(["security"]),
  "POST /api/people/{id}/invite": only(["security"], () => ({ id: 999_999 })),
  "POST /api/people/{id}/signOut": only(["security"], () => ({ id: 999_999 })),
  "GET /api/people/handlers": only(["dispatcher", "leader"], ({ unit }) => ({ query: `unit=${unit}` })),
  "GET /api/devices": only(["administrator"]),
  "POST /api/devices": only(["administrator"]),
  "POST /api/devices/{id}/revoke": only(["administrator"], () => ({ id: 999_999 })),
  // Settled: nothing more is done to it. It was sent in from the subject's zone.
  "POST /api/intake": only(["intake"]),
  "GET /api/intake": shows(["dispatcher", "administrator"], ({ rows }: Rows) => rows.length > 0, "state=refused"),
  "POST /api/intake/{id}/take": {
    who: ["dispatcher"],
    area: "refused",
    ask: ({ lon, lat }) => ({ id: 31, body: { category: "0101", lon, lat } }),
  },
  "POST /api/intake/{id}/refuse": { who: ["dispatcher"], area: "refused", ask: () => ({ id: 31, body: { reason: "not ours" } }) },
  // What is whose is tested role by role in tests/server/notices/whose.test.ts.
  "GET /api/notices": { who: people, area: "absent" },
  "POST /api/notices/read": only(people, () => ({ body: { to: 1 } })),
  "GET /api/robots": only(["administrator"]),
  "POST /api/robots": only(["administrator"]),
  "POST /api/robots/{id}": only(["administrator"], () => ({ id: 999_999 })),
  "POST /api/robots/{id}/try": only(["administrator"], () => ({ id: 999_999, body: { send: false } })),
  "GET /api/messages": only(["administrator"]),
  "POST /api/messages/{id}/retry": only(["administrator"], () => ({ id: 999_999 })),
  "POST /api/messages/{id}/drop": only(["administrator"], () => ({ id: 999_999 })),
  "GET /api/wall": only(all),
  "POST /api/wall/say": only(["wall"]),
  "POST /api/wall/picture": only(["wall"]),
  "GET /api/walls": only(remote),
  "GET /api/walls/{id}/picture": only(remote, () => ({ id: 999_999 })),
  "POST /api/walls/{id}/order": only(remote, () => ({ id: 999_999, body: { kind: "reload" } })),
  "POST /api/walls/{id}/tour": only(remote, () => ({ id: 999_999, body: { tour: null } })),
  "GET /api/wallTours": only(remote),
  "POST /api/wallTours": only(remote),
  "POST /api/wallTours/{id}/remove": only(remote, () => ({ id: 999_999 })),
  "GET /api/wallRules": only(all),
  "POST /api/wallRules": only(["dispatcher", "administrator"]),
  "GET /api/alarms": only(["leader", "dispatcher", "administrator", "auditor", "wall"]),
  "POST /api/alarms/acknowledge": only(remote, () => ({ body: { ids: [999_999] } })),
  "GET /api/handbook/rules": only(handbookReaders),
  "POST /api/handbook/rules": only(handbookWriters),
  "GET /api/handbook/holders": only(handbookReaders, ({ site }) => ({ query: `site=${site}` })),
  "POST /api/handbook/holders": only(handbookWriters),
  "GET /api/handbook/people": only(handbookWriters),
  "GET /api/handbook/gaps": only(handbookReaders),
  "GET /api/handbook/pages": only(handbookReaders),
  "GET /api/handbook/content": only(handbookReaders, ({ site }) => ({ query: `keys=site/${site}` })),
  "GET /api/handbook/editions": only(handbookReaders),
  "POST /api/handbook/editions": only(handbookWriters),
  "GET /api/zonePlans": only(readsPlans),
  "POST /api/zonePlans": only(drawsPlans),
  "GET /api/zonePlans/inForce": only(readsPlans),
  "GET /api/zonePlans/approvers": only(drawsPlans),
  "POST /api/zonePlans/import": only(drawsPlans),
  "GET /api/zonePlans/{id}": only(readsPlans),
  "GET /api/zonePlans/{id}/steps": only(readsPlans),
  "POST /api/zonePlans/{id}/steps": only(drawsPlans),
  "POST /api/zonePlans/{id}/change": only(drawsPlans),
  "POST /api/zonePlans/{id}/remove": only(drawsPlans),
  "POST /api/zonePlans/{id}/review": only(drawsPlans),
  "POST /api/zonePlans/{id}/handBack": only(drawsPlans),
  "GET /api/zonePlans/{id}/proof": only(readsPlans, () => ({ id: 999_999 })),
  "POST /api/zonePlans/{id}/publish": only(drawsPlans, () => ({
    id: 999_999,
    body: { version: 1, from: "2199-01-01", approver: 1, signOffs: [], note: null },
  })),
  "POST /api/zonePlans/{id}/withdraw": only(drawsPlans, () => ({ id: 999_999 })),
  // There is no such plan: what an area holds of a difference is tested in tests/server/zones/difference.test.ts.
  "GET /api/zonePlans/{id}/difference": { who: readsPlans, area: "absent" },
  "GET /api/zonePlans/{id}/export.geojson": only(readsPlans),
  "GET /api/zonePlans/{id}/export.zip": only(readsPlans),
  "GET /api/policy": only(["security"]),
  "POST /api/policy": only(["security"]),
  "GET /api/audit": only(["auditor"]),
  "GET /api/imports": only(importers),
  // What each may bring in, and that nobody bound to a zone may, is tested in tests/server/import/hand/work.test.ts.
  "POST /api/imports": only(importers, () => ({ body: { name: "", into: "sites", columns: [], rows: 0 } })),
  "GET /api/imports/mapping": only(importers, () => ({ query: `into=sites&headings=${"0".repeat(64)}` })),
  "GET /api/imports/{id}": only(importers, noImport),
  "POST /api/imports/{id}/part": only(importers, () => ({ id: 999_999, body: { part: 0, rows: [["x"]] } })),
  "POST /api/imports/{id}/try": only(importers, () => ({ id: 999_999, body: { spec: {} } })),
  "POST /api/imports/{id}/load": only(importers, () => ({ id: 999_999, body: { partly: false } })),
  "POST /api/imports/{id}/stop": only(importers, noImport),
  "POST /api/imports/{id}/undo": only(importers, noImport),
  "POST /api/imports/{id}/drop": only(importers, noImport),
  "GET /api/imports/{id}/refused.csv": only(importers, noImport),
  "GET /api/briefs/page": { who: briefReaders, area: "refused", ask: ({ problem }) => ({ query: `kind=handover&problem=${problem}` }) },
  "GET /api/briefs/map.png": { who: briefReaders, area: "refused", ask: ({ problem }) => ({ query: `kind=handover&problem=${problem}` }) },
  "POST /api/briefs/document.docx": { who: briefReaders, area: "refused", ask: slip },
  "POST /api/briefs": { who: briefIssuers, area: "refused", ask: slip },
  // What was issued is read by those who see all, or exactly what its maker saw: tests/server/briefs/issue.test.ts.
  "GET /api/briefs": { who: briefReaders, area: "absent" },
  "GET /api/briefs/{id}": { who: briefReaders, area: "absent", ask: noBrief },
  "GET /api/briefs/{id}/map.png": { who: briefReaders, area: "absent", ask: noBrief },
  "GET /api/briefs/{id}/document.docx": { who: briefReaders, area: "absent", ask: noBrief },
  "POST /api/briefs/{id}/proof": { who: briefReaders, area: "absent", ask: noBrief },
  "GET /api/briefTemplates": only(briefReaders),
  "GET /api/briefTemplates/file.docx": only(briefReaders, () => ({ query: "kind=daily" })),
  "POST /api/briefTemplates": only(["administrator"], () => ({ query: "kind=daily&name=x" })),
  "POST /api/briefTemplates/use": only(["administrator"], () => ({ body: { kind: "daily", id: null } })),
  "POST /api/briefTemplates/{id}/remove": only(["administrator"], noBrief),
};
