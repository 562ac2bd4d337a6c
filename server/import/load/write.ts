/** Problems and their events on their way into the database: new ones by COPY, known ones by what differs. */

import { dayOf } from "../../ask/day.ts";
import { searchText } from "../../ask/searchText.ts";
import { isOpenState } from "../../ask/status.ts";
import type { Tx } from "../../db/db.ts";
import { type Sql, sql } from "../../db/sql.ts";
import type { Fold } from "../../life/fold.ts";
import { bringBack } from "../../log/problem.ts";
import type { Folded } from "../plan.ts";
import { copySource, copyText, copyTime } from "./copyText.ts";
import { type ZonesOf, zonesKept } from "./pieces.ts";
import type { PlacedProblem } from "./problemRow.ts";

export interface Ready {
  readonly id: number;
  readonly problem: PlacedProblem;
  readonly zones: ZonesOf;
  /** Events to append, after this many. */
  readonly append: readonly Folded[];
  readonly before: number;
  /** The fold of the whole log. */
  readonly after: Fold;
}

const search = (p: PlacedProblem) => searchText(p.title, p.place);

const problemColumns = [
  ...["id", "layer", "external_id", "category", "title", "description", "place", "source", "site_id", "night", "found_at"],
  ...["reporter_id", "zone1_id", "zone2_id", "zone3_id", "search", "geom", "is_open"],
  ...["state", "unit_id", "person", "person_id", "dispatched_at", "deadline_at", "nearly_due_at", "handed_back_at", "late", "closed_at"],
  ...["suspended_at", "suspended_until", "rework_count", "extensions", "suspensions", "returns", "presses", "me_too"],
  ...["supervised", "on_spot", "appeal", "version", "found_zone1_id", "found_zone2_id", "found_zone3_id"],
] as const;

/**
 * In the columns' order. The zones of its day are today's while there were no others; else the database looks them up.
 * What only an act in the page can say (limit, who was found responsible) is empty in a new problem.
 */
export async function copyProblems(tx: Tx, layer: string, ready: readonly Ready[]): Promise<void> {
  const kept = await zonesKept(tx);
  const lines = ready.map(({ id, problem: p, zones, append, after: f }) =>
    copyText([
      ...[id, layer, p.externalId, p.category, p.title, p.description, p.place, p.source, p.siteId, p.night, copyTime(p.foundAt)],
      ...[
        reporter(append),
        zones.zone1,
        zones.zone2,
        zones.zone3,
        search(p),
        `SRID=4326;POINT(${p.at[0]} ${p.at[1]})`,
        isOpenState(f.state),
      ],
      ...[f.state, f.unitId, f.person, f.personId, copyTime(f.dispatchedAt), copyTime(f.deadlineAt), copyTime(f.nearlyDueAt)],
      ...[copyTime(f.handedBackAt), f.late, copyTime(f.closedAt), copyTime(f.suspendedAt), copyTime(f.suspendedUntil)],
      ...[f.reworkCount, f.extensions, f.suspensions, f.returns, f.presses, f.meToo, f.supervised, f.onSpot, f.appeal, f.version],
      ...(kept ? [null, null, null] : [zones.zone1, zones.zone2, zones.zone3]),
    ]),
  );
  if (lines.length) await tx.copyIn("problem", problemColumns, copySource(lines));
}

const reporter = ([first]: readonly Folded[]): number | null => (first?.event.act === "report" ? first.event.actorId : null);

const eventColumns = [
  ...["problem_id", "seq", "act", "at", "actor", "actor_id", "note", "state_after", "unit_after", "person_after", "person_id_after"],
  ...["deadline_after", "nearly_due_after", "closed_after", "until_after"],
] as const;

