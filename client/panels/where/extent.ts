/** How far a condition of where reaches, to be looked at as a whole. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { PackedGeometry } from "../../../server/contract/types.ts";
import { boxOf } from "../../draw/edit.ts";
import { geometryOf } from "../../layers/geometry.ts";
import type { AppState } from "../../state/app.ts";
import { definitionOf, placesOf } from "../../state/named.ts";
import type { Place } from "./places.ts";

const flat = (nested: unknown): Position[] =>
  Array.isArray(nested) ? (typeof nested[0] === "number" ? [nested as unknown as Position] : nested.flatMap(flat)) : [];

interface Rows {
  readonly id: readonly number[];
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly geometry: readonly PackedGeometry[];
}
function ofRow(rows: Rows | undefined, row: number): Position[] {
  if (!rows || row < 0) return [];
  const geometry = geometryOf(rows, row);
  return "coordinates" in geometry ? flat(geometry.coordinates) : [];
}

function positions(place: Place, data: AppState["data"], shapes: AppState["shapes"]): Position[] {
  const { sites, zones } = data;
  if ("draw" in place) return [...place.draw.points];
  if ("view" in place) {
    const [w, s, e, n] = place.view;
    return [
      [w, s],
      [e, n],
    ];
  }
  if ("zone" in place) return ofRow(zones, zones?.id.indexOf(place.zone) ?? -1);
  if ("site" in place) return ofRow(sites, sites?.id.indexOf(place.site) ?? -1);
  if ("type" in place) {
    const type = sites?.types.indexOf(place.type) ?? -1;
    return (
      sites?.id.flatMap((_, row): Position[] =>
        sites.type[row] === type ? [[(sites.lon[row] ?? 0) / 1e6, (sites.lat[row] ?? 0) / 1e6]] : [],
      ) ?? []
    );
  }
  const named = shapes?.find((one) => one.id === place.shape);
  const definition = named && definitionOf(named);
  if (!definition) return [];
  return "draw" in definition ? [...definition.draw.points] : definition.around.of.flatMap((one) => positions(one, data, shapes));
}

/** West, south, east, north with the distance around; null when none of it is known here. */
export function extentOf(clause: GeoClause, data: AppState["data"], shapes: AppState["shapes"]): [number, number, number, number] | null {
  const all = placesOf(clause).flatMap((place) => positions(place, data, shapes));
  if (!all.length) return null;
  const [w, s, e, n] = boxOf(all);
  const [east, north] = degree_m((s + n) / 2);
  const more_m = "of" in clause ? clause.distance_m : 50;
  return [w - more_m / east, s - more_m / north, e + more_m / east, n + more_m / north];
}
