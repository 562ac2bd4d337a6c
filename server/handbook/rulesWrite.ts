/** Roles and texts, written whole. */
import type { HandbookRole, HandbookText } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Roles that are not among these are retired: who held one stays on record. */
export async function writeRoles(tx: Tx, roles: readonly HandbookRole[]): Promise<void> {
  const rows = roles.map(({ name, ...role }) => ({ ...role, zh: name.zh, en: name.en }));
  await tx.query(sql`update handbook_role set retired = true where code <> all(${roles.map(({ code }) => code)}::text[])`);
  await tx.query(sql`insert into handbook_role (code, name_zh, name_en, applies, level, needed, registered, duties, ord)
    select r.code, r.zh, r.en, r.applies, r.level, r.needed, r.registered, r.duties, e.i
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality e(t, i), jsonb_to_record(e.t)
      r (code text, zh text, en text, applies text[], level int, needed boolean, registered boolean, duties jsonb)
    on conflict (code, district_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, applies = excluded.applies, level = excluded.level,
      needed = excluded.needed, registered = excluded.registered, duties = excluded.duties, ord = excluded.ord, retired = false`);
}

/** What is not among these is said no more. */
export async function writeTexts(tx: Tx, texts: readonly HandbookText[]): Promise<void> {
  const rows = texts.map(({ about, checklist, standard, reward }) => ({
    about,
    checklist,
    standard_zh: standard.zh,
    standard_en: standard.en,
    reward_zh: reward.zh,
    reward_en: reward.en,
  }));
  await tx.query(sql`delete from handbook_text where about <> all(${texts.map(({ about }) => about)}::text[])`);
  await tx.query(sql`insert into handbook_text (about, checklist, standard_zh, standard_en, reward_zh, reward_en)
    select about, checklist, standard_zh, standard_en, reward_zh, reward_en from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      x (about text, checklist jsonb, standard_zh text, standard_en text, reward_zh text, reward_en text)
    on conflict (about, district_id) do update set checklist = excluded.checklist, standard_zh = excluded.standard_zh, standard_en = excluded.standard_en,
      reward_zh = excluded.reward_zh, reward_en = excluded.reward_en`);
}
