/** The pictures of a document from a real database and store: zones as they were, photos as they are shown. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mapGround, type Rows } from "../../../../server/briefs/docx/mapGround.ts";
import { briefPictures } from "../../../../server/briefs/docx/render.ts";
import type { BriefFacts } from "../../../../server/contract/types.ts";
import { sql } from "../../../../server/db/sql.ts";
import { StoreUnavailable } from "../../../../server/photos/store.ts";
import { databases } from "../../../support/databases.ts";
import { Studio } from "../../photos/studio.ts";
import { pageOf } from "./fixture.ts";

const square = (west: number, south: number, side: number) =>
  sql`ST_Multi(ST_MakeEnvelope(${west}::float8, ${south}::float8, ${west + side}::float8, ${south + side}::float8, 4326))`;
const photo = (colour: string, width = 1600, height = 1200): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

async function mean(bytes: Buffer | undefined): Promise<string> {
  const { channels } = await sharp(bytes).stats();
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean: one }) => one);
  return red > 180 && blue < 90 ? "red" : blue > 180 && red < 90 ? "blue" : `${red} ${green} ${blue}`;
}

describe.each(databases())("pictures of a document on $name", (engine) => {
  let studio: Studio;
  let rows: Rows;
  beforeAll(async () => {
    studio = await Studio.open(engine);
    rows = (statement) => studio.db.query(statement);
  });
  afterAll(() => studio.close());
  const factsOf = (more: Partial<BriefFacts>): BriefFacts => ({
    ...pageOf("daily", { areas: 0, pairs: 0 }).facts,
    points: [],
    outlines: [],
    ...more,
  });

  it("draws sub-districts as they were on the period's last day, numbered as the facts have them", async () => {
    const made = [
      [null, "2026-11-20", 120],
      ["2026-11-20", null, 121],
    ] as const;
    await studio.db.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
      values (9001, 'past', '9001', 1, '9001', '旧镇', ${square(121, 33, 0.1)}, 1)`);
    await studio.db.query(sql`insert into zone_plan (name, status, partition, sum, effective_from, published_at, in_force_at)
      values ('x', 'published', '', '', '2026-11-20', now(), now())`);
    await studio.db.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2, valid_from, valid_to) overriding system value
      values (9002, 'past', '9002', 1, '9002', '先镇', ${square(made[0][2], 33, 0.1)}, 1, '2026-11-01', '2026-11-20')`);
    const outlines = [
      { zone: 9001, name: "旧镇", number: 1 },
      { zone: 9002, name: "先镇", number: 2 },
    ];
    const then = await mapGround(factsOf({ outlines, to: "2026-11-19" }), rows);
    expect(then?.zones.map(({ number }) => number)).toEqual([1, 2]);
    expect(then?.zones[1]?.lines[0]?.[0]?.[0]).toBeCloseTo(120, 5);
    expect(then?.box[0]).toBeLessThan(120);
    const later = await mapGround(factsOf({ outlines, to: "2026-11-21" }), rows);
    expect(later?.zones.map(({ number }) => number)).toEqual([1]);
    expect(later?.box[0]).toBeGreaterThan(120.5);
  });

  it("has water and main roads near it only, and a map that can be drawn", async () => {
    await studio.db.query(sql`insert into base_feature (layer, class, name, geom) values
      ('g', 'arterial', '近路', ST_GeomFromText('LINESTRING(121 33.05, 121.1 33.05)', 4326)),
      ('g', 'arterial', '远路', ST_GeomFromText('LINESTRING(110 20, 110.1 20)', 4326)),
      ('g', 'alley', '小巷', ST_GeomFromText('LINESTRING(121 33.02, 121.1 33.02)', 4326)),
      ('g', 'water', '湖', ST_GeomFromText('POLYGON((121.02 33.02, 121.04 33.02, 121.04 33.04, 121.02 33.02))', 4326))`);
    const facts = factsOf({
      outlines: [{ zone: 9001, name: "旧镇", number: 1 }],
      points: [
        [121.05, 33.05, "overdue"],
        [100, 10, "closed"],
      ],
    });
    const ground = await mapGround(facts, rows);
    expect(ground?.features.map((one) => [one.class, one.area])).toEqual([
      ["arterial", false],
      ["water", true],
    ]);
    const { map, beyond } = await briefPictures(facts, rows, studio.store);
    expect((await sharp(map as Buffer).metadata()).width).toBe(1600);
    expect(beyond).toBe(1);
  });

  it("shows photos as they are covered, small; a withdrawn one and one whose file is gone are absent", async () => {
    const { photo: before } = await studio.reported(await photo("#ff0000"));
    const { photo: withdrawn } = await studio.reported(await photo("#00ff00"));
    const { photo: lost } = await studio.reported(await photo("#0000ff"));
    await studio.cover("inspector", before.id, [{ x: 0, y: 0, w: 1, h: 1 }]);
    await studio.precinct.post("westDispatcher", `/api/photos/${withdrawn.id}/withdraw`, { reason: "拍到无关人员" });
    const row = await studio.row(lost.id);
    await studio.store.remove(`${Math.floor(lost.id / 1000)}/${lost.id}-${row?.shown}-picture.jpg`);
    const pairs = [
      { problem: 1, code: "a", text: "", place: "", before: before.id, after: withdrawn.id },
      { problem: 2, code: "b", text: "", place: "", before: lost.id, after: 999_999 },
    ];
    const { photos } = await briefPictures(factsOf({ photos: pairs }), rows, studio.store);
    expect([...photos.keys()]).toEqual([before.id]);
    const small = photos.get(before.id) as Buffer;
    const { width, height, exif } = await sharp(small).metadata();
    expect([width, height, exif]).toEqual([900, 675, undefined]);
    expect(await mean(small), "it is covered").not.toBe("red");
  });

  it("gives each problem of a slip its first photo from before that moment", async () => {
    const { problem } = await studio.reported(await photo("#0000ff"));
    const { problem: other } = await studio.reported(await photo("#ff0000"));
    const [area] = pageOf("handover", { areas: 1, places: 1, problems: 1 }).facts.areas;
    const [place] = area?.places ?? [];
    const [one] = place?.problems ?? [];
    if (!area || !place || !one) throw new Error("The fixture has no problem.");
    const problems = [problem, other].map((id) => ({ ...one, id }));
    const facts = factsOf({ kind: "handover", asOf: "2100-01-01T00:00:00+08:00", areas: [{ ...area, places: [{ ...place, problems }] }] });
    const { ofProblems } = await briefPictures(facts, rows, studio.store);
    expect([await mean(ofProblems?.get(problem)), await mean(ofProblems?.get(other))]).toEqual(["blue", "red"]);
    const early = await briefPictures({ ...facts, asOf: "2000-01-01T00:00:00+08:00" }, rows, studio.store);
    expect(early.ofProblems?.size).toBe(0);
  });

  it("says so when the store gives no answer: a document without its photos would lie", async () => {
    const { photo: one } = await studio.reported(await photo("#ff0000"));
    const away = { ...studio.store, get: () => Promise.reject(new StoreUnavailable("away")) } as unknown as typeof studio.store;
    const pair = { problem: 1, code: "a", text: "", place: "", before: one.id, after: one.id };
    await expect(briefPictures(factsOf({ photos: [pair] }), rows, away)).rejects.toThrow(StoreUnavailable);
  });
});
