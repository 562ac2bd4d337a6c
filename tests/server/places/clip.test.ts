/** Lengths and reach against PostGIS's own buffers in a local transverse Mercator, against dense samples, and by what must hold of any figures. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sql } from "../../../server/db/sql.ts";
import { clipper } from "../../../server/places/clip.ts";
import { flatten, frameAt, solidOf } from "../../../server/places/frame.ts";
import { databases } from "../../support/databases.ts";
import { away, between, inRing } from "../questions/oracle.ts";
import type { Point } from "../questions/town.ts";
import { chainsIn, type Made, wktOf } from "./made.ts";

const lon = 119;
/** What is asked of distances: 1 in 10,000. */
const part = 1e-4;

/** Positions that walk from one to the next. */
const walk = (from: Point, steps: readonly (readonly [azimuth: number, metres: number])[]): Point[] =>
  steps.reduce<Point[]>((all, [azimuth, metres]) => all.concat([away(all.at(-1) as Point, azimuth, metres)]), [from]);
/** A ring around a middle that does not cross itself. */
const star = (middle: Point, radii: readonly number[], scale = 1): Point[] => {
  const ring = radii.map((r, i) => away(middle, (360 / radii.length) * i, r * scale));
  return [...ring, ring[0] as Point];
};

interface Case {
  readonly line: Made;
  readonly anchors: readonly Made[];
  readonly d: number;
  readonly at: Point;
}

const azimuth = fc.double({ min: 0, max: 360, noNaN: true });
/** All of a case is as large as its distance, give or take: so that most is near and not everything. */
const anyCase: fc.Arbitrary<Case> = fc
  .record({ lat: fc.constantFrom(0, 23.1, 33.5, 41.1, 60), d: fc.constantFrom(1, 50, 500, 2000, 20_000) })
  .chain(({ lat, d }) => {
    const at: Point = [lon, lat];
    const metres = fc.double({ min: d / 20, max: d * 1.5, noNaN: true });
    const place = fc.tuple(azimuth, fc.double({ min: 0, max: d * 2, noNaN: true })).map(([a, m]) => away(at, a, m));
    const path = (most: number) =>
      fc.tuple(place, fc.array(fc.tuple(azimuth, metres), { minLength: 1, maxLength: most })).map(([from, steps]) => walk(from, steps));
    // Some areas are so wide that their middle is far from every border.
    const radii = fc.array(d < 20_000 ? fc.double({ min: d / 20, max: d * 6, noNaN: true }) : metres, { minLength: 3, maxLength: 9 });
    const anchor: fc.Arbitrary<Made> = fc.oneof(
      place.map((p): Made => ({ kind: "point", at: p })),
      path(5).map((points): Made => ({ kind: "line", points })),
      fc.tuple(place, radii, fc.boolean()).map(
        ([middle, list, hole]): Made => ({
          kind: "area",
          rings: hole ? [star(middle, list), star(middle, list, 0.5)] : [star(middle, list)],
        }),
      ),
    );
    return fc.record({
      line: path(6).map((points): Made => ({ kind: "line", points })),
      anchors: fc.array(anchor, { minLength: 1, maxLength: 4 }),
      d: fc.constant(d),
      at: fc.constant(at),
    });
  });

const solids = (all: readonly Made[]) => all.map((one) => solidOf(chainsIn(one)));
const clipped = ({ line, anchors, d }: Case) => clipper(solids(anchors), d)(solidOf(chainsIn(line)));

describe("the plane", () => {
  it("has the ellipsoid's distances to 1 in 10,000 as far as a part of a site reaches", () => {
    const near = fc.tuple(azimuth, fc.double({ min: 0, max: 56_000, noNaN: true }));
    fc.assert(
      fc.property(fc.double({ min: -80, max: 80, noNaN: true }), near, near, (lat, a, b) => {
        const middle = solidOf({ open: [[lon, lat]], rings: [] }).ball.middle;
        const [p, q] = [away([lon, lat], ...a), away([lon, lat], ...b)];
        const [x = 0, y = 0, u = 0, v = 0] = [p, q].flatMap((at) => [
          ...flatten(solidOf({ open: [[...at]], rings: [] }).open[0] as Float64Array, frameAt(middle)),
        ]);
        const truth = between(p, q);
        expect(Math.abs(Math.hypot(x - u, y - v) - truth)).toBeLessThanOrEqual(truth * part + 1e-6);
      }),
    );
  });
});

