/** Vector tiles of problems: each problem in one tile of a zoom and counted once, whatever is asked, by whom and as of when. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { mostTileIds, spotMargin, tileCells, tileExtent } from "../../../server/contract/tiles.ts";
import type { ProblemList } from "../../../server/contract/types.ts";
import { statusOrder } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { TileWriter } from "../../../server/layers/tiles/encode.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { handlers, loadPeopled, type Member, peopledTown as peopled, staff } from "../questions/peopled.ts";
import { categories, clock, loadTown, type Point, type TownProblem, units } from "../questions/town.ts";
import { decoded, grouped, placeOf, rankOf, type Spot, said } from "./tileOracle.ts";

const world = worldOf(peopled, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const queryOf = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
const sum = (spots: readonly Spot[]): number => spots.reduce((all, { properties }) => all + (properties.n as number), 0);
const moment = ({ at }: Filter): number | null => (at === null ? null : Date.parse(at));
const leader = staff[0] as Member;

/** Corners of tiles and cells, halves of the world, its ends, and beyond what a web map shows. */
const places: readonly Point[] = [
  [0, 0],
  [119.1796875, 0],
  [119.1796875, (Math.atan(Math.sinh(Math.PI * (1 - (2 * 411) / 1024))) * 180) / Math.PI],
  [119.00390625, 33.54],
  [180, 85.0511287798066],
  [-180, -85.0511287798066],
  [12.5, 89.999],
  [-12.5, -90],
];
/** More than a tile names stand on the first. */
const edges: readonly Point[] = [...places, ...Array.from({ length: 44 }, () => places[0] as Point)];

