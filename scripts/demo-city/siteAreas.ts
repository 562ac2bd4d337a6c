/** Sites that are areas: markets beside streets, compounds and parks on parcels, squares, scenic areas, building sites, villages. */

import { smooth } from "./curves.ts";
import { hypot } from "./exact.ts";
import type { Pt, Ring } from "./geo.ts";
import { add, area, at, awayFrom, centroid, dist, inside, mix } from "./geo.ts";
import type { Mesh } from "./mesh.ts";
import { beside, buildable, parcelsOf } from "./parcels.ts";
import { inLakePark, inOldTown, rivers, roads, townness } from "./plan.ts";
import type { Rng } from "./rng.ts";
import type { SiteBook } from "./siteBook.ts";
import { halfWidth } from "./streets.ts";

/** A block of the town with the part that may be built on. */
export interface Block {
  readonly face: number;
  readonly ring: Ring;
  readonly middle: Pt;
  readonly town: number;
  readonly old: boolean;
}

/** The blocks that can be built on, the lake park left out. */
export function makeBlocks(mesh: Mesh): Block[] {
  return mesh.faces.flatMap((_, face) => {
    const ring = inLakePark(mesh.ring(face)) ? null : buildable(mesh, face);
    if (!ring) return [];
    const middle = centroid(ring);
    return [{ face, ring, middle, town: townness(middle), old: inOldTown(centroid(mesh.ring(face))) }];
  });
}

/** Twelve key markets and twelve more, well apart, each a hall beside a street. */
export function addMarkets(book: SiteBook, blocks: readonly Block[], rng: Rng): void {
  const near = (b: Block): number => hypot(b.middle[0] + 200, b.middle[1] - 200) + rng.range(0, 2600);
  const order = blocks
    .filter((b) => b.town > 0.55 && area(b.ring) > 12_000)
    .map((b) => ({ b, k: near(b) }))
    .sort((p, q) => p.k - q.k);
  let count = 0;
  for (const { b } of order) {
    const key = count < 12;
    const hall = beside(b.ring, rng.range(key ? 78 : 52, key ? 112 : 70), rng.range(42, 62), (p) => inside(b.ring, p));
    if (!hall || !book.free("market", b.middle, key ? 680 : 620)) continue;
    const name = book.names.fresh(
      () => book.names.stem("market", rng) + rng.pick(["农贸市场", "农贸市场", "农贸市场", "集贸市场", "菜市场"]),
    );
    if (book.add("market", name, { kind: "area", ring: hall }, key)) count++;
    if (count === 24) return;
  }
}

/** Cuts the blocks outside the old town into parcels, the markets' ground left out. */
export function makeParcels(book: SiteBook, blocks: readonly Block[], drawn: readonly (readonly Pt[])[], rng: Rng): Ring[] {
  const markets = book.of("market").map((s) => (s.shape.kind === "area" ? s.shape.ring : [s.anchor]));
  return blocks
    .filter((b) => b.town > 0.42 && !b.old)
    .flatMap((b) => parcelsOf(b.ring, rng.range(30_000, 52_000), 6, rng))
    .filter((r) => area(r) > 4_000 && !markets.some((m) => m.some((p) => inside(r, p)) || r.some((p) => inside(m, p))))
    .filter((r) => rivers.every((_, k) => r.every((p) => awayFrom(at(drawn, k), p) > halfWidth(k, 0.7) + 24)));
}

const endings = ["花园", "家园", "苑", "小区", "小区", "新村", "名邸", "华庭", "雅居", "嘉园", "公寓", "佳苑", "景城"] as const;

/** Compounds on the parcels, thinner at the town's edge; old ones are 小区 or 新村. */
export function addCompounds(book: SiteBook, parcels: Ring[], count: number, rng: Rng): void {
  const order = rng.shuffled(parcels).filter((r) => area(r) > 8_000);
  let left = count;
  for (const ring of order) {
    if (left === 0) return;
    if (!rng.chance(0.35 + 0.6 * townness(centroid(ring)))) continue;
    const name = book.names.fresh(() => {
      const stem = book.names.stem("compound", rng);
      const end = rng.pick(endings);
      return stem + (/[苑园]$/.test(stem) ? "小区" : end);
    });
    if (book.add("compound", name, { kind: "area", ring })) left--;
    parcels.splice(parcels.indexOf(ring), 1);
  }
}

