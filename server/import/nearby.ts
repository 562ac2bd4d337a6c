/** Is a place where the city is? A wrong system or swapped axes put it elsewhere; such a row is refused with the likely reason. */
import type { Word } from "../contract/vocabulary.ts";
import type { Position } from "./read/shape.ts";

/** Farther from the manifest's centre than any district reaches, kilometres. */
const farthest_km = 200;

/** Rough is enough here: this judges kilometres by the hundred, and no figure is made of it. */
function kilometres([lon1, lat1]: Position, [lon2, lat2]: readonly [number, number]): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

const onGlobe = ([lon, lat]: Position) => Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

export function isNear(position: Position, centre: readonly [number, number]): boolean {
  return onGlobe(position) && kilometres(position, centre) <= farthest_km;
}

/** Why a place cannot be right; null when it can. `swapped` = the same with its axes swapped, where that can be told. */
export function misplaced(position: Position, centre: readonly [number, number], system: string, swapped: Position | null): Word | null {
  if (isNear(position, centre)) return null;
  if (swapped && isNear(swapped, centre)) {
    return {
      zh: `经纬度（或 X、Y）看来写反了：对调后位于城市附近（坐标系 ${system}）`,
      en: `longitude and latitude (or x and y) look swapped: swapped, the place is near the city (${system})`,
    };
  }
  if (!onGlobe(position))
    return { zh: `超出经纬度范围，请核对坐标系 ${system}`, en: `outside the range of degrees; is the system really ${system}?` };
  const km = Math.round(kilometres(position, centre));
  return { zh: `距城市中心 ${km} 公里，请核对坐标系 ${system}`, en: `${km} km from the city's centre; is the system really ${system}?` };
}
