/** "Everybody writes this anyway." A note template added, or changed by its id; retired, never removed. */

import { flagField, idField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { actPaths, type PersonAct } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";

const columns = sql`id, act, text_zh as zh, text_en as en, retired`;

export const templateSave = route({
  method: "POST",
  path: "/api/templates",
  question: "Adds a note template, or changes the one that has this id.",
  may: { who: ["administrator"], area: "none" },
  body: {
    id: optional(idField("The template to change; left out: a new one.")),
    act: wordField(Object.keys(actPaths) as PersonAct[], "The act it is offered with."),
    zh: textField(1, 500, "In Chinese."),
    en: textField(1, 500, "In English."),
    retired: optional(flagField("Offered no more; left out: as it was.")),
  },
  answer: Done,
  handle: ({ body: { id, act, zh, en, retired }, tx, audit }) =>
    tx("template", async (on) => {
      const [before] = await on.query(sql`select ${columns} from note_template where id = ${id}::bigint for update`);
      if (id !== null && !before) throw refusedField("id", id, { zh: "没有这个模板", en: "the id of a template that exists" });
      const [after] = before
        ? await on.query(sql`update note_template set act = ${act}::text, text_zh = ${zh}::text, text_en = ${en}::text,
            retired = coalesce(${retired}::boolean, retired) where id = ${id}::bigint returning ${columns}`)
        : await on.query(sql`insert into note_template (act, text_zh, text_en, retired)
            values (${act}::text, ${zh}::text, ${en}::text, coalesce(${retired}::boolean, false)) returning ${columns}`);
      await audit({ kind: "change", detail: { what: "template", before: before ?? null, after } }, on);
      await on.query(moved("district"));
      return { ok: true };
    }),
});
