/** "What is this problem, what has happened to it, and what can I do?" One problem with its history, its deadline's arithmetic and its acts. */
import { loadCalendar } from "../ask/calendar.ts";
import { type Caller, Forbidden, mayRead } from "../ask/caller.ts";
import { maskName, maskPhone } from "../ask/mask.ts";
import { anyEvent, anyProblem } from "../ask/past.ts";
import { NotFound } from "../ask/route.ts";
import { rowColumns, type StoredRow, toRow } from "../ask/rows.ts";
import type { ProblemDetail } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { arithmeticOf } from "../life/due.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { notYours, offersOf } from "./allowed.ts";
import { type Ground, groundColumns } from "./ground.ts";
import { noProblem } from "./perform.ts";
import { photosOf } from "./photos.ts";
import { eventColumns, type Held, heldOf, type StoredEvent } from "./problem.ts";
import { toldLog } from "./told.ts";

type Scalars = Omit<Ground, "calendar">;
interface Stored extends StoredRow, Scalars {
  readonly clock: Date;
  readonly log: readonly StoredEvent[];
  readonly zone_ids: readonly [number | null, number | null, number | null];
  readonly description: string | null;
  readonly site: ProblemDetail["site"];
  readonly zones: ProblemDetail["zones"];
  readonly dispatched_at: Date | null;
  readonly handed_back_at: Date | null;
  readonly suspended_until: Date | null;
  readonly late: boolean | null;
  readonly rework_count: number;
  readonly supervised: boolean;
  readonly on_spot: boolean;
  readonly night: boolean;
  readonly version: number;
  readonly person_id: number | null;
  readonly coop_unit_id: number | null;
  readonly area_unit_id: number | null;
  readonly trade_unit_id: number | null;
  readonly lead: ProblemDetail["lead"];
  readonly limit: ProblemDetail["limit"];
  readonly extensions: number;
  readonly suspensions: number;
  readonly returns: number;
  readonly presses: number;
  readonly appeal: ProblemDetail["appeal"];
  readonly exempt: boolean;
  readonly reporter_id: number | null;
  readonly reporter_name: string | null;
  readonly reporter_phone: string | null;
  readonly no_photo: string | null;
  readonly outside: boolean;
  readonly accuracy_m: number | null;
  readonly me_too: number;
}

/** Row and log in one statement: what was done in between would show in one and not in the other. */
const problem = (
  id: number,
): Sql => sql`select ${rowColumns}, clock() as clock, ${groundColumns}, p.description, p.dispatched_at, p.handed_back_at,
    p.suspended_until, p.late, p.rework_count, p.supervised, p.on_spot, p.night, p.version, p.person_id, p.coop_unit_id, p.area_unit_id,
    p.trade_unit_id, p.lead, p.extensions, p.suspensions, p.returns, p.presses, p.appeal, p.exempt, p.reporter_id, p.reporter_name,
    p.reporter_phone, p.no_photo, p.outside, p.accuracy_m, p.me_too, array[p.zone1_id, p.zone2_id, p.zone3_id] as zone_ids,
    case when p.limit_value is not null then json_build_object('value', p.limit_value, 'unit', p.limit_unit) end as "limit",
    (select json_build_object('id', s.id, 'name', s.name, 'type', s.site_type) from site s where s.id = p.site_id) as site,
    coalesce((select json_agg(json_build_object('id', z.id, 'level', z.level, 'name', z.name, 'person', z.person) order by z.level)
      from zone z where z.id in (p.zone1_id, p.zone2_id, p.zone3_id)), '[]'::json) as zones,
    coalesce((select json_agg(l order by l.seq) from (select ${eventColumns} from ${anyEvent} e where e.problem_id = p.id) l), '[]'::json) as log
  from ${anyProblem} p where p.id = ${id}::bigint`;

function held(row: Stored): Held | undefined {
  const { id, code, title, category, site, source, lon, lat, reporter_id } = row;
  const where = { siteId: site?.id ?? null, siteType: site?.type ?? null, lon, lat, zones: row.zone_ids };
  const subject = { id, code, title, category, source, foundAt: row.found_at.getTime(), reporterId: reporter_id, ...where };
  return heldOf(subject, row.log, row.nearlyDueHours);
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Whoever told of it from outside, masked: the one audited way to more is the reveal. */
const reporter = ({ reporter_name: name, reporter_phone: phone }: Stored): ProblemDetail["reporter"] =>
  name === null && phone === null ? null : { name: name && maskName(name), phone: phone && maskPhone(phone) };

const columns = (row: Stored) => ({
  ...toRow(row, row.clock),
  description: row.description,
  site: row.site,
  zones: row.zones,
  dispatched: iso(row.dispatched_at),
  nearlyDue: iso(row.nearly_due_at),
  handedBack: iso(row.handed_back_at),
  late: row.late,
  reworkCount: row.rework_count,
  supervised: row.supervised,
  onSpot: row.on_spot,
  night: row.night,
  version: row.version,
  personId: row.person_id,
  coopUnit: row.coop_unit_id,
  areaUnit: row.area_unit_id,
  tradeUnit: row.trade_unit_id,
  lead: row.lead,
  limit: row.limit,
  suspendedUntil: iso(row.suspended_until),
  extensions: row.extensions,
  suspensions: row.suspensions,
  returns: row.returns,
  presses: row.presses,
  appeal: row.appeal,
  exempt: row.exempt,
  reporter: reporter(row),
  noPhoto: row.no_photo,
  outside: row.outside,
  accuracy_m: row.accuracy_m,
  meToo: row.me_too,
  clock: row.clock.toISOString(),
});

/** Null also when the calendar has no work time left to count: then the problem can still be read. */
async function arithmetic(on: Queryable, events: Held["events"]): Promise<ProblemDetail["arithmetic"]> {
  const calendar = await loadCalendar(on);
  try {
    return arithmeticOf(events, calendar);
  } catch (error) {
    if (error instanceof NoWorkTime) return null;
    throw error;
  }
}

/** One problem as this caller may read it. @throws NotFound, Forbidden */
export async function detailOf(on: Queryable, caller: Caller, id: number): Promise<ProblemDetail> {
  const [row] = await on.query<Stored>(problem(id));
  const found = row && held(row);
  if (!found) throw new NotFound(noProblem);
  if (!mayRead(caller, found)) throw new Forbidden(notYours, id);
  const { events, fold, stored, source } = found;
  const now = Math.max(row.now, fold.lastAt);
  return {
    ...columns(row),
    arithmetic: fold.deadlineAt === null ? null : await arithmetic(on, events),
    acts: offersOf(caller, found, { ...row, now }),
    photos: await photosOf(on, caller, found),
    history: toldLog(stored, source),
  };
}