/** The lake park, and parks on parcels by rivers and elsewhere. Returns the parks' rings for the base map. */
export function addParks(book: SiteBook, parcels: Ring[], rng: Rng): Ring[] {
  const loop = roads.find((r) => r.name === "映月湖路")?.points.slice(0, -1) ?? [];
  const middle = centroid(loop);
  const lake = smooth([...loop, ...loop, at(loop, 0)], 60).slice(0, -1);
  const lakePark = lake.slice(Math.floor(lake.length / 2)).map((p) => mix(middle, p, 0.972));
  book.add(
    "park",
    book.names.fresh(() => "映月湖公园"),
    { kind: "area", ring: lakePark },
    true,
  );
  const parks: Ring[] = [lakePark];
  for (const ring of rng.shuffled(parcels)) {
    if (parks.length === 17) break;
    const c = centroid(ring);
    if (area(ring) < 16_000 || area(ring) > 60_000 || !book.free("park", c, 850)) continue;
    const name = book.names.fresh(() => book.names.stem("park", rng) + rng.pick(["公园", "公园", "游园", "体育公园", "湿地公园"]));
    book.add("park", name, { kind: "area", ring });
    parks.push(ring);
    parcels.splice(parcels.indexOf(ring), 1);
  }
  return parks;
}

/** Takes parcels of a size, well apart, for sites of one type. */
export function addOnParcels(
  book: SiteBook,
  parcels: Ring[],
  what: {
    type: "square" | "construction_site" | "scenic_area";
    count: number;
    from: number;
    to: number;
    apart: number;
    name: () => string;
  },
  rng: Rng,
): void {
  let left = what.count;
  for (const ring of rng.shuffled(parcels)) {
    if (left === 0) return;
    if (area(ring) < what.from || area(ring) > what.to || !book.free(what.type, centroid(ring), what.apart)) continue;
    if (book.add(what.type, book.names.fresh(what.name), { kind: "area", ring }, what.type === "square" && left > what.count - 3)) left--;
    parcels.splice(parcels.indexOf(ring), 1);
  }
}

/** Scenic blocks of the old town. */
export function addScenic(book: SiteBook, blocks: readonly Block[]): void {
  const names = ["清晏古街景区", "文庙景区", "漕运故里景区"];
  for (const [i, p] of (
    [
      [-1250, -150],
      [-150, 900],
      [-1100, 1150],
    ] as const
  ).entries()) {
    const b = blocks.filter((b) => b.old).reduce((best, b) => (dist(b.middle, p) < dist(best.middle, p) ? b : best));
    book.add("scenic_area", at(names, i), { kind: "area", ring: b.ring }, true);
  }
}

/** Villages that the town has reached, and the fringe where town and fields meet. */
export function addFringe(book: SiteBook, blocks: readonly Block[], rng: Rng): void {
  const pick = (type: "urban_village" | "urban_fringe", lo: number, hi: number, count: number, name: (stem: string) => string): void => {
    let left = count;
    for (const b of rng.shuffled(blocks.filter((b) => b.town > lo && b.town < hi && !b.old && area(b.ring) < 420_000))) {
      if (left === 0) return;
      if (!book.free(type, b.middle, 900)) continue;
      const stem = book.places.zones(b.middle)?.com.name.replace(/社区$|村$/, "") ?? "";
      const ring = area(b.ring) > 90_000 ? shrink(b.ring, Math.sqrt(90_000 / area(b.ring))) : b.ring;
      if (
        book.add(
          type,
          book.names.fresh(() => name(stem)),
          { kind: "area", ring },
        )
      )
        left--;
    }
  };
  pick("urban_village", 0.24, 0.5, 9, (s) => `${s}城中村`);
  pick("urban_fringe", 0.05, 0.34, 9, (s) => `${s}城乡结合部`);
}

function shrink(ring: Ring, k: number): Ring {
  const c = centroid(ring);
  return ring.map((p) => add(c, [p[0] - c[0], p[1] - c[1]], k));
}
