/** Problems the database has already, with their logs. */

import { anyEvent, anyProblem } from "../../ask/past.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { Facts } from "../../life/facts.ts";
import type { Fold } from "../../life/fold.ts";
import type { StoredEvent } from "../plan.ts";

export interface StoredProblem {
  readonly id: number;
  /** What of its row may differ from the fold of its log: by another time of finding, other hours, or an older program's import. */
  readonly row: Pick<Fold, "nearlyDueAt" | "late" | "version">;
  readonly log: StoredEvent[];
}

interface EventRow {
  readonly problem_id: number;
  readonly act: StoredEvent["act"];
  readonly at: Date;
  readonly actor: string | null;
  readonly actor_id: number | null;
  readonly note: string | null;
  readonly state: StoredEvent["stateAfter"];
  readonly unit_id: number | null;
  readonly person: string | null;
  readonly person_id: number | null;
  readonly deadline: Date | null;
  readonly until: Date | null;
  readonly closed: Date | null;
  readonly facts: Facts;
}

export async function storedProblems(tx: Tx, layer: string, externalIds: readonly string[]): Promise<Map<string, StoredProblem>> {
  const rows = await tx.query<{ id: number; external_id: string; nearly: Date | null; late: boolean | null; version: number }>(
    sql`select id, external_id, nearly_due_at as nearly, late, version from ${anyProblem} where layer = ${layer} and external_id = any(${externalIds}::text[])`,
  );
  if (rows.length === 0) return new Map();
  const byId = new Map(
    rows.map(({ id, nearly, late, version }): [number, StoredProblem] => [
      id,
      { id, row: { nearlyDueAt: ms(nearly), late, version }, log: [] },
    ]),
  );
  const events = await tx.query<EventRow>(sql`
    select problem_id, act, at, actor, actor_id, note, state_after as state, unit_after as unit_id, person_after as person,
      person_id_after as person_id, deadline_after as deadline, until_after as until, closed_after as closed, facts
    from ${anyEvent} where problem_id = any(${[...byId.keys()]}::bigint[]) order by problem_id, seq`);
  for (const row of events) byId.get(row.problem_id)?.log.push(stored(row));
  return new Map(rows.map((row) => [row.external_id, byId.get(row.id) as StoredProblem]));
}

function stored({ act, at, actor, note, person, facts, ...row }: EventRow): StoredEvent {
  return {
    ...{ act, at: at.getTime(), actor, actorId: row.actor_id, note, facts },
    ...{ unitId: row.unit_id, person, personId: row.person_id, deadline: ms(row.deadline), until: ms(row.until) },
    ...{ state: act === "import" ? row.state : null, stateAfter: row.state, closedAfter: ms(row.closed) },
  };
}

const ms = (time: Date | null): number | null => time?.getTime() ?? null;
