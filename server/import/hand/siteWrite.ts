/** Sites into the database, each with what stood there before: by that an undo goes back. */
import { searchText } from "../../ask/searchText.ts";
import { type SiteType, siteTypes } from "../../contract/vocabulary.ts";
import { type Sql, sql } from "../../db/sql.ts";
import { handLayer, type Work } from "./work.ts";

export interface SiteWrite {
  readonly row: number;
  /** The site it changes; null = a new one. */
  readonly siteId: number | null;
  readonly externalId: string;
  readonly siteType: SiteType;
  readonly name: string;
  readonly address: string | null;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly key: boolean | null;
  /** EWKB in hexadecimal; null = its geometry stays. */
  readonly geom: string | null;
  readonly length_m: number;
  readonly area_m2: number;
}

/** All that an import writes of a site, as it stands: what differs from it was changed by somebody since. */
export const siteState = sql`jsonb_build_object('site_type', s.site_type, 'kind', s.kind, 'name', s.name, 'address', s.address, 'unit_id', s.unit_id,
  'person', s.person, 'is_key', s.is_key, 'search', s.search, 'geom', encode(st_asewkb(s.geom), 'hex'), 'length_m', s.length_m, 'area_m2', s.area_m2)`;

const given = (sites: readonly SiteWrite[]): Sql => sql`
  select *, g::geometry as geom from unnest(${sites.map((s) => s.row)}::int[], ${sites.map((s) => s.siteId)}::bigint[], ${sites.map((s) => s.externalId)}::text[],
    ${sites.map((s) => s.siteType)}::text[], ${sites.map((s) => siteTypes[s.siteType].kind)}::text[], ${sites.map((s) => s.name)}::text[],
    ${sites.map((s) => s.address)}::text[], ${sites.map((s) => s.unitId)}::bigint[], ${sites.map((s) => s.person)}::text[], ${sites.map((s) => s.key)}::boolean[],
    ${sites.map((s) => searchText(s.name, s.address))}::text[], ${sites.map((s) => s.geom)}::text[], ${sites.map((s) => s.length_m)}::float8[],
    ${sites.map((s) => s.area_m2)}::float8[])
    with ordinality u(row, site_id, external_id, site_type, kind, name, address, unit_id, person, is_key, search, g, length_m, area_m2, i)`;

export async function addSites({ tx, batchId }: Work, sites: readonly SiteWrite[]): Promise<void> {
  if (sites.length === 0) return;
  await tx.query(sql`
    with given as (${given(sites)}),
    added as (
      insert into site as s (layer, external_id, site_type, kind, name, address, unit_id, person, is_key, search, geom, length_m, area_m2)
      select ${handLayer}, g.external_id, g.site_type, g.kind, g.name, g.address, g.unit_id, g.person, coalesce(g.is_key, false), g.search, g.geom,
        g.length_m, g.area_m2 from given g order by g.i
      returning s.id, s.external_id, ${siteState} as state)
    insert into import_change (batch_id, row, thing, thing_id, before, after)
    select ${batchId}::bigint, g.row, 'site', a.id, null, a.state from added a join given g on g.external_id = a.external_id`);
}

/** What the file does not say, or leaves empty, stays. @returns how many are otherwise now */
export async function changeSites({ tx, batchId }: Work, sites: readonly SiteWrite[]): Promise<number> {
  if (sites.length === 0) return 0;
  const there = await tx.query<{ id: number; address: string | null }>(
    // Held, so that what is kept for an undo is what is written over.
    sql`select id, address from site where id = any(${sites.map((s) => s.siteId)}::bigint[]) order by id for update`,
  );
  const address = new Map(there.map((s) => [s.id, s.address]));
  const whole = sites.map((s) => ({ ...s, address: s.address ?? address.get(s.siteId as number) ?? null }));
  const changed = await tx.query(sql`
    with given as (
      select g.row, g.i, s.id, g.site_type, g.kind, g.name, g.address, coalesce(g.unit_id, s.unit_id) as unit_id, coalesce(g.person, s.person) as person,
        coalesce(g.is_key, s.is_key) as is_key, g.search, coalesce(g.geom, s.geom) as geom,
        case when g.geom is null then s.length_m else g.length_m end as length_m, case when g.geom is null then s.area_m2 else g.area_m2 end as area_m2,
        ${siteState} as before
      from (${given(whole)}) g join site s on s.id = g.site_id),
    changed as (
      update site s set site_type = g.site_type, kind = g.kind, name = g.name, address = g.address, unit_id = g.unit_id, person = g.person,
        is_key = g.is_key, search = g.search, geom = g.geom, length_m = g.length_m, area_m2 = g.area_m2
      from given g where s.id = g.id
        and (s.site_type, s.kind, s.name, s.address, s.unit_id, s.person, s.is_key, s.geom)
          is distinct from (g.site_type, g.kind, g.name, g.address, g.unit_id, g.person, g.is_key, g.geom)
      returning s.id, ${siteState} as state)
    insert into import_change (batch_id, row, thing, thing_id, before, after)
    select ${batchId}::bigint, g.row, 'site', c.id, g.before, c.state from changed c join given g on g.id = c.id returning 1`);
  return changed.length;
}
