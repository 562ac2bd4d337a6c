/**
 * A made-up town of a few square kilometres, known to the test down to each event: oracles evaluate these objects while
 * the database answers from the rows made of them. Seeded: the same town every time.
 */
import type { Shape } from "../../../server/contract/draw.ts";
import type { Distance } from "../../../server/contract/geo.ts";
import {
  type Campaign,
  endStates,
  type ProblemAct,
  type ProblemSource,
  type ProblemState,
  problemSources,
  type SiteType,
} from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { bareEvent, type Fold, foldLog, nearlyDue } from "../../../server/life/fold.ts";
import { analyzed } from "../../support/analyzed.ts";

export type Point = readonly [lon: number, lat: number];
export type Geometry =
  | { readonly kind: "point"; readonly at: Point }
  | { readonly kind: "line"; readonly points: readonly Point[] }
  | { readonly kind: "area"; readonly ring: readonly Point[] };

export interface TownSite {
  readonly id: number;
  readonly type: SiteType;
  readonly name: string;
  readonly geometry: Geometry;
}
export interface TownEvent {
  readonly at: number;
  readonly act: string;
  readonly state: ProblemState;
  readonly unit: number | null;
  readonly person: string | null;
  readonly deadline: number | null;
  readonly nearlyDue: number | null;
  readonly closed: number | null;
}
export interface TownProblem {
  readonly id: number;
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly place: string | null;
  readonly search: string;
  readonly source: ProblemSource;
  /** The site it was found at. */
  readonly site: number | null;
  readonly at: Point;
  readonly found: number;
  readonly zones: readonly [number | null, number | null, number | null];
  readonly events: readonly TownEvent[];
}
/** A place under a name: a drawing, or the surroundings of sites and zones. */
export interface TownShape {
  readonly id: number;
  readonly what: { readonly draw: Shape } | { readonly around: Pick<Distance, "distance_m" | "of"> };
  readonly share: "mine" | "office" | "all";
  /** Who keeps it, and the unit they keep it for. */
  readonly owner: number;
  readonly unit: number | null;
  readonly removed?: true;
}
export interface Town {
  readonly shapes?: readonly TownShape[];
  readonly sites: readonly TownSite[];
  readonly zones: readonly {
    readonly id: number;
    readonly level: number;
    readonly parent: number | null;
    readonly ring: readonly Point[];
  }[];
  readonly problems: readonly TownProblem[];
}

/** The town's clock stands here: Saturday 21 November 2026, 10:00 in Huai'an. */
export const clock = Date.parse("2026-11-21T10:00:00+08:00");
export const timeZone = "Asia/Shanghai";
export const categories: readonly { code: string; major: string; campaign: Campaign | null }[] = [
  { code: "01", major: "01", campaign: null },
  { code: "0101", major: "01", campaign: "appearance" },
  { code: "0102", major: "01", campaign: "sanitation" },
  { code: "02", major: "02", campaign: null },
  { code: "0201", major: "02", campaign: "infrastructure" },
];
export const units = [11, 12, 13, 14];
const west = 119;
const south = 33.5;
const cell = 0.01;
const hour = 3_600_000;
const nearlyDue_h = 24;

