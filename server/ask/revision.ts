/** What pages and caches are told of a change by: the layer's revision, a row of the change feed, and a word that wakes whoever listens. */
import type { ChangeLayer } from "../contract/officeWords.ts";
import type { ProblemAct } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

/** The channel of NOTIFY: its payload is the revision. It only wakes; what changed is read from the feed. */
export const changeChannel = "chuangtu_change";
/** Somebody's session, duties or area changed: streams look again at whose they are. Its payload is whose: "person 7", "device 3", "all". */
export const peopleChannel = "chuangtu_people";

/**
 * Tells streams that somebody's session, duties or area may be others now; to be asked in the transaction that changes them.
 * @param whose a person's or a device's; null = anybody's
 */
export function peopleMoved(whose: { readonly personId: number } | { readonly deviceId: number } | null): Sql {
  const named = whose === null ? "all" : "personId" in whose ? `person ${whose.personId}` : `device ${whose.deviceId}`;
  return sql`select tell_district(${peopleChannel}::text, ${named}::text)`;
}

/** A problem that changed, and who had it before. */
export interface MovedProblem {
  readonly id: number;
  readonly unitBefore: number | null;
  readonly personBefore: number | null;
  /** Null = time passed, or its photos changed. */
  readonly act: ProblemAct | null;
}

/**
 * Moves a layer's revision and tells of it. The last statement of its transaction: the number's row is everybody's, and locked until the commit.
 * @param problems which problems changed; null = anything in the layer may have
 */
export const moved = (layer: ChangeLayer, problems: readonly MovedProblem[] | null = null): Sql => sql`
  with head as (update change_head set revision = revision + 1 returning revision),
    layer as (update layer_revision r set revision = head.revision from head where r.layer = ${layer}::text),
    change as (insert into change (revision, layer, whole) select revision, ${layer}::text, ${problems === null}::boolean from head),
    each as (insert into problem_change (revision, problem_id, unit_before, person_before, act)
      select head.revision, x.id, x."unitBefore", x."personBefore", x.act
      from head, jsonb_to_recordset(${JSON.stringify(problems ?? [])}::jsonb) x (id bigint, "unitBefore" bigint, "personBefore" bigint, act text)
      on conflict do nothing)
  select tell_district(${changeChannel}::text, revision::text) from head`;
