/** "Call it so; from next month nothing is filed under it." A category added, or changed by its code. */

import { dayField, numberField, objectField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { CategoryRow as CategoryRowSchema } from "../contract/bookSchemas.ts";
import type { CategoryRow } from "../contract/types.ts";
import { type Campaign, campaigns } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { audited, categoryRows } from "./categories.ts";

/** A major is its own; a minor's major exists, and nothing that has minors becomes one. @throws ParameterError */
async function refuseLost(tx: Tx, code: string, major: string): Promise<void> {
  if (code === major) return;
  const [found] = await tx.query<{ is_major: boolean; has_minors: boolean }>(sql`
    select exists (select from category where code = ${major}::text and major = code) as is_major,
      exists (select from category where major = ${code}::text and code <> ${code}::text) as has_minors`);
  if (!found?.is_major) throw refusedField("major", major, { zh: "已有的大类代码", en: "the code of a major category" });
  if (found.has_minors) throw refusedField("major", major, { zh: "该类下有小类，仍须为大类", en: "its own code: it has minor categories" });
}

export const categoryChange = route({
  method: "POST",
  path: "/api/categories",
  question: "Adds a category, or changes the one that has this code.",
  may: { who: ["administrator"], area: "none" },
  body: {
    code: textField(1, 32, "Letters, digits, - and _; it never changes."),
    major: textField(1, 32, "Code of the major category; of a major one, its own."),
    name: objectField({ zh: textField(1, 200, "In Chinese."), en: textField(1, 200, "In English.") }),
    campaign: optional(wordField(Object.keys(campaigns) as Campaign[], "The campaign it belongs to.")),
    retired: optional(dayField("From this day on no new problem is filed under it.")),
    sameRadius_m: optional(numberField(1, 2000, "Two finds so near each other may be the same; as it was when left out.")),
    sameDays: optional(numberField(0.04, 366, "And found within so many days; as it was when left out.")),
  },
  answer: CategoryRowSchema,
  async handle({ body: { code, major, name, campaign, retired, sameRadius_m, sameDays }, caller, tx, audit }) {
    if (!/^[A-Za-z0-9_-]+$/.test(code)) throw refusedField("code", code, { zh: "字母、数字、- 与 _", en: "letters, digits, - and _" });
    return tx("category", async (on) => {
      const row = categoryRows(caller, sql`c.code = ${code}::text`);
      const [before] = await on.query<CategoryRow>(row);
      await refuseLost(on, code, major);
      await on.query(sql`insert into category (code, major, name_zh, name_en, campaign, retired_on, layer)
        values (${code}::text, ${major}::text, ${name.zh}::text, ${name.en}::text, ${campaign}::text, ${retired}::date, 'app')
        on conflict (code, district_id) do update set major = excluded.major, name_zh = excluded.name_zh, name_en = excluded.name_en,
          campaign = excluded.campaign, retired_on = excluded.retired_on`);
      await on.query(sql`update category set same_radius_m = coalesce(${sameRadius_m}::float8, same_radius_m),
        same_days = coalesce(${sameDays}::float8, same_days) where code = ${code}::text`);
      const [after] = await on.query<CategoryRow>(row);
      await audit({ kind: "change", detail: { what: "category", before: audited(before), after: audited(after) } }, on);
      await on.query(moved("district"));
      return after as CategoryRow;
    });
  },
});
