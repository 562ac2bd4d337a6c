/** The note templates every district starts from: data/reference/templates.json. Once there are any, they are the district's own. */
import { readFile } from "node:fs/promises";
import type { PersonAct, Word } from "../contract/vocabulary.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const referenceFile = new URL("../../data/reference/templates.json", import.meta.url);

export type ReferenceTemplates = Readonly<Partial<Record<PersonAct, readonly Word[]>>>;

/** By act, in the order in which they are offered. */
export async function referenceTemplates(): Promise<ReferenceTemplates> {
  return JSON.parse(await readFile(referenceFile, "utf8")) as ReferenceTemplates;
}

/** Fills the templates of a database that has none yet. */
export async function seedTemplates(db: Db): Promise<void> {
  const all = Object.entries(await referenceTemplates()).flatMap(([act, texts]) => texts.map((text) => ({ act, ...text })));
  await db.tx(async (tx) => {
    // Two programs that start at once: the second one waits, and finds them there.
    await tx.query(sql`lock table note_template in share row exclusive mode`);
    const there = await tx.query(sql`select 1 from note_template limit 1`);
    if (there.length) return;
    await tx.query(sql`insert into note_template (act, text_zh, text_en)
      select act, zh, en from jsonb_array_elements(${JSON.stringify(all)}::jsonb) with ordinality e(t, i),
        jsonb_to_record(t) x (act text, zh text, en text) order by i`);
  });
}
