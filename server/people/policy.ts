/** The office's rules for passwords and sessions: one row. */

import { route } from "../ask/route.ts";
import { Policy } from "../contract/bookSchemas.ts";
import type { Policy as Rules } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

export async function loadPolicy(on: Queryable): Promise<Rules> {
  const [row] = (await on.query<Rules>(sql`
    select least_length as "leastLength", mixed, longest_days, session_h, idle_min, tries, lock_min,
      duties_separate as "dutiesSeparate", undo_min, original_days from sign_in_policy`)) as [Rules];
  return row;
}

export const policy = route({
  path: "/api/policy",
  question: "What does the office ask of passwords and sessions?",
  may: { who: ["security"], area: "none" },
  answer: Policy,
  handle: ({ rows }) => loadPolicy({ query: (statement) => rows("policy", statement) }),
});
