/** A GeoPackage as a table: one of its layers, read by SQLite in this worker's own memory. */
import type { Database, SqlValue } from "sql.js";
import { mostImportRows } from "../../server/contract/importing/importing.ts";
import { type Said, saidByNumber, saidByText, unsaid } from "./crs.ts";
import { type ShapeRow, shapeTable } from "./features.ts";
import { tooManyRows, uniqueNames } from "./grid.ts";
import { FileFault, type FileTable, fault, type ReadOptions } from "./table.ts";
import { shapeOfBlob } from "./wkb.ts";

/** SQLite holds the file whole, in memory of its own. */
const largest_bytes = 256 * 1024 * 1024;
const broken = () => fault("GeoPackage 已损坏或不完整：请重新导出", "The GeoPackage is damaged or cut off: export it anew");

interface Layer {
  readonly name: string;
  readonly title: string;
  readonly geometry: string | null;
  readonly srs: number | null;
}

/** Its types lack the second. */
type Get = (bound: null, options: { useBigInt: boolean }) => (SqlValue | bigint)[];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const list = (db: Database, sql: string): SqlValue[][] => db.exec(sql)[0]?.values ?? [];
const hasTable = (db: Database, name: string): boolean =>
  list(db, `select 1 from sqlite_master where type = 'table' and name = '${name}'`).length > 0;

/** Tables alone: a view could compute for ever. */
function layersOf(db: Database): Layer[] {
  if (!hasTable(db, "gpkg_contents"))
    throw fault(
      "这是 SQLite 数据库，但不是 GeoPackage（没有 gpkg_contents）",
      "This is an SQLite database, but no GeoPackage (it has no gpkg_contents)",
    );
  const shaped = hasTable(db, "gpkg_geometry_columns");
  const rows = list(
    db,
    `select c.table_name, c.identifier, ${shaped ? "g.column_name, g.srs_id" : "null, null"} from gpkg_contents c
     join sqlite_master m on m.type = 'table' and m.name = c.table_name and m.sql not like '%virtual%'
     ${shaped ? "left join gpkg_geometry_columns g on g.table_name = c.table_name" : ""}
     where c.data_type in ('features', 'attributes', 'aspatial') order by c.rowid limit 500`,
  );
  return rows.map(([name, title, geometry, srs]) => ({
    ...{ name: String(name), title: String(title || name) },
    geometry: geometry === null ? null : String(geometry),
    srs: typeof srs === "number" ? srs : null,
  }));
}

function saidOf(db: Database, srs: number | null): Said {
  // -1 and 0: nobody says where.
  if (srs === null || srs <= 0 || !hasTable(db, "gpkg_spatial_ref_sys")) return unsaid;
  const [row] = list(
    db,
    `select organization, organization_coordsys_id, definition, srs_name from gpkg_spatial_ref_sys where srs_id = ${srs}`,
  );
  const [who, number, definition, name] = row ?? [];
  if (String(who).toUpperCase() === "EPSG" && typeof number === "number") return saidByNumber(number, String(name ?? ""));
  return saidByText(String(definition ?? name ?? ""));
}

const countOf = (db: Database, { name }: Layer): number => Number(list(db, `select count(*) from ${quoted(name)}`)[0]?.[0] ?? 0);

/** What columns are called where the package says more than their names. */
function titlesOf(db: Database, { name }: Layer): ReadonlyMap<string, string> {
  if (!hasTable(db, "gpkg_data_columns")) return new Map();
  const rows = db.exec("select column_name, title from gpkg_data_columns where table_name = ? and title <> ''", [name])[0]?.values ?? [];
  return new Map(rows.map(([column, title]) => [String(column), String(title)]));
}

function rowsOf(db: Database, layer: Layer): ShapeRow[] {
  const { name, geometry } = layer;
  const rows: ShapeRow[] = [];
  const statement = db.prepare(`select * from ${quoted(name)}`);
  try {
    const columns = statement.getColumnNames();
    const titles = titlesOf(db, layer);
    const at = geometry === null ? -1 : columns.findIndex((column) => column.toLowerCase() === geometry.toLowerCase());
    // Two columns of one title would be one.
    const names = uniqueNames(columns.map((column) => titles.get(column) ?? column));
    while (statement.step()) {
      // Whole numbers beyond 2^53 keep their digits.
      const cells = (statement.get as Get).call(statement, null, { useBigInt: true });
      const blob = cells[at];
      const values = Object.fromEntries(names.flatMap((column, i) => (i === at ? [] : [[column, cells[i]]])));
      rows.push({ values, shape: blob instanceof Uint8Array ? shapeOfBlob(blob) : null });
      if (rows.length > mostImportRows) throw tooManyRows();
    }
  } finally {
    statement.free();
  }
  return rows;
}

function read(db: Database, name: string, options: ReadOptions): FileTable {
  const layers = layersOf(db);
  if (layers.length === 0) throw fault("GeoPackage 里没有要素图层", "The GeoPackage holds no layer of features");
  const counts = layers.map((layer) => countOf(db, layer));
  const part =
    options.part ??
    Math.max(
      0,
      counts.findIndex((count) => count > 0),
    );
  const layer = layers[part];
  if (!layer) throw fault("GeoPackage 里没有这个图层", "The GeoPackage holds no such layer");
  if ((counts[part] ?? 0) > mostImportRows) throw tooManyRows();
  const table = shapeTable(rowsOf(db, layer));
  const parts = layers.map(({ title }, i) => ({ name: title, rows: counts[i] ?? 0 }));
  return { ...{ name, kind: "gpkg", part, parts, encoding: null }, ...saidOf(db, layer.srs), ...table };
}

/** @param wasm where SQLite's code lies; null = beside its script, as in Node @throws FileFault */
export async function readGeoPackage(bytes: Uint8Array, name: string, options: ReadOptions, wasm: string | null): Promise<FileTable> {
  if (bytes.length > largest_bytes)
    throw fault("GeoPackage 超过 256 MB：请只导出需要的图层", "The GeoPackage is larger than 256 MB: export only the layer needed");
  const { default: begin } = await import("sql.js");
  const sqlite = await begin(wasm === null ? {} : { locateFile: () => wasm });
  let db: Database | null = null;
  try {
    db = new sqlite.Database(bytes);
    return read(db, name, options);
  } catch (error) {
    throw error instanceof FileFault ? error : broken();
  } finally {
    db?.close();
  }
}
