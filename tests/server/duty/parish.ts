/**
 * A parish of 8 × 8 cells known to the test down to each date: the oracle answers by arithmetic on these objects while the database
 * answers from the rows made of them. Its clock stands at 2026-04-01, 10:00.
 */
import type { Lead, SiteType } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";

export const today = "2026-04-01";
export const west = 119;
export const south = 33.5;
export const cell = 0.01;

export interface Zone {
  readonly id: number;
  readonly level: number;
  readonly unit: number | null;
  /** West, south, east, north, in cells. */
  readonly box: readonly [number, number, number, number];
  readonly from: string | null;
  readonly to: string | null;
}
/** The grid came into force on this day; before, the two halves were the lowest level. */
export const gridFrom = "2025-01-01";
const changed = "2026-03-01";

function makeZones(): Zone[] {
  const zones: Zone[] = [
    { id: 1, level: 1, unit: 11, box: [0, 0, 4, 8], from: null, to: null },
    { id: 2, level: 1, unit: 12, box: [4, 0, 8, 8], from: null, to: null },
  ];
  const special: Readonly<Record<number, number | null>> = { 1: null, 2: 21, 3: 22, 4: 23 };
  for (let i = 1; i < 64; i++) {
    const [x, y] = [i % 8, Math.floor(i / 8)];
    const unit = i in special ? (special[i] ?? null) : 11 + (i % 4);
    const box = [x, y, x + 1, y + 1] as const;
    zones.push({ id: 300 + i, level: 3, unit, box, from: gridFrom, to: i === 5 ? changed : null });
  }
  zones.push({ id: 390, level: 3, unit: 14, box: [5, 0, 6, 1], from: changed, to: null });
  zones.push({ id: 391, level: 3, unit: 13, box: [6.5, 0, 7.5, 1], from: gridFrom, to: null });
  return zones;
}
/**
 * Cell 0 has no zone, 1 no unit; those of 2 and 3 are dissolved, with and without a successor, that of 4 will be; 5 changes hands on
 * 1 March; across 6 and 7 lies one more.
 */
export const zones = makeZones();

export interface Unit {
  readonly id: number;
  readonly dissolved: string | null;
  readonly successor: number | null;
  readonly contact: number | null;
}
export const units: readonly Unit[] = [
  { id: 11, dissolved: null, successor: null, contact: 1 },
  { id: 12, dissolved: null, successor: null, contact: 2 },
  { id: 13, dissolved: null, successor: null, contact: 3 },
  { id: 14, dissolved: null, successor: null, contact: null },
  { id: 21, dissolved: "2026-04-01", successor: 11, contact: 1 },
  { id: 22, dissolved: "2026-01-01", successor: null, contact: 1 },
  { id: 23, dissolved: "2026-04-02", successor: 11, contact: 1 },
  { id: 31, dissolved: null, successor: null, contact: 1 },
  { id: 32, dissolved: null, successor: null, contact: 1 },
];
/** The day each left, or will. */
export const people: Readonly<Record<number, string | null>> = { 1: null, 2: "2026-04-01", 3: "2026-04-02" };

export interface Duty {
  readonly category: string;
  readonly type: SiteType | null;
  readonly unit: number | null;
  readonly lead: Lead;
  readonly from: string;
  readonly to: string | null;
}
const always = { from: "0001-01-01", to: null };
export const duties: readonly Duty[] = [
  { category: "0101", type: null, unit: 31, lead: "trade", ...always },
  { category: "0101", type: "market", unit: 32, lead: "area", ...always },
  { category: "01", type: null, unit: null, lead: "area", ...always },
  { category: "01", type: "school", unit: 11, lead: "trade", ...always },
  { category: "0103", type: null, unit: 22, lead: "trade", ...always },
  { category: "0104", type: null, unit: 31, lead: "trade", from: "0001-01-01", to: "2025-06-01" },
  { category: "0104", type: null, unit: 32, lead: "trade", from: "2025-06-01", to: null },
  { category: "0105", type: null, unit: 31, lead: "trade", ...always },
  { category: "0105", type: null, unit: 32, lead: "trade", ...always },
];
export const categories = ["0101", "0102", "0103", "0104", "0105", "0201"] as const;
/** Limits: 0101 changes today, 0102 tomorrow, 0103 has none from today on, 0104 never had one. */
const limits: readonly [string, string, number | null][] = [
  ["0101", "0001-01-01", 1],
  ["0101", "2026-04-01", 2],
  ["0102", "0001-01-01", 3],
  ["0102", "2026-04-02", 4],
  ["0103", "0001-01-01", 5],
  ["0103", "2026-04-01", null],
];
export const limitToday: Readonly<Record<string, number>> = { "0101": 2, "0102": 3 };

const wkt = ([w, s, e, n]: Zone["box"]): string => {
  const at = (x: number, y: number) => `${(west + x * cell).toFixed(7)} ${(south + y * cell).toFixed(7)}`;
  return `MULTIPOLYGON(((${at(w, s)},${at(e, s)},${at(e, n)},${at(w, n)},${at(w, s)})))`;
};

/** Writes the parish into an empty database. */
export async function loadParish(db: Db): Promise<void> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, frozen_at, outline)
    values ('parish', '测试乡', 'Parish', 'Asia/Shanghai', 'zh', ST_Point(119.04, 33.54, 4326), '2026-04-01T10:00+08:00',
      ST_GeomFromText(${wkt([0, 0, 8, 8])}, 4326))`);
  await db.query(sql`insert into category (code, major, name_zh, name_en) select code, left(code, 2), '类' || code, 'category ' || code
    from unnest(${["01", "02", ...categories]}::text[]) code`);
  await db.query(sql`insert into time_limit select category, day::date, value, case when value is not null then 'h' end
    from jsonb_to_recordset(${JSON.stringify(limits.map(([category, day, value]) => ({ category, day, value })))}::jsonb)
      x (category text, day text, value float8)`);
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, dissolved_on, successor_id) overriding system value
    select id, 'u', id::text, '单位' || id, '单' || id, dissolved, successor from jsonb_to_recordset(${JSON.stringify(units)}::jsonb)
      x (id bigint, dissolved date, successor bigint)`);
  const staff = Object.entries(people).map(([id, left]) => ({ id: Number(id), gone: left }));
  await db.query(sql`insert into person (id, external_id, name, roles, unit_id, left_on) overriding system value
    select id, id::text, '人' || id, array['handler'], 11, gone from jsonb_to_recordset(${JSON.stringify(staff)}::jsonb) x (id bigint, gone date)`);
  await db.query(sql`update unit u set contact_id = x.contact from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) x (id bigint, contact bigint)
    where u.id = x.id`);
  const rows = zones.map((zone) => ({ ...zone, wkt: wkt(zone.box) }));
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, person, unit_id, geom, area_m2, valid_from, valid_to)
      overriding system value
    select id, 'z', id::text, level, 'Z' || id, '区' || id, '网格员' || id, unit, ST_GeomFromText(wkt, 4326), 1, "from", "to"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (id bigint, level int, unit bigint, wkt text, "from" date, "to" date)`);
  await db.query(sql`insert into trade_duty (category, site_type, unit_id, lead, valid_from, valid_to)
    select category, type, unit, lead, "from", "to" from jsonb_to_recordset(${JSON.stringify(duties)}::jsonb)
      x (category text, type text, unit bigint, lead text, "from" date, "to" date)`);
}
