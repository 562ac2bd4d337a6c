/** Shapes of addresses that became places. */
import { Type } from "typebox";
import { foundHows } from "./placeFound.ts";
import { id, nullable, words } from "./schemaParts.ts";

/** A place the words may mean, EPSG:4326. */
export const LocatedPlace = Type.Object({
  how: words(foundHows),
  /** What was found, in words: "牡丹大街与中山路交叉口". */
  name: Type.String(),
  lon: Type.Number(),
  lat: Type.Number(),
  /** How far it may be off, metres. */
  accuracy_m: Type.Number(),
  /** What it was found by, when that is a thing of the map. */
  kind: nullable(Type.Enum(["site", "zone", "road", "landmark"])),
  thing: nullable(id),
  /** 0 to 1: 1 the very words. */
  score: Type.Number(),
});
export const Located = Type.Object({ places: Type.Array(LocatedPlace) });
/** Of each address in its order: the best place, or none; `sure`: nothing else comes near it. */
export const LocatedMany = Type.Object({
  rows: Type.Array(Type.Object({ place: nullable(LocatedPlace), sure: Type.Boolean() })),
});
