/** Filters of every kind, for properties: `named` ones point at things that exist in the town. */
import fc from "fast-check";
import { enclosed } from "../../../server/ask/rings.ts";
import { encodeShape, type Shape } from "../../../server/contract/draw.ts";
import {
  type Days,
  emptyFilter,
  type Filter,
  type FilterParameter,
  type Found,
  filterParameters,
} from "../../../server/contract/filter.ts";
import { type Anchor, type Area, type GeoClause, parseGeo } from "../../../server/contract/geo.ts";
import { campaigns, problemSources, problemStates, type SiteType, siteTypes, statusGroups } from "../../../server/contract/vocabulary.ts";
import type { Town, TownShape } from "../questions/town.ts";

const keys = <K extends string>(words: Record<K, unknown>): K[] => Object.keys(words) as K[];
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(values, { minLength: 1, maxLength: 3 });

export interface World {
  readonly sites: readonly number[];
  readonly zones: readonly number[];
  readonly units: readonly number[];
  readonly people: readonly number[];
  readonly categories: readonly string[];
  readonly types: readonly SiteType[];
  /** Ids of problems. */
  readonly problems: readonly number[];
  /** Named shapes that distances are measured to, and those that have an inside. */
  readonly shapes: { readonly anchors: readonly number[]; readonly areas: readonly number[] };
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
  /** Dates and moments lie in the days before this. */
  readonly clock: number;
  readonly words: readonly string[];
}

export const anywhere: World = {
  sites: [1, 812, 999_999_999],
  zones: [1, 12],
  units: [1, 17, 22],
  people: [1, 17],
  categories: ["01", "0101", "A-b_9"],
  types: keys(siteTypes),
  problems: [1, 17, 1203, 999_999_999],
  shapes: { anchors: [1, 9], areas: [3] },
  box: [-170, -80, 170, 80],
  clock: Date.parse("2026-11-21T10:00:00+08:00"),
  words: ["占道", "a", "100%", "x_y"],
};

type Listed = Pick<World, "clock" | "units" | "people" | "categories">;

const places = (town: Town, isFit: (shape: TownShape) => boolean) => (town.shapes ?? []).filter(isFit).map(({ id }) => id);

export const worldOf = (town: Town, listed: Listed): World => ({
  ...listed,
  sites: town.sites.map((s) => s.id),
  zones: town.zones.map((z) => z.id),
  types: ["market", "river", "back_alley", "park", "school", "bank"],
  problems: town.problems.map((p) => p.id),
  shapes: {
    anchors: places(town, ({ what }) => "draw" in what),
    areas: places(town, ({ what }) => "around" in what || what.draw.kind === "area"),
  },
  box: [118.99, 33.49, 119.09, 33.59],
  words: ["占道", "路", "100%", "a_b", "\\", "'", "C1", "kerb broken"],
});

const lengths = { point: [1, 1], line: [2, 4], area: [3, 3], wild: [4, 8] } as const;

/** Wild: an area whose ring may cross itself. */
function shape([w, s, e, n]: World["box"], kind: keyof typeof lengths): fc.Arbitrary<Shape> {
  const point = fc.tuple(fc.double({ min: w, max: e, noNaN: true }), fc.double({ min: s, max: n, noNaN: true }));
  const rounded = point.map(([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5] as const);
  const made = fc
    .array(rounded, { minLength: lengths[kind][0], maxLength: lengths[kind][1] })
    .map((points): Shape => ({ kind: kind === "wild" ? "area" : kind, points }));
  return kind === "area" || kind === "wild" ? made.filter(({ points }) => Boolean(enclosed(points)?.length)) : made;
}

/**
 * A box of about a kilometre somewhere in the world's. Distances to rings are measured in such: an edge across the whole town runs a
 * metre beside itself when it is cut in two, for the straight line of the drawing is not the shortest way.
 */
const nook = ({ box: [w, s, e, n] }: World): fc.Arbitrary<World["box"]> =>
  fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 })).map(([a, b]) => {
    const [x, y] = [w + ((e - w) * a) / 100, s + ((n - s) * b) / 100];
    return [x, y, x + 0.01, y + 0.01];
  });

const named = (ids: readonly number[]) => (ids.length ? [fc.constantFrom(...ids).map((shape) => ({ shape }))] : []);

