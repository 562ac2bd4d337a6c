/** "Who is responsible where?" All responsibility zones as columns. */
import { zoneStands } from "../ask/zones.ts";
import { ZonesLayer } from "../contract/schemas.ts";
import { sql } from "../db/sql.ts";
import { members, micro } from "./columns.ts";
import { layerRoute } from "./served.ts";
import { pack } from "./wkb.ts";

interface Row {
  id: number;
  level: number;
  parent: number;
  code: string;
  name: string;
  person: string | null;
  unit: number;
  lon: number;
  lat: number;
  area_m2: number;
  wkb: Buffer;
}

const all = sql`select z.id, z.level, coalesce(z.parent_id, 0) as parent, z.code, z.name, z.person, coalesce(z.unit_id, 0) as unit,
    ST_X(m.at) as lon, ST_Y(m.at) as lat, z.area_m2, ST_AsBinary(z.geom) as wkb
  from zone z, lateral (select ST_PointOnSurface(z.geom) as at) m where ${zoneStands} order by z.level, z.id`;

export const zonesLayer = layerRoute({
  name: "zones",
  question: "Who is responsible where? All responsibility zones, as columns.",
  answer: ZonesLayer,
  area: "none",
  async columns(rows) {
    const zones = await rows<Row>("zones", all);
    const columns = members(zones, {
      id: (z) => z.id,
      level: (z) => z.level,
      parent: (z) => z.parent,
      code: (z) => z.code,
      name: (z) => z.name,
      person: (z) => z.person,
      unit: (z) => z.unit,
      lon: (z) => micro(z.lon),
      lat: (z) => micro(z.lat),
      area_m2: (z) => Math.round(z.area_m2),
      geometry: (z) => pack(z.wkb),
    });
    return `"count":${zones.length},${columns}`;
  },
});
