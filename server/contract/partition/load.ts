/** What there is to do in each face: counted from what is evaluated and what is open, patched where a step changed something. */
import type { Position } from "../draw.ts";
import type { SiteType, ZoneLevel } from "../vocabulary.ts";
import { facesByZone } from "./belong.ts";
import { FacePoints } from "./facePoints.ts";
import { finderOf } from "./find.ts";
import { metresByFace, middleOf } from "./lineMetres.ts";
import { outside, type Partition } from "./partition.ts";
import { type FaceShape, faceShapes } from "./shapes.ts";

/** Figures of a face or a zone. */
export interface Load {
  readonly sites: number;
  readonly byType: Readonly<Partial<Record<SiteType, number>>>;
  readonly alley_m: number;
  readonly river_m: number;
  readonly markets: number;
  readonly open: number;
  readonly overdue: number;
  /** Found in the last 28 days, a week. */
  readonly foundPerWeek: number;
  readonly area_m2: number;
}
/** What is counted. Lines count by their metres in each face, and as a site where their middle lies. */
export interface LoadGround {
  readonly sites: readonly {
    readonly type: SiteType;
    readonly at: Position;
    readonly lines: readonly (readonly Position[])[] | null;
    readonly kind: "alley" | "river" | "market" | null;
  }[];
  readonly problems: readonly { readonly at: Position; readonly open: boolean; readonly overdue: boolean; readonly recent: boolean }[];
}
/** Loads of faces, from those of an earlier partition where faces stayed the same. Make one for a ground and ask it again and again. */
export interface Loads {
  /** @returns of every face, `outside` included under 0 */
  faces(partition: Partition): ReadonlyMap<number, Load>;
  /** Of every zone of a level (one without ground has zeros), and under null what is nobody's, without what lies outside. */
  zones(partition: Partition, level: ZoneLevel): ReadonlyMap<number | null, Load>;
}

type Sum = { -readonly [K in keyof Load]: K extends "byType" ? Partial<Record<SiteType, number>> : Load[K] };
const nothing = (): Sum => ({
  sites: 0,
  byType: {},
  alley_m: 0,
  river_m: 0,
  markets: 0,
  open: 0,
  overdue: 0,
  foundPerWeek: 0,
  area_m2: 0,
});
const figures = ["sites", "alley_m", "river_m", "markets", "open", "overdue", "foundPerWeek", "area_m2"] as const;
function add(sum: Sum, load: Load): void {
  for (const figure of figures) sum[figure] += load[figure];
  if (load.sites === 0) return;
  for (const [type, count] of Object.entries(load.byType) as [SiteType, number][]) sum.byType[type] = (sum.byType[type] ?? 0) + count;
}
const weeks = 4;

