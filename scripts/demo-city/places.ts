/** Where is what: zones with their names, the nearest street, addresses. The one look-up that sites and problems share. */

import type { Pt, Ring } from "./geo.ts";
import { add, along, at, centroid, dist, inside, nearestOn } from "./geo.ts";
import type { Mesh } from "./mesh.ts";
import { subdistrictSeeds, townness } from "./plan.ts";
import type { Rng } from "./rng.ts";
import type { Street } from "./streets.ts";
import type { Names } from "./words.ts";
import { chinese, personName } from "./words.ts";
import type { Cell, Levels } from "./zones.ts";

export interface Zone {
  readonly level: 1 | 2 | 3;
  readonly code: string;
  readonly name: string;
  /** Code of the zone above; empty for level 1. */
  readonly parent: string;
  readonly person: string;
  readonly unit: string;
  readonly cell: Cell;
}

/** Names and codes for all zones: YH01 清晏街道 → YH0101 … 社区 → YH010101 第一网格. */
export function nameZones(levels: Levels, mesh: Mesh, names: Names, rng: Rng): Zone[] {
  const two = (n: number): string => String(n + 1).padStart(2, "0");
  const first = levels.subdistricts.map(
    (cell, i): Zone => ({
      level: 1,
      code: `YH${two(i)}`,
      name: at(subdistrictSeeds, i).name,
      parent: "",
      person: personName(rng),
      unit: `S${two(i)}`,
      cell,
    }),
  );
  const nextIn = counter();
  const second = levels.communities.map((cell): Zone => {
    const parent = at(first, cell.parent).code;
    const code = parent + two(nextIn(parent));
    const village = townness(centroid(cell.ring.map((v) => mesh.point(v)))) < 0.3;
    const name = names.fresh(() => names.stem("community", rng) + (village ? "村" : "社区"));
    return { level: 2, code, name, parent, person: personName(rng), unit: `C${code.slice(2)}`, cell };
  });
  const third = levels.grids.map((cell): Zone => {
    const up = at(second, cell.parent);
    const n = nextIn(up.code);
    return {
      level: 3,
      code: up.code + two(n),
      name: `${up.name}第${chinese(n + 1)}网格`,
      parent: up.code,
      person: personName(rng),
      unit: up.unit,
      cell,
    };
  });
  return [...first, ...second, ...third];
}

/** Counts 0, 1, 2 … for each word apart. */
function counter(): (word: string) => number {
  const counts = new Map<string, number>();
  return (word) => {
    const n = counts.get(word) ?? 0;
    counts.set(word, n + 1);
    return n;
  };
}

const gridStep = 250;

/** Buckets of a square grid, for finding what is near. */
class Grid<T> {
  readonly #cells = new Map<number, T[]>();
  add(lo: Pt, hi: Pt, item: T): void {
    for (let i = Math.floor(lo[0] / gridStep); i <= Math.floor(hi[0] / gridStep); i++) {
      for (let j = Math.floor(lo[1] / gridStep); j <= Math.floor(hi[1] / gridStep); j++) {
        const list = this.#cells.get(i * 4096 + j);
        if (list) list.push(item);
        else this.#cells.set(i * 4096 + j, [item]);
      }
    }
  }
  near(p: Pt, ring: number): T[] {
    const [x, y] = [Math.floor(p[0] / gridStep), Math.floor(p[1] / gridStep)];
    const out: T[] = [];
    for (let i = x - ring; i <= x + ring; i++)
      for (let j = y - ring; j <= y + ring; j++) out.push(...(this.#cells.get(i * 4096 + j) ?? []));
    return out;
  }
}

interface Bit {
  readonly street: Street;
  readonly a: Pt;
  readonly b: Pt;
  /** Metres along the street where the bit begins: house numbers count from there. */
  readonly from: number;
}

/** A spot on a street: the point, its direction and left, how far it was. */
interface OnStreet {
  readonly street: Street;
  readonly p: Pt;
  readonly dir: Pt;
  readonly left: Pt;
  readonly away: number;
  readonly metre: number;
}

export class Places {
  readonly #faces = new Grid<number>();
  readonly #bits = new Grid<Bit>();
  readonly #rings: readonly Ring[];
  readonly #zoneOf: readonly { sub: Zone; com: Zone; grid: Zone }[];

  constructor(mesh: Mesh, zones: readonly Zone[], streets: readonly Street[]) {
    this.#rings = mesh.faces.map((_, f) => mesh.ring(f));
    this.#rings.forEach((ring, f) => {
      const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
      this.#faces.add([Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)], f);
    });
    const zoneOf: { sub: Zone; com: Zone; grid: Zone }[] = [];
    const byCode = new Map(zones.map((z) => [z.code, z]));
    const get = (code: string): Zone => byCode.get(code) ?? at(zones, 0);
    for (const grid of zones) {
      if (grid.level === 3) for (const f of grid.cell.faces) zoneOf[f] = { grid, com: get(grid.parent), sub: get(grid.parent.slice(0, 4)) };
    }
    this.#zoneOf = zoneOf;
    for (const street of streets) this.#lay(street);
  }

  #lay(street: Street): void {
    if (street.cls === "rail" || street.cls === "motorway") return;
    let from = 0;
    for (let i = 1; i < street.points.length; i++) {
      const [a, b] = [at(street.points, i - 1), at(street.points, i)];
      this.#bits.add([Math.min(a[0], b[0]), Math.min(a[1], b[1])], [Math.max(a[0], b[0]), Math.max(a[1], b[1])], { street, a, b, from });
      from += dist(a, b);
    }
  }

  /** The block at a point, or null outside the district. */
  block(p: Pt): number | null {
    // A point on the line between two blocks can seem to be in neither: a hand's breadth aside it is in one.
    for (const aside of [
      [0, 0],
      [0.11, 0.07],
      [-0.07, 0.11],
      [-0.11, -0.07],
      [0.07, -0.11],
    ] as const) {
      const q = add(p, aside);
      const face = this.#faces.near(q, 0).find((f) => inside(at(this.#rings, f), q));
      if (face !== undefined) return face;
    }
    return null;
  }

  /** The zones at a point, or null outside the district. */
  zones(p: Pt): { sub: Zone; com: Zone; grid: Zone } | null {
    const f = this.block(p);
    return f === null ? null : at(this.#zoneOf, f);
  }

  /** The nearest spot on a street; with `named`, on one that has a name. */
  street(p: Pt, named = false): OnStreet | null {
    let best: OnStreet | null = null;
    for (const { street, a, b, from } of this.#bits.near(p, named ? 2 : 1)) {
      if (named && !street.name) continue;
      const hit = nearestOn(a, b, p);
      if (!best || hit.away < best.away) best = { street, p: hit.at, ...along(a, b), away: hit.away, metre: from + dist(a, hit.at) };
    }
    return best;
  }

  /** 清晏街道崇文路128号; in the fields the community's name. */
  address(p: Pt): string {
    const z = this.zones(p);
    const s = this.street(p, true);
    const place = z?.sub.name ?? "";
    return s && s.away < 420 ? `${place}${s.street.name}${Math.floor(s.metre / 7) + 1}号` : `${place}${z?.com.name ?? ""}`;
  }
}
