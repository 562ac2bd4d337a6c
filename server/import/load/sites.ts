/** Sites: what is evaluated. The kind follows from the type; length and area are measured on the ellipsoid. */

import { anyProblem } from "../../ask/past.ts";
import { searchText } from "../../ask/searchText.ts";
import { type SiteType, siteTypes } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { Ids, type Loading } from "../loading.ts";
import { readShapes, type Shaped } from "./shapes.ts";
import { Units } from "./units.ts";

interface SiteRow {
  readonly externalId: string;
  readonly siteType: SiteType;
  readonly name: string;
  readonly address: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly key: boolean;
}

export async function loadSites(loading: Loading): Promise<void> {
  const { log, changed } = loading;
  const ids = new Ids();
  const units = await Units.of(loading);
  const sites = await readShapes(loading, false, (row, fields): SiteRow => {
    const externalId = fields.id(row, "externalId");
    const site = {
      externalId,
      siteType: fields.word(row, "siteType", siteTypes) as SiteType,
      name: fields.needed(row, "name"),
      address: fields.text(row, "address"),
      unit: fields.text(row, "unit"),
      person: fields.text(row, "person"),
      key: fields.flag(row, "key"),
    };
    units.want(site.unit);
    ids.take(externalId, row);
    return site;
  });
  await units.settle();
  for (let i = 0; i < sites.length; i += 2_000) {
    const [done] = await upsert(loading, sites.slice(i, i + 2_000), units);
    log.added += done?.added ?? 0;
    log.changed += done?.changed ?? 0;
  }
  log.unchanged = sites.length - log.added - log.changed;
  await removeGone(loading, ids.all());
  if (log.added + log.changed + log.removed > 0) changed.add("sites");
}

function upsert({ tx, layer }: Loading, sites: readonly Shaped<SiteRow>[], units: Units): Promise<{ added: number; changed: number }[]> {
  const v = sites.map((s) => s.value);
  return tx.query(sql`
    with given as (
      select external_id, site_type, kind, name, address, unit_id, person, is_key, search, g::geometry as geom, length_m, area_m2, i
      from unnest(${v.map((s) => s.externalId)}::text[], ${v.map((s) => s.siteType)}::text[], ${v.map((s) => siteTypes[s.siteType].kind)}::text[],
        ${v.map((s) => s.name)}::text[], ${v.map((s) => s.address)}::text[], ${v.map((s) => units.id(s.unit))}::bigint[], ${v.map((s) => s.person)}::text[],
        ${v.map((s) => s.key)}::boolean[], ${v.map((s) => searchText(s.name, s.address))}::text[], ${sites.map((s) => s.geom)}::text[],
        ${sites.map((s) => s.length_m)}::float8[], ${sites.map((s) => s.area_m2)}::float8[])
        with ordinality u(external_id, site_type, kind, name, address, unit_id, person, is_key, search, g, length_m, area_m2, i)),
    changed as (
      update site s set site_type = g.site_type, kind = g.kind, name = g.name, address = g.address, unit_id = g.unit_id, person = g.person,
        is_key = g.is_key, search = g.search, geom = g.geom, length_m = g.length_m, area_m2 = g.area_m2
      from given g where s.layer = ${layer.id} and s.external_id = g.external_id
        and (s.site_type, s.kind, s.name, s.address, s.unit_id, s.person, s.is_key, s.search, s.geom)
          is distinct from (g.site_type, g.kind, g.name, g.address, g.unit_id, g.person, g.is_key, g.search, g.geom) returning 1),
    added as (
      insert into site (layer, external_id, site_type, kind, name, address, unit_id, person, is_key, search, geom, length_m, area_m2)
      select ${layer.id}, g.external_id, g.site_type, g.kind, g.name, g.address, g.unit_id, g.person, g.is_key, g.search, g.geom, g.length_m, g.area_m2
      from given g where not exists (select from site s where s.layer = ${layer.id} and s.external_id = g.external_id) order by g.i returning 1)
    select (select count(*) from added)::int as added, (select count(*) from changed)::int as changed`);
}

/** Sites the file has no more are removed, but for those a problem was found at. */
async function removeGone({ tx, layer, log }: Loading, ids: readonly string[]): Promise<void> {
  const gone = await tx.query<{ id: number }>(sql`select id from site where layer = ${layer.id} and external_id <> all(${ids}::text[])`);
  if (gone.length === 0) return;
  const removed = await tx.query(sql`
    delete from site s where s.id = any(${gone.map((s) => s.id)}::bigint[]) and not exists (select from ${anyProblem} p where p.site_id = s.id)
      and not exists (select from check_in c where c.site_id = s.id) returning 1`);
  log.gone = gone.length;
  log.removed = removed.length;
  const kept = gone.length - removed.length;
  log.note({
    zh: `文件中已没有的点位 ${gone.length} 个：删除 ${removed.length} 个${kept ? `，${kept} 个有问题记录，保留` : ""}`,
    en: `${gone.length} sites the file has no more: ${removed.length} removed${kept ? `, ${kept} kept because problems refer to them` : ""}`,
  });
}
