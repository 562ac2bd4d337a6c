/** How many problems of the mask lie in a view: by the columns themselves, not by what was drawn, so the two can be held against each other. */
import type { Bounds } from "../cluster/protocol.ts";
import type { MapScene } from "./handle.ts";

export function countIn({ data, mask }: Pick<MapScene, "data" | "mask">, bounds: Bounds): { inView: number; total: number } {
  const rows = data.problems;
  if (!rows) return { inView: 0, total: 0 };
  const [w, s, e, n] = bounds.map((degrees) => degrees * 1e6) as [number, number, number, number];
  let inView = 0;
  let total = 0;
  for (let i = 0; i < rows.count; i++) {
    if (mask && mask[i] !== 1) continue;
    total++;
    const x = rows.lon[i] as number;
    const y = rows.lat[i] as number;
    if (x >= w && x <= e && y >= s && y <= n) inView++;
  }
  return { inView, total };
}
