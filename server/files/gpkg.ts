/** GeoPackage 1.3 (OGC 12-128r17): one layer in SQLite, its fields titled in Chinese by the schema extension. */
import initSqlJs from "sql.js";
import {
  type Cell,
  type Column,
  type Geometry,
  type MakeEncoder,
  plainText,
  readGeometry,
  type Shown,
  shownIn,
  type Table,
} from "./table.ts";
import { type Box, noBox, positions, widen, wkb } from "./wkb.ts";

/** "GPKG", and version 1.3.0. */
const applicationId = 0x47504b47;
const version = 10_300;
const wgs84 =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';

const frame = `
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer not null primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
  last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x double, min_y double, max_x double, max_y double,
  srs_id integer, constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null,
  z tinyint not null, m tinyint not null, constraint pk_geom_cols primary key (table_name, column_name), constraint uk_gc_table_name unique (table_name),
  constraint fk_gc_tn foreign key (table_name) references gpkg_contents(table_name),
  constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
create table gpkg_extensions (table_name text, column_name text, extension_name text not null, definition text not null, scope text not null,
  constraint ge_tce unique (table_name, column_name, extension_name));
create table gpkg_data_columns (table_name text not null, column_name text not null, name text, title text, description text, mime_type text,
  constraint_name text, constraint pk_gdc primary key (table_name, column_name), constraint gdc_tn unique (table_name, name));
create table gpkg_data_column_constraints (constraint_name text not null, constraint_type text not null, value text, min numeric,
  min_is_inclusive boolean, max numeric, max_is_inclusive boolean, description text,
  constraint gdcc_ntv unique (constraint_name, constraint_type, value));`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const typeNames = { point: "POINT", line: "GEOMETRY", polygon: "GEOMETRY", mixed: "GEOMETRY" } as const;

function columnType({ kind, digits }: Column): string {
  if (kind === "number") return digits ? "REAL" : "INTEGER";
  return { text: "TEXT", id: "TEXT", time: "DATETIME", day: "DATE" }[kind];
}

function stored(cell: Cell, { kind }: Column): Cell {
  if (typeof cell === "string") return plainText(cell);
  return cell !== null && kind === "time" ? new Date(cell).toISOString() : cell;
}

/** The package's own header before the binary: which system, and of lines and areas their box. */
function blob(geometry: Geometry, all: Box): Uint8Array {
  const points = positions(geometry.coordinates);
  widen(all, points);
  const boxed = geometry.type !== "Point";
  const body = wkb(geometry);
  const view = new DataView(new ArrayBuffer(8 + (boxed ? 32 : 0) + body.length));
  view.setUint16(0, 0x4750);
  // Little-endian; the box's kind stands in the bits above.
  view.setUint8(3, boxed ? 0b11 : 0b01);
  view.setInt32(4, 4326, true);
  if (boxed) {
    const [west, south, east, north] = widen(noBox(), points);
    for (const [i, edge] of [west, east, south, north].entries()) view.setFloat64(8 + 8 * i, edge, true);
  }
  const bytes = new Uint8Array(view.buffer);
  bytes.set(body, bytes.length - body.length);
  return bytes;
}

type Database = InstanceType<Awaited<ReturnType<typeof initSqlJs>>["Database"]>;

function begin(db: Database, { name, geometry, title, line, at }: Table, shown: Shown): void {
  db.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version}; ${frame}`);
  const undefinedSystems = [
    ["Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"],
    ["Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"],
  ];
  for (const system of [["WGS 84 geodetic", 4326, "EPSG", 4326, wgs84, "longitude/latitude in degrees on WGS 84"], ...undefinedSystems])
    db.run("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", system);
  const fields = shown.map(({ column }) => `${quoted(column.key)} ${columnType(column)}`);
  const own = [`"fid" integer primary key autoincrement not null`, `"geom" ${typeNames[geometry]}`, ...fields];
  db.run(`create table ${quoted(name)} (${own.join(", ")})`);
  db.run(
    "insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) values (?, 'features', ?, ?, ?, 4326)",
    [...[name, title.zh, plainText(line), new Date(at).toISOString()]],
  );
  db.run("insert into gpkg_geometry_columns values (?, 'geom', ?, 4326, 0, 0)", [name, typeNames[geometry]]);
  const definition = "http://www.geopackage.org/spec121/#extension_schema";
  for (const table of ["gpkg_data_columns", "gpkg_data_column_constraints"])
    db.run("insert into gpkg_extensions values (?, null, 'gpkg_schema', ?, 'read-write')", [table, definition]);
  const titled = "insert into gpkg_data_columns (table_name, column_name, name, title) values (?, ?, ?, ?)";
  for (const { column } of shown) db.run(titled, [name, column.key, column.name.zh, column.name.zh]);
}

export const gpkg: MakeEncoder = async (table) => {
  const { Database } = await initSqlJs();
  const db = new Database();
  const shown = shownIn("geodata", table);
  begin(db, table, shown);
  const holes = Array.from({ length: shown.length + 1 }, () => "?").join(", ");
  const insert = db.prepare(`insert into ${quoted(table.name)} values (null, ${holes})`);
  const all = noBox();
  db.run("begin");
  return {
    rows(page) {
      for (const { cells, geometry } of page) {
        const shape = readGeometry(geometry);
        insert.run([shape ? blob(shape, all) : null, ...shown.map(({ column, i }) => stored(cells[i] ?? null, column))]);
      }
      return [];
    },
    end() {
      db.run("commit");
      insert.free();
      if (Number.isFinite(all[0])) db.run("update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ?", all);
      const bytes = db.export();
      db.close();
      return [bytes];
    },
  };
};
