/** A partition from polygons whose borders are noded already: what two share, both have vertex by vertex. */
import type { Position } from "../draw.ts";
import type { Word, ZoneLevel } from "../vocabulary.ts";
import { faultsOf } from "./check.ts";
import { same, twiceArea } from "./exact.ts";
import { type Arc, outside, type Partition, type PlanZone } from "./partition.ts";
import { PartitionError } from "./partitionError.ts";
import type { Polygon } from "./shapes.ts";

/** An edge of some polygons: from the lower vertex to the higher, with what is on its sides. */
interface Edge {
  readonly a: number;
  readonly b: number;
  left: number;
  right: number;
  used: boolean;
}

/** Vertices by place, numbered in the order they are met; edges by their vertices. */
interface Net {
  readonly places: Position[];
  readonly numbers: Map<string, number>;
  readonly edges: Map<string, Edge>;
  readonly at: Edge[][];
}

function bad(member: string, at: Position, word: Word): never {
  throw new PartitionError(member, at, word);
}
const overlaps: Word = { zh: "两个多边形在这里重叠：边界应先对齐", en: "two polygons overlap here: their borders should be noded first" };

function vertex(net: Net, place: Position): number {
  const key = `${place[0] + 0},${place[1] + 0}`;
  const known = net.numbers.get(key);
  if (known !== undefined) return known;
  net.places.push([place[0] + 0, place[1] + 0]);
  net.at.push([]);
  net.numbers.set(key, net.places.length - 1);
  return net.places.length - 1;
}

function addEdge(net: Net, member: string, from: number, to: number, face: number): void {
  const [a, b] = from < to ? [from, to] : [to, from];
  const key = `${a} ${b}`;
  let edge = net.edges.get(key);
  if (!edge) {
    edge = { a, b, left: outside, right: outside, used: false };
    net.edges.set(key, edge);
    net.at[a]?.push(edge);
    net.at[b]?.push(edge);
  }
  const hand = from < to ? "left" : "right";
  if (edge[hand] !== outside) bad(member, net.places[from] as Position, overlaps);
  edge[hand] = face;
  if (edge.left === edge.right)
    bad(member, net.places[from] as Position, { zh: "多边形在这里折回自身", en: "the polygon folds back on itself here" });
}

/** A ring without repeats, anticlockwise or clockwise as asked. */
function ring(net: Net, member: string, places: readonly Position[], anticlockwise: boolean): number[] {
  const open = places.filter((p, i) => !same(p, places.at(i - 1) as Position) || places.length === 1);
  if (open.length < 3)
    bad(member, places[0] ?? [0, 0], { zh: "环至少要有三个不同的顶点", en: "a ring should have three different vertices" });
  const turned = twiceArea(open) > 0 === anticlockwise ? open : open.toReversed();
  return turned.map((p) => vertex(net, p));
}

function netOf(faces: readonly { readonly polygon: Polygon }[]): Net {
  const net: Net = { places: [], numbers: new Map(), edges: new Map(), at: [] };
  for (const [i, { polygon }] of faces.entries()) {
    for (const [k, places] of polygon.entries()) {
      const member = `faces[${i}].polygon[${k}]`;
      const vertices = ring(net, member, places, k === 0);
      for (const [n, to] of vertices.entries()) addEdge(net, member, vertices.at(n - 1) as number, to, i + 1);
    }
  }
  return net;
}

/** From a vertex along an edge to the next node, or round to where it began. */
function follow(net: Net, start: number, first: Edge): Omit<Arc, "id"> {
  const forward = first.a === start;
  const points: Position[] = [net.places[start] as Position];
  let at = start;
  let edge: Edge | undefined = first;
  while (edge && !edge.used) {
    edge.used = true;
    at = edge.a === at ? edge.b : edge.a;
    points.push(net.places[at] as Position);
    const here = net.at[at] as Edge[];
    edge = here.length === 2 && at !== start ? here.find((other) => !other.used) : undefined;
  }
  return { points, left: forward ? first.left : first.right, right: forward ? first.right : first.left };
}

function arcsOf(net: Net): Map<number, Arc> {
  const arcs = new Map<number, Arc>();
  const add = (start: number, edge: Edge) => {
    if (edge.used) return;
    const arc = { id: arcs.size + 1, ...follow(net, start, edge) };
    arcs.set(arc.id, arc);
  };
  for (const [vertex, edges] of net.at.entries()) if (edges.length !== 2) for (const edge of edges) add(vertex, edge);
  for (const edge of net.edges.values()) add(edge.a, edge);
  return arcs;
}

/** @throws PartitionError when borders cross or faces overlap: they were not noded */
export function partitionOf(
  depth: ZoneLevel,
  zones: readonly PlanZone[],
  faces: readonly { readonly polygon: Polygon; readonly zone: number | null }[],
): Partition {
  const arcs = arcsOf(netOf(faces));
  const sorted = [...zones].sort((a, b) => a.level - b.level);
  const partition: Partition = {
    depth,
    arcs,
    faces: new Map(faces.map(({ zone }, i) => [i + 1, zone])),
    zones: new Map(sorted.map((zone) => [zone.id, zone])),
    next: { arc: arcs.size + 1, face: faces.length + 1, zone: Math.min(0, ...zones.map((zone) => zone.id)) - 1 },
  };
  const [fault] = faultsOf(partition);
  if (fault) throw new PartitionError("faces", fault.at, fault.why);
  return partition;
}
