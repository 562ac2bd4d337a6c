/** Where a line meets borders: crosses them, or has a vertex on them. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import { boxOf, equal } from "./places.ts";
import type { ToolContext } from "./tool.ts";

type Segment = readonly [Position, Position];
/** More than one needs to see. */
const most = 200;
/** A vertex this near an edge, in degrees, is on it. */
const on_deg = 1e-8;

function meets([a, b]: Segment, [c, d]: Segment): Position | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const turn = rx * sy - ry * sx;
  if (turn === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / turn;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / turn;
  const [mt, mu] = [on_deg / Math.hypot(rx, ry), on_deg / Math.hypot(sx, sy)];
  return t >= -mt && t <= 1 + mt && u >= -mu && u <= 1 + mu ? [a[0] + rx * t, a[1] + ry * t] : null;
}

const apart = ([a, b]: Segment, [c, d]: Segment): boolean =>
  Math.max(a[0], b[0]) < Math.min(c[0], d[0]) - on_deg ||
  Math.max(c[0], d[0]) < Math.min(a[0], b[0]) - on_deg ||
  Math.max(a[1], b[1]) < Math.min(c[1], d[1]) - on_deg ||
  Math.max(c[1], d[1]) < Math.min(a[1], b[1]) - on_deg;

const segments = (line: readonly Position[]): Segment[] => line.slice(1).map((at, i) => [line[i] as Position, at]);

/** Each place once, in the order the line meets them; 200 at most. */
export function crossings(
  line: readonly Position[],
  { partition, finder }: Pick<ToolContext, "partition" | "finder">,
): readonly Position[] {
  if (line.length < 2) return [];
  const shapes = faceShapes(partition);
  const arcs = new Set(finder.facesIn({ box: boxOf(line, 1) }).flatMap((face) => shapes.get(face)?.arcs ?? []));
  const edges = [...arcs].flatMap((id) => segments(partition.arcs.get(id)?.points ?? []));
  const found: Position[] = [];
  for (const part of segments(line)) {
    const here = edges
      .filter((edge) => !apart(part, edge))
      .map((edge) => meets(part, edge))
      .filter((at) => at !== null);
    const from = ([x, y]: Position) => (x - part[0][0]) ** 2 + (y - part[0][1]) ** 2;
    for (const at of here.sort((p, q) => from(p) - from(q)))
      if (!found.some((old) => equal(old, at) || (Math.abs(old[0] - at[0]) < on_deg * 10 && Math.abs(old[1] - at[1]) < on_deg * 10)))
        found.push(at);
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}
