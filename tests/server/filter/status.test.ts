/** Overdue and nearly due: the function over a row and the condition in SQL agree, at the second and around it. */
import { describe, expect, it } from "vitest";
import { isOpenState, nearlyDue, overdue } from "../../../server/ask/status.ts";
import { statusOf } from "../../../server/contract/status.ts";
import { endStates, type ProblemState, problemStates, statusOfState } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, town } from "../questions/town.ts";

const states = Object.keys(problemStates) as ProblemState[];
const now = Date.parse("2026-11-21T10:00:00Z");
const offsets = [null, -3_600_000, -1, 0, 1, 3_600_000];
const cases = states.flatMap((state) =>
  offsets.flatMap((due) =>
    offsets.map((nearly) => ({ state, due: due === null ? null : now + due, nearly: nearly === null ? null : now + nearly })),
  ),
);

describe.each(databases())("a problem's look on $name", ({ fixture }) => {
  it("is the same in SQL and in the function", async () => {
    const db = await fixture("town", loadTown(town));
    const at = sql`to_timestamp(${now / 1000}::float8)`;
    const rows = await db.query<{ n: number; overdue: boolean | null; nearly: boolean | null }>(
      sql`select p.n, ${overdue(at)} as overdue, ${nearlyDue(at)} as nearly
        from (select n, state, state not in ('rejected', 'closed') as is_open, to_timestamp(due / 1000.0) as deadline_at, to_timestamp(nearly / 1000.0) as nearly_due_at
          from jsonb_to_recordset(${JSON.stringify(cases.map((c, n) => ({ ...c, n })))}::jsonb) x (n int, state text, due float8, nearly float8)) p order by p.n`,
    );
    const inSql = rows.map((r) => (r.overdue ? "overdue" : r.nearly ? "nearly_due" : "-"));
    const inCode = cases
      .map(({ state, due, nearly }) => statusOf(state, nearly, due, now))
      .map((s) => (s === "overdue" || s === "nearly_due" ? s : "-"));
    expect(inSql).toEqual(inCode);
    expect(new Set(inCode)).toEqual(new Set(["overdue", "nearly_due", "-"]));
  });
});

it("a problem without a running clock looks as its state says", () => {
  for (const state of states) expect(statusOf(state, null, null, now)).toBe(statusOfState[state]);
  expect(states.filter((s) => !isOpenState(s)).sort()).toEqual([...endStates].sort());
});
