/** Sites that are lines: main roads, shopping streets, river segments, back alleys. */

import { lengthOf, piece } from "./curves.ts";
import { hypot } from "./exact.ts";
import type { Pt } from "./geo.ts";
import { add, at, dist, mix } from "./geo.ts";
import { inOldTown, townness } from "./plan.ts";
import type { Reach } from "./river.ts";
import type { Rng } from "./rng.ts";
import type { SiteBook } from "./siteBook.ts";
import { anchorOf } from "./siteBook.ts";
import type { Street } from "./streets.ts";
import { alleyName, chinese } from "./words.ts";

const townLength = (s: Street): number => s.points.filter((p) => townness(p) > 0.4).length / s.points.length;

/** Of streets with one name the longest piece. */
function longest(streets: readonly Street[]): Street[] {
  const best = new Map<string, Street>();
  for (const s of streets) if (lengthOf(s.points) > lengthOf(best.get(s.name)?.points ?? [])) best.set(s.name, s);
  return [...best.values()];
}

/** Main roads in sections of a kilometre or two; the best secondaries; twelve shopping streets. */
export function addRoads(book: SiteBook, streets: readonly Street[]): void {
  for (const s of longest(streets.filter((s) => s.cls === "arterial" && lengthOf(s.points) > 500))) {
    const total = lengthOf(s.points);
    const n = Math.max(1, Math.round(total / 2600));
    const words =
      n === 1
        ? [""]
        : n === 2
          ? sides(s)
          : [at(sides(s), 0), ...Array.from({ length: n - 2 }, (_, i) => (n === 3 ? "中段" : `中${chinese(i + 1)}段`)), at(sides(s), 1)];
    words.forEach((w, i) => {
      const name = w ? `${s.name}${w}` : s.name;
      book.add(
        "arterial_road",
        book.names.fresh(() => name),
        { kind: "line", points: piece(s.points, (total * i) / n, (total * (i + 1)) / n) },
      );
    });
  }
  const seconds = longest(streets.filter((s) => s.cls === "secondary" && s.name && townLength(s) > 0.6 && lengthOf(s.points) > 420));
  for (const s of seconds) book.add("secondary_road", s.name, { kind: "line", points: s.points });
  const shops = streets
    .filter((s) => s.cls === "minor" && s.name && lengthOf(s.points) > 260 && townLength(s) === 1)
    .sort((p, q) => hypot(...at(p.points, 0)) - hypot(...at(q.points, 0)));
  for (const s of shops.filter((_, i) => i % 6 === 0).slice(0, 12))
    book.add(
      "commercial_street",
      book.names.fresh(() => `${s.name}商业街`),
      { kind: "line", points: s.points },
    );
}

function sides(s: Street): [string, string] {
  const [a, b] = [at(s.points, 0), at(s.points, s.points.length - 1)];
  if (Math.abs(a[0] - b[0]) > Math.abs(a[1] - b[1])) return a[0] < b[0] ? ["西段", "东段"] : ["东段", "西段"];
  return a[1] < b[1] ? ["南段", "北段"] : ["北段", "南段"];
}

/** One site a reach, named by the river and the community beside it. */
export function addRivers(book: SiteBook, reaches: readonly Reach[]): void {
  for (const r of reaches) {
    const middle = anchorOf({ kind: "line", points: r.points });
    const bank = [
      [0, 0],
      [0, 90],
      [0, -90],
      [90, 0],
      [-90, 0],
    ]
      .map((d) => book.places.zones(add(middle, d as unknown as Pt)))
      .find((z) => z);
    const place = (bank?.com.name ?? "").replace(/社区$|村$/, "");
    const name = book.names.fresh(() => `${r.name}（${place}段）`);
    const tidy = name.replace(/段）（(.+)）$/, "$1段）");
    if (!book.add("river", tidy, { kind: "line", points: inland(book, r.points) })) throw new Error(`${tidy} lies outside`);
  }
}

/** The border river's middle line is the border: its points are moved some metres onto our side. */
function inland(book: SiteBook, points: readonly Pt[]): Pt[] {
  if (points.every((p) => [-9, 9].every((d) => book.places.block(add(p, [0, d])) !== null))) return [...points];
  return points.map((p) => {
    for (const d of [9, 18, 36, 60]) {
      for (const way of [
        [0, d],
        [-d * 0.7, d * 0.7],
        [d * 0.7, d * 0.7],
        [-d, 0],
        [d, 0],
      ] as const) {
        const q = add(p, way);
        if (book.places.block(q) !== null) return q;
      }
    }
    return p;
  });
}

/** Named alleys of the old town, and some in the villages that the town has swallowed. */
export function addAlleys(book: SiteBook, alleys: readonly (readonly Pt[])[], rng: Rng): void {
  for (const points of alleys) book.add("back_alley", alleyName(book.names, rng), { kind: "line", points });
}

/** Main crossings: where two arterials, or an arterial and a secondary, share a point. */
export function addCrossings(book: SiteBook, streets: readonly Street[]): void {
  const main = streets.filter((s) => (s.cls === "arterial" || s.cls === "secondary") && s.name);
  const spots: { p: Pt; name: string; rank: number }[] = [];
  main.forEach((s, i) => {
    for (const t of main.slice(i + 1)) {
      if (s.cls === "secondary" && t.cls === "secondary" && !inOldTown(at(t.points, 0))) continue;
      const hit = s.points.find((p) => t.points.some((q) => dist(p, q) < 2));
      if (hit && s.name !== t.name && townness(hit) > 0.25)
        spots.push({
          p: mix(hit, hit, 0),
          name: `${s.name}—${t.name}路口`,
          rank: (s.cls === "arterial" ? 0 : 1) + (t.cls === "arterial" ? 0 : 1),
        });
    }
  });
  spots.sort((a, b) => a.rank - b.rank || hypot(...a.p) - hypot(...b.p));
  for (const { p, name } of spots.slice(0, 64)) {
    if (book.free("intersection", p, 150))
      book.add(
        "intersection",
        book.names.fresh(() => name),
        { kind: "point", p },
      );
  }
}
