/** Geometries made for a test: as well-known text for the database, and as chains for what is measured here. */
import type { Chains } from "../../../server/places/wkb.ts";
import type { Point } from "../questions/town.ts";

export type Made =
  | { readonly kind: "point"; readonly at: Point }
  | { readonly kind: "line"; readonly points: readonly Point[] }
  | { readonly kind: "area"; readonly rings: readonly (readonly Point[])[] };

const text = (points: readonly Point[]): string => `(${points.map((p) => p.join(" ")).join(",")})`;
export const wktOf = (made: Made): string =>
  made.kind === "point"
    ? `POINT${text([made.at])}`
    : made.kind === "line"
      ? `LINESTRING${text(made.points)}`
      : `POLYGON(${made.rings.map(text).join(",")})`;

export const chainsIn = (made: Made): Chains =>
  made.kind === "point"
    ? { open: [[...made.at]], rings: [] }
    : made.kind === "line"
      ? { open: [made.points.flat()], rings: [] }
      : { open: [], rings: made.rings.map((ring) => ring.flat()) };