/** Lines of which a face holds some metres. */
class FaceLines {
  readonly metres: (ReadonlyMap<number, number> | null)[];
  readonly #sites: LoadGround["sites"];
  readonly #inFace = new Map<number, Set<number>>();
  constructor(sites: LoadGround["sites"]) {
    this.#sites = sites;
    this.metres = sites.map(() => null);
  }
  /** Those in a face, in the order of the ground: sums are the same however one came to them. */
  of(face: number): number[] {
    return [...(this.#inFace.get(face) ?? [])].sort((a, b) => a - b);
  }
  /** Measures lines anew; null = all. @returns faces whose metres may have changed */
  measure(lines: Iterable<number> | null, partition: Partition): Set<number> {
    const changed = new Set<number>();
    const finder = finderOf(partition);
    for (const line of lines ?? this.#sites.keys()) {
      const site = this.#sites[line] as LoadGround["sites"][number];
      if (!site.lines || (site.kind !== "alley" && site.kind !== "river")) continue;
      const before = this.metres[line] ?? new Map<number, number>();
      const metres = metresByFace(faceShapes(partition), finder, site.lines);
      this.metres[line] = metres;
      for (const face of new Set([...before.keys(), ...metres.keys()])) {
        if (before.get(face) !== metres.get(face)) changed.add(face);
        const lines = this.#inFace.get(face) ?? new Set<number>();
        if (metres.has(face)) this.#inFace.set(face, lines.add(line));
        else lines.delete(line);
      }
    }
    return changed;
  }
}

class Counted implements Loads {
  readonly #ground: LoadGround;
  readonly #sites: FacePoints;
  readonly #problems: FacePoints;
  readonly #lines: FaceLines;
  #shapes: ReadonlyMap<number, FaceShape> = new Map();
  #faces: ReadonlyMap<number, Load> = new Map();
  #zones: { of: Partition; levels: Map<ZoneLevel, ReadonlyMap<number | null, Load>> } | null = null;

  constructor(ground: LoadGround) {
    this.#ground = ground;
    this.#sites = new FacePoints(ground.sites.map(({ at, lines }) => (lines && middleOf(lines)) ?? at));
    this.#problems = new FacePoints(ground.problems.map(({ at }) => at));
    this.#lines = new FaceLines(ground.sites);
  }

  faces(partition: Partition): ReadonlyMap<number, Load> {
    const shapes = faceShapes(partition);
    if (shapes === this.#shapes && this.#faces.size > 0) return this.#faces;
    const changed = this.#locate(partition, shapes);
    const faces = new Map<number, Load>();
    for (const face of [outside, ...shapes.keys()]) {
      const known = changed === null || changed.has(face) ? undefined : this.#faces.get(face);
      faces.set(face, known ?? this.#count(face, shapes.get(face)));
    }
    this.#shapes = shapes;
    this.#faces = faces;
    return faces;
  }

  /** Finds the face of whatever may have another one now. @returns the faces whose load may have changed; null = all */
  #locate(partition: Partition, shapes: ReadonlyMap<number, FaceShape>): Set<number> | null {
    const gone: number[] = [];
    const fresh: FaceShape[] = [];
    for (const [face, shape] of this.#shapes) if (shapes.get(face) !== shape) gone.push(face);
    for (const [face, shape] of shapes) if (this.#shapes.get(face) !== shape) fresh.push(shape);
    if (this.#faces.size === 0 || fresh.length * 2 > shapes.size) {
      for (const points of [this.#sites, this.#problems]) points.locateAll(partition);
      this.#lines.measure(null, partition);
      return null;
    }
    const changed = new Set([outside, ...gone, ...fresh.map(({ face }) => face), ...this.#besides(partition, fresh)]);
    for (const points of [this.#sites, this.#problems]) for (const face of points.locate(changed, fresh, partition)) changed.add(face);
    const lines = new Set([...changed].flatMap((face) => this.#lines.of(face)));
    for (const face of this.#lines.measure(lines, partition)) changed.add(face);
    return changed;
  }
  /** A face that came with a low number takes what lies on its border from those with a higher one. */
  #besides(partition: Partition, fresh: readonly FaceShape[]): number[] {
    const finder = finderOf(partition);
    return fresh.flatMap(({ face, box }) => finder.facesIn({ box }).filter((other) => other > face));
  }

  #count(face: number, shape: FaceShape | undefined): Load {
    const sum = nothing();
    sum.area_m2 = shape?.area_m2 ?? 0;
    for (const index of this.#sites.of(face)) {
      const { type, kind } = this.#ground.sites[index] as LoadGround["sites"][number];
      sum.sites++;
      sum.byType[type] = (sum.byType[type] ?? 0) + 1;
      if (kind === "market") sum.markets++;
    }
    for (const index of this.#lines.of(face)) {
      const metres = this.#lines.metres[index]?.get(face) ?? 0;
      sum[this.#ground.sites[index]?.kind === "alley" ? "alley_m" : "river_m"] += metres;
    }
    let recent = 0;
    for (const index of this.#problems.of(face)) {
      const problem = this.#ground.problems[index] as LoadGround["problems"][number];
      if (problem.open) sum.open++;
      if (problem.overdue) sum.overdue++;
      if (problem.recent) recent++;
    }
    sum.foundPerWeek = recent / weeks;
    return sum;
  }

  zones(partition: Partition, level: ZoneLevel): ReadonlyMap<number | null, Load> {
    if (this.#zones?.of !== partition) this.#zones = { of: partition, levels: new Map() };
    const known = this.#zones.levels.get(level);
    if (known) return known;
    const faces = this.faces(partition);
    const zones = new Map<number | null, Sum>([[null, nothing()]]);
    for (const zone of partition.zones.values()) if (zone.level === level) zones.set(zone.id, nothing());
    for (const [zone, list] of facesByZone(partition, level)) {
      const sum = zones.get(zone);
      if (sum) for (const face of list) add(sum, faces.get(face) ?? nothing());
    }
    this.#zones.levels.set(level, zones);
    return zones;
  }
}

export function loadsOf(ground: LoadGround): Loads {
  return new Counted(ground);
}
