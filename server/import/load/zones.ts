/** Responsibility zones, each with the zone above it: by the file's word, else by place. */

import { searchText } from "../../ask/searchText.ts";
import type { Word } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { holdAllKeys } from "../../log/problem.ts";
import { Ids, type Loading } from "../loading.ts";
import { zonesKept } from "./pieces.ts";
import { readShapes, type Shaped } from "./shapes.ts";
import { Units } from "./units.ts";

interface ZoneRow {
  readonly externalId: string;
  readonly level: number;
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly person: string | null;
  readonly unit: string | null;
}

/** A plan that is published is changed by no other route. */
const keptByPlan: Word = {
  zh: "责任区已由发布的方案管理，文件中的责任区没有采用；如要采用，请在规划台导入为方案后发布",
  en: "Zones are those of a published plan: the file's were not taken. Import them as a plan at the planner's table and publish it",
};

export async function loadZones(loading: Loading): Promise<void> {
  const { log, changed } = loading;
  const ids = new Ids();
  const units = await Units.of(loading);
  const zones = await readShapes(loading, true, (row, fields): ZoneRow => {
    const externalId = fields.id(row, "externalId");
    const unit = fields.text(row, "unit");
    const zone = {
      externalId,
      level: fields.integer(row, "level", 1, 3) ?? 1,
      code: fields.text(row, "code") ?? externalId,
      name: fields.needed(row, "name"),
      parent: fields.text(row, "parent"),
      person: fields.text(row, "person"),
      unit,
    };
    units.want(unit);
    ids.take(externalId, row);
    return zone;
  });
  await units.settle();
  if (await zonesKept(loading.tx)) {
    log.unchanged = zones.length;
    log.note(keptByPlan);
    return;
  }
  const [done] = await upsert(loading, zones, units);
  log.added = done?.added ?? 0;
  log.changed = done?.changed ?? 0;
  log.unchanged = zones.length - log.added - log.changed;
  log.removed = log.gone = await removeGone(loading, ids.all());
  const moved = await setParents(loading, zones);
  if (log.added + log.changed + log.removed + moved > 0) changed.add("zones");
}

function upsert({ tx, layer }: Loading, zones: readonly Shaped<ZoneRow>[], units: Units): Promise<{ added: number; changed: number }[]> {
  const v = zones.map((z) => z.value);
  return tx.query(sql`
    with given as (
      select external_id, level, code, name, person, unit_id, search, g::geometry as geom, area_m2, i
      from unnest(${v.map((z) => z.externalId)}::text[], ${v.map((z) => z.level)}::int[], ${v.map((z) => z.code)}::text[], ${v.map((z) => z.name)}::text[],
        ${v.map((z) => z.person)}::text[], ${v.map((z) => units.id(z.unit))}::bigint[],
        ${v.map((z) => searchText(z.name, z.code === z.name ? null : z.code))}::text[], ${zones.map((z) => z.geom)}::text[], ${zones.map((z) => z.area_m2)}::float8[])
        with ordinality u(external_id, level, code, name, person, unit_id, search, g, area_m2, i)),
    changed as (
      update zone z set level = g.level, code = g.code, name = g.name, person = g.person, unit_id = g.unit_id, search = g.search, geom = g.geom, area_m2 = g.area_m2
      from given g where z.layer = ${layer.id} and z.external_id = g.external_id
        and (z.level, z.code, z.name, z.person, z.unit_id, z.search, z.geom)
          is distinct from (g.level, g.code, g.name, g.person, g.unit_id, g.search, g.geom) returning 1),
    added as (
      insert into zone (layer, external_id, level, code, name, person, unit_id, search, geom, area_m2)
      select ${layer.id}, g.external_id, g.level, g.code, g.name, g.person, g.unit_id, g.search, g.geom, g.area_m2 from given g
      where not exists (select from zone z where z.layer = ${layer.id} and z.external_id = g.external_id) order by g.i returning 1)
    select (select count(*) from added)::int as added, (select count(*) from changed)::int as changed`);
}

