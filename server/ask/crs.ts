/** Coordinate systems of Chinese maps, named as people name them, and the way from each to EPSG:4326. */
import gcoord from "gcoord";

export type Position = [number, number];

/** Systems whose coordinates are turned into EPSG:4326 here, without the database. */
export const degreeSystems = ["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"] as const;
export type DegreeSystem = (typeof degreeSystems)[number];

/** CGCS2000 and WGS 84 are the same to within centimetres: the trade treats them as equal. */
const shifts: Readonly<Record<DegreeSystem, ((position: Position) => Position) | null>> = {
  "EPSG:4326": null,
  "EPSG:4490": null,
  "GCJ-02": (p) => gcoord.transform(p, gcoord.GCJ02, gcoord.WGS84) as Position,
  "BD-09": (p) => gcoord.transform(p, gcoord.BD09, gcoord.WGS84) as Position,
};

/** What takes a system's position to EPSG:4326; null = it is there already; undefined = none of these systems. */
export const shiftOf = (name: string): ((position: Position) => Position) | null | undefined =>
  Object.hasOwn(shifts, name) ? shifts[name as DegreeSystem] : undefined;
