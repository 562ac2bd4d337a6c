/** Who asks, what duties they hold, and what part of the district is theirs. */
import type { Role, Word } from "../contract/vocabulary.ts";
import { join, type Sql, sql } from "../db/sql.ts";

/** The part of the district a role is held for. */
export interface Area {
  /** A zone with everything in it; null = not bound to one. */
  readonly zone: { readonly id: number; readonly level: number } | null;
  /** A unit with those under it; null = not bound to units. Bound to both: either. */
  readonly units: readonly number[] | null;
}

export interface Caller {
  /** `demo`: nobody signed in, on the made-up district on this machine: the demo dispatcher. */
  readonly kind: "nobody" | "person" | "device" | "demo";
  readonly personId: number | null;
  readonly deviceId: number | null;
  readonly sessionId: number | null;
  readonly name: string | null;
  readonly roles: ReadonlySet<Role>;
  /** Of a dispatcher or inspector; null = the whole district. */
  readonly zone: Area["zone"];
  /** Of a handler: their unit and those under it; empty = none. */
  readonly units: readonly number[];
  readonly address: string;
}

export const nobody: Caller = {
  kind: "nobody",
  personId: null,
  deviceId: null,
  sessionId: null,
  name: null,
  roles: new Set(),
  zone: null,
  units: [],
  address: "",
};

/** Roles that are held for the whole district, whatever zone or unit their holder has. */
const everywhere: readonly Role[] = ["leader", "planner", "auditor", "administrator", "security", "evidence", "wall"];
const zoned: readonly Role[] = ["dispatcher", "inspector"];

/** What of the problems a caller may see, by any of their roles; null = all. */
export function areaOf(caller: Caller): Area | null {
  const holds = (list: readonly Role[]) => list.some((role) => caller.roles.has(role));
  const inZone = holds(zoned);
  if (holds(everywhere) || (inZone && !caller.zone)) return null;
  return { zone: inZone ? caller.zone : null, units: caller.roles.has("handler") ? caller.units : null };
}

/** Names in a cache what a caller may see: callers with the same key see the same. Who is bound to an area sees their own reports too. */
export function seenKey(caller: Caller): string {
  const area = areaOf(caller);
  return area === null ? "all" : `z${area.zone?.id ?? ""}u${area.units ? `:${area.units.join(".")}` : ""}p${caller.personId ?? ""}`;
}

/** Condition over a problem `p`: the caller may see it. One's own reports stay visible, and what one is named for, whatever unit has it. */
export function seen(caller: Caller): Sql {
  const area = areaOf(caller);
  if (area === null) return sql`true`;
  const any: Sql[] = [];
  if (area.zone) any.push(inZone(area.zone));
  if (area.units) any.push(sql`p.unit_id = any(${area.units}::bigint[])`);
  if (area.units && caller.personId !== null) any.push(sql`p.person_id = ${caller.personId}::bigint`);
  if (caller.personId !== null) any.push(sql`p.reporter_id = ${caller.personId}::bigint`);
  return any.length ? sql`(${join(any, sql` or `)})` : sql`false`;
}

function inZone({ id, level }: { readonly id: number; readonly level: number }): Sql {
  if (level === 1) return sql`p.zone1_id = ${id}::bigint`;
  if (level === 2) return sql`p.zone2_id = ${id}::bigint`;
  if (level === 3) return sql`p.zone3_id = ${id}::bigint`;
  return sql`true`;
}

/** Where a problem lies and whose it is now. */
export interface Belongs {
  readonly zones: readonly (number | null)[];
  readonly unitId: number | null;
  readonly reporterId: number | null;
  /** Who is named for it now; left out where no handler is asked about. */
  readonly personId?: number | null;
}

/** A handler's: of a unit of theirs, or dispatched to them in person. */
const isHandlers = (caller: Caller, units: readonly number[], { unitId, personId }: Belongs): boolean =>
  (unitId !== null && units.includes(unitId)) || (caller.personId !== null && personId === caller.personId);

/** True when the caller may see the problem: `seen`, of a row that is at hand. */
export function mayRead(caller: Caller, problem: Belongs): boolean {
  const area = areaOf(caller);
  if (area === null || (caller.personId !== null && problem.reporterId === caller.personId)) return true;
  const inside = area.zone !== null && (area.zone.level === 0 || problem.zones.includes(area.zone.id));
  return inside || (area.units !== null && isHandlers(caller, area.units, problem));
}

/** True when a role the caller holds reaches this problem: a dispatcher's and an inspector's in their zone, a handler's in their unit, or what they are named for. */
export function reaches(caller: Caller, role: Role, problem: Belongs): boolean {
  if (!caller.roles.has(role)) return false;
  if (role === "handler") return isHandlers(caller, caller.units, problem);
  if (!zoned.includes(role) || !caller.zone || caller.zone.level === 0) return true;
  return problem.zones.includes(caller.zone.id);
}

/** Not signed in, and the question is not for everybody; or the sign-in failed. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
  readonly why: Word;
  constructor(why: Word = { zh: "请先登录。", en: "Sign in first." }) {
    super(why.en);
    this.why = why;
  }
}

/** The caller's duties or area do not reach this far. Audited; says nothing of the object. */
export class Forbidden extends Error {
  override readonly name = "Forbidden";
  readonly why: Word;
  readonly problemId: number | null;
  constructor(why: Word, problemId: number | null = null) {
    super(why.en);
    this.why = why;
    this.problemId = problemId;
  }
}

/** The thing is not as the caller thinks, or the rules forbid this now. `now` goes into the answer: state, version, what happened since. */
export class Conflict extends Error {
  override readonly name = "Conflict";
  readonly why: Word;
  readonly now: Readonly<Record<string, unknown>>;
  constructor(why: Word, now: Readonly<Record<string, unknown>> = {}) {
    super(why.en);
    this.why = why;
    this.now = now;
  }
}

/** Too often; may be tried again after so many seconds. */
export class TooOften extends Error {
  override readonly name = "TooOften";
  readonly why: Word;
  readonly after_s: number;
  constructor(why: Word, after_s: number) {
    super(why.en);
    this.why = why;
    this.after_s = after_s;
  }
}