/** Zones the file has no more. What pointed at them points at nothing; problems get their zones anew afterwards. */
async function removeGone(loading: Loading, ids: readonly string[]): Promise<number> {
  const { tx, layer, log } = loading;
  const gone = await tx.query<{ id: number; name: string }>(
    sql`select id, name from zone where layer = ${layer.id} and external_id <> all(${ids}::text[])`,
  );
  if (gone.length === 0) return 0;
  const which = gone.map((z) => z.id);
  await movePeople(loading, which);
  await tx.query(sql`update zone set parent_id = null where parent_id = any(${which}::bigint[])`);
  await holdAllKeys(tx);
  for (const table of [sql`problem`, sql`archived_problem`])
    for (const zone of [sql`zone1_id`, sql`zone2_id`, sql`zone3_id`, sql`found_zone1_id`, sql`found_zone2_id`, sql`found_zone3_id`])
      await tx.query(sql`update ${table} set ${zone} = null where ${zone} = any(${which}::bigint[])`);
  await tx.query(sql`delete from zone where id = any(${which}::bigint[])`);
  const some = gone
    .slice(0, 20)
    .map((z) => z.name)
    .join(", ");
  log.note({
    zh: `文件中已没有的责任区，已删除 ${gone.length} 个：${some}`,
    en: `${gone.length} zones the file has no more were removed: ${some}`,
  });
  return gone.length;
}

/** No area means the whole district: whoever had a zone that goes has the next one above that stays, and without one no duty in an area. */
async function movePeople({ tx, log }: Loading, gone: readonly number[]): Promise<void> {
  const moved = await tx.query<{ name: string }>(sql`
    with recursive up as (
      select z.id as zone, z.parent_id as above from zone z where z.id = any(${gone}::bigint[])
      union all
      select up.zone, z.parent_id from up join zone z on z.id = up.above where up.above = any(${gone}::bigint[])),
    next as (select zone, above from up where above is null or above <> all(${gone}::bigint[]))
    update person p set zone_id = n.above, version = p.version + 1,
      roles = case when n.above is null then array(select r from unnest(p.roles) r where r not in ('dispatcher', 'inspector')) else p.roles end
    from next n where p.zone_id = n.zone returning p.name`);
  const some = moved
    .slice(0, 20)
    .map((p) => p.name)
    .join(", ");
  if (moved.length)
    log.note({
      zh: `${moved.length} 人的责任区已删除，改为其上级责任区（没有上级的，不再是调度员或巡查员）：${some}`,
      en: `the zone of ${moved.length} people was removed; theirs is the one above now (without one they are no dispatcher or inspector any more): ${some}`,
    });
}

async function setParents({ tx, layer, log }: Loading, zones: readonly Shaped<ZoneRow>[]): Promise<number> {
  const found = await tx.query<{ i: number; id: number; named: number | null; placed: number | null }>(sql`
    select u.i::int as i, z.id,
      (select p.id from zone p where p.external_id = u.parent and p.level = z.level - 1 order by p.layer = z.layer desc, p.id limit 1) as named,
      (select p.id from zone p where p.level = z.level - 1 and st_intersects(p.geom, st_pointonsurface(z.geom)) order by p.id limit 1) as placed
    from unnest(${zones.map((z) => z.value.externalId)}::text[], ${zones.map((z) => z.value.parent)}::text[]) with ordinality u(external_id, parent, i)
    join zone z on z.layer = ${layer.id} and z.external_id = u.external_id where z.level > 1`);
  let byPlace = 0;
  for (const { i, named, placed } of found) {
    const zone = zones[i - 1] as Shaped<ZoneRow>;
    const { parent } = zone.value;
    if (named === null && parent !== null)
      log.say("mended", zone.row, "parent", parent, { zh: "没有这个上级责任区，按位置取", en: "no such zone above; found by place" });
    if (named === null && placed !== null) byPlace += 1;
    if (named === null && placed === null)
      log.say("noted", zone.row, "parent", parent, { zh: "找不到上级责任区", en: "no zone above was found" });
  }
  if (byPlace) log.note({ zh: `${byPlace} 个责任区的上级按位置取`, en: `the zone above was found by place for ${byPlace} zones` });
  const moved = await tx.query(sql`
    update zone z set parent_id = g.parent from unnest(${found.map((f) => f.id)}::bigint[], ${found.map((f) => f.named ?? f.placed)}::bigint[]) g(id, parent)
    where z.id = g.id and z.parent_id is distinct from g.parent returning 1`);
  return moved.length;
}