/** mulberry32: small, seeded, good enough to spread points. */
export function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const square = (x: number, y: number, size: number): Point[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

/** Zones are squares: 1 of level 0, then 2×2, 4×4 and 8×8. */
function makeZones(): Town["zones"] {
  const zones: Town["zones"][number][] = [{ id: 1, level: 0, parent: null, ring: square(west, south, cell * 8) }];
  for (const [level, across] of [
    [1, 2],
    [2, 4],
    [3, 8],
  ] as const) {
    for (let i = 0; i < across * across; i++) {
      const size = (cell * 8) / across;
      const parent =
        level === 1 ? 1 : (level - 1) * 100 + Math.floor(Math.floor(i / across) / 2) * (across / 2) + Math.floor((i % across) / 2);
      zones.push({
        id: level * 100 + i,
        level,
        parent,
        ring: square(west + (i % across) * size, south + Math.floor(i / across) * size, size),
      });
    }
  }
  return zones;
}

/** The zones a point lies in, by arithmetic; a point on a border belongs to the upper right. Some points have none. */
function zonesOf([x, y]: Point): TownProblem["zones"] {
  const find = (level: number, across: number): number | null => {
    const column = Math.floor(((x - west) / (cell * 8)) * across);
    const row = Math.floor(((y - south) / (cell * 8)) * across);
    return column < 0 || row < 0 || column >= across || row >= across ? null : level * 100 + row * across + column;
  };
  return [find(1, 2), find(2, 4), find(3, 8)];
}

function makeSites(next: () => number): TownSite[] {
  const spot = (): Point => [west + next() * cell * 8, south + next() * cell * 8];
  const walk = (steps: number, pace: number): Point[] => {
    const points = [spot()];
    for (let i = 1; i < steps; i++) {
      const [x, y] = points[i - 1] as Point;
      points.push([x + (next() - 0.3) * pace, y + (next() - 0.4) * pace]);
    }
    return points;
  };
  const sites: Omit<TownSite, "id">[] = [];
  const add = (type: SiteType, count: number, geometry: () => Geometry) => {
    const before = sites.filter((site) => site.type === type).length;
    for (let i = 1; i <= count; i++) sites.push({ type, name: `${type} ${before + i}`, geometry: geometry() });
  };
  add("market", 9, () => ({ kind: "point", at: spot() }));
  add("market", 3, () => ({ kind: "area", ring: square(...spot(), 0.001 + next() * 0.002) }));
  add("school", 6, () => ({ kind: "point", at: spot() }));
  add("river", 3, () => ({ kind: "line", points: walk(14, 0.006) }));
  add("back_alley", 5, () => ({ kind: "line", points: walk(4, 0.002) }));
  add("park", 2, () => ({ kind: "area", ring: square(...spot(), 0.004) }));
  return sites.map((site, i) => ({ id: 1000 + i, ...site }));
}

const path: readonly ProblemState[] = ["reported", "verifying", "filed", "dispatched", "handling", "handed_back", "rechecking", "closed"];
const detours: readonly ProblemState[] = ["rejected", "returned", "suspended", "rework"];
const acts: Readonly<Record<ProblemState, string>> = {
  reported: "report",
  verifying: "verify",
  filed: "file",
  rejected: "reject",
  dispatched: "dispatch",
  handling: "accept",
  returned: "return",
  suspended: "suspend",
  handed_back: "hand_back",
  rechecking: "recheck",
  rework: "rework",
  closed: "close",
};

/** A log from the report on, a few hours apart, that ends anywhere. */
function makeEvents(next: () => number, found: number): TownEvent[] {
  const events: TownEvent[] = [];
  const states = [...path.slice(0, 1 + Math.floor(next() * path.length))];
  if (next() < 0.25) states.push(detours[Math.floor(next() * detours.length)] as ProblemState);
  let at = found;
  let unit: number | null = null;
  let person: string | null = null;
  let deadline: number | null = null;
  let nearly: number | null = null;
  let closed: number | null = null;
  for (const state of states) {
    if (state === "dispatched") {
      unit = units[Math.floor(next() * units.length)] as number;
      deadline = at + Math.ceil(next() * 200) * hour;
      person = `单${unit}第${Math.ceil(next() * 3)}人`;
      nearly = nearlyDue(deadline, at, nearlyDue_h);
    }
    closed = (endStates as readonly string[]).includes(state) ? (closed ?? at) : null;
    events.push({ at, act: acts[state], state, unit, person, deadline, nearlyDue: nearly, closed });
    at += Math.ceil(next() * 30) * hour;
    if (at > clock) break;
  }
  return events;
}

const words = ["占道经营", "垃圾满溢", "路灯不亮", "Broken kerb 100%", "a_b \\ 'quoted'"];
const places = ["人民路", "解放路 12 号", null];

function makeProblems(next: () => number, count: number, sites: readonly TownSite[]): TownProblem[] {
  const sources = Object.keys(problemSources) as ProblemSource[];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const points = sites.flatMap(({ geometry }) => (geometry.kind === "point" ? [geometry.at] : []));
  return Array.from({ length: count }, (_, i) => {
    const near = next() < 0.4 ? pick(points) : null;
    const spread = near ? 0.012 : cell * 8.4;
    const [cx, cy] = near ?? [west + cell * 4, south + cell * 4];
    const at: Point = [Number((cx + (next() - 0.5) * spread).toFixed(7)), Number((cy + (next() - 0.5) * spread).toFixed(7))];
    // Some are found after the clock, as in a snapshot that goes on a little.
    const found = clock - Math.floor(next() * 60 * 24 - 12) * hour - Math.floor(next() * 3600) * 1000;
    const title = pick(words);
    const place = pick(places);
    const search = `${title} ${place ?? ""} c${i}`.toLowerCase();
    const { code: category } = pick(categories);
    const events = makeEvents(next, found);
    // Every third was found at a site, wherever that lies: a type of site is a matter of the record, not of distance.
    const site = i % 3 === 0 ? (sites[(i / 3) % sites.length]?.id ?? null) : null;
    return { id: i + 1, code: `C${i}`, category, title, place, search, source: pick(sources), site, at, found, zones: zonesOf(at), events };
  });
}

export function makeTown(count = 1500, seed = 20261121): Town {
  const next = random(seed);
  const sites = makeSites(next);
  return { sites, zones: makeZones(), problems: makeProblems(next, count, sites) };
}

/** The town that most tests ask about. */
export const town = makeTown();

const text = (points: readonly Point[]): string => points.map((p) => p.join(" ")).join(",");
const wkt = (geometry: Geometry): string =>
  geometry.kind === "point"
    ? `POINT(${geometry.at.join(" ")})`
    : geometry.kind === "line"
      ? `LINESTRING(${text(geometry.points)})`
      : `POLYGON((${text(geometry.ring)}))`;
const kinds = { market: "market", river: "river", back_alley: "alley", park: "area" } as Partial<Record<SiteType, string>>;
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Writes the town into an empty database, ids and all. */
export const loadTown =
  (town: Town) =>
  async (db: Db): Promise<void> => {
    await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, frozen_at, data_as_of, made_up)
      values ('town', '测试镇', 'Test town', ${timeZone}, 'zh', ST_Point(119.04, 33.54, 4326), ${iso(clock)}::timestamptz, ${iso(clock)}::timestamptz, true)`);
    await db.query(sql`insert into category (code, major, name_zh, name_en, campaign)
      select code, major, '类' || code, 'category ' || code, campaign from jsonb_to_recordset(${JSON.stringify(categories)}::jsonb) x (code text, major text, campaign text)`);
    await db.query(sql`insert into time_limit select code, '0001-01-01', 2, 'eh' from category`);
    await db.query(sql`insert into unit (id, layer, external_id, name, short_name, search) overriding system value
      select id, 'u', id::text, '单位' || id, '单' || id, '单位' || id || ' danwei' || id from unnest(${units}::bigint[]) id`);
    const zones = town.zones.map((z) => ({ ...z, wkt: `MULTIPOLYGON(((${text(z.ring)})))` }));
    await db.query(sql`insert into zone (id, layer, external_id, level, code, name, parent_id, search, geom, area_m2) overriding system value
      select id, 'z', id::text, level, id::text, '区' || id, parent, '区' || id, ST_GeomFromText(wkt, 4326), 1
      from jsonb_to_recordset(${JSON.stringify(zones)}::jsonb) x (id bigint, level int, parent bigint, wkt text) order by level`);
    const sites = town.sites.map((s) => ({ ...s, kind: kinds[s.type] ?? "point", wkt: wkt(s.geometry) }));
    await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, search, geom) overriding system value
      select id, 's', id::text, type, kind, name, name, ST_GeomFromText(wkt, 4326)
      from jsonb_to_recordset(${JSON.stringify(sites)}::jsonb) x (id bigint, type text, kind text, name text, wkt text)`);
    await loadProblems(db, town.problems);
  };

