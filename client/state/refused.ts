/** A filter that was refused because something it names is gone: the same filter without exactly that. Pure. */
import { emptyFilter, type Filter } from "../../server/contract/filter.ts";
import { type Anchor, type Area, formatAnchor, formatGeo, type GeoClause } from "../../server/contract/geo.ts";
import { placesOf } from "./named.ts";
import type { View } from "./view.ts";

/** What the server named: the parameter, and the value in it that is not, or cannot be. */
export interface Refused {
  readonly parameter: string;
  readonly value: string;
}
type Asked = Pick<View, "filter" | "near">;
/** What is left, and what goes. */
type Without = Asked & { readonly gone: Filter };
type Place = Anchor | Area;

/** Whether the page knows such a thing: of two of the same number the one that is not known is the one that is gone. */
export type Known = (place: Place) => boolean;

const numberOf = (place: Place): number | null =>
  "site" in place ? place.site : "zone" in place ? place.zone : "shape" in place ? place.shape : null;

/** The places that are meant by a value: spelt in full, or by a number alone. */
function meant(places: readonly Place[], value: string, known: Known): readonly Place[] {
  const spelt = places.filter((place) => formatAnchor(place).slice(0, 200) === value);
  if (spelt.length) return spelt;
  const numbered = places.filter((place) => String(numberOf(place)) === value);
  const gone = numbered.filter((place) => !known(place));
  return gone.length ? gone : numbered;
}

/** Clauses with only some of their places; those with none left are no more, those with all stay the same. */
function withPlaces(geo: readonly GeoClause[], stays: (place: Place) => boolean): GeoClause[] {
  return geo.flatMap((clause): GeoClause[] => {
    const places = placesOf(clause).filter(stays);
    if (!places.length || places.length === placesOf(clause).length) return places.length ? [clause] : [];
    return ["of" in clause ? { ...clause, of: places as readonly Anchor[] } : { ...clause, areas: places as readonly Area[] }];
  });
}

function withoutPlace({ filter, near }: Asked, value: string, known: Known): Without | null {
  const whole = filter.geo.filter((clause) => formatGeo(clause).slice(0, 200) === value);
  if (whole.length)
    return {
      near,
      filter: { ...filter, geo: filter.geo.filter((clause) => !whole.includes(clause)) },
      gone: { ...emptyFilter, geo: whole },
    };
  const ofNear: readonly GeoClause[] = near ? [{ op: "within", distance_m: near.within_m, of: near.of }] : [];
  const gone = meant([...filter.geo, ...ofNear].flatMap(placesOf), value, known);
  if (!gone.length) return null;
  const of = near?.of.filter((anchor) => !gone.includes(anchor)) ?? [];
  return {
    filter: { ...filter, geo: withPlaces(filter.geo, (place) => !gone.includes(place)) },
    near: near && of.length ? { ...near, of } : null,
    gone: { ...emptyFilter, geo: withPlaces([...filter.geo, ...ofNear], (place) => gone.includes(place)) },
  };
}

/** What is asked, without the part that was refused, and that part; null when the page cannot tell which it is. */
export function withoutRefused(asked: Asked, { parameter, value }: Refused, known: Known = () => false): Without | null {
  if (parameter === "geo" || parameter === "of") return withoutPlace(asked, value, known);
  // What a named shape stands for is gone: the shape is of no more use.
  if (parameter.startsWith("shape/")) return withoutPlace(asked, parameter, known);
  if (!(parameter in emptyFilter)) return null;
  const name = parameter as Exclude<keyof Filter, "geo">;
  const held: unknown = asked.filter[name];
  const list = Array.isArray(held) && held.some((one) => String(one) === value) ? (held as readonly unknown[]) : null;
  const left = list ? list.filter((one) => String(one) !== value) : emptyFilter[name];
  const gone = list ? list.filter((one) => String(one) === value) : held;
  return { near: asked.near, filter: { ...asked.filter, [name]: left }, gone: { ...emptyFilter, [name]: gone } };
}
