/** A line that runs beside borders is brought onto them: a road and the border drawn along it differ by centimetres, and between the two there would be slivers. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import { selfCrossing } from "../../../server/contract/partition/noding.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import { boxOf, equal } from "./places.ts";
import type { ToolContext } from "./tool.ts";

/** Nearer than this nobody means another course: half a metre. */
const beside_m = 0.5;

type Ground = Pick<ToolContext, "partition" | "finder">;

/** Without places that repeat the one before, or turn back to the one before that. */
function plain(line: readonly Position[]): Position[] {
  const made: Position[] = [];
  for (const at of line) {
    if (equal(made.at(-1), at)) continue;
    if (equal(made.at(-2), at)) made.pop();
    else made.push(at);
  }
  return made;
}

/** Vertices of borders beside a stretch, in the order one passes them. */
function passed([ax, ay]: Position, [bx, by]: Position, { partition, finder }: Ground): Position[] {
  const [east, north] = degree_m(ay);
  const [dx, dy] = [(bx - ax) * east, (by - ay) * north];
  const long2 = dx * dx + dy * dy;
  const shapes = faceShapes(partition);
  const box = boxOf(
    [
      [ax, ay],
      [bx, by],
    ],
    beside_m,
  );
  const arcs = new Set(finder.facesIn({ box }).flatMap((face) => shapes.get(face)?.arcs ?? []));
  const found = new Map<string, { readonly at: Position; readonly t: number }>();
  for (const id of arcs) {
    for (const at of partition.arcs.get(id)?.points ?? []) {
      const [x, y] = [(at[0] - ax) * east, (at[1] - ay) * north];
      const t = (x * dx + y * dy) / long2;
      if (t > 0 && t < 1 && Math.abs(x * dy - y * dx) <= beside_m * Math.sqrt(long2)) found.set(at.join(), { at, t });
    }
  }
  return [...found.values()].sort((a, b) => a.t - b.t).map(({ at }) => at);
}

/** The line on the borders that it runs beside; as it was when that would tie a knot. */
export function hugging(line: readonly Position[], ground: Ground): readonly Position[] {
  const places = plain(line.map((at) => ground.finder.nearest(at, beside_m)?.at ?? at));
  const made = plain(
    places.flatMap((at, i) => {
      const next = places[i + 1];
      return next ? [at, ...passed(at, next, ground)] : [at];
    }),
  );
  return made.length < 2 || selfCrossing(made) ? line : made;
}
