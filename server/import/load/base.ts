/** The boundary and the base map's own features: replaced as a whole when the file differs from what is there. */
import { baseClasses } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import type { Loading } from "../loading.ts";
import { LayerFailed } from "../report.ts";
import { readShapes } from "./shapes.ts";

/** The district's outline: the union of the layer's polygons. */
export async function loadBoundary(loading: Loading): Promise<void> {
  const { tx, log, changed, layer } = loading;
  const parts = await readShapes(loading, true, () => null);
  if (parts.length === 0)
    throw new LayerFailed({ zh: `${layer.file} 中没有可用的区界`, en: `there is no usable boundary in ${layer.file}` });
  const moved = await tx.query(sql`
    update district d set outline = u.outline
    from (select st_multi(st_collectionextract(st_union(g::geometry), 3)) as outline from unnest(${parts.map((p) => p.geom)}::text[]) x(g)) u
    where d.outline is distinct from u.outline returning 1`);
  if (moved.length) {
    log.added = parts.length;
    // The base layer carries the outline to the map.
    changed.add("district").add("base");
  } else log.unchanged = parts.length;
}

const classes = Object.fromEntries(baseClasses.map((name) => [name, true])) as Record<(typeof baseClasses)[number], true>;

export async function loadBase(loading: Loading): Promise<void> {
  const { tx, layer, log, changed } = loading;
  const features = await readShapes(loading, false, (row, fields) => ({
    class: fields.word(row, "class", classes),
    name: fields.text(row, "name"),
  }));
  const given = sql`
    select c as class, n as name, g::geometry as geom
    from unnest(${features.map((f) => f.value.class)}::text[], ${features.map((f) => f.value.name)}::text[], ${features.map((f) => f.geom)}::text[])
      with ordinality u(c, n, g, i)`;
  const there = sql`select class, name, geom from base_feature where layer = ${layer.id}`;
  const [before] = await tx.query<{ count: number; same: boolean }>(sql`
    select (select count(*) from base_feature where layer = ${layer.id})::int as count,
      not exists (select * from (${given}) g except all ${there}) and not exists (${there} except all select * from (${given}) g) as same`);
  if (before?.same) {
    log.unchanged = features.length;
    return;
  }
  await tx.query(sql`delete from base_feature where layer = ${layer.id}`);
  await tx.query(
    sql`insert into base_feature (layer, class, name, geom) select ${layer.id}, g.class, g.name, g.geom from (${given} order by i) g`,
  );
  log.added = features.length;
  log.removed = before?.count ?? 0;
  changed.add("base");
}
