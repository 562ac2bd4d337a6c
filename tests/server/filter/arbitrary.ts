/** Filters of every kind, for properties: `named` ones point at things that exist in the town. */
import fc from "fast-check";
import { encodeShape, type Shape } from "../../../server/contract/draw.ts";
import type { Filter, Found } from "../../../server/contract/filter.ts";
import { type Anchor, type Area, type GeoClause, parseGeo } from "../../../server/contract/geo.ts";
import { campaigns, problemSources, problemStates, type SiteType, siteTypes, statusGroups } from "../../../server/contract/vocabulary.ts";
import type { Town } from "../questions/town.ts";

const keys = <K extends string>(words: Record<K, unknown>): K[] => Object.keys(words) as K[];
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([] as T[]) }, fc.uniqueArray(values, { minLength: 1, maxLength: 3 }));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, value);

export interface World {
  readonly sites: readonly number[];
  readonly zones: readonly number[];
  readonly units: readonly number[];
  readonly people: readonly number[];
  readonly categories: readonly string[];
  readonly types: readonly SiteType[];
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
  box: [-170, -80, 170, 80],
  clock: Date.parse("2026-11-21T10:00:00+08:00"),
  words: ["占道", "a", "100%", "x_y"],
};

type Listed = Pick<World, "clock" | "units" | "people" | "categories">;

export const worldOf = (town: Town, listed: Listed): World => ({
  ...listed,
  sites: town.sites.map((s) => s.id),
  zones: town.zones.map((z) => z.id),
  types: ["market", "river", "back_alley", "park", "school", "bank"],
  box: [118.99, 33.49, 119.09, 33.59],
  words: ["占道", "路", "100%", "a_b", "\\", "'", "C1", "kerb broken"],
});

function shape({ box: [w, s, e, n] }: World, kind: Shape["kind"]): fc.Arbitrary<Shape> {
  const point = fc.tuple(fc.double({ min: w, max: e, noNaN: true }), fc.double({ min: s, max: n, noNaN: true }));
  const rounded = point.map(([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5] as const);
  // Triangles only: of areas with more corners some cross themselves, and what is inside is then a matter of taste.
  const lengths = { point: [1, 1], line: [2, 4], area: [3, 3] } as const;
  return fc.array(rounded, { minLength: lengths[kind][0], maxLength: lengths[kind][1] }).map((points) => ({ kind, points }));
}

/** Clauses pass through their own text once: what is asked is what can be said. */
export function geoClause(world: World): fc.Arbitrary<GeoClause> {
  const area: fc.Arbitrary<Area> = fc.oneof(
    fc.constantFrom(...world.zones).map((zone) => ({ zone })),
    shape(world, "area").map((draw) => ({ draw })),
  );
  const anchor: fc.Arbitrary<Anchor> = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...world.types).map((type) => ({ type })) },
    fc.constantFrom(...world.sites).map((site) => ({ site })),
    fc.constantFrom(...world.zones).map((zone) => ({ zone })),
    fc
      .constantFrom("point", "line", "area")
      .chain((kind) => shape(world, kind as Shape["kind"]))
      .map((draw) => ({ draw })),
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

function found({ clock }: World): fc.Arbitrary<Found> {
  const day = fc.integer({ min: 0, max: 50 }).map((n) => new Date(clock - n * 86_400_000).toISOString().slice(0, 10));
  const ends = fc.tuple(day, day).map(([a, b]): Found => (a < b ? { from: a, to: b } : { from: b, to: a }));
  return fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
    ends,
    day.map((from) => ({ from, to: null })),
    day.map((to) => ({ from: null, to })),
  );
}

export const anyFilter = (world: World): fc.Arbitrary<Filter> =>
  fc.record({
    status: some(fc.constantFrom(...keys({ ...problemStates, ...statusGroups }))),
    category: some(fc.constantFrom(...world.categories)),
    unit: some(fc.constantFrom(...world.units)),
    person: some(fc.constantFrom(...world.people)),
    source: some(fc.constantFrom(...keys(problemSources))),
    campaign: some(fc.constantFrom(...keys(campaigns))),
    found: maybe(found(world)),
    siteType: fc.constant([]),
    hour: fc.constant([]),
    problem: fc.constant([]),
    during: fc.constant(null),
    repeat: fc.constant(null),
    at: maybe(fc.integer({ min: 0, max: 60 * 24 }).map((n) => `${new Date(world.clock - n * 3_600_000).toISOString().slice(0, 16)}Z`)),
    q: maybe(fc.constantFrom(...world.words)),
    geo: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.uniqueArray(geoClause(world), { minLength: 1, maxLength: 3, selector: (c) => JSON.stringify(c) }),
    ),
  });
