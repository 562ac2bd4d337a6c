/** "Which editions were there?" */
import { route } from "../ask/route.ts";
import { HandbookEditions } from "../contract/handbookSchemas.ts";
import type { HandbookEdition } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { readers } from "./reading.ts";

/** How many pages of an edition `e` were others than in the one before, and how many of that one were no more. */
export const editionColumns = sql`e.number, e.day::text as day, e.note, p.name as by,
  (select count(*)::int from jsonb_object_keys(e.pages)) as pages,
  (select count(*)::int from jsonb_each(e.pages) x where (x.value ->> 1)::int = e.number) as changed,
  (select count(*)::int from handbook_edition b, jsonb_object_keys(b.pages) k where b.number = e.number - 1 and not e.pages ? k) as gone`;

export const handbookEditions = route({
  path: "/api/handbook/editions",
  question: "Which editions of the handbook were there, and how much did each change?",
  may: readers,
  answer: HandbookEditions,
  async handle({ rows }) {
    const found = await rows<HandbookEdition>(
      "editions",
      sql`select ${editionColumns} from handbook_edition e left join person p on p.id = e.made_by order by e.number desc limit 100`,
    );
    return { rows: found };
  },
});
