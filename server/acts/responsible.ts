/** Who is responsible, as it is answered: with the deadline that a dispatch now would have, and its arithmetic. */
import { loadCalendar } from "../ask/calendar.ts";
import type { Rows } from "../ask/check.ts";
import type { Arithmetic, Responsibility } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type Place, type Resolved, resolveAll } from "../duty/resolve.ts";
import { arithmeticOf } from "../life/due.ts";
import type { Limit } from "../life/facts.ts";
import { bareEvent } from "../life/fold.ts";
import { type Calendar, dueAfter, NoWorkTime } from "../life/workTime.ts";

/** The district's clock, ms since 1970, and whether the place lies outside the district. */
interface Here {
  readonly now: number;
  readonly outside: boolean;
}

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

const outsideWord: Word = { zh: "位置在本区界外", en: "The place lies outside the district." };

function told(resolved: Resolved, { now, outside }: Here, calendar: Calendar): Responsibility {
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
    outside,
    faults: outside ? [outsideWord, ...resolved.faults] : [...resolved.faults],
  };
}

/** Who is responsible for a place; `foundAt` null = found now. */
export async function responsibilityFor(
  on: Queryable,
  place: Omit<Place, "foundAt"> & { readonly foundAt: number | null },
): Promise<Responsibility> {
  const [here] = await on.query<Here>(sql`select floor(extract(epoch from clock()) * 1000)::float8 as now,
    coalesce((select not st_intersects(outline, st_setsrid(st_makepoint(${place.lon}::float8, ${place.lat}::float8), 4326)) from district), false) as outside`);
  const { now } = here as Here;
  const [resolved] = await resolveAll(on, [{ ...place, foundAt: place.foundAt ?? now }]);
  return told(resolved as Resolved, here as Here, await loadCalendar(on));
}