const native = databases().find(({ name }) => name === "postgres");

describe.skipIf(!native)("clipped lengths against buffers of PostGIS", () => {
  it("each anchor's, and all together", { timeout: 240_000 }, async () => {
    const db = await (native as NonNullable<typeof native>).fixture("bare");
    await fc.assert(
      fc.asyncProperty(anyCase, async (one) => {
        const { line, anchors, d, at } = one;
        const flat = `+proj=tmerc +lat_0=${at[1]} +lon_0=${at[0]} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m`;
        // Row 0: all together. A buffer's circle of 512 sides is 2 parts in 100,000 short.
        const truth = await db.query<{ n: number; less: number; more: number; surely: boolean; perhaps: boolean }>(sql`
          with line as (select ST_GeomFromText(${wktOf(line)}::text, 4326) as g),
          anchor as (select n, ST_GeomFromText(w, 4326) as g from unnest(${anchors.map(wktOf)}::text[]) with ordinality u (w, n)),
          flat as (select n, ST_Transform(g, ${flat}::text) as g from anchor),
          near as (select n, ST_Buffer(g, ${d * (1 - part)}::float8, 'quad_segs=128') as less, ST_Buffer(g, ${d * (1 + part)}::float8, 'quad_segs=128') as more
            from flat union all select 0, ST_Union(ST_Buffer(g, ${d * (1 - part)}::float8, 'quad_segs=128')),
              ST_Union(ST_Buffer(g, ${d * (1 + part)}::float8, 'quad_segs=128')) from flat)
          select n::int, ST_Length(ST_Intersection(t.g, less)) as less, ST_Length(ST_Intersection(t.g, more)) as more,
            coalesce((select ST_DWithin(a.g::geography, l.g::geography, ${d * (1 - part)}::float8) from anchor a where a.n = near.n), false) as surely,
            coalesce((select ST_DWithin(a.g::geography, l.g::geography, ${d * (1 + part)}::float8) from anchor a where a.n = near.n), true) as perhaps
          from near, line l, lateral (select ST_Transform(l.g, ${flat}::text) as g) t order by n`);
        const got = clipped(one);
        for (const { n, less, more, surely, perhaps } of truth) {
          const metres = n === 0 ? got.all : (got.each.get(n - 1) ?? 0);
          expect(metres, `${n}`).toBeGreaterThanOrEqual(less * (1 - part) - 1e-3);
          expect(metres, `${n}`).toBeLessThanOrEqual(more * (1 + part) + 1e-3);
          if (n && surely) expect(got.each.has(n - 1)).toBe(true);
          if (!perhaps) expect(got.each.has(n - 1)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("whether a place or an area is within the distance of another", { timeout: 240_000 }, async () => {
    const db = await (native as NonNullable<typeof native>).fixture("bare");
    await fc.assert(
      fc.asyncProperty(anyCase, anyCase, async ({ anchors, d }, { anchors: others }) => {
        const sites = [...others, ...anchors];
        const truth = await db.query<{ s: number; a: number; surely: boolean; perhaps: boolean }>(sql`
          select s.n::int as s, a.n::int as a, ST_DWithin(s.g, a.g, ${d * (1 - part)}::float8) as surely, ST_DWithin(s.g, a.g, ${d * (1 + part)}::float8) as perhaps
          from (select n, ST_GeogFromText(w) as g from unnest(${sites.map(wktOf)}::text[]) with ordinality u (w, n)) s,
            (select n, ST_GeogFromText(w) as g from unnest(${anchors.map(wktOf)}::text[]) with ordinality u (w, n)) a`);
        const measure = clipper(solids(anchors), d);
        const got = sites.map((site) => measure(solidOf(chainsIn(site))));
        for (const { s, a, surely, perhaps } of truth) {
          const has = got[s - 1]?.each.has(a - 1);
          if (surely || !perhaps) expect(has, `${wktOf(sites[s - 1] as Made)} ${wktOf(anchors[a - 1] as Made)}`).toBe(surely);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("clipped lengths", () => {
  const at: Point = [119, 33.5];
  const metresOf = (line: Made, anchors: readonly Made[], d: number) => clipper(solids(anchors), d)(solidOf(chainsIn(line)));

  it("against samples ten metres apart, around an area with a hole", () => {
    const area: Made = { kind: "area", rings: [star(at, [900, 700, 1100, 800, 1000]), star(at, [400, 500, 300])] };
    const line = walk(away(at, 200, 2500), [
      [10, 2600],
      [80, 900],
      [330, 3000],
    ]);
    const edges = area.rings.flatMap((ring) => ring.slice(1).map((to, i) => [ring[i] as Point, to] as const));
    const toEdge = (p: Point, [a, b]: readonly [Point, Point]) => {
      const [c, k] = [between(a, b), between(p, a)];
      let [low, high] = [0, 1];
      const along = (t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      for (let i = 0; i < 40; i++) {
        const [m, n] = [low + (high - low) / 3, high - (high - low) / 3];
        if (between(p, along(m)) < between(p, along(n))) high = n;
        else low = m;
      }
      return Math.min(between(p, along((low + high) / 2)), k, c === 0 ? k : between(p, b));
    };
    const isIn = (p: Point) => area.rings.filter((ring) => inRing(p, ring)).length % 2 === 1;
    const d = 150;
    let near = 0;
    line.slice(1).forEach((to, i) => {
      const from = line[i] as Point;
      const steps = Math.ceil(between(from, to) / 10);
      for (let k = 0; k < steps; k++) {
        const t = (k + 0.5) / steps;
        const p: Point = [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
        if (isIn(p) || edges.some((edge) => toEdge(p, edge) <= d)) near += between(from, to) / steps;
      }
    });
    expect(near).toBeGreaterThan(1000);
    expect(Math.abs(metresOf({ kind: "line", points: line }, [area], d).all - near)).toBeLessThan(40);
  });

  it("a line through a circle is as long as its chord; one that passes by is not near", () => {
    const through: Made = { kind: "line", points: [away(at, 270, 3000), away(at, 90, 3000)] };
    expect(metresOf(through, [{ kind: "point", at }], 500).all).toBeCloseTo(1000, 1);
    const beside: Made = { kind: "line", points: walk(away(at, 0, 300), [[90, 3000]]) };
    expect(metresOf(beside, [{ kind: "point", at }], 500).all).toBeCloseTo(400, 0);
    expect(metresOf(beside, [{ kind: "point", at }], 299).each.size).toBe(0);
  });

  it("each metre once: together no more than the sum and no less than the most, and as much as the anchors as one", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { each, all } = clipped(one);
        const whole = clipped({ ...one, d: 1e6 }).all;
        const metres = [...each.values()];
        expect(all).toBeLessThanOrEqual(metres.reduce((a, b) => a + b, 0) + 1e-6);
        expect(all).toBeGreaterThanOrEqual(Math.max(0, ...metres) - 1e-6);
        expect(all).toBeLessThanOrEqual(whole + 1e-6);
        expect(clipped({ ...one, anchors: [...one.anchors, ...one.anchors] }).all).toBeCloseTo(all, 6);
      }),
    );
  });

  it("a line of a hundred kilometres is measured piece by piece, along the globe", () => {
    const points: Point[] = [
      [118.5, 41],
      [119.5, 41],
      [119.5, 41.5],
    ];
    const length = between(points[0] as Point, points[1] as Point) + between(points[1] as Point, points[2] as Point);
    const line: Made = { kind: "line", points };
    const whole = clipper(
      solids([{ kind: "area", rings: [star([119, 41], [200_000, 200_000, 200_000, 200_000])] }]),
      1,
    )(solidOf(chainsIn(line)));
    expect(Math.abs(whole.all - length)).toBeLessThan(length * part);
    // Half way the globe's edge is 46 m north of its ends' parallel.
    const middle: Made = { kind: "point", at: [119, 41.0013] };
    expect(clipper(solids([middle]), 700)(solidOf(chainsIn(line))).all).toBeGreaterThan(1390);
  });

  it("what is itself among the anchors can be left out; collections are measured whole", () => {
    const line: Made = { kind: "line", points: walk(at, [[90, 200]]) };
    const measure = clipper(solids([line, { kind: "point", at }]), 100);
    expect([...measure(solidOf(chainsIn(line)), 0).each.keys()]).toEqual([1]);
    const both = solidOf({ open: [chainsIn(line).open[0] as number[], [...away(at, 0, 5000)]], rings: [] });
    const near = clipper(solids([{ kind: "point", at: away(at, 0, 5000) }]), 100)(both);
    expect([...near.each]).toEqual([[0, 0]]);
  });
});
