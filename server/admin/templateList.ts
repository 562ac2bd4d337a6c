/** "What is written again and again with this act?" */
import { route } from "../ask/route.ts";
import { Templates as TemplatesSchema } from "../contract/bookSchemas.ts";
import type { Templates } from "../contract/types.ts";
import { sql } from "../db/sql.ts";

export const templateList = route({
  path: "/api/templates",
  question: "Which note templates are there for each act, retired ones too?",
  may: { who: "signed in", area: "none" },
  answer: TemplatesSchema,
  handle: async ({ rows }) => ({
    rows: await rows<Templates["rows"][number]>(
      "templates",
      sql`select id, act, json_build_object('zh', text_zh, 'en', text_en) as text, retired from note_template order by act, id`,
    ),
  }),
});
