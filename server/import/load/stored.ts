/** Problems the database has already, with their logs. */
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import type { StoredEvent } from "../plan.ts";

export interface StoredProblem {
  readonly id: number;
  readonly person: string | null;
  readonly log: StoredEvent[];
}

interface EventRow {
  readonly problem_id: number;
  readonly act: StoredEvent["act"];
  readonly at: Date;
  readonly actor: string | null;
  readonly note: string | null;
  readonly state: StoredEvent["state"];
  readonly unit_id: number | null;
  readonly deadline: Date | null;
  readonly closed: Date | null;
}

export async function storedProblems(tx: Tx, layer: string, externalIds: readonly string[]): Promise<Map<string, StoredProblem>> {
  const rows = await tx.query<{ id: number; external_id: string; person: string | null }>(
    sql`select id, external_id, person from problem where layer = ${layer} and external_id = any(${externalIds}::text[])`,
  );
  if (rows.length === 0) return new Map();
  const byId = new Map(rows.map((row) => [row.id, { id: row.id, person: row.person, log: [] as StoredEvent[] }]));
  const events = await tx.query<EventRow>(sql`
    select problem_id, act, at, actor, note, state_after as state, unit_after as unit_id, deadline_after as deadline, closed_after as closed
    from problem_event where problem_id = any(${[...byId.keys()]}::bigint[]) order by problem_id, seq`);
  for (const { problem_id, at, unit_id, deadline, closed, ...event } of events) {
    byId
      .get(problem_id)
      ?.log.push({ ...event, at: at.getTime(), unitId: unit_id, deadline: deadline?.getTime() ?? null, closed: closed?.getTime() ?? null });
  }
  return new Map(rows.map((row) => [row.external_id, byId.get(row.id) as StoredProblem]));
}