export async function copyEvents(tx: Tx, ready: readonly Ready[]): Promise<void> {
  function* lines(): Generator<string> {
    for (const { id, append, before } of ready) {
      for (const [i, { event: e, after: f }] of append.entries()) {
        yield copyText([
          ...[id, before + i + 1, e.act, copyTime(e.at), e.actor, e.actorId, e.note, f.state, f.unitId, f.person, f.personId],
          ...[copyTime(f.deadlineAt), copyTime(f.nearlyDueAt), copyTime(f.closedAt), copyTime(f.suspendedUntil)],
        ]);
      }
    }
  }
  if (ready.some((r) => r.append.length)) await tx.copyIn("problem_event", eventColumns, copySource(lines()));
}

const today = { 1: sql`g.zone1`, 2: sql`g.zone2`, 3: sql`g.zone3` } as const;
/** The zone of its day is another when it was found elsewhere, or on another day. */
const foundZone = (
  column: Sql,
  level: number,
): Sql => sql`case when (p.geom, p.found_at) is not distinct from (g.geom, g.found_at) then ${column}
  else zone_at(g.geom, ${level}::int, ${dayOf(sql`g.found_at`)}) end`;
const foundThen = {
  1: foundZone(sql`p.found_zone1_id`, 1),
  2: foundZone(sql`p.found_zone2_id`, 2),
  3: foundZone(sql`p.found_zone3_id`, 3),
} as const;

/** What describes a problem, where the file says otherwise now. @returns ids of those changed */
export async function describeProblems(tx: Tx, ready: readonly Ready[]): Promise<number[]> {
  const p = ready.map((r) => r.problem);
  const z = ready.map((r) => r.zones);
  const kept = await zonesKept(tx);
  const found = (level: 1 | 2 | 3): Sql => (kept ? foundThen[level] : today[level]);
  const given = sql`(select u.*, st_setsrid(st_makepoint(lon, lat), 4326) as geom from unnest(${ready.map((r) => r.id)}::bigint[],
        ${p.map((x) => x.category)}::text[], ${p.map((x) => x.title)}::text[], ${p.map((x) => x.description)}::text[], ${p.map((x) => x.place)}::text[],
        ${p.map((x) => x.source)}::text[], ${p.map((x) => x.siteId)}::bigint[], ${p.map((x) => x.night)}::boolean[], ${p.map((x) => copyTime(x.foundAt))}::timestamptz[],
        ${p.map(search)}::text[], ${p.map((x) => x.at[0])}::float8[], ${p.map((x) => x.at[1])}::float8[],
        ${z.map((x) => x.zone1)}::bigint[], ${z.map((x) => x.zone2)}::bigint[], ${z.map((x) => x.zone3)}::bigint[])
      u(id, category, title, description, place, source, site_id, night, found_at, search, lon, lat, zone1, zone2, zone3)) g`;
  const differs = sql`p.id = g.id and (p.category, p.title, p.description, p.place, p.source, p.site_id, p.night, p.found_at, p.search, p.geom, p.zone1_id, p.zone2_id, p.zone3_id)
      is distinct from (g.category, g.title, g.description, g.place, g.source, g.site_id, g.night, g.found_at, g.search, g.geom, g.zone1, g.zone2, g.zone3)`;
  await bringBack(tx, sql`select p.id from archived_problem p, ${given} where ${differs}`);
  const changed = await tx.query<{ id: number }>(sql`
    update problem p set category = g.category, title = g.title, description = g.description, place = g.place, source = g.source, site_id = g.site_id,
      night = g.night, found_at = g.found_at, search = g.search, geom = g.geom, zone1_id = g.zone1, zone2_id = g.zone2, zone3_id = g.zone3,
      found_zone1_id = ${found(1)}, found_zone2_id = ${found(2)}, found_zone3_id = ${found(3)}
    from ${given} where ${differs}
    returning p.id`);
  return changed.map((row) => row.id);
}

/** Ids for new problems, in order. */
export async function newIds(tx: Tx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await tx.query<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('problem', 'id')) as id from generate_series(1, ${count}::int)`,
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}
