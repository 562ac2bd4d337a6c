/** Units: who answers. Read from a layer of their own, and found or added by name from the other layers. */

import { searchText } from "../../ask/searchText.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { Ids, type Loading, readRows } from "../loading.ts";
import type { Row } from "../read/row.ts";
import { RowRefused } from "../report.ts";

interface UnitRow {
  readonly row: Row;
  readonly externalId: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly contact: string | null;
}

export async function loadUnits(loading: Loading): Promise<void> {
  const { log, changed } = loading;
  const ids = new Ids();
  const units: UnitRow[] = [];
  const read = readRows(loading, 1_000, (row, fields): UnitRow => {
    const externalId = fields.id(row, "externalId");
    const name = fields.needed(row, "name");
    const unit = {
      row,
      externalId,
      name,
      shortName: fields.text(row, "shortName") ?? name,
      kind: fields.text(row, "kind") ?? "bureau",
      parent: fields.text(row, "parent"),
      contact: fields.text(row, "contact"),
    };
    ids.take(externalId, row);
    return unit;
  });
  for await (const batch of read) units.push(...batch);
  const [done] = await upsert(loading, units);
  log.added += done?.added ?? 0;
  log.changed += done?.changed ?? 0;
  log.unchanged += units.length - log.added - log.changed;
  const parents = await setParents(loading, units);
  for (const { externalId, contact } of units)
    if (contact !== null) loading.contacts.push({ layer: loading.layer.id, unit: externalId, person: contact });
  if (log.added + log.changed + parents > 0) changed.add("district");
}

function upsert({ tx, layer }: Loading, units: readonly UnitRow[]): Promise<{ added: number; changed: number }[]> {
  return tx.query(sql`
    with given as (
      select * from unnest(${units.map((u) => u.externalId)}::text[], ${units.map((u) => u.name)}::text[], ${units.map((u) => u.shortName)}::text[],
        ${units.map((u) => u.kind)}::text[], ${units.map((u) => searchText(u.name, u.shortName === u.name ? null : u.shortName))}::text[])
        with ordinality u(external_id, name, short_name, kind, search, i)),
    changed as (
      update unit u set name = g.name, short_name = g.short_name, kind = g.kind, search = g.search from given g
      where u.layer = ${layer.id} and u.external_id = g.external_id
        and (u.name, u.short_name, u.kind, u.search) is distinct from (g.name, g.short_name, g.kind, g.search) returning 1),
    added as (
      insert into unit (layer, external_id, name, short_name, kind, search)
      select ${layer.id}, g.external_id, g.name, g.short_name, g.kind, g.search from given g
      where not exists (select from unit u where u.layer = ${layer.id} and u.external_id = g.external_id) order by g.i returning 1)
    select (select count(*) from added)::int as added, (select count(*) from changed)::int as changed`);
}

async function setParents({ tx, layer, log }: Loading, units: readonly UnitRow[]): Promise<number> {
  const all = await tx.query<{ external_id: string; id: number }>(sql`select external_id, id from unit where layer = ${layer.id}`);
  const idOf = new Map(all.map((u) => [u.external_id, u.id]));
  const parents = units.map(({ row, parent }) => {
    const id = parent === null ? null : idOf.get(parent);
    if (id === undefined) log.say("mended", row, "parent", parent, { zh: "没有这个上级单位，留空", en: "no such unit above; left empty" });
    return id ?? null;
  });
  const moved = await tx.query(sql`
    update unit u set parent_id = g.parent
    from unnest(${units.map((u) => idOf.get(u.externalId) ?? null)}::bigint[], ${parents}::bigint[]) g(id, parent)
    where u.id = g.id and u.parent_id is distinct from g.parent returning 1`);
  return moved.length;
}

/** Units by external id, then by name; added when the layer says so. */
export class Units {
  readonly #loading: Loading;
  readonly #ids = new Map<string, number>();
  readonly #wanted = new Set<string>();

  private constructor(loading: Loading) {
    this.#loading = loading;
  }

  static async of(loading: Loading): Promise<Units> {
    const units = new Units(loading);
    await units.#fill(loading.tx);
    return units;
  }

  async #fill(tx: Tx): Promise<void> {
    const rows = await tx.query<{ id: number; external_id: string; name: string; short_name: string }>(
      sql`select id, external_id, name, short_name from unit order by id`,
    );
    for (const key of ["external_id", "name", "short_name"] as const) {
      for (const row of rows) if (!this.#ids.has(row[key])) this.#ids.set(row[key], row.id);
    }
  }

  /** Refuses a name nobody has, or remembers it to be added. */
  want(text: string | null): void {
    if (text === null || this.#ids.has(text)) return;
    if (!this.#loading.layer.addUnits)
      throw new RowRefused("unit", text, { zh: "没有这个责任单位（可加 addUnits）", en: "no such unit (addUnits would add it)" });
    if (text.length > 200) throw new RowRefused("unit", text, { zh: "单位名称过长", en: "too long for a unit's name" });
    this.#wanted.add(text);
  }

  /** Adds what was wanted since the last time. */
  async settle(): Promise<void> {
    if (this.#wanted.size === 0) return;
    const { tx, layer, log, changed } = this.#loading;
    const names = [...this.#wanted];
    this.#wanted.clear();
    await tx.query(sql`
      insert into unit (layer, external_id, name, short_name, search)
      select ${layer.id}, n, n, n, s from unnest(${names}::text[], ${names.map((n) => searchText(n))}::text[]) with ordinality u(n, s, i) order by i`);
    await this.#fill(tx);
    changed.add("district");
    const some = names.slice(0, 30).join(", ");
    log.note({ zh: `新增责任单位 ${names.length} 个：${some}`, en: `${names.length} units added: ${some}` });
  }

  id(text: string | null): number | null {
    return text === null ? null : (this.#ids.get(text) ?? null);
  }
}
