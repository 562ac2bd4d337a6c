/** What acts leave behind, for many problems at once: events, the rows their folds make, audit entries, and last the layer's revision. */

import type { Caller } from "../ask/caller.ts";
import { type MovedProblem, moved } from "../ask/revision.ts";
import type { PhotoKind } from "../contract/officeWords.ts";
import { actPaths, type PersonAct, type ProblemAct } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Fold, LogEvent } from "../life/fold.ts";
import { tellNotices } from "./notices.ts";
import { claimPhotos } from "./photos.ts";

/** Before an act photos show what is wrong, after it what was done. */
const photoKindOf = (act: ProblemAct): PhotoKind => (act === "report" || act === "me_too" ? "before" : "after");

/** One more event of a problem's log, and the fold up to and with it. */
export interface Appended {
  readonly id: number;
  readonly event: LogEvent;
  readonly fold: Fold;
  /** Where the actor was, degrees of EPSG:4326. */
  readonly place: { readonly lon: number; readonly lat: number } | null;
  /** What the page called it, so that it is done once. */
  readonly clientId?: string | null;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

async function insertEvents(tx: Tx, appended: readonly Appended[]): Promise<void> {
  const rows = appended.map(({ id, event, fold, place, clientId }) => ({
    ...{ id, seq: fold.version, act: event.act, at: iso(event.at), actor: event.actor, actor_id: event.actorId, note: event.note },
    ...{ state: fold.state, unit: fold.unitId, person: fold.person, person_id: fold.personId, until: iso(fold.suspendedUntil) },
    ...{ deadline: iso(fold.deadlineAt), nearly: iso(fold.nearlyDueAt), closed: iso(fold.closedAt) },
    ...{ lon: place?.lon ?? null, lat: place?.lat ?? null, facts: event.facts },
    client_id: clientId ?? null,
  }));
  await tx.query(sql`
    insert into problem_event (problem_id, seq, act, at, actor, actor_id, note, state_after, unit_after, person_after, person_id_after, until_after,
      deadline_after, nearly_due_after, closed_after, geom, facts, client_id)
    select id, seq, act, at, actor, actor_id, note, state, unit, person, person_id, until, deadline, nearly, closed,
      st_setsrid(st_makepoint(lon, lat), 4326), facts, client_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, seq int, act text, at timestamptz, actor text, actor_id bigint, note text,
      state text, unit bigint, person text, person_id bigint, until timestamptz, deadline timestamptz, nearly timestamptz, closed timestamptz,
      lon float8, lat float8, facts jsonb, client_id uuid)`);
}

/** The columns of a row that are its log's fold. */
const foldColumns = (fold: Fold) => ({
  ...{ state: fold.state, unit_id: fold.unitId, person: fold.person, person_id: fold.personId, coop_unit_id: fold.coopUnitId },
  ...{ area_unit_id: fold.areaUnitId, trade_unit_id: fold.tradeUnitId, lead: fold.lead },
  ...{ limit_value: fold.limit?.value ?? null, limit_unit: fold.limit?.unit ?? null },
  ...{ dispatched_at: iso(fold.dispatchedAt), deadline_at: iso(fold.deadlineAt), nearly_due_at: iso(fold.nearlyDueAt) },
  ...{ handed_back_at: iso(fold.handedBackAt), closed_at: iso(fold.closedAt), late: fold.late },
  ...{ suspended_at: iso(fold.suspendedAt), suspended_until: iso(fold.suspendedUntil) },
  ...{ rework_count: fold.reworkCount, extensions: fold.extensions, suspensions: fold.suspensions, returns: fold.returns },
  ...{
    presses: fold.presses,
    me_too: fold.meToo,
    supervised: fold.supervised,
    on_spot: fold.onSpot,
    appeal: fold.appeal,
    version: fold.version,
  },
});

type Before = Omit<MovedProblem, "act">;

/** Rows made anew from the folds of their logs. Nearly all are open: only for the others months are looked into. @returns who had each before */
export async function rewriteRows(tx: Tx, folds: readonly { readonly id: number; readonly fold: Fold }[]): Promise<Before[]> {
  const rows = folds.map(({ id, fold }) => ({ id, ...foldColumns(fold) }));
  const open = await rewrite(tx, rows, sql`p.is_open and was.is_open`);
  if (open.length === rows.length) return open;
  const done = new Set(open.map(({ id }) => id));
  const ended = rows.filter(({ id }) => !done.has(id));
  return [...open, ...(await rewrite(tx, ended, sql`not p.is_open and not was.is_open`))];
}

function rewrite(tx: Tx, rows: readonly object[], where: Sql): Promise<Before[]> {
  // Joined to itself: the second is the row as it was.
  return tx.query<Before>(sql`
    update problem p set state = g.state, unit_id = g.unit_id, person = g.person, person_id = g.person_id, coop_unit_id = g.coop_unit_id,
      area_unit_id = g.area_unit_id, trade_unit_id = g.trade_unit_id, lead = g.lead, limit_value = g.limit_value, limit_unit = g.limit_unit,
      dispatched_at = g.dispatched_at, deadline_at = g.deadline_at, nearly_due_at = g.nearly_due_at, handed_back_at = g.handed_back_at,
      closed_at = g.closed_at, late = g.late, suspended_at = g.suspended_at, suspended_until = g.suspended_until,
      rework_count = g.rework_count, extensions = g.extensions, suspensions = g.suspensions, returns = g.returns, presses = g.presses,
      me_too = g.me_too, supervised = g.supervised, on_spot = g.on_spot, appeal = g.appeal, version = g.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) g (id bigint, state text, unit_id bigint, person text, person_id bigint,
      coop_unit_id bigint, area_unit_id bigint, trade_unit_id bigint, lead text, limit_value float8, limit_unit text,
      dispatched_at timestamptz, deadline_at timestamptz, nearly_due_at timestamptz, handed_back_at timestamptz, closed_at timestamptz,
      late boolean, suspended_at timestamptz, suspended_until timestamptz, rework_count int, extensions int, suspensions int, returns int,
      presses int, me_too int, supervised boolean, on_spot boolean, appeal text, version int), problem was
    where p.id = g.id and was.id = g.id and ${where} returning p.id, was.unit_id as "unitBefore", was.person_id as "personBefore"`);
}

const routeOf = (act: ProblemAct): string => (act === "report" ? "/api/problems" : `/api/problems/{id}/${actPaths[act as PersonAct]}`);

async function auditActs(tx: Tx, caller: Caller, appended: readonly Appended[]): Promise<void> {
  const rows = appended.map(({ id, event, fold }) => ({
    id,
    route: `POST ${routeOf(event.act)}`,
    detail: { act: event.act, seq: fold.version },
  }));
  await tx.query(sql`
    insert into audit_entry (kind, person_id, device_id, who, address, route, problem_id, detail)
    select 'act', ${caller.personId}::bigint, ${caller.deviceId}::bigint, ${caller.name}::text, ${caller.address}::text, x.route, x.id, x.detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, route text, detail jsonb)`);
}

/**
 * Appends events, in order, and makes the rows anew; a problem may have several. Photos they name become the problem's.
 * @param caller whose acts they are, for the audit log; null = the system's
 * @throws ParameterError naming `photos`
 */
export async function append(tx: Tx, caller: Caller | null, appended: readonly Appended[]): Promise<void> {
  if (appended.length === 0) return;
  if (caller)
    for (const { id, event } of appended)
      if (event.facts.photos) await claimPhotos(tx, caller, id, photoKindOf(event.act), event.facts.photos);
  await insertEvents(tx, appended);
  const last = new Map(appended.map((one) => [one.id, one]));
  const before = await rewriteRows(tx, [...last.values()]);
  if (caller) await auditActs(tx, caller, appended);
  await tellNotices(tx, appended);
  // The row everybody needs comes last: it is locked for as short as can be.
  await tx.query(
    moved(
      "problems",
      before.map((one) => ({ ...one, act: last.get(one.id)?.event.act ?? null })),
    ),
  );
}
