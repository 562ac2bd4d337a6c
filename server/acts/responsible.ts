/** Who is responsible, as it is answered: with the deadline that a dispatch now would have, and its arithmetic. */
import { loadCalendar } from "../ask/calendar.ts";
import type { Rows } from "../ask/check.ts";
import type { Arithmetic, Responsibility } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type Place, type Resolved, resolveAll } from "../duty/resolve.ts";
import { arithmeticOf } from "../life/due.ts";
import type { Limit } from "../life/facts.ts";
import { bareEvent } from "../life/fold.ts";
import { type Calendar, dueAfter, NoWorkTime } from "../life/workTime.ts";

/** A question's rows as what the lower rooms ask. */
export const under = (rows: Rows, timer: string): Queryable => ({ query: (statement) => rows(timer, statement) });

/** The deadline of a limit from now on; none where there is no limit, or no work time to count it in. */
function dueNow(limit: Limit | null, now: number, calendar: Calendar): { deadline: string | null; arithmetic: Arithmetic | null } {
  if (limit === null) return { deadline: null, arithmetic: null };
  try {
    const deadline = dueAfter(calendar, now, limit);
    const dispatch = { ...bareEvent, act: "dispatch", at: now, deadline, facts: { limit } } as const;
    return { deadline: new Date(deadline).toISOString(), arithmetic: arithmeticOf([dispatch], calendar) };
  } catch (error) {
    if (error instanceof NoWorkTime) return { deadline: null, arithmetic: null };
    throw error;
  }
}

function told(resolved: Resolved, now: number, calendar: Calendar): Responsibility {
  const { area, trade } = resolved;
  return {
    day: resolved.day,
    area: { unit: area.unitId, zone: area.zone, person: area.person, why: area.why },
    trade: { unit: trade.unitId, why: trade.why },
    lead: resolved.lead,
    unit: resolved.unitId,
    coop: resolved.coopId,
    person: resolved.person,
    limit: resolved.limit,
    ...dueNow(resolved.limit, now, calendar),
    faults: [...resolved.faults],
  };
}

/** Who is responsible for a place; `foundAt` null = found now. */
export async function responsibilityFor(
  on: Queryable,
  place: Omit<Place, "foundAt"> & { readonly foundAt: number | null },
): Promise<Responsibility> {
  const [clock] = await on.query<{ now: number }>(sql`select floor(extract(epoch from clock()) * 1000)::float8 as now`);
  const { now } = clock as { now: number };
  const [resolved] = await resolveAll(on, [{ ...place, foundAt: place.foundAt ?? now }]);
  return told(resolved as Resolved, now, await loadCalendar(on));
}
