/** A line on its way, vertex by vertex: snapped, or along the ways between two clicks. What cut, reroute and ring have in common. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import type { Ghost, PlanPointer } from "../../map/plan/picture.ts";
import { type Box, bare, boxOf, equal, far_m, near, snap_px } from "./places.ts";
import type { ToolContext, ToolEvent } from "./tool.ts";
import { type Net, netOf, onNet, pathOn, type Way } from "./trace.ts";

export interface Drawn {
  readonly points: readonly Position[];
  /** How many points there were after each click: what Backspace goes back to. */
  readonly stops: readonly number[];
  /** Where the next vertex would be, and the way to it from the last one. */
  readonly ahead: readonly Position[];
  /** The pointer, snapped. */
  readonly at: Position | null;
  readonly snapped: boolean;
}
export const noLine: Drawn = { points: [], stops: [], ahead: [], at: null, snapped: false };
/** More than a person clicks or follows. */
const most = 20_000;

/** Nets of the last few neighbourhoods: the pointer asks for the same ones at each move. */
interface Kept {
  readonly ways: readonly Way[];
  readonly net: Net;
}
let kept: readonly Kept[] = [];
const mostKept = 4;
const sameWays = (a: readonly Way[], b: readonly Way[]) => a.length === b.length && a.every((way, i) => way === b[i]);

/** Neighbourhoods are cut by a grid of some 400 m, so that a small move does not leave one. */
const grid_deg = 0.004;
const onGrid = ([w, s, e, n]: Box): Box => [
  Math.floor(w / grid_deg) * grid_deg,
  Math.floor(s / grid_deg) * grid_deg,
  Math.ceil(e / grid_deg) * grid_deg,
  Math.ceil(n / grid_deg) * grid_deg,
];

/** Ways and borders around some places. Borders come first: where a road runs on one, the border's own vertices are meant. */
function netAround(places: readonly Position[], grow_m: number, context: ToolContext): Net {
  const box = onGrid(boxOf(places, grow_m));
  const shapes = faceShapes(context.partition);
  const arcs = new Set(context.finder.facesIn({ box }).flatMap((face) => shapes.get(face)?.arcs ?? []));
  const borders = [...arcs].map((id) => context.partition.arcs.get(id)?.points).filter((line) => line !== undefined);
  const ways = [...borders, ...context.ways(box)];
  const found = kept.find((one) => sameWays(one.ways, ways)) ?? { ways, net: netOf(ways) };
  kept = [found, ...kept.filter((one) => one !== found)].slice(0, mostKept);
  return found.net;
}

/** A detour this long is not what was meant. */
const tooLong = (long: number, straight: number) => long > 5 * straight + 300;

/** The way between two places along what can be followed, without the first place; null when there is none. */
function followed(from: Position, to: Position, px_m: number, context: ToolContext): readonly Position[] | null {
  const straight = far_m(from, to);
  const net = netAround([from, to], Math.max(150, straight / 2), context);
  const [a, b] = [onNet(net, from, 2 * snap_px * px_m), onNet(net, to, snap_px * px_m)];
  const path = a && b ? pathOn(net, a, b) : null;
  if (!path || tooLong(path.long_m, straight)) return null;
  return equal(path.points[0], from) ? path.points.slice(1) : path.points;
}

/** Where the pointer means: a vertex, a border; when following, else a road or a river. */
function meant(event: PlanPointer, context: ToolContext): { readonly at: Position; readonly snapped: boolean } {
  const found = near(event, context);
  if (found) return { at: found.at, snapped: true };
  if (!context.follow || !context.snap || event.alt) return { at: event.at, snapped: false };
  const on = onNet(netAround([event.at], 150, context), event.at, snap_px * event.metresPerPixel);
  return { at: on?.at ?? event.at, snapped: on !== null };
}

/** The pointer is here: where it means, and what would be drawn with a click. @param bend where the place is to be moved to, when it is not snapped */
export function pointed(drawn: Drawn, event: PlanPointer, context: ToolContext, bend: (at: Position) => Position = (at) => at): Drawn {
  const { at: free, snapped } = meant(event, context);
  const at = snapped ? free : bend(free);
  const last = drawn.points.at(-1);
  const way = last && context.follow && !event.alt && !equal(last, at) ? followed(last, at, event.metresPerPixel, context) : null;
  return { ...drawn, at, snapped, ahead: way ?? [at] };
}

/** The vertex is set, with the way to it. The same place twice running is one. */
export function added(drawn: Drawn): Drawn {
  const last = drawn.points.at(-1);
  const more = drawn.ahead.filter((at, i) => !equal(at, i ? drawn.ahead[i - 1] : last));
  if (more.length === 0 || drawn.points.length + more.length > most) return { ...drawn, ahead: [] };
  const points = [...drawn.points, ...more];
  return { ...drawn, points, stops: [...drawn.stops, points.length], ahead: [] };
}
export const addedAt = (drawn: Drawn, at: Position): Drawn => added({ ...drawn, at, ahead: [at], snapped: false });

/** Without the last click. */
export function back(drawn: Drawn): Drawn {
  const stops = drawn.stops.slice(0, -1);
  return { ...drawn, stops, points: drawn.points.slice(0, stops.at(-1) ?? 0), ahead: drawn.at ? [drawn.at] : [] };
}

/** What pointer and keys do to a line, whatever it is for; `done`: Enter or a double click. */
export function lineHears(
  drawn: Drawn,
  event: ToolEvent,
  context: ToolContext,
  bend?: (at: Position) => Position,
): { readonly drawn: Drawn; readonly done: boolean } {
  switch (event.kind) {
    case "move":
    case "drag":
      return { drawn: pointed(drawn, event, context, bend), done: false };
    case "click":
      return { drawn: added(pointed(drawn, event, context, bend)), done: false };
    case "double":
      return { drawn, done: true };
    case "leave":
      return { drawn: { ...drawn, at: null, ahead: [], snapped: false }, done: false };
    case "typed":
      return { drawn: addedAt(drawn, event.at), done: false };
    case "key":
      if (event.key === "Enter") return { drawn, done: true };
      if (event.key === "Backspace" || event.key === "Delete") return { drawn: back(drawn), done: false };
      return { drawn: event.key === "Escape" ? noLine : drawn, done: false };
    default:
      return { drawn, done: false };
  }
}

/** The line, what is ahead of it, its clicked vertices, and the place it has snapped to. */
export function lineGhost({ points, stops, ahead, at, snapped }: Drawn): Ghost {
  const last = points.at(-1);
  const way = last && ahead.length ? [last, ...ahead] : [];
  return {
    ...bare,
    lines: [
      { points, kind: "draft" },
      { points: way, kind: ahead.length > 1 ? "trace" : "band" },
    ],
    points: [
      ...stops.map((count) => ({ at: points[count - 1] as Position, kind: "vertex" as const })),
      ...(at && snapped ? [{ at, kind: "snap" as const }] : []),
    ],
  };
}
