/** What changed in the districts under a city, told to the city's own pages: its change feed goes on with what theirs said since the last look. */
import { type MovedProblem, moved } from "../ask/revision.ts";
import { type ChangeLayer, changeLayers } from "../contract/officeWords.ts";
import type { Db, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Of more problems than this the layer is told as a whole. */
const mostMoves = 2_000;
/** A city's pages are that late at most, beside their own way. */
export const below_ms = 2_000;

/** Layers a city reads of those under it: of their other changes it has nothing to tell. */
const read: readonly ChangeLayer[] = ["district", "base", "sites", "zones", "problems"];

const news = sql`(select b.id, b.revision, h.revision as heard from district_below b left join district_heard h on h.of_id = b.id
  where h.revision is distinct from b.revision)`;

/** A code means in a city what the city's own list says; one that it lacks comes with the district's words. The lowest district's go before. */
const takeCategories = sql`insert into category (code, major, name_zh, name_en, campaign, layer)
  select distinct on (c.code) c.code, c.major, c.name_zh, c.name_en, c.campaign, 'below' from category_below c
  where not exists (select from category o where o.code = c.code and o.district_id = own_district()) order by c.code, c.district_id
  on conflict do nothing returning code`;

interface Heard {
  /** Layers that may be otherwise in any way; null: a district's changes are not all at hand. */
  readonly whole: readonly ChangeLayer[] | null;
  readonly moves: readonly MovedProblem[];
}

/** What the districts said after what was heard of them; a feed that was pruned meanwhile leaves a gap. */
async function hear(tx: Tx): Promise<Heard> {
  const [told] = await tx.query<{ whole: ChangeLayer[]; gap: boolean }>(sql`with n as (select * from ${news} x),
      c as (select c.* from change_below c join n on n.id = c.district_id and c.revision > coalesce(n.heard, 0) and c.revision <= n.revision)
    select coalesce((select array_agg(distinct layer) from c where whole), '{}') as whole,
      exists (select from n where n.heard is null
        or (select count(*) from c where c.district_id = n.id) <> n.revision - n.heard) as gap`);
  const moves = await tx.query<MovedProblem>(sql`with n as (select * from ${news} x)
    select m.problem_id as id, min(m.unit_before) as "unitBefore", null::bigint as "personBefore", (array_agg(m.act order by m.revision desc))[1] as act
    from problem_change_below m join n on n.id = m.district_id and m.revision > n.heard and m.revision <= n.revision
    group by m.problem_id order by m.problem_id limit ${mostMoves + 1}::int`);
  return { whole: told && !told.gap ? told.whole : null, moves };
}

async function tellOn(tx: Tx): Promise<void> {
  // Whoever else serves this city waits, and then has nothing to tell.
  await tx.query(sql`select from change_head for update`);
  const categories = await tx.query(takeCategories);
  const { whole, moves } = await hear(tx);
  const layers = new Set<ChangeLayer>(whole ?? changeLayers);
  if (categories.length > 0) layers.add("district");
  if (moves.length > mostMoves) layers.add("problems");
  await tx.query(sql`insert into district_heard as h (of_id, revision) select x.id, x.revision from ${news} x
    on conflict (of_id, district_id) do update set revision = excluded.revision`);
  for (const layer of read) if (layers.has(layer)) await tx.query(moved(layer));
  if (!layers.has("problems") && moves.length > 0) await tx.query(moved("problems", moves));
}

/**
 * For a city's server to call again and again; elsewhere there is nobody below, and nothing is done.
 * @returns whether anything was told
 */
export async function hearBelow(db: Db): Promise<boolean> {
  const waiting = await db.query(sql`select from ${news} x limit 1`);
  if (waiting.length === 0) return false;
  await db.tx(tellOn);
  return true;
}
