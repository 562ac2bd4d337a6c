/** The list of sites while it is drawn up: gives ids, addresses, units and persons, keeps names unique and points apart. */
import type { SiteType } from "../../server/contract/vocabulary.ts";
import { lengthOf, pointAlong } from "./curves.ts";
import type { Pt, Ring } from "./geo.ts";
import { at, centroid, dist } from "./geo.ts";
import type { Places } from "./places.ts";
import type { Rng } from "./rng.ts";
import type { Names } from "./words.ts";
import { personName } from "./words.ts";

export type Shape =
  | { readonly kind: "point"; readonly p: Pt }
  | { readonly kind: "line"; readonly points: readonly Pt[] }
  | { readonly kind: "area"; readonly ring: Ring };

export interface Site {
  readonly id: string;
  readonly type: SiteType;
  readonly name: string;
  readonly shape: Shape;
  /** A point of it, for address and zone. */
  readonly anchor: Pt;
  readonly address: string;
  readonly unit: string;
  readonly person: string;
  readonly key: boolean;
  /** Code of the community it lies in. */
  readonly community: string;
}

/** The unit that answers for a site of a type: of the trade, or the place's sub-district (S) or community (C). */
const unitOfType: Partial<Record<SiteType, string>> = {
  market: "B06",
  river: "B07",
  arterial_road: "B01",
  secondary_road: "B01",
  commercial_street: "B13",
  intersection: "B04",
  bus_stop: "E07",
  station: "B24",
  park: "B21",
  square: "B21",
  scenic_area: "B11",
  construction_site: "B02",
  hospital: "B10",
  school: "B09",
  school_surroundings: "B09",
  mall: "B13",
  hotel: "B11",
  restaurant: "B06",
  internet_cafe: "B11",
  cinema: "B11",
  museum: "B11",
  public_toilet: "B22",
  service_hall: "B18",
  car_park: "E16",
  transfer_station: "B22",
  cultural_station: "S",
  subdistrict_office: "S",
  township: "S",
  urban_village: "S",
  urban_fringe: "S",
};

export class SiteBook {
  readonly sites: Site[] = [];
  readonly places: Places;
  readonly names: Names;
  readonly #rng: Rng;

  constructor(places: Places, names: Names, rng: Rng) {
    this.places = places;
    this.names = names;
    this.#rng = rng;
  }

  /** Adds a site; false when it would lie outside the district. */
  add(type: SiteType, name: string, shape: Shape, key = false): boolean {
    const anchor = anchorOf(shape);
    const z = this.places.zones(anchor);
    if (!z) return false;
    const trade = unitOfType[type] ?? "C";
    const unit = trade === "S" ? z.sub.unit : trade === "C" ? z.com.unit : trade;
    const id = `D${String(this.sites.length + 1).padStart(4, "0")}`;
    this.sites.push({
      id,
      type,
      name,
      shape,
      anchor,
      address: this.places.address(anchor),
      unit,
      person: personName(this.#rng),
      key,
      community: z.com.code,
    });
    return true;
  }

  of(...types: SiteType[]): Site[] {
    return this.sites.filter((s) => types.includes(s.type));
  }

  /** Is the point at least `metres` from every site of the type? */
  free(type: SiteType, p: Pt, metres: number): boolean {
    return this.sites.every((s) => s.type !== type || dist(s.anchor, p) >= metres);
  }
}

/** A point of a shape: a line's middle, a ring's centre. */
export function anchorOf(shape: Shape): Pt {
  if (shape.kind === "point") return shape.p;
  if (shape.kind === "line") return pointAlong(shape.points, lengthOf(shape.points) / 2).p;
  return shape.ring.length > 2 ? centroid(shape.ring) : at(shape.ring, 0);
}
