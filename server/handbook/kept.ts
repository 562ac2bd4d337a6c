/** Roles, texts and their version as they are kept. */
import type { HandbookRole, HandbookRules, HandbookText } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Runs a statement. */
export type Query = <Row extends object>(statement: Sql) => Promise<Row[]>;

interface Kept {
  readonly version: number;
  readonly changed: Date;
  readonly by: string | null;
  readonly roles: HandbookRole[];
  readonly texts: HandbookText[];
}

const rules = sql`select v.version, v.changed_at as changed, p.name as by,
  coalesce((select json_agg(json_build_object('code', r.code, 'name', json_build_object('zh', r.name_zh, 'en', r.name_en), 'applies', r.applies,
      'level', r.level, 'needed', r.needed, 'registered', r.registered, 'duties', r.duties) order by r.ord, r.code)
    from handbook_role r where not r.retired), '[]'::json) as roles,
  coalesce((select json_agg(json_build_object('about', t.about, 'checklist', t.checklist,
      'standard', json_build_object('zh', t.standard_zh, 'en', t.standard_en), 'reward', json_build_object('zh', t.reward_zh, 'en', t.reward_en)) order by t.about)
    from handbook_text t), '[]'::json) as texts
  from handbook_rule v left join person p on p.id = v.changed_by`;

export async function loadRules(query: Query): Promise<HandbookRules> {
  const [row] = (await query<Kept>(rules)) as [Kept];
  return { ...row, changed: row.changed.toISOString() };
}
