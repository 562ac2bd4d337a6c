/** Shapes of a .shp, as GeoJSON has them. */
import { parseShp } from "shpjs";
import { fault } from "./table.ts";

/**
 * @param stem what the layer is called in words of a fault
 * @param prj well-known text of the system to come from; left out: every bit of a coordinate stays as it is
 * @throws FileFault
 */
export function geometriesOf(
  bytes: Uint8Array,
  stem: string,
  prj?: string,
): ({ readonly type: string; readonly coordinates: unknown } | null)[] {
  if (bytes.length < 100 || new DataView(bytes.buffer, bytes.byteOffset).getInt32(0) !== 9994)
    throw fault(`“${stem}.shp”不是 Shapefile`, `“${stem}.shp” is no Shapefile`);
  try {
    return parseShp(bytes, prj);
  } catch {
    throw fault(`“${stem}.shp”不完整或已损坏：请重新导出`, `“${stem}.shp” is cut off or damaged: export it anew`);
  }
}