/** What the log says beside what the town knows of itself: the rest of the row. */
function foldOf({ events, found }: TownProblem): Fold {
  const log = events.map(({ act, at, unit, person, deadline }) => ({
    ...bareEvent,
    act: act as ProblemAct,
    at,
    unitId: unit,
    person,
    deadline,
  }));
  return foldLog(log, found, nearlyDue_h).at(-1) as Fold;
}

async function loadProblems(db: Db, problems: readonly TownProblem[]): Promise<void> {
  const rows = problems.map((p) => {
    const last = p.events.at(-1) as TownEvent;
    const fold = foldOf(p);
    const [zone1, zone2, zone3] = p.zones;
    return {
      ...{ ...p, events: undefined, found: iso(p.found), zone1, zone2, zone3, lon: p.at[0], lat: p.at[1] },
      ...{ state: last.state, unit: last.unit, person: last.person },
      ...{ deadline: iso(last.deadline), nearly: iso(last.nearlyDue), closed: iso(last.closed) },
      ...{ dispatched: iso(fold.dispatchedAt), handed: iso(fold.handedBackAt), late: fold.late, suspended: iso(fold.suspendedAt) },
      ...{ reworks: fold.reworkCount, returns: fold.returns, suspensions: fold.suspensions, appeal: fold.appeal, version: fold.version },
    };
  });
  await db.query(sql`insert into problem (id, layer, external_id, category, title, place, source, site_id, found_at, state, is_open, unit_id, person, deadline_at, nearly_due_at,
      closed_at, dispatched_at, handed_back_at, late, suspended_at, rework_count, returns, suspensions, appeal, version, zone1_id, zone2_id, zone3_id,
      search, geom) overriding system value
    select id, 'p', code, category, title, place, source, (select s.id from site s where s.id = site), found, state, state not in ('rejected', 'closed'), unit, person, deadline, nearly, closed, dispatched, handed, late, suspended,
      reworks, returns, suspensions, appeal, version, zone1, zone2, zone3, search, ST_Point(lon, lat, 4326)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, code text, category text, title text, place text, source text, site bigint, found timestamptz,
      state text, unit bigint, person text, deadline timestamptz, nearly timestamptz, closed timestamptz, dispatched timestamptz, handed timestamptz,
      late boolean, suspended timestamptz, reworks int, returns int, suspensions int, appeal text, version int, zone1 bigint, zone2 bigint, zone3 bigint,
      search text, lon float8, lat float8)`);
  const events = problems.flatMap((p) =>
    p.events.map((e, i) => ({
      ...e,
      problem: p.id,
      seq: i + 1,
      at: iso(e.at),
      deadline: iso(e.deadline),
      nearly: iso(e.nearlyDue),
      closed: iso(e.closed),
    })),
  );
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, person_after, deadline_after, nearly_due_after, closed_after)
    select problem, seq, act, at, state, unit, person, deadline, nearly, closed from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      x (problem bigint, seq int, act text, at timestamptz, state text, unit bigint, person text, deadline timestamptz, nearly timestamptz, closed timestamptz)`);
  await analyzed(db);
}
