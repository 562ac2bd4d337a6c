/** Who answers for which category by trade (条). A row has no name of its own: category, site type, unit and first day are what it is. */
import { type Lead, leads, type SiteType, siteTypes } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { Ids, type Loading, readRows } from "../loading.ts";
import type { Fields } from "../read/fields.ts";
import type { Row } from "../read/row.ts";
import { RowRefused } from "../report.ts";
import { Units } from "./units.ts";

interface DutyRow {
  readonly category: string;
  readonly siteType: SiteType | null;
  readonly unit: string | null;
  readonly lead: Lead;
  /** yyyy-MM-dd */
  readonly from: string;
  readonly to: string | null;
}

export async function loadDuties(loading: Loading): Promise<void> {
  const { tx, log, changed } = loading;
  const units = await Units.of(loading);
  const codes = await tx.query<{ code: string }>(sql`select code from category`);
  const known = new Set(["*", ...codes.map((c) => c.code)]);
  const ids = new Ids();
  const duties: DutyRow[] = [];
  for await (const batch of readRows(loading, 1_000, (row, fields) => dutyRow({ known, ids, units }, row, fields))) duties.push(...batch);
  await units.settle();
  const [done] = await replace(loading, duties, units);
  log.added = done?.added ?? 0;
  log.changed = done?.changed ?? 0;
  log.unchanged = duties.length - log.added - log.changed;
  log.removed = log.gone = done?.removed ?? 0;
  if (log.removed)
    log.note({ zh: `文件中已没有的分工 ${log.removed} 条，已删除`, en: `${log.removed} duties the file has no more were removed` });
  if (log.added + log.changed + log.removed > 0) changed.add("district");
}

interface Lookups {
  readonly known: ReadonlySet<string>;
  readonly ids: Ids;
  readonly units: Units;
}

/** @throws RowRefused, RowSkipped */
function dutyRow({ known, ids, units }: Lookups, row: Row, fields: Fields): DutyRow {
  const duty: DutyRow = {
    category: fields.needed(row, "category"),
    siteType: fields.word(row, "siteType", siteTypes),
    unit: fields.text(row, "unit"),
    lead: fields.word(row, "lead", leads) ?? "area",
    from: fields.day(row, "from") ?? "0001-01-01",
    to: fields.day(row, "to"),
  };
  const { category, siteType, unit, lead, from, to } = duty;
  if (!known.has(category))
    throw new RowRefused("category", category, { zh: "没有这个类别；* 表示全部", en: "no such category; * stands for all" });
  if (lead === "trade" && unit === null)
    throw new RowRefused("unit", "", { zh: "条牵头须有行业责任单位", en: "a trade that leads needs its unit" });
  if (to !== null && to <= from) throw new RowRefused("to", to, { zh: `不晚于起始日 ${from}`, en: `not after its first day, ${from}` });
  units.want(unit);
  ids.take([category, siteType ?? "", unit ?? "", from].join(" "), row, "category");
  return duty;
}

/** A duty that somebody has ended in the meantime stays ended, unless the file says its last day. */
function replace({ tx, layer }: Loading, duties: readonly DutyRow[], units: Units) {
  return tx.query<{ added: number; changed: number; removed: number }>(sql`
    with given as (
      select * from unnest(${duties.map((d) => d.category)}::text[], ${duties.map((d) => d.siteType)}::text[],
        ${duties.map((d) => units.id(d.unit))}::bigint[], ${duties.map((d) => d.lead)}::text[], ${duties.map((d) => d.from)}::date[],
        ${duties.map((d) => d.to)}::date[]) with ordinality u(category, site_type, unit_id, lead, valid_from, valid_to, i)),
    held as (
      select d.id, g.i, g.lead, coalesce(g.valid_to, d.valid_to) as valid_to from given g join trade_duty d on d.layer = ${layer.id}
        and (d.category, d.site_type, d.unit_id, d.valid_from) is not distinct from (g.category, g.site_type, g.unit_id, g.valid_from)),
    changed as (
      update trade_duty d set lead = h.lead, valid_to = h.valid_to from held h
      where d.id = h.id and (d.lead, d.valid_to) is distinct from (h.lead, h.valid_to) returning 1),
    removed as (delete from trade_duty d where d.layer = ${layer.id} and d.id not in (select id from held) returning 1),
    added as (
      insert into trade_duty (layer, category, site_type, unit_id, lead, valid_from, valid_to)
      select ${layer.id}, g.category, g.site_type, g.unit_id, g.lead, g.valid_from, g.valid_to from given g
      where g.i not in (select i from held) order by g.i returning 1)
    select (select count(*) from added)::int as added, (select count(*) from changed)::int as changed, (select count(*) from removed)::int as removed`);
}
