/**
 * A cluster is forming: around some problem so many were found lately and are still open. Neighbourhoods that share a problem are one cluster,
 * so a problem belongs to one cluster at most. What it was raised of stays on the card: an alarm does not grow.
 */
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { placeOf } from "./watchProblems.ts";
import { mostRaised, type Rule } from "./watchRule.ts";

/** The last so many are looked around. */
const mostSpots = 2_000;

/** Over a problem, by what it is called. */
const late = (p: Sql, { hours }: Rule): Sql =>
  sql`${p}.is_open and ${p}.found_at > (select clock()) - ${hours}::int * interval '1 hour' and ${p}.found_at <= (select clock())`;

interface Core {
  /** At one and the same position. */
  readonly ids: readonly number[];
  /** No farther off, themselves among them. */
  readonly near: readonly number[];
}

/** Many at one position are looked around once: an import may put a whole street at its gate. */
const cores = (rule: Rule): Sql => sql`
  with spot as materialized (select x.geog, array_agg(x.id) as ids
    from (select p.id, p.geog from problem p where ${late(sql`p`, rule)} order by p.found_at desc, p.id desc limit ${mostSpots}::int) x group by x.geog)
  select s.ids, n.ids as near from spot s, lateral (select array_agg(o.id) as ids from problem o
    where ${late(sql`o`, rule)} and ST_DWithin(o.geog, s.geog, ${rule.within_m}::float8)) n
  where cardinality(n.ids) >= ${rule.least}::int`;

/** Problems that have come together, each under the lowest of them. */
class Together {
  readonly #parent = new Map<number, number>();

  root(id: number): number {
    let at = id;
    for (;;) {
      const above = this.#parent.get(at) ?? at;
      if (above === at) return at;
      this.#parent.set(at, this.#parent.get(above) ?? above);
      at = above;
    }
  }
  join(one: number, other: number): void {
    const [a, b] = [this.root(one), this.root(other)];
    const least = Math.min(a, b);
    for (const root of [a, b]) this.#parent.set(root, least);
  }
  get ids(): Iterable<number> {
    return this.#parent.keys();
  }
}

interface Cluster {
  readonly ids: number[];
  readonly cores: number[];
}

/** In the order of their lowest ids. */
function clustersOf(found: readonly Core[]): Cluster[] {
  const together = new Together();
  for (const { ids, near } of found) for (const id of near) together.join(id, ids[0] as number);
  const clusters = new Map<number, Cluster>();
  const of = (id: number): Cluster => {
    const root = together.root(id);
    const cluster = clusters.get(root) ?? { ids: [], cores: [] };
    clusters.set(root, cluster);
    return cluster;
  };
  for (const id of [...together.ids].sort((a, b) => a - b)) of(id).ids.push(id);
  for (const { ids } of found) of(ids[0] as number).cores.push(...ids);
  return [...clusters.values()];
}

/** Not again while one of its problems is of an alarm that stands, or was raised within the hours: a cluster that grows is no news. */
const fresh = ({ hours }: Rule): Sql => sql`not exists (select from alarm a where a.kind = 'cluster' and a.problems && c.ids
  and (a.ended_at is null or a.at > (select clock()) - ${hours}::int * interval '1 hour'))`;

/** Where it is: the core that is nearest to the middle. What it is of: the category most of it has. */
const raise = (clusters: readonly Cluster[], rule: Rule): Sql => sql`
  insert into alarm (kind, what, problems, detail, geom, at)
  select 'cluster', c.ids[1]::text, c.ids, jsonb_build_object('title', coalesce(k.place, g.name_zh), 'place', k.place, 'category', g.code), k.geom, clock()
  from (select array(select v::bigint from jsonb_array_elements_text(x.ids) v order by v::bigint) as ids,
      array(select v::bigint from jsonb_array_elements_text(x.cores) v) as cores
    from jsonb_to_recordset(${JSON.stringify(clusters)}::jsonb) x (ids jsonb, cores jsonb)) c,
  lateral (select ST_SetSRID(ST_MakePoint(avg(ST_X(p.geom)), avg(ST_Y(p.geom))), 4326)::geography as geog from problem p where p.id = any(c.ids)) m,
  lateral (select ${placeOf} as place, p.geom from problem p left join site s on s.id = p.site_id where p.id = any(c.cores)
    order by ST_Distance(p.geog, m.geog), p.id limit 1) k,
  lateral (select e.code, e.name_zh from problem p join category e on e.code = p.category where p.id = any(c.ids)
    group by e.code, e.name_zh order by count(*) desc, e.code limit 1) g
  where ${fresh(rule)} order by c.ids[1] limit ${mostRaised}::int
  on conflict do nothing returning id`;

/** @returns how many were raised; at most 500 */
export async function raiseClusters(tx: Tx, rule: Rule): Promise<number> {
  const clusters = clustersOf(await tx.query<Core>(cores(rule)));
  return clusters.length ? (await tx.query(raise(clusters, rule))).length : 0;
}
