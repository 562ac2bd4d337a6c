/** Which districts a database holds. For the owner alone. */

import { anyProblem } from "../ask/past.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { roleStands } from "./mend.ts";

export interface OneDistrict {
  readonly id: number;
  /** Null: nothing was imported yet. */
  readonly code: string | null;
  readonly name: string | null;
  /** Null: the owner's own. */
  readonly role: string | null;
  /** False: the role is named by a backup, and is no role of this database. */
  readonly stands: boolean;
  /** Codes of the districts it reads beside its own. */
  readonly over: readonly string[];
  readonly problems: number;
}

export const allDistricts = (db: Queryable): Promise<OneDistrict[]> =>
  db.query<OneDistrict>(
    sql`
    select x.id, d.code, d.name_zh || ' ' || d.name_en as name, r.role::text as role, (r.role is null or ${roleStands}) as stands,
      array(select b.code from district b where b.id = any(r.sees) and b.id <> x.id order by b.id) as over,
      (select count(*)::int from ${anyProblem} p where p.district_id = x.id) as problems
    from (select id from district union select district_id from district_role) x left join district d on d.id = x.id
      left join district_role r on r.district_id = x.id
    order by x.id, r.role`,
    { timeout_ms: 0 },
  );
