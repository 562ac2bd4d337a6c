/** "What does the ground look like?" The base map's own features and the district's outline as columns: no tile server is needed. */
import { BaseLayer } from "../contract/schemas.ts";
import { outlineClass } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { members, micro, numbering } from "./columns.ts";
import { layerRoute } from "./served.ts";
import { pack } from "./wkb.ts";

interface Row {
  class: string;
  name: string | null;
  lon: number;
  lat: number;
  wkb: Buffer;
}

const all = sql`select b.class, b.name, ST_X(m.at) as lon, ST_Y(m.at) as lat, ST_AsBinary(b.geom) as wkb
  from (select id, class, name, geom from base_feature
      union all select 0, ${outlineClass}::text, null, outline from district where outline is not null) b,
    lateral (select ST_PointOnSurface(b.geom) as at) m
  order by b.id`;

export const baseLayer = layerRoute({
  name: "base",
  question: "What does the ground look like? Water, roads, parks, as columns.",
  answer: BaseLayer,
  area: "none",
  async columns(rows) {
    const features = await rows<Row>("base", all);
    const classes = [...new Set(features.map((f) => f.class))].sort();
    const classNumber = numbering(classes);
    const columns = members(features, {
      class: (f) => classNumber(f.class),
      name: (f) => f.name,
      lon: (f) => micro(f.lon),
      lat: (f) => micro(f.lat),
      geometry: (f) => pack(f.wkb),
    });
    return `"count":${features.length},"classes":${JSON.stringify(classes)},${columns}`;
  },
});
