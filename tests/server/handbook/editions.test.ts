/** Editions and pages: what changed since the last one is exactly what was changed, and every page can be had, map and all. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  HandbookContent as ContentSchema,
  HandbookEditions as EditionsSchema,
  HandbookEdition,
  HandbookPages as PagesSchema,
} from "../../../server/contract/handbookSchemas.ts";
import type { HandbookContent, HandbookEditions, HandbookPages } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { town } from "../questions/town.ts";
import { openParish, type Parish } from "./parish.ts";

describe.each(databases())("editions on $name", (engine) => {
  let parish: Parish;
  beforeAll(async () => {
    parish = await openParish(engine);
    await parish.db.query(sql`insert into base_feature (layer, class, name, geom) values
      ('b', 'arterial', '云河大道', ST_GeomFromText('LINESTRING(118.9 33.52, 119.02 33.521, 119.2 33.52)', 4326)),
      ('b', 'water', '西湖', ST_MakeEnvelope(119.01, 33.51, 119.015, 33.515, 4326)), ('b', 'place', '村', ST_Point(119.01, 33.51, 4326))`);
  });
  afterAll(() => parish.close());

  const pages = async () => {
    const answer = await parish.get<HandbookPages>("/api/handbook/pages");
    expectContract(PagesSchema, answer);
    return answer;
  };
  const make = (note?: string) => parish.post("/api/handbook/editions", note === undefined ? {} : { note });

  it("the book goes from sub-district to community to cell to site, each behind its own", async () => {
    const { rows } = await pages();
    const place = new Map(rows.map(({ key }, i) => [key, i]));
    expect(rows).toHaveLength(town.sites.length + town.zones.length - 1);
    for (const { key, parent } of rows) if (parent !== null) expect(place.get(parent), key).toBeLessThan(place.get(key) as number);
    const cells = rows.filter(({ class: own }) => own === "zone3");
    for (const { key } of cells) {
      const from = place.get(key) as number;
      const behind = rows.slice(from + 1, from + 1 + rows.filter(({ parent }) => parent === key).length);
      expect(
        behind.every(({ parent }) => parent === key),
        key,
      ).toBe(true);
    }
  });

  it("remember what each page said: a change shows on its pages and those that repeat it, and nowhere else", async () => {
    expect((await pages()).rows.every(({ since }) => since === null)).toBe(true);
    const first = await make("建册");
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expectContract(HandbookEdition, first.body);
    expect(first.body).toMatchObject({ number: 1, note: "建册", pages: town.sites.length + town.zones.length - 1, gone: 0 });
    const after = await pages();
    expect(after.rows.every(({ since }) => since === 1)).toBe(true);
    expect((await make()).status, "nothing is new").toBe(409);
    // A community's paired leader stands on its own page and on those of its cells and sites.
    const chosen = 205;
    await parish.post("/api/handbook/holders", {
      rows: [{ target: `zone/${chosen}`, role: "paired_leader", seen: [], holders: [{ name: "书记" }] }],
    });
    const changed = (await pages()).rows.filter(({ since }) => since === null).map(({ key }) => key);
    const { rows } = await parish.get<{ rows: { key: string }[] }>(`/api/handbook/holders?zone=${chosen}&limit=500`);
    expect(changed.toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
    expect(changed.length).toBeGreaterThan(4);
    const second = await make();
    expect(second.body).toMatchObject({ number: 2, changed: changed.length, gone: 0 });
    const now = await pages();
    for (const { key, since } of now.rows) expect(since, key).toBe(changed.includes(key) ? 2 : 1);
  });

  it("a site that goes is told of, and a border that moves is another page", async () => {
    const site = town.sites.find(({ type }) => type === "school") as (typeof town.sites)[number];
    const number = (await pages()).edition?.number as number;
    await parish.db.query(sql`update problem set site_id = null where site_id = ${site.id}`);
    await parish.db.query(sql`delete from site where id = ${site.id}`);
    await parish.db.query(sql`update zone set geom = ST_Multi(ST_MakeEnvelope(119, 33.5, 119.0101, 33.51, 4326)) where id = 300`);
    const now = await pages();
    expect(now.gone).toEqual([{ key: `site/${site.id}`, name: site.name }]);
    expect(now.rows.find(({ key }) => key === "zone/300")?.since).toBeNull();
    expect((await make()).body).toMatchObject({ number: number + 1, gone: 1 });
    const { rows } = await parish.get<HandbookEditions>("/api/handbook/editions");
    expectContract(EditionsSchema, { rows });
    expect(rows.map((row) => row.number)).toEqual([number + 1, number, number - 1]);
  });

  it("each page's content is its own: people by level, its sites, its map within its frame", async () => {
    const keys = (await pages()).rows.map(({ key }) => key);
    for (let i = 0; i < keys.length; i += 60) {
      const asked = keys.slice(i, i + 60);
      const content = await parish.get<HandbookContent>(`/api/handbook/content?keys=${asked.join(",")}`);
      expectContract(ContentSchema, content);
      expect(content.pages.map(({ key }) => key)).toEqual(asked);
      for (const page of content.pages) {
        const [west, south, east, north] = page.map.frame as [number, number, number, number];
        expect(west < east && south < north, page.key).toBe(true);
        expect(page.map.outline.length + page.map.shape.length, page.key).toBeGreaterThan(0);
        for (const ring of page.key.startsWith("zone") ? page.map.outline : page.map.shape)
          for (let n = 0; n < ring.length; n += 2) {
            expect((ring[n] as number) > west && (ring[n] as number) < east, page.key).toBe(true);
            expect((ring[n + 1] as number) > south && (ring[n + 1] as number) < north, page.key).toBe(true);
          }
        expect(page.above.map(({ level }) => level)).toEqual(page.above.map(({ level }) => level).toSorted());
      }
    }
    const { pages: one } = await parish.get<HandbookContent>("/api/handbook/content?keys=zone/100");
    expect(one[0]?.map.ground.map(({ class: own, name }) => [own, name])).toEqual([
      ["arterial", "云河大道"],
      ["water", "西湖"],
    ]);
    expect(one[0]?.map.neighbours.map(({ name }) => name)).toEqual(["区101", "区102", "区103"]);
    expect(one[0]?.sites.length).toBeGreaterThan(0);
  });

  it("refuses pages that are none, and more than sixty", async () => {
    const status = async (query: string) =>
      (await parish.app.inject({ url: `/api/handbook/content?${query}`, headers: { cookie: parish.cookies.leader } })).statusCode;
    for (const keys of [
      "",
      "zone",
      "zone/0",
      "zone/1",
      "zone/999",
      "site/100,site/999999",
      Array.from({ length: 61 }, () => "zone/100").join(","),
    ])
      expect(await status(`keys=${keys}`), keys.slice(0, 40)).toBe(400);
    expect(await status("")).toBe(400);
  });
});
