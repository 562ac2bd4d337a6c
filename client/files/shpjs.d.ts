/** What is used of shpjs 6.2, which brings no types. */
declare module "shpjs" {
  /** @param prj well-known text of the coordinates' system; undefined = they stay as they are */
  export function parseShp(shp: Uint8Array, prj?: string): ({ type: string; coordinates: unknown } | null)[];
}
