/** The list as a walk: how far from stop to stop, and the order that makes it short. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { between_m, type Place, routeOrder } from "../../draw/route.ts";
import type { Stop } from "../../state/shortlist.ts";

const placeOf = ([lon, lat]: Position): Place => ({ lon, lat });

/** Metres to each from the one before, in straight lines: null for the first without a start, and where one of the two lies nowhere. */
export function legsOf(from: Position | null, places: readonly (Position | null)[]): (number | null)[] {
  return places.map((place, i) => {
    const before = i === 0 ? from : (places[i - 1] ?? null);
    return place && before ? between_m(placeOf(before), placeOf(place)) : null;
  });
}

export const totalOf = (legs: readonly (number | null)[]): number => legs.reduce((sum: number, leg) => sum + (leg ?? 0), 0);

/**
 * The list in an order that makes the walk short, from its start; without one the first stop stays first.
 * What lies nowhere goes to the end.
 */
export function walkOrder(stops: readonly Stop[], places: readonly (Position | null)[], from: Position | null): readonly Stop[] {
  const here = stops.flatMap((stop, i) => {
    const place = places[i];
    return place ? [{ stop, place: placeOf(place) }] : [];
  });
  const lost = stops.filter((_, i) => !places[i]);
  const [first, ...rest] = here;
  if (!first) return stops;
  const inOrder = (start: Place, list: typeof here) =>
    routeOrder(
      start,
      list.map(({ place }) => place),
    ).flatMap((i) => list[i]?.stop ?? []);
  return [...(from ? inOrder(placeOf(from), here) : [first.stop, ...inOrder(first.place, rest)]), ...lost];
}
