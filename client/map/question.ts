/** What of the question is drawn on the map: its shapes, its zones, a ring for each place a distance is measured from. Pure. */
import type { Position, Shape } from "../../server/contract/draw.ts";
import type { Filter } from "../../server/contract/filter.ts";
import type { Anchor, Area, Distance, GeoClause } from "../../server/contract/geo.ts";
import type { SiteType } from "../../server/contract/vocabulary.ts";
import { boxShape } from "../draw/edit.ts";
import type { AppState } from "../state/app.ts";
import { definitionOf, placesOf } from "../state/named.ts";
import type { View } from "../state/view.ts";
import type { Edit, Ring } from "./handle.ts";

type Shapes = AppState["shapes"];
type Sites = AppState["data"]["sites"];
type Around = Pick<Distance, "distance_m" | "of">;

/** Clauses taken apart: what is drawn as it is, the zones, and what has rings. */
export interface Drawn {
  readonly shapes: Shape[];
  readonly zones: number[];
  readonly around: Around[];
}

function putArea(drawn: Drawn, area: Anchor | Area, shapes: Shapes): void {
  if ("zone" in area) drawn.zones.push(area.zone);
  else if ("view" in area) drawn.shapes.push(boxShape(area.view));
  else if ("draw" in area) drawn.shapes.push(area.draw);
  else if ("shape" in area) {
    const named = shapes?.find((one) => one.id === area.shape);
    const definition = named && definitionOf(named);
    if (definition && "draw" in definition) drawn.shapes.push(definition.draw);
    // What surrounds a place is its rings.
    else if (definition) putAround(drawn, definition.around, shapes);
  }
}

function putAround(drawn: Drawn, { distance_m, of }: Around, shapes: Shapes): void {
  const plain = of.map((anchor): Anchor => {
    const named = "shape" in anchor ? shapes?.find((one) => one.id === anchor.shape) : undefined;
    const definition = named && definitionOf(named);
    return definition && "draw" in definition ? { draw: definition.draw } : anchor;
  });
  drawn.around.push({ distance_m, of: plain });
  for (const anchor of plain) if (!("type" in anchor || "site" in anchor)) putArea(drawn, anchor, shapes);
}

/** The places of clauses; of the one that is edited its own drawing is left out, which the hand holds. */
export function drawnOf(geo: readonly GeoClause[], shapes: Shapes, editing: number | null): Drawn {
  const drawn: Drawn = { shapes: [], zones: [], around: [] };
  for (const [i, clause] of geo.entries()) {
    const all = placesOf(clause);
    const held = i === editing ? all.find((place) => "draw" in place || "view" in place) : undefined;
    const left = all.filter((place) => place !== held);
    if ("of" in clause) putAround(drawn, { ...clause, of: left as Anchor[] }, shapes);
    else for (const area of left) putArea(drawn, area, shapes);
  }
  return drawn;
}

/** Sites of some types, from the sites layer. */
function ofTypes(types: ReadonlySet<SiteType>, sites: Sites): number[] {
  if (!sites || !types.size) return [];
  const wanted = new Set(sites.types.flatMap((type, i) => (types.has(type as SiteType) ? [i] : [])));
  return sites.id.filter((_, row) => wanted.has(sites.type[row] ?? -1));
}

/** A ring for each anchor; those of a type from the sites layer. */
function ringsAround({ of, distance_m }: Around, sites: Sites, label: string): Ring[] {
  const more = { distance_m, label };
  const types = new Set(of.flatMap((anchor) => ("type" in anchor ? [anchor.type] : [])));
  return [
    ...of.flatMap((anchor): Ring[] => {
      if ("draw" in anchor) return [{ id: 0, kind: "draw", shape: anchor.draw, ...more }];
      if ("site" in anchor) return [{ id: anchor.site, kind: "site", ...more }];
      return "zone" in anchor ? [{ id: anchor.zone, kind: "zone", ...more }] : [];
    }),
    ...ofTypes(types, sites).map((id): Ring => ({ id, kind: "site", ...more })),
  ];
}

/** Rings of the clauses, and of the near question from its answer: only what it names is ringed, not each site of a type twice. */
export function ringsOf(
  around: readonly Around[],
  near: View["near"],
  anchors: AppState["listing"]["anchors"],
  sites: Sites,
  label: (metres: number) => string,
): Ring[] {
  const rings = around.flatMap((one) => ringsAround(one, sites, label(one.distance_m)));
  if (!near) return rings;
  const known = new Set(rings.map((ring) => `${ring.kind}/${ring.id}/${ring.distance_m}`));
  const answered = anchors
    .filter((one) => one.kind !== "draw" && !known.has(`${one.kind}/${one.id}/${near.within_m}`))
    .map((one): Ring => ({ id: one.id, kind: one.kind, distance_m: near.within_m, label: label(near.within_m) }));
  return [...rings, ...answered];
}

/** The near question's anchors as a clause's, without types: those are ringed from the answer. */
export const nearAround = (near: View["near"]): Around[] =>
  near ? [{ distance_m: near.within_m, of: near.of.filter((anchor) => !("type" in anchor)) }] : [];

/** Of the places the distance is measured from, the one nearest to the middle of the picture: its ring is the one to take hold of. */
function heldAnchor(of: readonly Anchor[], sites: Sites, [lon, lat]: Position): Edit["around"] {
  const types = new Set(of.flatMap((anchor) => ("type" in anchor ? [anchor.type] : [])));
  const ids = new Set([...ofTypes(types, sites), ...of.flatMap((anchor) => ("site" in anchor ? [anchor.site] : []))]);
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [row, id] of (sites?.id ?? []).entries()) {
    if (!ids.has(id)) continue;
    const off = Math.hypot(((sites?.lon[row] ?? 0) / 1e6 - lon) * 0.8, (sites?.lat[row] ?? 0) / 1e6 - lat);
    if (off < least) [best, least] = [id, off];
  }
  const zone = of.find((anchor) => "zone" in anchor);
  if (best !== null) return { kind: "site", id: best };
  return zone && "zone" in zone ? { kind: "zone", id: zone.zone } : null;
}

/** What of the clause that is edited can be dragged; null when nothing is edited, or nothing of it can be. */
export function editOf(filter: Filter, editing: number | null, sites: Sites, middle: Position): Edit | null {
  const clause = editing === null ? undefined : filter.geo[editing];
  if (!clause) return null;
  const held = placesOf(clause).find((place) => "draw" in place || "view" in place);
  const shape = held && "draw" in held ? held.draw : held && "view" in held ? boxShape(held.view) : null;
  if (!("of" in clause)) return shape ? { shape, distance_m: null } : null;
  const around = shape ? null : heldAnchor(clause.of, sites, middle);
  return shape || around ? { shape, distance_m: clause.distance_m, around: around ?? null } : null;
}
