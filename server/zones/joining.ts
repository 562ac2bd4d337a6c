/** Gives what is nobody's or several zones', and no wider than the tolerance, to the neighbour with the longest common border. */
import type { Position } from "../contract/draw.ts";
import { beyond, type Claims, nobody } from "./claims.ts";
import { type Edge, type Mesh, width_m } from "./mesh.ts";

export type JoinKind = "gap" | "overlap" | "outline" | "sliver";
export interface Join {
  readonly kind: JoinKind;
  /** The zone it was given to first; none of what was cut off. */
  readonly zones: readonly number[];
  readonly area_m2: number;
  readonly at: Position;
}
export interface Joined {
  /** Of each face: the number of its zone, nobody or beyond. */
  readonly owners: readonly number[];
  readonly joins: readonly Join[];
}

/** Metres of border of a face with each zone. */
function bordersWith(edges: readonly Edge[], owners: readonly number[]): Map<number, number> {
  const metres = new Map<number, number>();
  for (const { across, metres: m } of edges) {
    const owner = across < 0 ? beyond : (owners[across] as number);
    if (owner >= 0) metres.set(owner, (metres.get(owner) ?? 0) + m);
  }
  return metres;
}

function longest(metres: ReadonlyMap<number, number>, among: readonly number[] | null): number {
  const able = [...metres].filter(([zone]) => among === null || among.includes(zone));
  return able.reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best), [nobody, 0] as [
    number,
    number,
  ])[0];
}

const asClaimed = (claim: readonly number[] | null): number =>
  claim === null ? beyond : claim.length === 1 ? (claim[0] as number) : nobody;

/** Faces that are nobody's yet and thin, round by round: what touches only others like it waits for them. */
function close(mesh: Mesh, claims: Claims, tolerance_m: number): Joined {
  let owners = claims.map(asClaimed);
  const joins: Join[] = [];
  let open = owners.flatMap((owner, face) => (owner === nobody && width_m(mesh.faces[face] as never) <= tolerance_m ? [face] : []));
  while (open.length) {
    const now = owners;
    const next = [...owners];
    const waiting = open.filter((face) => {
      const claim = claims[face] as readonly number[];
      const edges = mesh.edges(face).flat();
      const borders = bordersWith(edges, now);
      const zone = longest(borders, claim.length ? claim : null);
      if (zone === nobody) return true;
      next[face] = zone;
      joins.push(joinOf(mesh, face, zone, claim, edges, borders, claims));
      return false;
    });
    owners = next;
    if (waiting.length === open.length) break;
    open = waiting;
  }
  return { owners, joins };
}

function joinOf(
  mesh: Mesh,
  face: number,
  zone: number,
  claim: readonly number[],
  edges: readonly Edge[],
  borders: ReadonlyMap<number, number>,
  claims: Claims,
): Join {
  const { at, area_m2 } = mesh.faces[face] as Mesh["faces"][number];
  const atRim = edges.some(({ across }) => across < 0 || claims[across] === null);
  const kind = claim.length ? "overlap" : atRim ? "outline" : "gap";
  const others = [...(claim.length ? claim : borders.keys())].filter((one) => one !== zone).sort((a, b) => a - b);
  return { kind, zones: kind === "outline" ? [zone] : [zone, ...others], area_m2, at };
}

interface Part {
  readonly zone: number;
  readonly faces: readonly number[];
  readonly area_m2: number;
  readonly perimeter_m: number;
}

/** Faces of a zone that hang together. */
function partsOf(mesh: Mesh, owners: readonly number[]): Part[] {
  const seen = new Set<number>();
  const parts: Part[] = [];
  owners.forEach((zone, first) => {
    if (zone < 0 || seen.has(first)) return;
    seen.add(first);
    const faces = [first];
    let [area_m2, perimeter_m] = [0, 0];
    for (const face of faces) {
      area_m2 += (mesh.faces[face] as Mesh["faces"][number]).area_m2;
      for (const { across, metres } of mesh.edges(face).flat()) {
        if (across < 0 || owners[across] !== zone) perimeter_m += metres;
        else if (!seen.has(across)) {
          seen.add(across);
          faces.push(across);
        }
      }
    }
    parts.push({ zone, faces, area_m2, perimeter_m });
  });
  return parts;
}

/** Thin pieces that a crooked border cut off from their zone go to the neighbour. A zone that has nothing else keeps them. */
function gather(mesh: Mesh, { owners, joins }: Joined, tolerance_m: number): Joined {
  const parts = partsOf(mesh, owners);
  const thin = (part: Part) => width_m(part) <= tolerance_m;
  const sound = new Set(parts.filter((part) => !thin(part)).map(({ zone }) => zone));
  const next = [...owners];
  const more: Join[] = [];
  for (const part of parts.filter((one) => thin(one) && sound.has(one.zone))) {
    const borders = bordersWith(
      part.faces.flatMap((face) => mesh.edges(face).flat()),
      next,
    );
    borders.delete(part.zone);
    const zone = longest(borders, null);
    if (zone === nobody) continue;
    for (const face of part.faces) next[face] = zone;
    more.push({
      kind: "sliver",
      zones: [zone, part.zone],
      area_m2: part.area_m2,
      at: (mesh.faces[part.faces[0] as number] as Mesh["faces"][number]).at,
    });
  }
  return { owners: next, joins: [...joins, ...more] };
}

function cutOff(mesh: Mesh, claimedBeyond: readonly (readonly number[])[]): Join[] {
  return claimedBeyond.flatMap((zones, face) => {
    const { at, area_m2 } = mesh.faces[face] as Mesh["faces"][number];
    return zones.length ? [{ kind: "outline" as const, zones, area_m2, at }] : [];
  });
}

/** @param claimedBeyond of each face beyond the outline, the zones that claim it all the same */
export function joined(mesh: Mesh, claims: Claims, claimedBeyond: readonly (readonly number[])[], tolerance_m: number): Joined {
  const { owners, joins } = gather(mesh, close(mesh, claims, tolerance_m), tolerance_m);
  return { owners, joins: [...joins, ...cutOff(mesh, claimedBeyond)] };
}
