/** Layers: the columns are the rows, geometry unpacks to itself, and a body is made once for each revision. */
import { gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { columnsMedia, unpackColumns } from "../../../server/contract/columns.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { PackedGeometry, ProblemList, ProblemsLayer, SitesLayer, ZonesLayer } from "../../../server/contract/types.ts";
import type { ProblemState } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { takesColumns } from "../../../server/layers/problems.ts";
import { matches, takesGzip } from "../../../server/layers/served.ts";
import { pack } from "../../../server/layers/wkb.ts";
import { databases } from "../../support/databases.ts";
import { clock, loadTown, town } from "../questions/town.ts";
import { answer, appOn } from "./asked.ts";

/** Positions of a packed line or ring. */
function unpack(flat: readonly number[]): number[][] {
  let [x, y] = [0, 0];
  return Array.from({ length: flat.length / 2 }, (_, i) => {
    x += flat[2 * i] as number;
    y += flat[2 * i + 1] as number;
    return [x / 1e6, y / 1e6];
  });
}
const rounded = (points: readonly (readonly number[])[]) => points.map((p) => p.map((v) => Math.round(v * 1e6) / 1e6));

describe.each(databases())("layers on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  let db: Db;
  beforeAll(async () => {
    db = await fixture("town", loadTown(town));
    app = await appOn(db);
  });

  it("sites and zones unpack to what was stored", async () => {
    const sites = await answer<SitesLayer>(app, "/api/layers/sites");
    expect(sites.count).toBe(town.sites.length);
    for (const [i, { id, type, geometry }] of town.sites.entries()) {
      expect([sites.id[i], sites.types[sites.type[i] as number]]).toEqual([id, type]);
      const packed = sites.geometry[i] as PackedGeometry;
      if (geometry.kind === "point")
        expect([packed, rounded([geometry.at])]).toEqual([null, [[(sites.lon[i] ?? 0) / 1e6, (sites.lat[i] ?? 0) / 1e6]]]);
      else if (geometry.kind === "line") expect(packed && "l" in packed && packed.l.map(unpack)).toEqual([rounded(geometry.points)]);
      else expect(packed && "a" in packed && packed.a.map((rings) => rings.map(unpack))).toEqual([[rounded(geometry.ring)]]);
    }
    const zones = await answer<ZonesLayer>(app, "/api/layers/zones");
    expect(zones.id.map((id, i) => [id, zones.parent[i]])).toEqual(town.zones.map((z) => [z.id, z.parent ?? 0]));
  });

  it("the working set holds open problems and those of 90 days, and looks as the rows look", async () => {
    const layer = await answer<ProblemsLayer>(app, "/api/layers/problems");
    expect(layer.total).toBe(town.problems.length);
    expect(layer.count).toBe(town.problems.length);
    const { rows } = await answer<ProblemList>(app, "/api/problems", { limit: "500" });
    for (const row of rows) {
      const i = layer.id.indexOf(row.id);
      const state = layer.states[layer.state[i] as number] as ProblemState;
      expect([state, layer.categories[layer.category[i] as number], layer.sources[layer.source[i] as number]]).toEqual([
        row.state,
        row.category,
        row.source,
      ]);
      expect(statusOf(state, layer.nearlyDue[i] as number, layer.due[i] as number, clock / 1000)).toBe(row.status);
      expect([layer.unit[i], layer.zone3[i], layer.found[i]]).toEqual([row.unit ?? 0, layer.zone3[i], Date.parse(row.found) / 1000]);
      const site = town.problems.find((p) => p.id === row.id)?.site;
      expect(layer.siteTypes[layer.siteType[i] as number]).toBe(town.sites.find((one) => one.id === site)?.type ?? "");
      expect(Math.abs((layer.lon[i] as number) - row.lon * 1e6)).toBeLessThan(0.51);
      expect(Math.abs((layer.lat[i] as number) - row.lat * 1e6)).toBeLessThan(0.51);
    }
  });

  it("is 304 for the tag it gave, gzip for who takes it, and fresh as soon as the revision moves", async () => {
    const own = await fresh();
    await loadTown(town)(own);
    const ownApp = await appOn(own);
    for (const layer of ["base", "sites", "zones", "problems"]) {
      const url = `/api/layers/${layer}`;
      const first = await ownApp.inject({ url, headers: { "accept-encoding": "gzip" } });
      const etag = first.headers.etag as string;
      expect(etag).toMatch(new RegExp(`^"${layer}-1-[0-9a-f]{16}"$`));
      expect([first.headers["content-encoding"], first.headers["cache-control"]]).toEqual(["gzip", "no-cache, private"]);
      expect(gunzipSync(first.rawPayload).toString()).toBe((await ownApp.inject(url)).body);
      const again = await ownApp.inject({ url, headers: { "if-none-match": `"other", W/${etag}` } });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", etag]);
      await own.query(sql`update layer_revision set revision = revision + 1 where layer = ${layer}`);
      const moved = await ownApp.inject({ url, headers: { "if-none-match": etag } });
      expect([moved.statusCode, moved.json().revision]).toEqual([200, 2]);
    }
    await own.query(sql`update district set frozen_at = frozen_at + interval '100 days'`);
    const later = await answer<ProblemsLayer>(ownApp, "/api/layers/problems");
    expect(later.count).toBe(town.problems.filter((p) => !["closed", "rejected"].includes(p.events.at(-1)?.state ?? "")).length);
    await ownApp.close();
    await own.close();
  });

  it("problems travel as typed arrays for who asks for them, and say the same", async () => {
    const url = "/api/layers/problems";
    const text = await app.inject({ url, headers: { accept: "application/json, */*" } });
    const bytes = await app.inject({ url, headers: { accept: columnsMedia } });
    expect([text.headers["content-type"], bytes.headers["content-type"]]).toEqual(["application/json; charset=utf-8", columnsMedia]);
    const { head, columns } = unpackColumns<object>(new Uint8Array(bytes.rawPayload).buffer);
    const listed = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Array.from(column)]));
    expect({ ...head, ...listed }).toEqual(text.json());
    expect(Object.keys(text.json())).toEqual([...Object.keys(head), ...Object.keys(columns)]);
    const zipped = await app.inject({ url, headers: { accept: columnsMedia, "accept-encoding": "gzip" } });
    expect(gunzipSync(zipped.rawPayload)).toEqual(bytes.rawPayload);
    expect(bytes.headers.vary).toContain("accept");
    for (const [accept, one, other] of [
      [columnsMedia, bytes, text],
      ["application/json", text, bytes],
    ] as const) {
      const same = await app.inject({ url, headers: { accept, "if-none-match": one.headers.etag as string } });
      const different = await app.inject({ url, headers: { accept, "if-none-match": other.headers.etag as string } });
      expect([same.statusCode, different.statusCode]).toEqual([304, 200]);
    }
  });

  it("requests that come together are one making", async () => {
    let asked = 0;
    const counting = new Proxy(db, {
      get(target, name) {
        if (name !== "query") return Reflect.get(target, name, target);
        return (...args: Parameters<Db["query"]>) => {
          if (args[0].texts.join("").includes("string_agg")) asked++;
          return target.query(...args);
        };
      },
    });
    const countingApp = await appOn(counting);
    const replies = await Promise.all(Array.from({ length: 8 }, () => countingApp.inject("/api/layers/problems")));
    expect(new Set(replies.map((r) => r.body)).size).toBe(1);
    expect(asked).toBe(1);
    await countingApp.close();
  });

  it("packs every kind of geometry, big-endian too", async () => {
    const text =
      "GEOMETRYCOLLECTION(POINT(1 2),MULTIPOINT(1 1,2 2),LINESTRING(0 0,1 1),MULTIPOLYGON(((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))))";
    for (const order of ["NDR", "XDR"]) {
      const [row] = await db.query<{ wkb: Buffer }>(sql`select ST_AsBinary(ST_GeomFromText(${text}), ${order}) as wkb`);
      const packed = pack(row?.wkb as Buffer);
      expect(packed && "a" in packed && packed.a[0]?.map(unpack)).toEqual([
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
        [
          [0.1, 0.1],
          [0.2, 0.1],
          [0.2, 0.2],
          [0.1, 0.1],
        ],
      ]);
    }
  });
});

it("reads Accept as it is written in the wild: typed arrays are for who names them", () => {
  const named = [columnsMedia, `application/json;q=0.5, ${columnsMedia}`, columnsMedia.toUpperCase(), `${columnsMedia};v=1;q=0.1`];
  expect(named.map(takesColumns)).toEqual([true, true, true, true]);
  const others = [
    undefined,
    "",
    "*/*",
    "application/*",
    "application/json",
    `${columnsMedia};q=0`,
    `${columnsMedia}; q=0.000`,
    `${columnsMedia}x`,
  ];
  expect(others.map(takesColumns)).toEqual(others.map(() => false));
});

it("reads If-None-Match and Accept-Encoding as they are written in the wild", () => {
  expect([matches(undefined, '"a"'), matches("*", '"a"'), matches('W/"a", "b"', '"a"'), matches('"ab"', '"a"')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(["gzip, deflate, br", "GZIP;q=0.5", "*", "br", "gzip;q=0", "identity", undefined].map(takesGzip)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
