/** Zones' polygons as one partition of the ground: noded, each face given to somebody, neighbours of one owner made one. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { Tx } from "../db/db.ts";
import { beyond, type Claims, claimsOf, nobody } from "./claims.ts";
import { cutsAcross } from "./cuts.ts";
import { bordersOf, polygonsOf, straightened } from "./dissolve.ts";
import { whichOf } from "./inside.ts";
import { type Join, joined } from "./joining.ts";
import { type Mesh, meshOf } from "./mesh.ts";
import { closed, facesBetween } from "./noding.ts";
import { restored } from "./restored.ts";

/** A face: a zone's number, or several that claim it, or none. */
export interface Owned {
  readonly polygon: Polygon;
  readonly zone: number | null;
  /** Of nobody's ground: the zones that claim it. */
  readonly claims: readonly number[];
}
export interface Noded {
  /**
   * The vertices that were given and nodes only; with what noding added; as the grid has it all. The former may cross each other where
   * borders all but touch: the first that does not is taken.
   */
  readonly ways: readonly (() => readonly Owned[])[];
  readonly joins: readonly Join[];
  /** Zones none of whose ground lies within the outline. */
  readonly lost: ReadonlySet<number>;
}

interface Cut {
  readonly mesh: Mesh;
  readonly claims: Claims;
}

async function cut(tx: Tx, zones: readonly (readonly Polygon[])[], outline: readonly Polygon[] | null, tolerance_m: number): Promise<Cut> {
  const lines = [...zones.flat(2), ...(outline ?? []).flat()].map(closed);
  const of = async (all: readonly (readonly Position[])[]): Promise<Cut> => {
    const mesh = meshOf(await facesBetween(tx, all));
    return { mesh, claims: claimsOf(mesh, zones, outline) };
  };
  const first = await of(lines);
  const across = cutsAcross(first.mesh, first.claims, tolerance_m);
  return across.length ? of([...lines, ...across]) : first;
}

const groupOf = (owner: number, claim: readonly number[] | null): string | null =>
  owner === beyond ? null : owner === nobody ? `of ${claim?.join()}` : `${owner}`;

function ownedOf(group: string, polygon: Polygon): Owned {
  const claims = group.startsWith("of ") ? group.slice(3).split(",").filter(Boolean).map(Number) : null;
  return { polygon, zone: claims ? null : Number(group), claims: claims ?? [] };
}

const owned = (points: readonly Position[], groups: ReturnType<typeof bordersOf>): Owned[] =>
  [...groups].flatMap(([group, leaving]) => polygonsOf(points, leaving).map((polygon) => ownedOf(group, polygon)));

function rimOf(mesh: Mesh, groups: readonly (string | null)[]): ReadonlySet<number> {
  const rim = new Set<number>();
  groups.forEach((group, face) => {
    if (group === null) return;
    for (const { from, to, across } of mesh.edges(face).flat()) if (across < 0 || groups[across] === null) rim.add(from).add(to);
  });
  return rim;
}

export async function noded(
  tx: Tx,
  zones: readonly (readonly Polygon[])[],
  outline: readonly Polygon[] | null,
  tolerance_m: number,
): Promise<Noded> {
  const { mesh, claims } = await cut(tx, zones, outline, tolerance_m);
  const which = whichOf(zones);
  const claimedBeyond = claims.map((claim, face) => (claim === null ? which((mesh.faces[face] as Mesh["faces"][number]).at) : []));
  const { owners, joins } = joined(mesh, claims, claimedBeyond, tolerance_m);
  const groups = owners.map((owner, face) => groupOf(owner, claims[face] as readonly number[] | null));
  const borders = bordersOf(mesh, groups);
  const given = restored(mesh.points, rimOf(mesh, groups), zones.flat(), outline);
  const within = new Set(claims.flatMap((claim) => claim ?? []));
  return {
    ways: [() => owned(given.points, straightened(given, borders)), () => owned(given.points, borders), () => owned(mesh.points, borders)],
    joins,
    lost: new Set([...zones.keys()].filter((zone) => !within.has(zone))),
  };
}
