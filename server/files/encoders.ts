/** Every format that rows are written in. */
import { csv } from "./csv.ts";
import { geojson } from "./geojson.ts";
import { gpkg } from "./gpkg.ts";
import { shapefileZip } from "./shapefileZip.ts";
import type { Encoders } from "./table.ts";
import { xlsx } from "./xlsx.ts";

export const encoders: Encoders = { xlsx, csv, geojson, gpkg, shp: shapefileZip };
