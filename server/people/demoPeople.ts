/** The people a demo offers to be tried as: one of each role (two who check each other's rechecks), of the whole district where there are such. */

import type { Me } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { here } from "./standing.ts";

/** In the order of the roles; somebody who is the first of two is listed once. */
export async function demoPeople(on: Queryable): Promise<Me["demoPeople"]> {
  const found = await on.query<Me["demoPeople"][number]>(sql`
    select p.id, p.name, p.roles, p.unit_id as unit, p.zone_id as zone
    from unnest(${personRoles}::text[]) with ordinality o (role, place)
      cross join lateral (select p.* from person p where o.role = any(p.roles) and ${here} and p.password_hash is null
        order by p.zone_id is not null, p.id limit case o.role when 'inspector' then 2 else 1 end) p
    order by o.place`);
  return found.filter((person, i) => found.findIndex(({ id }) => id === person.id) === i);
}
