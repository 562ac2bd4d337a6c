/** Zones in force as a table: of all levels, or of one. */
import { zoneStands } from "../ask/zones.ts";
import { ParameterError } from "../contract/parameter.ts";
import { type ZoneLevel, zoneLevels } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import type { Column, Row } from "../files/table.ts";
import { byIds, groundOf, mostRowsOf, type Source, type Taker, tableOf, type Understood } from "./outgoing.ts";
import { only, parametersOf } from "./parameters.ts";

const columns: readonly Column[] = [
  { key: "code", name: { zh: "编码", en: "code" }, kind: "id", width: 16 },
  { key: "name", name: { zh: "名称", en: "name" }, kind: "text", width: 28 },
  { key: "level", name: { zh: "层级", en: "level" }, kind: "text", width: 8 },
  { key: "parent", name: { zh: "上级", en: "parent" }, kind: "text", width: 20 },
  { key: "par_code", name: { zh: "上级编码", en: "parent's code" }, kind: "id", width: 16 },
  { key: "unit", name: { zh: "责任单位", en: "unit" }, kind: "text", width: 20 },
  { key: "person", name: { zh: "责任人", en: "person" }, kind: "text", width: 10 },
  { key: "area_m2", name: { zh: "面积（平方米）", en: "area, m²" }, kind: "number", width: 16, digits: 1 },
  { key: "since", name: { zh: "生效日期", en: "in force since" }, kind: "day", width: 12 },
];
const title = { zh: "责任区名录", en: "Responsibility zones" };

function levelOf(query: string): ZoneLevel | null {
  const text = only(parametersOf(query, ["level"]), "level");
  if (text === undefined) return null;
  if (text === "1" || text === "2" || text === "3") return Number(text) as ZoneLevel;
  throw new ParameterError("level", text, {
    zh: "1（街道）、2（社区）或 3（网格）",
    en: "1 (sub-district), 2 (community) or 3 (grid cell)",
  });
}

function understood(level: ZoneLevel | null): Understood {
  const words =
    level === null
      ? { zh: "现行责任区", en: "zones in force" }
      : { zh: `现行${zoneLevels[level].zh}`, en: `zones in force: ${zoneLevels[level].en}` };
  return { query: level === null ? "" : `level=${level}`, sentence: words };
}

interface Stored {
  code: string;
  name: string;
  level: ZoneLevel;
  parent: string | null;
  parent_code: string | null;
  unit: string | null;
  person: string | null;
  area_m2: number;
  since: string | null;
  geometry: string;
}

const rowOf = ({ code, name, level, parent, parent_code, unit, person, area_m2, since, geometry }: Stored): Row => ({
  cells: [code, name, zoneLevels[level].zh, parent, parent_code, unit, person, area_m2, since],
  geometry,
});

async function page(ids: readonly number[], { rows }: Taker): Promise<Row[]> {
  const stored = await rows<Stored>(
    "page",
    sql`select z.code, z.name, z.level, a.name as parent, a.code as parent_code, u.name as unit, z.person, z.area_m2, z.valid_from as since,
        ST_AsGeoJSON(z.geom, 8) as geometry
      from unnest(${ids}::bigint[]) with ordinality o (id, n) join zone z on z.id = o.id left join zone a on a.id = z.parent_id
        left join unit u on u.id = z.unit_id order by o.n`,
  );
  return stored.map(rowOf);
}

export const zones: Source = {
  understand: async (query) => understood(levelOf(query)),
  async open(query, format, taker) {
    const level = levelOf(query);
    const said = understood(level);
    const found = await taker.rows<{ id: number }>(
      "ids",
      sql`select z.id from zone z where z.level > 0 and (${level}::int is null or z.level = ${level}::int) and ${zoneStands} order by z.level, z.code, z.id`,
    );
    const ids = found.slice(0, mostRowsOf(format)).map(({ id }) => id);
    const facts = { ...said, ...(await groundOf(taker.rows)), total: found.length, held: ids.length, who: taker.caller.name ?? "" };
    await taker.audit({ kind: "export", detail: { what: "zones", format, filter: said.query, rows: ids.length } });
    const table = tableOf({ name: "zones", title, columns, geometry: "polygon" }, facts);
    return { table, total: found.length, held: ids.length, pages: () => byIds(ids, (some) => page(some, taker)) };
  },
};
