/**
 * Which columns hold numbers of things. Those that count by themselves and those that refer to one by a key are known from the catalog; the rest is
 * said here, column by column. A test walks the catalog and fails for a column that could hold such a number and is in neither.
 */
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** A table whose rows have a number of their own, by its name: "problem", "unit", "person" … */
export type Kind = string;

/** How a value that is no bare number is gone through: what is in it, by the name of a member, at whatever depth. */
export interface Members {
  readonly [member: string]: Rule;
}
/**
 * A kind: a number, an array of numbers, or either within JSON. Or one of these:
 * - `none`: no number of a thing
 * - `district`: whose row it is
 * - `upTo`: a notice up to which somebody has read
 * - `thing`: of the kind that the column `thing` of its row names
 * - `query`: the query of a page's address; `key`: "zone/12"; `keys`: members named so; `seen`: whose eyes, as `seenKey` has it
 * - `first`: a text that begins with a problem's number
 * - `partition`, `sum`: a plan's zones as text, and the sum of that text; `step`, `back`: a step of it, and what takes that back
 */
export type Rule = Kind | Members;

/** Of a page's answer kept whole: numbers at whatever depth. A member that is no number (a unit's name) stays. */
const page: Members = {
  ...{ query: "query", unit: "unit", zone: "zone", site: "site", problem: "problem" },
  problems: { id: "problem" },
  photos: { before: "photo", after: "photo" },
  template: { id: "brief_template" },
};

/** What an audit entry tells of. Numbers of things by the names that entries give them; `id` by what it is about. */
const audited: Members = {
  ...{ unit: "unit", duty: "trade_duty", shape: "named_shape", tour: "wall_tour", device: "device", walls: "device", alarms: "alarm" },
  ...{ view: "saved_view", plan: "zone_plan", import: "import_batch", export: "export_job", robot: "robot", message: "message" },
  ...{ intake: "intake", photo: "photo", round: "inspection_round", site: "site", zone: "zone", person: "person", contact: "person" },
  ...{ parent: "unit", successor: "unit", filter: "query", query: "query", definition: "query", target: "key" },
  ...{ photos: "photo", problem: "problem", problems: "problem", owner: "person" },
};

export const rules: Readonly<Record<string, Rule>> = {
  "problem.id": "problem",
  "problem_key.id": "problem",
  "problem.found_zone1_id": "zone",
  "problem.found_zone2_id": "zone",
  "problem.found_zone3_id": "zone",
  "problem_event.actor_id": "person",
  "problem_event.person_id_after": "person",
  "problem_event.facts": { coop: "unit", area: "unit", trade: "unit", photos: "photo" },
  "problem_change.problem_id": "problem",
  "problem_change.unit_before": "unit",
  "problem_change.person_before": "person",
  "photo.person_id": "person",
  "photo.problem_id": "problem",
  "photo.check_in_id": "check_in",
  "photo.redacted_by": "person",
  "photo.boxes": "none",
  "photo.writing": "none",
  "photo.dead": "none",
  "check_in.person_id": "person",
  "notice.person_id": "person",
  "notice.unit_id": "unit",
  "notice.by_id": "person",
  "notice.zone1_id": "zone",
  "notice.zone2_id": "zone",
  "notice.zone3_id": "zone",
  "person.notices_read": "upTo",
  "delivery.message_id": "message",
  "intake.problem_id": "problem",
  "intake.settled_by": "person",
  "intake.body": "none",
  "audit_entry.person_id": "person",
  "audit_entry.device_id": "device",
  "audit_entry.problem_id": "problem",
  "audit_entry.detail": audited,
  "alarm.problems": "problem",
  "alarm.what": "first",
  "alarm.detail": "none",
  "zone_version.parent_id": "zone",
  "zone_version.unit_id": "unit",
  "zone_plan.partition": "partition",
  "zone_plan.sum": "sum",
  "zone_plan.new_ids": { "*": "zone" },
  "zone_plan.mended": "none",
  "zone_plan.sign_offs": "none",
  "zone_plan.weights": "none",
  "zone_plan_step.step": "step",
  "zone_plan_step.back": "back",
  "export_job.caller": { personId: "person", seen: "seen" },
  "export_job.query": "query",
  "export_job.bytes": "none",
  "saved_view.query": "query",
  "share_link.query": "query",
  "named_shape.definition": "query",
  "wall_tour.scenes": { query: "query" },
  "wall_state.state": "none",
  "wall_order.detail": "none",
  "brief_issued.page": page,
  "brief_issued.seen": "seen",
  "handbook_edition.pages": "keys",
  "handbook_role.duties": "none",
  "handbook_text.checklist": "none",
  "import_batch.spec": "none",
  "import_batch.report": "none",
  "import_mapping.spec": "none",
  "import_part.rows": "none",
  "import_refused.cells": "none",
  "import_refused.reasons": "none",
  "import_change.thing_id": "thing",
  "import_change.before": { unit_id: "unit" },
  "import_change.after": { unit_id: "unit" },
  "import_report.report": "none",
  "change.revision": "none",
  "problem_change.revision": "none",
  "change_head.revision": "none",
  "layer_revision.revision": "none",
  "district_heard.revision": "none",
  "district_heard.of_id": "none",
  "district.id": "district",
  "work_hours.spans": "none",
  "work_hours.weekdays": "none",
};

/** Its rows are of the database they lie in: roles, what a city has heard of others, how far the archive goes. */
export const leftBehind: readonly string[] = ["public.district_role", "public.district_heard", "public.archive_head"];

/** The table that a backup's rows go into: from an archive to where all others are, for another database has an archive of its own. */
export const intoOf = (name: string): string => name.replace(/^public\.archived_/, "public.");

/** A column that refers to a thing of another row. */
export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly to: string;
  readonly nullable: boolean;
}

const ours = sql`c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Keys of one table that name rows of another, of one column or (with the district's) of two. */
export const references = (on: Queryable): Promise<Reference[]> =>
  on.query<Reference>(sql`select c.relname::text as table, a.attname::text as column, k.confrelid::regclass::text as to, not a.attnotnull as nullable
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
    where k.contype = 'f' and k.conparentid = 0 and a.attname <> 'district_id' and ${ours} order by 1, 2`);

/** Tables that number their rows, each with the sequence: identity columns, and the problems'. */
export const numbered = (on: Queryable): Promise<{ table: string; sequence: string }[]> =>
  on.query<{ table: string; sequence: string }>(sql`select * from (select c.relname::text as table,
      case when a.attidentity <> '' or a.atthasdef then pg_get_serial_sequence(c.oid::regclass::text, a.attname) end as sequence
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' where ${ours}) x where sequence is not null order by 1`);

/** A table's kind, as other columns name it. */
const kindOf = (table: string): Kind => (table === "problem_key" ? "problem" : table);

/** The rule of each column that has one, by "table.column". */
export async function rulesOf(on: Queryable): Promise<ReadonlyMap<string, Rule>> {
  const all = new Map<string, Rule>(Object.entries(rules));
  for (const { table } of await numbered(on)) all.set(`${table}.id`, table);
  const numbers = await on.query<{
    name: string;
    to: string;
  }>(sql`select c.relname || '.' || a.attname as name, k.confrelid::regclass::text as to
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
    where k.contype = 'f' and k.conparentid = 0 and a.atttypid = 'int8'::regtype and ${ours}`);
  for (const { name, to } of numbers) all.set(name, kindOf(to));
  const held = await on.query<{ name: string }>(sql`select c.relname || '.district_id' as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id' where ${ours}`);
  for (const { name } of held) all.set(name, "district");
  return all;
}
