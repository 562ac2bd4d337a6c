/** A file that somebody brings in, as it is stored and as it travels; and who may do what with it. */
import { areaOf, type Caller, Conflict, Forbidden } from "../../ask/caller.ts";
import { type May, NotFound } from "../../ask/route.ts";
import { type ImportSpec, type ImportState, type ImportTarget, importStates } from "../../contract/importing/importing.ts";
import type { ImportBatch, ImportReport } from "../../contract/types.ts";
import type { Role, Word } from "../../contract/vocabulary.ts";
import type { Queryable, Tx } from "../../db/db.ts";
import { type Sql, sql } from "../../db/sql.ts";

export interface StoredBatch {
  readonly id: number;
  readonly person_id: number | null;
  readonly who: string;
  readonly name: string;
  readonly into_what: ImportTarget;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly state: ImportState;
  readonly progress: number | null;
  readonly spec: ImportSpec | null;
  readonly report: ImportReport | null;
  readonly failure_zh: string | null;
  readonly failure_en: string | null;
  readonly made_at: Date;
  readonly ended_at: Date | null;
  readonly staged: number;
  readonly same_id: number | null;
  readonly same_made: Date | null;
  readonly same_who: string | null;
}

/** Who may load what. All three may read what was loaded. */
const mayLoad: Readonly<Record<ImportTarget, readonly Role[]>> = {
  sites: ["planner", "administrator"],
  problems: ["dispatcher", "administrator"],
};
export const mayImport: May = { who: ["planner", "dispatcher", "administrator"], area: "none" };

/**
 * Imports are the whole district's: who is bound to a zone could put rows outside it, so they bring in nothing.
 * @throws Forbidden
 */
export function holdImporter(caller: Caller, into: ImportTarget): void {
  const roles = mayLoad[into].filter((role) => caller.roles.has(role));
  if (roles.length === 0)
    throw new Forbidden(
      into === "sites"
        ? { zh: "导入点位须由规划员或管理员进行。", en: "Sites are imported by planners and administrators." }
        : { zh: "导入问题须由调度员或管理员进行。", en: "Problems are imported by dispatchers and administrators." },
    );
  const bound = areaOf({ ...caller, roles: new Set(roles) })?.zone;
  if (bound && bound.level > 0)
    throw new Forbidden({
      zh: "您只负责一个责任区，不能导入全区的数据；请由全区的调度员或管理员导入。",
      en: "You answer for one zone; what is imported may lie anywhere. Ask a dispatcher of the whole district or an administrator.",
    });
}

const columns = (report: Sql): Sql => sql`
  b.id, b.person_id, b.who, b.name, b.into_what, b.columns, b.rows, b.state, b.progress, b.spec, ${report} as report, b.failure_zh, b.failure_en, b.made_at,
  b.ended_at, case when b.state in ('done', 'undone') then b.rows
    else (select coalesce(sum(p.count), 0) from import_part p where p.batch_id = b.id)::int end as staged,
  s.id as same_id, s.made_at as same_made, s.who as same_who`;
const same = sql`left join lateral (
  select o.id, o.made_at, o.who from import_batch o where o.sum = b.sum and o.into_what = b.into_what and o.state = 'done' and o.id <> b.id order by o.id desc limit 1) s on true`;

const none = new NotFound({ zh: "没有这个导入", en: "There is no such import." });

/** @throws NotFound */
export async function batchOf(on: Queryable, id: number): Promise<StoredBatch> {
  const [batch] = await on.query<StoredBatch>(sql`select ${columns(sql`b.report`)} from import_batch b ${same} where b.id = ${id}::bigint`);
  if (!batch) throw none;
  return batch;
}

/** The newest, without the rows of their reports. */
export const newestBatches = (limit: number): Sql => sql`
  select ${columns(sql`b.report || '{"refused": [], "mended": [], "noted": []}'::jsonb`)} from import_batch b ${same}
  order by b.id desc limit ${limit}::int`;

/** Locked for the transaction, and the caller may do something with it. @throws NotFound, Forbidden */
export async function holdBatch(tx: Tx, caller: Caller, id: number): Promise<StoredBatch> {
  const [there] = await tx.query(sql`select 1 from import_batch where id = ${id}::bigint for update`);
  if (!there) throw none;
  const batch = await batchOf(tx, id);
  holdImporter(caller, batch.into_what);
  return batch;
}

/** What was tried is loaded, and nothing another has said of it meanwhile: a file on its way is its bringer's own. @throws Forbidden */
export function holdOwn(caller: Caller, batch: StoredBatch): void {
  // A demo's caller is no person: the name is all there is.
  if (batch.person_id === null ? caller.personId === null && (caller.name ?? "") === batch.who : batch.person_id === caller.personId)
    return;
  throw new Forbidden({
    zh: `这个文件由${batch.who}上传，还没有导入：请由本人继续，或者您另行上传。`,
    en: `${batch.who} brought this file and has not imported it yet: let them go on with it, or bring it yourself.`,
  });
}

/** @throws Conflict when it is in none of these states */
export function holdState(batch: StoredBatch, states: readonly ImportState[]): void {
  if (states.includes(batch.state)) return;
  const is = importStates[batch.state];
  throw new Conflict(
    { zh: `这个导入现在是“${is.zh}”，不能这样做。`, en: `This import is “${is.en}” now: that cannot be done with it.` },
    { state: batch.state },
  );
}

const failureOf = ({ failure_zh: zh, failure_en: en }: StoredBatch): Word | null => (zh === null || en === null ? null : { zh, en });

export function toBatch(stored: StoredBatch): ImportBatch {
  const { id, name, state, rows, staged, progress, spec, report, who } = stored;
  return {
    ...{ id, name, into: stored.into_what, state, columns: [...stored.columns], rows, staged, progress, spec, report, by: who },
    failure: failureOf(stored),
    made: stored.made_at.toISOString(),
    ended: stored.ended_at?.toISOString() ?? null,
    same: stored.same_id === null ? null : { id: stored.same_id, made: stored.same_made?.toISOString() ?? "", by: stored.same_who ?? "" },
  };
}
