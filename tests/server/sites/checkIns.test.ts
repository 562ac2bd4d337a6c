/** 打卡: distances to the sites' own shapes held to an independent library; what proves and what does not; once each; who sees whose. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckIn, CheckIns, SitesNear } from "../../../server/contract/streetSchemas.ts";
import type { SitesNear as Near, SiteDetail, CheckIn as Told, CheckIns as ToldAll } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { putPhoto } from "../acts/pictures.ts";
import { body, loadPrecinct, march, Precinct, people, setClock, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { away, distance } from "../questions/oracle.ts";
import type { Geometry, Point } from "../questions/town.ts";

const sites: Readonly<Record<number, Geometry>> = {
  501: { kind: "point", at: [119.011, 33.511] },
  601: {
    kind: "line",
    points: [
      [119.002, 33.502],
      [119.012, 33.509],
      [119.031, 33.505],
    ],
  },
  602: {
    kind: "area",
    ring: [
      [119.02, 33.52],
      [119.026, 33.52],
      [119.025, 33.527],
      [119.019, 33.525],
    ],
  },
};
const wkt = (geometry: Geometry): string => {
  const list = (points: readonly Point[]) => points.map(([lon, lat]) => `${lon} ${lat}`).join(",");
  if (geometry.kind === "line") return `LINESTRING(${list(geometry.points)})`;
  if (geometry.kind === "area") return `POLYGON((${list([...geometry.ring, geometry.ring[0] as Point])}))`;
  return `POINT(${list([geometry.at])})`;
};

describe.each(databases())("check-ins on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    for (const [id, type, kind] of [
      [601, "river", "river"],
      [602, "park", "area"],
    ] as const)
      await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
        values (${id}::bigint, 's', ${String(id)}::text, ${type}::text, ${kind}::text, ${`点位${id}`}::text, ST_GeomFromText(${wkt(sites[id] as Geometry)}::text, 4326))`);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const usual = (said: object = {}) => ({ clientId: randomUUID(), site: 501, lon: 119.011, lat: 33.511, accuracy_m: 10, ...said });
  const post = (said: object = {}, who: Who = "inspector") => precinct.post(who, "/api/checkIns", usual(said));
  const make = async (said: object = {}, who?: Who): Promise<Told> => {
    const answer = body<Told>(await post(said, who));
    expectContract(CheckIn, answer);
    return answer;
  };
  const list = async (query: string, who: Who = "leader"): Promise<ToldAll> => {
    const answer = body<ToldAll>(await precinct.get(who, `/api/checkIns?${query}`));
    expectContract(CheckIns, answer);
    return answer;
  };

  it.each(Object.keys(sites).map(Number))("the distance to site %d is to its shape, on the ellipsoid", async (site) => {
    const geometry = sites[site] as Geometry;
    const middle: Point = geometry.kind === "point" ? geometry.at : geometry.kind === "line" ? [119.012, 33.509] : [119.0225, 33.523];
    for (const [azimuth, metres] of [
      [0, 0],
      [45, 20],
      [130, 49],
      [200, 320],
      [290, 900],
    ] as const) {
      const at = away(middle, azimuth, metres);
      const due = distance(at, geometry);
      const { distance_m, proved } = await make({ site, lon: at[0], lat: at[1] });
      expect(Math.abs(distance_m - due), `${metres} m`).toBeLessThan(0.05);
      expect(proved).toBe(due <= 50);
    }
  });

  it("a position proves it within 50 m, when it is sure to 50 m; else it is kept and proves nothing", async () => {
    const at = (metres: number, accuracy_m: number) => {
      const [lon, lat] = away([119.011, 33.511], 90, metres);
      return make({ lon, lat, accuracy_m });
    };
    expect([(await at(49.99, 50)).proved, (await at(50.01, 50)).proved, (await at(1, 50.01)).proved, (await at(0, 0)).proved]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(await make({ lon: 0, lat: 0 })).toMatchObject({ proved: false, lon: 0 });
  });

  it("carries who, where and when by the server's clock", async () => {
    await setClock(precinct.db, march("05T09:00"));
    const told = await make({ ago_s: 86_400 }, "westHandler");
    expect(told).toMatchObject({
      site: { id: 501, name: "西市场", type: "market" },
      person: { id: 5, name: "westHandler" },
      accuracy_m: 10,
    });
    expect(Math.abs(Date.parse(told.at) - march("04T09:00"))).toBeLessThan(60_000);
  });

  it("sent twenty times at once is one; under somebody else's id it is a conflict", async () => {
    const clientId = randomUUID();
    const before = (await list("limit=1")).total;
    const told = (await Promise.all(Array.from({ length: 20 }, () => post({ clientId })))).map((reply) => body<Told>(reply));
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    // Whatever it says then: the first stands.
    expect(body<Told>(await post({ clientId, site: 602, accuracy_m: 900 }))).toEqual(told[0]);
    expect((await post({ clientId }, "leader")).statusCode).toBe(409);
    expect((await list("limit=1")).total).toBe(before + 1);
  });

  it("is refused by its field's name, and leaves nothing", async () => {
    const before = (await list("limit=1")).total;
    const photo = await putPhoto(precinct.db, { by: "leader", kind: "site" });
    const cases: [object, string][] = [
      ...[undefined, "x", 7].map((clientId): [object, string] => [{ clientId }, "clientId"]),
      ...[undefined, 0, "501", 999].map((site): [object, string] => [{ site }, "site"]),
      [{ lon: 181 }, "lon"],
      [{ lat: null }, "lat"],
      [{ accuracy_m: undefined }, "accuracy_m"],
      [{ accuracy_m: -1 }, "accuracy_m"],
      [{ ago_s: 31 * 86_400 }, "ago_s"],
      [{ photos: [] }, "photos"],
      [{ photos: [999_999] }, "photos"],
      [{ photos: [photo] }, "photos"],
      [{ problem: 1 }, "problem"],
    ];
    for (const [said, parameter] of cases) {
      const reply = await post(said);
      expect([parameter, reply.statusCode, reply.json().parameter]).toEqual([parameter, 400, parameter]);
    }
    expect((await list("limit=1")).total).toBe(before);
    for (const who of ["planner", "auditor", "administrator", "security"] as const) expect((await post({}, who)).statusCode).toBe(403);
    expect((await precinct.post(null, "/api/checkIns", usual())).statusCode).toBe(401);
  });

  it("whatever it says, it is answered or refused by name", async () => {
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom<unknown>("\ud800", "\u0000", -0, 1e308, 2 ** 53, "", [], {}, [[]]));
    const good = {
      clientId: fc.uuid(),
      site: fc.constantFrom(501, 601, 602),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      accuracy_m: fc.double({ min: 0, max: 1e5, noNaN: true }),
      ago_s: fc.double({ min: 0, max: 30 * 86_400, noNaN: true }),
      photos: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 10 }),
    };
    const some = Object.fromEntries(Object.entries(good).map(([name, right]) => [name, fc.oneof({ weight: 6, arbitrary: right }, odd)]));
    await fc.assert(
      fc.asyncProperty(fc.record(some, { requiredKeys: [] }), async (said) => {
        const reply = await post(said);
        expect([200, 400, 409]).toContain(reply.statusCode);
        if (reply.statusCode === 200) expectContract(CheckIn, reply.json());
      }),
      { numRuns: 80 },
    );
  });

  it("takes its own photos with it, each once", async () => {
    const photo = await putPhoto(precinct.db, { by: "inspector", kind: "site" });
    const { id } = await make({ photos: [photo, photo] });
    const [row] = await precinct.db.query(sql`select check_in_id, kind, problem_id from photo where id = ${photo}::bigint`);
    expect(row).toEqual({ check_in_id: id, kind: "site", problem_id: null });
    expect((await post({ photos: [photo] })).json().parameter).toBe("photos");
    const unfinished = await putPhoto(precinct.db, { by: "inspector", kind: "site", state: "uploading" });
    expect((await post({ photos: [unfinished] })).statusCode).toBe(400);
  });

  it("is seen by those whose duty it is, newest first, and by whoever made it", async () => {
    await make({ site: 602, lon: 119.0225, lat: 33.523 }, "bureauHandler");
    const all = await list("site=602");
    expect(all.rows.map(({ at }) => at)).toEqual(
      all.rows
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(all.rows.every(({ site }) => site.id === 602)).toBe(true);
    expect((await list("site=602&limit=2")).rows).toEqual(all.rows.slice(0, 2));
    const mine = await list("", "bureauHandler");
    expect(mine.rows.map(({ person }) => person.id)).toEqual([people.bureauHandler.id]);
    expect(await list(`person=${people.bureauHandler.id}`, "auditor")).toEqual(mine);
    expect((await list("", "planner")).total).toBe(0);
    expect((await precinct.get("bureauHandler", `/api/checkIns?person=${people.inspector.id}`)).statusCode).toBe(403);
    for (const [query, parameter] of [
      ["site=x", "site"],
      ["person=0", "person"],
      ["limit=0", "limit"],
      ["limit=201", "limit"],
    ] as const)
      expect((await precinct.get("leader", `/api/checkIns?${query}`)).json().parameter).toBe(parameter);
  });

  it("shows at its site: the three newest", async () => {
    const detail = body<SiteDetail>(await precinct.get("leader", "/api/sites/602"));
    const { rows } = await list("site=602&limit=3");
    expect(detail.lastCheckIns).toEqual(
      rows.map(({ id, person, at, distance_m, proved }) => ({ id, person: person.name, at, distance_m, proved })),
    );
    expect(detail.lastCheckIns).toHaveLength(3);
  });

  it("in a snapshot there is none", async () => {
    await precinct.db.query(sql`update district set frozen_at = clock()`);
    expect((await post()).statusCode).toBe(409);
    await precinct.db.query(sql`update district set frozen_at = null`);
  });

  it("the nearest sites are the nearest, to their shapes, in order, with when somebody was last there", { timeout: 60_000 }, async () => {
    await precinct.db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      select 1000 + i, 'n', i::text, 'bus_stop', 'point', 'stop ' || i, ST_Point(119 + (i * 37 % 101) * 0.0006, 33.5 + (i * 53 % 97) * 0.0004, 4326)
      from generate_series(1, 400) i`);
    const stored = await precinct.db.query<{ id: number; lon: number; lat: number }>(
      sql`select id, ST_X(geom) as lon, ST_Y(geom) as lat from site where layer = 'n'`,
    );
    const all: [number, Geometry][] = [
      ...Object.entries(sites).map(([id, geometry]): [number, Geometry] => [Number(id), geometry]),
      ...stored.map(({ id, lon, lat }): [number, Geometry] => [id, { kind: "point", at: [lon, lat] }]),
    ];
    for (const [lon, lat] of [
      [119.0123, 33.5087],
      [119.0226, 33.5231],
      [119.05, 33.53],
      [118.98, 33.49],
    ] as const) {
      const answer = body<Near>(await precinct.get("inspector", `/api/sites/near?lon=${lon}&lat=${lat}&limit=12`));
      expectContract(SitesNear, answer);
      const due = all.map(([id, geometry]) => ({ id, m: distance([lon, lat], geometry) })).toSorted((a, b) => a.m - b.m);
      expect(answer.rows).toHaveLength(12);
      for (const [i, row] of answer.rows.entries()) {
        expect(Math.abs(row.distance_m - (due[i]?.m ?? 0)), `${i}`).toBeLessThan(0.05);
        expect(due.slice(0, 14).some(({ id }) => id === row.id)).toBe(true);
      }
    }
    const [first] = body<Near>(await precinct.get("inspector", "/api/sites/near?lon=119.011&lat=33.511&limit=1")).rows;
    expect(first).toMatchObject({ id: 501, distance_m: 0, lon: 119.011, lastCheckIn: (await list("site=501&limit=1")).rows[0]?.at });
    expect(body<Near>(await precinct.get("inspector", "/api/sites/near?lon=119.05&lat=33.53")).rows).toHaveLength(10);
    expect((await precinct.get("inspector", "/api/sites/near?lon=119.05")).json().parameter).toBe("lat");
  });
});
