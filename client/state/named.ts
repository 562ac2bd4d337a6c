/** What a named shape stands for, and what a filter's places are once names are put aside. Pure. */
import { decodeShape, encodeShape, type Shape } from "../../server/contract/draw.ts";
import type { Filter } from "../../server/contract/filter.ts";
import { type Anchor, type Area, formatGeo, type GeoClause, parseGeo } from "../../server/contract/geo.ts";
import { ParameterError } from "../../server/contract/parameter.ts";
import type { NamedShape } from "../../server/contract/types.ts";

/** A drawing, or everything within a distance of places. */
export type Definition = { readonly draw: Shape } | { readonly around: { readonly distance_m: number; readonly of: readonly Anchor[] } };

/** null when the text is none: a newer server may know more kinds. */
export function definitionOf({ definition }: Pick<NamedShape, "definition">): Definition | null {
  const draw = definition.startsWith("draw/") ? decodeShape(definition.slice(5)) : null;
  if (draw) return { draw };
  try {
    const clause = parseGeo(definition);
    return "of" in clause && clause.op === "within" ? { around: { distance_m: clause.distance_m, of: clause.of } } : null;
  } catch (error) {
    if (error instanceof ParameterError) return null;
    throw error;
  }
}

/** What can be kept of a clause under a name: its drawing, or its surroundings; null when it is neither. */
export function keepable(clause: GeoClause): string | null {
  const places: readonly (Anchor | Area)[] = "of" in clause ? clause.of : clause.areas;
  const drawn = places.find((place) => "draw" in place);
  if (drawn && "draw" in drawn) return `draw/${encodeShape(drawn.draw)}`;
  if (!("of" in clause) || clause.of.some((place) => "shape" in place)) return null;
  return formatGeo({ ...clause, op: "within" });
}

/** Ids of the named shapes that places name. */
const named = (places: readonly (Anchor | Area)[]): number[] => places.flatMap((place) => ("shape" in place ? [place.shape] : []));
export const placesOf = (clause: GeoClause): readonly (Anchor | Area)[] => ("of" in clause ? clause.of : clause.areas);
export const namesShapes = ({ geo }: Pick<Filter, "geo">): boolean => geo.some((clause) => named(placesOf(clause)).length > 0);