describe.each(databases())("tiles on $name", ({ name, fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });

  async function tile(z: number, x: number, y: number, query = "", id = leader.id, on = app): Promise<Spot[]> {
    const reply = await on.inject({ url: `/api/tiles/problems?z=${z}&x=${x}&y=${y}&${query}`, headers: { cookie: cookies.get(id) ?? "" } });
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    expect(reply.headers["content-type"]).toBe("application/vnd.mapbox-vector-tile");
    return decoded(reply.rawPayload);
  }

  /** A tile against the problems that are to be in it. */
  function expectCells(spots: readonly Spot[], problems: readonly TownProblem[], z: number, at: number | null): void {
    const cell = ({ x, y }: { x: number; y: number }) => [x, y].map((v) => Math.floor((v * tileCells) / tileExtent)).join();
    const places = new Map(problems.map((p) => [p, placeOf(p.at, z)]));
    const cells = grouped(problems, (p) => cell({ x: places.get(p)?.px ?? 0, y: places.get(p)?.py ?? 0 }));
    expect(spots.map(cell).sort()).toEqual([...cells.keys()].sort());
    for (const spot of spots) {
      const members = cells.get(cell(spot)) as TownProblem[];
      expect(spot.properties).toEqual(said(members, at, false));
      expect(spot.id).toBe(members.length === 1 ? members[0]?.id : undefined);
      const mean = (of: "px" | "py") => members.reduce((all, p) => all + (places.get(p)?.[of] ?? 0), 0) / members.length;
      const [side, edge] = [tileExtent / tileCells, members.length > 1 ? spotMargin : 0];
      const kept = (at: number, first: number) => Math.min(Math.max(at, first + edge), first + side - edge);
      for (const [at, of] of [[spot.x, "px"] as const, [spot.y, "py"] as const])
        expect(Math.abs(at - kept(mean(of), Math.floor(at / side) * side))).toBeLessThanOrEqual(1.5);
    }
  }

  function expectPlaces(spots: readonly Spot[], problems: readonly TownProblem[], at: number | null): void {
    expect(sum(spots)).toBe(problems.length);
    const ids = spots.map(({ properties }) => properties.ids as string);
    const byFirst = new Map(problems.map((p) => [p.id, p]));
    for (const [i, spot] of spots.entries()) {
      const members = (ids[i] as string).split(",").map((id) => byFirst.get(Number(id)) as TownProblem);
      expect(spot.properties).toEqual(said(members, at, true));
      for (const p of members) {
        expect(Math.abs(placeOf(p.at, 18).px - spot.x)).toBeLessThanOrEqual(1);
        expect(Math.abs(placeOf(p.at, 18).py - spot.y)).toBeLessThanOrEqual(1);
      }
    }
  }

  it.each(staff)("every kind of question of $id, at a problem's tile of any zoom", { timeout: 120_000 }, async ({ id, sees }) => {
    const z = fc.integer({ min: 0, max: 18 });
    const near = fc.nat(peopled.problems.length - 1);
    await fc.assert(
      fc.asyncProperty(anyFilter(world), z, near, async (filter, zoom, i) => {
        const problems = evaluate(peopled, filter, sees);
        const { x, y } = placeOf((problems[i % problems.length] ?? (peopled.problems[i] as TownProblem)).at, zoom);
        const here = problems.filter((p) => placeOf(p.at, zoom).x === x && placeOf(p.at, zoom).y === y);
        const spots = await tile(zoom, x, y, queryOf(filter), id);
        if (zoom < 18) expectCells(spots, here, zoom, moment(filter));
        else expectPlaces(spots, here, moment(filter));
        const each = await tile(zoom, x, y, `each=1&${queryOf(filter)}`, id);
        const rows = (list: readonly (readonly [number, unknown])[]) => [...list].sort(([a], [b]) => a - b);
        expect(rows(each.map((one) => [one.id as number, one.properties]))).toEqual(
          rows(here.map((p) => [p.id, { status: statusOrder[rankOf(p, moment(filter))] }])),
        );
        for (const { id: of, x: px, y: py } of each) {
          const place = placeOf((here.find((p) => p.id === of) as TownProblem).at, zoom);
          expect(Math.max(Math.abs(place.px - px), Math.abs(place.py - py))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: name === "postgres" ? 60 : 25, seed: 20261121 + id },
    );
  });

  it("each is in one tile of every zoom and counted once, on edges, at the poles and where the world ends", {
    timeout: 120_000,
  }, async () => {
    const problems = edges.map((at, i) => ({ ...(peopled.problems[i] as TownProblem), at, zones: [null, null, null] as const }));
    const own = await fresh();
    await loadTown({ ...peopled, problems })(own);
    const ownApp = await appOn(own);
    for (let z = 0; z <= 18; z++) {
      const side = 2 ** z;
      const around = problems.flatMap((p) => {
        const { x, y } = placeOf(p.at, z);
        return [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => `${(x + dx + side) % side}/${y + dy}`));
      });
      const found: string[] = [];
      let counted = 0;
      for (const tileName of new Set(around)) {
        const [x, y] = tileName.split("/").map(Number) as [number, number];
        if (y < 0 || y >= side) continue;
        counted += sum(await tile(z, x, y, "", leader.id, ownApp));
        if (z % 4 === 1) found.push(...(await tile(z, x, y, "each=1", leader.id, ownApp)).map((one) => String(one.id)));
      }
      expect([z, counted]).toEqual([z, problems.length]);
      if (z % 4 === 1) expect(found.map(Number).sort((a, b) => a - b)).toEqual(problems.map(({ id }) => id));
    }
    const { x, y } = placeOf([0, 0], 18);
    expect([x, y]).toEqual([2 ** 17, 2 ** 17 - 1]);
    const heap = await tile(18, x, y, "", leader.id, ownApp);
    expect(heap.map(({ properties }) => properties.n)).toEqual([edges.length - places.length + 1]);
    expect(String(heap[0]?.properties.ids).split(",")).toHaveLength(mostTileIds);
    await ownApp.close();
    await own.close();
  });

  it("all tiles of a zoom hold as many as the list says", { timeout: 120_000 }, async () => {
    for (const filter of [emptyFilter, { ...emptyFilter, status: ["open"] as const }, { ...emptyFilter, at: "2026-11-01T08:00+08:00" }]) {
      const headers = { cookie: cookies.get(leader.id) ?? "" };
      const list = (await app.inject({ url: `/api/problems?limit=0&${queryOf(filter)}`, headers })).json<ProblemList>();
      expect(list.total).toBeGreaterThan(200);
      for (const z of [0, 5, 9, 11, 12, 13, 14]) {
        // Rows are counted from the north.
        const [from, to] = [placeOf([118.99, 33.6], z), placeOf([119.09, 33.49], z)];
        let all = 0;
        for (let x = from.x; x <= to.x; x++) for (let y = from.y; y <= to.y; y++) all += sum(await tile(z, x, y, queryOf(filter)));
        expect([z, all]).toEqual([z, list.total]);
      }
    }
  });

  it("a change is in the next tile, far and near; what did not change is 304", { timeout: 120_000 }, async () => {
    const own = await fresh();
    await loadPeopled(own);
    const ownApp = await appOn(own);
    const first = peopled.problems[0] as TownProblem;
    for (const z of [9, 15, 18]) {
      const { x, y } = placeOf(first.at, z);
      const url = `/api/tiles/problems?z=${z}&x=${x}&y=${y}&status=open&problem=${first.id}`;
      await own.query(
        sql`update problem set state = 'handling', deadline_at = ${new Date(clock + 90_000)}, nearly_due_at = null where id = ${first.id}`,
      );
      await own.query(sql`update layer_revision set revision = revision + 1 where layer = 'problems'`);
      const before = await ownApp.inject(url);
      expect(decoded(before.rawPayload).map(({ properties }) => properties.status)).toEqual(["handling"]);
      const again = await ownApp.inject({ url, headers: { "if-none-match": before.headers.etag as string } });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
      // Time passes: it is due.
      await own.query(sql`update district set frozen_at = frozen_at + interval '2 minutes'`);
      const due = await ownApp.inject({ url, headers: { "if-none-match": before.headers.etag as string } });
      expect(decoded(due.rawPayload).map(({ properties }) => properties.status)).toEqual(["overdue"]);
      await own.query(sql`update problem set state = 'closed' where id = ${first.id}`);
      await own.query(sql`update layer_revision set revision = revision + 1 where layer = 'problems'`);
      const closed = await ownApp.inject({ url, headers: { "if-none-match": due.headers.etag as string } });
      expect([closed.statusCode, closed.rawPayload.length]).toEqual([200, 0]);
      expect(closed.headers.etag).not.toBe(due.headers.etag);
      await own.query(sql`update district set frozen_at = frozen_at - interval '2 minutes'`);
    }
    await ownApp.close();
    await own.close();
  });

  it("a named shape that moved moves the tile, and is nobody's who may not ask about it", { timeout: 120_000 }, async () => {
    const own = await fresh();
    await loadPeopled(own);
    const ownApp = await appOn(own, { demo: false });
    const [keeper, other] = [await cookieOf(own, 601), await cookieOf(own, 608)];
    const [[lon, lat], [far]] = [peopled.problems[0]?.at ?? [0, 0], [10]];
    const around = (x: number, y: number) =>
      `draw/${encodeShape({
        kind: "area",
        points: [
          [x - 0.01, y - 0.01],
          [x + 0.01, y - 0.01],
          [x + 0.01, y + 0.01],
          [x - 0.01, y + 0.01],
        ],
      })}`;
    await own.query(sql`insert into named_shape (id, name, definition, share, owner_id) overriding system value
      values (7, 'mine', ${around(lon, lat)}::text, 'mine', 601)`);
    const url = "/api/tiles/problems?z=0&x=0&y=0&geo=inside:shape/7";
    const before = await ownApp.inject({ url, headers: { cookie: keeper } });
    expect(sum(decoded(before.rawPayload))).toBeGreaterThan(0);
    const refused = await ownApp.inject({ url, headers: { cookie: other } });
    expect([refused.statusCode, refused.json().parameter]).toEqual([400, "geo"]);
    await own.query(sql`update named_shape set definition = ${around(far, lat)}::text`);
    await own.query(sql`update layer_revision set revision = revision + 1 where layer = 'shapes'`);
    expect((await ownApp.inject({ url, headers: { cookie: keeper } })).rawPayload.length).toBe(0);
    await ownApp.close();
    await own.close();
  });

  it.each([
    ["z=19&x=0&y=0", "z"],
    ["z=-1&x=0&y=0", "z"],
    ["z=1e1&x=0&y=0", "z"],
    ["x=0&y=0", "z"],
    ["z=3&x=8&y=0", "x"],
    ["z=3&x=0&y=8", "y"],
    ["z=3&x=0.5&y=0", "x"],
    ["z=3&x=0", "y"],
    ["z=3&x=0&x=1&y=0", "x"],
    ["z=3&x=0&y=0&each=yes", "each"],
    ["z=3&x=0&y=0&colour=red", "colour"],
    ["z=3&x=0&y=0&status=lost", "status"],
    ["z=3&x=0&y=0&category=nowhere", "category"],
    ["z=3&x=0&y=0&at=yesterday", "at"],
  ])("refuses %s, naming %s", async (query, parameter) => {
    const reply = await app.inject({ url: `/api/tiles/problems?${query}`, headers: { cookie: cookies.get(leader.id) ?? "" } });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
  });

  it("lies where PostGIS's own tiles have it", async ({ skip }) => {
    if (name === "embedded") skip("It has no ST_AsMVT.");
    for (const z of [11, 14, 16]) {
      const { x, y } = placeOf(peopled.problems[1]?.at ?? [0, 0], z);
      const [row] = await db.query<{ tile: Buffer }>(sql`select ST_AsMVT(q, 'problems', 4096, 'geom', 'id') as tile from (
        select p.id, ST_AsMVTGeom(ST_Transform(p.geom, 3857), ST_TileEnvelope(${z}::int, ${x}::int, ${y}::int), 4096, 0, true) as geom from problem p) q where geom is not null`);
      const theirs = new Map(decoded(row?.tile as Buffer).map((one) => [one.id, one]));
      const ours = await tile(z, x, y, "each=1");
      expect(ours.length).toBeGreaterThan(0);
      // Theirs rounds what lies a hair beyond the edge onto it, in both tiles.
      const onEdge = ({ x: px, y: py }: Spot) => [px, py].some((v) => v === 0 || v === tileExtent);
      const own = new Set(ours.map(({ id }) => id));
      expect([...theirs.values()].filter((one) => !own.has(one.id) && !onEdge(one))).toEqual([]);
      for (const one of ours) {
        const there = theirs.get(one.id) as Spot;
        expect(Math.max(Math.abs(there.x - one.x), Math.abs(there.y - one.y))).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("a tile's bytes", () => {
  it("hold large numbers and every property", () => {
    const writer = new TileWriter();
    const tags = [...writer.tag("n", 300), ...writer.tag("status", "超期")];
    writer.add(0, 4095, 2 ** 33 - 1, tags);
    writer.add(130, 8, 0, writer.tag("n", 2 ** 31));
    const spots = decoded(writer.bytes());
    expect(spots).toEqual([
      { x: 0, y: 4095, id: 2 ** 33 - 1, properties: { n: 300, status: "超期" } },
      { x: 130, y: 8, id: undefined, properties: { n: 2 ** 31 } },
    ]);
  });
});
