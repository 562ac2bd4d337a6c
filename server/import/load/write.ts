/** Problems and their events on their way into the database: new ones by COPY, known ones by what differs. */
import { Readable } from "node:stream";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { Fold } from "../fold.ts";
import type { Folded } from "../plan.ts";
import { searchText } from "../searchText.ts";
import { copyText, copyTime } from "./copyText.ts";
import type { ZonesOf } from "./pieces.ts";
import type { PlacedProblem } from "./problemRow.ts";

export interface Ready {
  readonly id: number;
  readonly problem: PlacedProblem;
  readonly zones: ZonesOf;
  /** Events to append, after this many. */
  readonly append: readonly Folded[];
  readonly before: number;
}

const search = (p: PlacedProblem) => searchText(p.title, p.place);

const problemColumns = [
  ...["id", "layer", "external_id", "category", "title", "description", "place", "source", "site_id", "night", "found_at"],
  ...["state", "unit_id", "person", "dispatched_at", "deadline_at", "nearly_due_at", "handed_back_at", "closed_at"],
  ...["rework_count", "supervised", "on_spot", "version", "zone1_id", "zone2_id", "zone3_id", "search", "geom"],
] as const;

export async function copyProblems(tx: Tx, layer: string, ready: readonly Ready[]): Promise<void> {
  const lines = ready.map(({ id, problem: p, zones, append }) => {
    const f = (append.at(-1) as Folded).after;
    return copyText([
      ...[id, layer, p.externalId, p.category, p.title, p.description, p.place, p.source, p.siteId, p.night, copyTime(p.foundAt)],
      ...[
        f.state,
        f.unitId,
        f.person,
        copyTime(f.dispatchedAt),
        copyTime(f.deadlineAt),
        copyTime(f.nearlyDueAt),
        copyTime(f.handedBackAt),
        copyTime(f.closedAt),
      ],
      ...[
        f.reworkCount,
        f.supervised,
        f.onSpot,
        f.version,
        zones.zone1,
        zones.zone2,
        zones.zone3,
        search(p),
        `SRID=4326;POINT(${p.at[0]} ${p.at[1]})`,
      ],
    ]);
  });
  if (lines.length) await tx.copyIn("problem", problemColumns, Readable.from(lines));
}

const eventColumns = [
  "problem_id",
  "seq",
  "act",
  "at",
  "actor",
  "note",
  "state_after",
  "unit_after",
  "deadline_after",
  "nearly_due_after",
  "closed_after",
] as const;

export async function copyEvents(tx: Tx, ready: readonly Ready[]): Promise<void> {
  function* lines(): Generator<string> {
    for (const { id, append, before } of ready) {
      for (const [i, { event, after }] of append.entries()) {
        yield copyText([
          ...[id, before + i + 1, event.act, copyTime(event.at), event.actor, event.note, after.state, after.unitId],
          ...[copyTime(after.deadlineAt), copyTime(after.nearlyDueAt), copyTime(after.closedAt)],
        ]);
      }
    }
  }
  if (ready.some((r) => r.append.length)) await tx.copyIn("problem_event", eventColumns, Readable.from(lines()));
}

/** What describes a problem, where the file says otherwise now. @returns ids of those changed */
export async function describeProblems(tx: Tx, ready: readonly Ready[]): Promise<number[]> {
  const p = ready.map((r) => r.problem);
  const z = ready.map((r) => r.zones);
  const changed = await tx.query<{ id: number }>(sql`
    update problem p set category = g.category, title = g.title, description = g.description, place = g.place, source = g.source, site_id = g.site_id,
      night = g.night, found_at = g.found_at, search = g.search, geom = g.geom, zone1_id = g.zone1, zone2_id = g.zone2, zone3_id = g.zone3
    from (select u.*, st_setsrid(st_makepoint(lon, lat), 4326) as geom from unnest(${ready.map((r) => r.id)}::bigint[],
        ${p.map((x) => x.category)}::text[], ${p.map((x) => x.title)}::text[], ${p.map((x) => x.description)}::text[], ${p.map((x) => x.place)}::text[],
        ${p.map((x) => x.source)}::text[], ${p.map((x) => x.siteId)}::bigint[], ${p.map((x) => x.night)}::boolean[], ${p.map((x) => copyTime(x.foundAt))}::timestamptz[],
        ${p.map(search)}::text[], ${p.map((x) => x.at[0])}::float8[], ${p.map((x) => x.at[1])}::float8[],
        ${z.map((x) => x.zone1)}::bigint[], ${z.map((x) => x.zone2)}::bigint[], ${z.map((x) => x.zone3)}::bigint[])
      u(id, category, title, description, place, source, site_id, night, found_at, search, lon, lat, zone1, zone2, zone3)) g
    where p.id = g.id and (p.category, p.title, p.description, p.place, p.source, p.site_id, p.night, p.found_at, p.search, p.geom, p.zone1_id, p.zone2_id, p.zone3_id)
      is distinct from (g.category, g.title, g.description, g.place, g.source, g.site_id, g.night, g.found_at, g.search, g.geom, g.zone1, g.zone2, g.zone3)
    returning p.id`);
  return changed.map((row) => row.id);
}

/** The fold's columns of problems whose log has grown. */
export async function refold(tx: Tx, ready: readonly Ready[], personOf: (id: number) => string | null): Promise<void> {
  const f = ready.map((r): Fold => (r.append.at(-1) as Folded).after);
  await tx.query(sql`
    update problem p set state = g.state, unit_id = g.unit_id, person = g.person, dispatched_at = g.dispatched_at, deadline_at = g.deadline_at,
      nearly_due_at = g.nearly_due_at, handed_back_at = g.handed_back_at, closed_at = g.closed_at, rework_count = g.rework_count,
      supervised = g.supervised, on_spot = g.on_spot, version = g.version
    from unnest(${ready.map((r) => r.id)}::bigint[], ${f.map((x) => x.state)}::text[], ${f.map((x) => x.unitId)}::bigint[],
        ${f.map((x, i) => x.person ?? personOf((ready[i] as Ready).id))}::text[], ${f.map((x) => copyTime(x.dispatchedAt))}::timestamptz[],
        ${f.map((x) => copyTime(x.deadlineAt))}::timestamptz[], ${f.map((x) => copyTime(x.nearlyDueAt))}::timestamptz[],
        ${f.map((x) => copyTime(x.handedBackAt))}::timestamptz[], ${f.map((x) => copyTime(x.closedAt))}::timestamptz[], ${f.map((x) => x.reworkCount)}::int[],
        ${f.map((x) => x.supervised)}::boolean[], ${f.map((x) => x.onSpot)}::boolean[], ${f.map((x) => x.version)}::int[])
      g(id, state, unit_id, person, dispatched_at, deadline_at, nearly_due_at, handed_back_at, closed_at, rework_count, supervised, on_spot, version)
    where p.id = g.id`);
}

/** Ids for new problems, in order. */
export async function newIds(tx: Tx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await tx.query<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('problem', 'id')) as id from generate_series(1, ${count}::int)`,
  );
  return rows.map((row) => row.id).sort((a, b) => a - b);
}