/** Clauses pass through their own text once: what is asked is what can be said. */
export function geoClause(world: World): fc.Arbitrary<GeoClause> {
  const area: fc.Arbitrary<Area> = fc.oneof(
    fc.constantFrom(...world.zones).map((zone) => ({ zone })),
    shape(world.box, "area").map((draw) => ({ draw })),
    shape(world.box, "wild").map((draw) => ({ draw })),
    ...named(world.shapes.areas),
  );
  const anchor: fc.Arbitrary<Anchor> = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...world.types).map((type) => ({ type })) },
    fc.constantFrom(...world.sites).map((site) => ({ site })),
    fc.constantFrom(...world.zones).map((zone) => ({ zone })),
    fc
      .constantFrom("point", "line", "area")
      .chain((kind) => shape(world.box, kind as Shape["kind"]))
      .map((draw) => ({ draw })),
    nook(world)
      .chain((box) => shape(box, "wild"))
      .map((draw) => ({ draw })),
    ...named(world.shapes.anchors),
  );
  const [w, s, e, n] = world.box;
  const view = fc
    .tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 45, max: 100 }),
      fc.integer({ min: 45, max: 100 }),
    )
    .map(([a, b, c, d]) =>
      [w + ((e - w) * a) / 100, s + ((n - s) * b) / 100, w + ((e - w) * c) / 100, s + ((n - s) * d) / 100].map((v) => Number(v.toFixed(5))),
    )
    .map((view) => ({ view: view as unknown as readonly [number, number, number, number] }));
  const text = (place: Anchor | Area): string =>
    "type" in place
      ? place.type
      : "site" in place
        ? `site/${place.site}`
        : "zone" in place
          ? `zone/${place.zone}`
          : "draw" in place
            ? `draw/${encodeShape(place.draw)}`
            : "shape" in place
              ? `shape/${place.shape}`
              : `view/${place.view.join(",")}`;
  return fc
    .oneof(
      fc
        .tuple(
          fc.constantFrom("within", "beyond"),
          fc.constantFrom(1, 50, 200.25, 500, 1000),
          fc.array(anchor, { minLength: 1, maxLength: 3 }),
        )
        .map(([op, d, of]) => `${op}:${d}:${[...new Set(of.map(text))].join(",")}`),
      fc
        .tuple(fc.constantFrom("inside", "outside"), fc.array(area, { minLength: 1, maxLength: 2 }))
        .map(([op, areas]) => `${op}:${[...new Set(areas.map(text))].join(",")}`),
      fc.tuple(fc.constantFrom("inside", "outside"), view).map(([op, area]) => `${op}:${text(area)}`),
    )
    .map(parseGeo);
}

function days({ clock }: World): fc.Arbitrary<Days> {
  const day = fc.integer({ min: 0, max: 50 }).map((n) => new Date(clock - n * 86_400_000).toISOString().slice(0, 10));
  return fc.oneof(
    fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
    day.map((from) => ({ from, to: null })),
    day.map((to) => ({ from: null, to })),
  );
}

const span = (world: World): fc.Arbitrary<Found> =>
  fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((n) => ({ days: n })),
    days(world),
  );

/** Every part asks something. */
const fullFilter = (world: World): fc.Arbitrary<Filter> =>
  fc.record({
    status: some(fc.constantFrom(...keys({ ...problemStates, ...statusGroups }))),
    category: some(fc.constantFrom(...world.categories)),
    unit: some(fc.constantFrom(...world.units)),
    person: some(fc.constantFrom(...world.people)),
    source: some(fc.constantFrom(...keys(problemSources))),
    campaign: some(fc.constantFrom(...keys(campaigns))),
    siteType: some(fc.constantFrom(...world.types)),
    hour: some(fc.integer({ min: 0, max: 23 })),
    problem: fc
      .uniqueArray(fc.constantFrom(...world.problems), { minLength: 1, maxLength: 40 })
      .map((ids) => ids.toSorted((a, b) => a - b)),
    found: span(world),
    closed: span(world),
    during: days(world),
    repeat: fc.record({ within_m: fc.constantFrom(1, 50, 300, 2000), days: fc.constantFrom(1, 30, 400) }),
    at: fc.integer({ min: 0, max: 60 * 24 }).map((n) => `${new Date(world.clock - n * 3_600_000).toISOString().slice(0, 16)}Z`),
    q: fc.constantFrom(...world.words),
    geo: fc.uniqueArray(geoClause(world), { minLength: 1, maxLength: 3, selector: (c) => JSON.stringify(c) }),
  });

/** Up to five parts; one of place more often than each of the others. */
export function anyFilter(world: World): fc.Arbitrary<Filter> {
  const parts = fc.oneof(fc.subarray([...filterParameters], { maxLength: 5 }), fc.constant<FilterParameter[]>(["geo"]));
  return fc.tuple(fullFilter(world), parts).map(([full, asked]) => ({
    ...emptyFilter,
    ...Object.fromEntries(asked.map((name) => [name, full[name]])),
  }));
}
