/** "Whom could it be?" People of the district who have not left, by their names. */

import { today } from "../ask/day.ts";
import { maskPhone } from "../ask/mask.ts";
import { route } from "../ask/route.ts";
import { HandbookPeople } from "../contract/handbookSchemas.ts";
import type { HandbookPeople as People } from "../contract/types.ts";
import { and, sql } from "../db/sql.ts";
import { someWords } from "./parameters.ts";
import { writers } from "./reading.ts";

export const handbookPeople = route({
  path: "/api/handbook/people",
  question: "Which people of the district could hold a role, by their names?",
  may: writers,
  takes: { q: someWords },
  answer: HandbookPeople,
  async handle({ given: { q }, rows }) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const named = words.map((word) => sql`strpos(lower(p.name) || ' ' || p.search, ${word}::text) > 0`);
    const found = await rows<People["rows"][number]>(
      "people",
      sql`select p.id, p.name, u.name as unit, p.phone from person p left join unit u on u.id = p.unit_id
        where ${and([sql`(p.left_on is null or p.left_on > ${today})`, ...named])} order by p.name, p.id limit 30`,
    );
    return { rows: found.map((row) => ({ ...row, phone: row.phone && maskPhone(row.phone) })) };
  },
});
