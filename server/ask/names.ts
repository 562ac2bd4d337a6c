/** What a filter speaks of, by name: for its sentence. */
import type { Filter } from "../contract/filter.ts";
import type { Names } from "../contract/sentence.ts";
import { sql } from "../db/sql.ts";
import type { Rows } from "./check.ts";
import { zoneName } from "./zones.ts";

/** Names of everything the filter's sentence may speak of. */
export async function namesOf(filter: Filter, rows: Rows): Promise<Names> {
  const places = filter.geo.flatMap((clause): readonly object[] => ("of" in clause ? clause.of : clause.areas));
  const idsOf = (kind: "site" | "zone" | "shape") =>
    places.flatMap((place) => (kind in place ? [(place as Record<typeof kind, number>)[kind]] : []));
  const found = await rows<{ kind: string; key: string; zh: string; en: string }>(
    "names",
    sql`select 'category' as kind, code as key, name_zh as zh, name_en as en from category where code = any(${filter.category}::text[])
      union all select 'unit', id::text, name, name from unit where id = any(${filter.unit}::bigint[])
      union all select 'person', id::text, name, name from person where id = any(${filter.person}::bigint[])
      union all select 'site', id::text, name, name from site where id = any(${idsOf("site")}::bigint[])
      union all select 'zone', z.id::text, z.name, z.name from (select id, ${zoneName(filter, sql`k.id`)} as name
        from unnest(${idsOf("zone")}::bigint[]) k (id)) z where z.name is not null
      union all select 'shape', id::text, name, name from named_shape where id = any(${idsOf("shape")}::bigint[])`,
  );
  const name = (kind: string, key: string | number) => found.find((one) => one.kind === kind && one.key === String(key));
  return {
    category: (code) => name("category", code),
    unit: (id) => name("unit", id)?.zh,
    person: (id) => name("person", id)?.zh,
    site: (id) => name("site", id)?.zh,
    zone: (id) => name("zone", id)?.zh,
    shape: (id) => name("shape", id)?.zh,
  };
}
