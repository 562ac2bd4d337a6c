/** Whether points lie inside a drawn area, on whole microdegrees. Pure. */

/** Even-odd rule on whole microdegrees; a point on an edge counts as inside, as ST_Intersects has it. */
export function inRing(x: number, y: number, ring: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as readonly [number, number];
    const [bx, by] = ring[j] as readonly [number, number];
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (side === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/**
 * inRing, for many points: the ring's edges lie in bands by height, and a point asks those of its own band only.
 * An edge of another band neither holds the point nor is crossed by the line eastward from it.
 */
export function ringTest(ring: readonly (readonly [number, number])[]): (x: number, y: number) => boolean {
  const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const bands: number[][] = Array.from({ length: Math.max(1, Math.min(1024, ring.length)) }, () => []);
  const height = (north - south + 1) / bands.length;
  const bandOf = (y: number) => Math.floor((y - south) / height);
  for (const [i, [bx, by]] of ring.entries()) {
    // As inRing has it, from the vertex before.
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length] as readonly [number, number];
    for (let band = bandOf(Math.min(ay, by)); band <= bandOf(Math.max(ay, by)); band++) bands[band]?.push(bx, by, ax, ay);
  }
  const edges = bands.map((band) => Float64Array.from(band));
  return (x, y) => x >= west && x <= east && y >= south && y <= north && crossedOdd(x, y, edges[bandOf(y)] as Float64Array);
}

/** Of edges as ax, ay, bx, by: inRing's rule, word for word. */
function crossedOdd(x: number, y: number, edges: Float64Array): boolean {
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const ax = edges[i] as number;
    const ay = edges[i + 1] as number;
    const bx = edges[i + 2] as number;
    const by = edges[i + 3] as number;
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (side === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
