/** Sites as a table: all of them, of some types, or in a zone; with how many problems are open at each. */
import { insideZone } from "../ask/parts.ts";
import { mine } from "../ask/where.ts";
import { zoneStands } from "../ask/zones.ts";
import { has, list, ParameterError, readId } from "../contract/parameter.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";
import { and, type Sql, sql } from "../db/sql.ts";
import type { Column, Row } from "../files/table.ts";
import { byIds, coordinateColumns, groundOf, mostRowsOf, type Source, type Taker, tableOf, type Understood } from "./outgoing.ts";
import { only, parametersOf } from "./parameters.ts";

const columns: readonly Column[] = [
  { key: "code", name: { zh: "编号", en: "number" }, kind: "id", width: 16 },
  { key: "name", name: { zh: "名称", en: "name" }, kind: "text", width: 28 },
  { key: "type", name: { zh: "类型", en: "type" }, kind: "text", width: 14 },
  { key: "type_code", name: { zh: "类型代码", en: "type code" }, kind: "id", width: 16 },
  { key: "address", name: { zh: "地址", en: "address" }, kind: "text", width: 36 },
  { key: "zone", name: { zh: "责任区", en: "zone" }, kind: "text", width: 18 },
  { key: "unit", name: { zh: "责任单位", en: "unit" }, kind: "text", width: 20 },
  { key: "person", name: { zh: "责任人", en: "person" }, kind: "text", width: 10 },
  { key: "length_m", name: { zh: "长度（米）", en: "length, m" }, kind: "number", width: 12, digits: 1 },
  { key: "area_m2", name: { zh: "面积（平方米）", en: "area, m²" }, kind: "number", width: 14, digits: 1 },
  { key: "open", name: { zh: "未销号问题数", en: "open problems" }, kind: "number", width: 12 },
  ...coordinateColumns,
];
const title = { zh: "点位名录", en: "Sites" };

interface Asked {
  readonly types: readonly SiteType[];
  readonly zone: number | null;
}
const noZone = { zh: "没有这个责任区（可能已撤销）", en: "the id of a zone that exists" };
const expectedTypes = {
  zh: `可取：${Object.keys(siteTypes).join(", ")}（逗号分隔）`,
  en: `one or more of ${Object.keys(siteTypes).join(", ")}`,
};

function readAsked(query: string): Asked {
  const parameters = parametersOf(query, ["siteType", "zone"]);
  const [types, zone] = [only(parameters, "siteType"), only(parameters, "zone")];
  const id = zone === undefined ? null : readId(zone);
  if (id === undefined) throw new ParameterError("zone", zone ?? "", noZone);
  const read = (word: string): SiteType | undefined => (has(siteTypes, word) ? word : undefined);
  return { types: types === undefined ? [] : list("siteType", types, expectedTypes, read), zone: id };
}

async function understood({ types, zone }: Asked, { rows }: Pick<Taker, "rows">): Promise<Understood> {
  const [named] = zone === null ? [] : await rows<{ name: string }>("zone", sql`select name from zone where id = ${zone}::bigint`);
  if (zone !== null && !named) throw new ParameterError("zone", String(zone), noZone);
  const parts: [string, string][] = [];
  if (types.length) parts.push(["siteType", types.join(",")]);
  if (zone !== null) parts.push(["zone", String(zone)]);
  const words = types.map((type) => siteTypes[type]);
  const zh = [words.length ? words.map((word) => word.zh).join("、") : "全部点位", ...(named ? [`${named.name}内`] : [])];
  const en = [words.length ? words.map((word) => word.en).join(", ") : "all sites", ...(named ? [`in ${named.name}`] : [])];
  return { query: new URLSearchParams(parts).toString(), sentence: { zh: zh.join(" · "), en: en.join(" · ") } };
}

const conditions = ({ types, zone }: Asked): Sql =>
  and([
    ...(types.length ? [sql`p.site_type = any(${types}::text[])`] : []),
    // A zone's own shape: what touches it is in it.
    ...(zone === null ? [] : [insideZone(zone)]),
  ]);

interface Stored {
  code: string;
  name: string;
  type: string;
  address: string | null;
  zone: string | null;
  unit: string | null;
  person: string | null;
  length_m: number;
  area_m2: number;
  open: number;
  lon: number;
  lat: number;
  geometry: string;
}

function rowOf(row: Stored): Row {
  const type = has(siteTypes, row.type) ? siteTypes[row.type].zh : row.type;
  const places = [row.address, row.zone, row.unit, row.person];
  const figures = [row.length_m || null, row.area_m2 || null, row.open];
  return { cells: [row.code, row.name, type, row.type, ...places, ...figures, row.lon, row.lat], geometry: row.geometry };
}

async function page(ids: readonly number[], { rows, caller }: Taker): Promise<Row[]> {
  const stored = await rows<Stored>(
    "page",
    sql`select s.external_id as code, s.name, s.site_type as type, s.address, u.name as unit, s.person, s.length_m, s.area_m2,
        (select z.name from zone z where z.level > 0 and ${zoneStands} and ST_Intersects(z.geom, m.at) order by z.level desc, z.id limit 1) as zone,
        (select count(*)::int from problem p where ${and([sql`p.site_id = s.id and p.is_open`, ...mine(caller)])}) as open,
        ST_X(m.at) as lon, ST_Y(m.at) as lat, ST_AsGeoJSON(s.geom, 8) as geometry
      from unnest(${ids}::bigint[]) with ordinality o (id, n) join site s on s.id = o.id left join unit u on u.id = s.unit_id,
        lateral (select ST_PointOnSurface(s.geom) as at) m order by o.n`,
  );
  return stored.map(rowOf);
}

export const sites: Source = {
  understand: (query, taker) => understood(readAsked(query), taker),
  async open(query, format, taker) {
    const asked = readAsked(query);
    const said = await understood(asked, taker);
    const found = await taker.rows<{ id: number }>(
      "ids",
      sql`select p.id from site p where ${conditions(asked)} order by p.site_type, p.external_id, p.id`,
    );
    const ids = found.slice(0, mostRowsOf(format)).map(({ id }) => id);
    const facts = { ...said, ...(await groundOf(taker.rows)), total: found.length, held: ids.length, who: taker.caller.name ?? "" };
    await taker.audit({ kind: "export", detail: { what: "sites", format, filter: said.query, rows: ids.length } });
    const table = tableOf({ name: "sites", title, columns, geometry: "mixed" }, facts);
    return { table, total: found.length, held: ids.length, pages: () => byIds(ids, (some) => page(some, taker)) };
  },
};
