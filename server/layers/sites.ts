/** "What is evaluated here?" All sites as columns. */
import { SitesLayer } from "../contract/schemas.ts";
import { sql } from "../db/sql.ts";
import { members, micro, numbering } from "./columns.ts";
import { layerRoute } from "./served.ts";
import { pack } from "./wkb.ts";

interface Row {
  id: number;
  type: string;
  name: string;
  is_key: boolean;
  unit: number;
  lon: number;
  lat: number;
  length_m: number;
  area_m2: number;
  wkb: Buffer;
}

const all = sql`select s.id, s.site_type as type, s.name, s.is_key, coalesce(s.unit_id, 0) as unit, ST_X(m.at) as lon, ST_Y(m.at) as lat,
    s.length_m, s.area_m2, ST_AsBinary(s.geom) as wkb
  from site s, lateral (select ST_PointOnSurface(s.geom) as at) m order by s.id`;

export const sitesLayer = layerRoute({
  name: "sites",
  question: "What is evaluated here? All sites, as columns.",
  answer: SitesLayer,
  area: "none",
  async columns(rows) {
    const sites = await rows<Row>("sites", all);
    const types = [...new Set(sites.map((s) => s.type))].sort();
    const typeNumber = numbering(types);
    const columns = members(sites, {
      id: (s) => s.id,
      type: (s) => typeNumber(s.type),
      name: (s) => s.name,
      key: (s) => (s.is_key ? 1 : 0),
      unit: (s) => s.unit,
      lon: (s) => micro(s.lon),
      lat: (s) => micro(s.lat),
      length_m: (s) => Math.round(s.length_m),
      area_m2: (s) => Math.round(s.area_m2),
      geometry: (s) => pack(s.wkb),
    });
    return `"count":${sites.length},"types":${JSON.stringify(types)},${columns}`;
  },
});
