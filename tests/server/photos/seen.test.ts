/** What is served of a photo, to whom, and what of the upload is not in it. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Photo as Contract } from "../../../server/contract/photoSchemas.ts";
import type { Photo } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOfDevice } from "../../support/people.ts";
import { body, east, people, type Who, west } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { drawn, jpeg, png, sha256, webp } from "./pictures.ts";
import { Studio } from "./studio.ts";

const secret = {
  IFD0: { Make: "SecretPhone", Artist: "张三丰" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "33/1 30/1 1234/100", GPSLongitudeRef: "E", GPSLongitude: "119/1 1/1 5678/100" },
};
const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';

/** Mean colour of a part of a picture. */
async function colour(bytes: Buffer, left: number, top: number, width = 20, height = 20): Promise<number[]> {
  const { channels } = await sharp(await sharp(bytes).extract({ left, top, width, height }).toBuffer()).stats();
  return channels.map(({ mean }) => Math.round(mean));
}

describe.each(databases())("what is seen on $name", (engine) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open(engine);
  });
  afterAll(() => studio.close());
  const get = async (who: Who | null, id: number, what: string, headers: Record<string, string> = {}) =>
    studio.precinct.app.inject({ url: `/api/photos/${id}/${what}`, headers: { ...(await studio.precinct.headers(who)), ...headers } });

  it("is upright, at most 2560 px a side, JPEG in sRGB, and says nothing of where, when or by what it was taken", async () => {
    // Lying on its side: red on the left as it is stored, on top as it is to be seen.
    const red = await sharp({ create: { width: 1500, height: 2000, channels: 3, background: "#ff0000" } })
      .png()
      .toBuffer();
    const stored = sharp({ create: { width: 3000, height: 2000, channels: 3, background: "#0000ff" } }).composite([
      { input: red, left: 0, top: 0 },
    ]);
    const bytes = await stored
      .jpeg({ quality: 90 })
      .withExif(secret)
      .withMetadata({ orientation: 6 })
      .withXmp(xmp)
      .withIccProfile("p3")
      .toBuffer()
      .then((made) => sharp(made).keepMetadata().withExifMerge(secret).jpeg().toBuffer());
    const before = await sharp(bytes).metadata();
    expect([before.orientation, before.exif !== undefined, before.icc !== undefined, before.xmp !== undefined]).toEqual([
      6,
      true,
      true,
      true,
    ]);
    expect(bytes.includes("SecretPhone"), "the upload has it").toBe(true);

    const photo = await studio.take("inspector", bytes);
    expectContract(Contract, photo);
    expect([photo.width, photo.height]).toEqual([1707, 2560]);
    for (const what of ["picture", "thumb"] as const) {
      const reply = await get("inspector", photo.id, what);
      const { exif, icc, xmp: found, orientation, format, space, width, height } = await sharp(reply.rawPayload).metadata();
      expect({ exif, icc, found, orientation, format, space }).toEqual({ format: "jpeg", space: "srgb" });
      expect(Math.max(width, height)).toBe(what === "picture" ? 2560 : 320);
      for (const word of ["SecretPhone", "Exif", "ICC_PROFILE", "adobe", "GPS", "http"])
        expect(reply.rawPayload.includes(word), word).toBe(false);
    }
    const { rawPayload } = await get("inspector", photo.id, "picture");
    const [top, bottom] = [await colour(rawPayload, 800, 100), await colour(rawPayload, 800, 2400)];
    expect([(top[0] as number) > 200 && (top[2] as number) < 60, (bottom[2] as number) > 200 && (bottom[0] as number) < 60]).toEqual([
      true,
      true,
    ]);
    expect(sha256(rawPayload)).toBe(photo.sha256);
  });

  it("keeps a small picture's size, makes JPEG of the others, and white of what was transparent", async () => {
    for (const bytes of [await png({ width: 200, height: 100 }), await webp({ width: 200, height: 100 })])
      expect(await studio.take("inspector", bytes)).toMatchObject({ width: 200, height: 100 });
    const clear = await sharp({ create: { width: 100, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer();
    const { id } = await studio.take("inspector", clear);
    expect(await colour((await get("inspector", id, "picture")).rawPayload, 40, 40)).toEqual([255, 255, 255]);
    const cmyk = await drawn().toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    expect(await studio.take("inspector", cmyk)).toMatchObject({ width: 640 });
  });

  it("a picture of 50 megapixels is taken: the limit is the limit", { timeout: 60_000 }, async () => {
    const bytes = await sharp({ create: { width: 10_000, height: 5000, channels: 3, background: "#468ff4" } })
      .png()
      .toBuffer();
    expect(await studio.take("inspector", bytes)).toMatchObject({ width: 2560, height: 1280 });
  });

  it("comes with a tag that is asked about each time, and is no page and no download", async () => {
    const { id } = await studio.take("inspector", await jpeg({ seed: 3 }));
    for (const what of ["picture", "thumb"]) {
      const reply = await get("inspector", id, what);
      expect(reply.headers).toMatchObject({
        "content-type": "image/jpeg",
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
        "content-disposition": `inline; filename="photo-${id}.jpg"`,
        etag: expect.stringMatching(/^"photo-/),
      });
      expect(reply.headers["content-encoding"]).toBeUndefined();
      const again = await get("inspector", id, what, { "if-none-match": reply.headers.etag as string });
      expect([again.statusCode, again.body]).toEqual([304, ""]);
      expect((await get("inspector", id, `${what}?covers=3`)).statusCode).toBe(200);
      expect((await get("dispatcher", id, what, { "if-none-match": reply.headers.etag as string })).statusCode, "a tag is no key").toBe(
        403,
      );
    }
    expect((await get("inspector", id, "thumb?x=1")).statusCode).toBe(400);
    expect((await get("inspector", 999_999, "thumb")).statusCode).toBe(404);
    expect((await get(null, id, "thumb")).statusCode).toBe(401);
  });

  it("is its taker's alone until something names it, then whoever's may read that", async () => {
    const seers = async (id: number): Promise<string[]> => {
      const all = Object.keys(people).filter((who) => who !== "left") as Who[];
      const statuses = await Promise.all(all.map(async (who) => [who, (await get(who, id, "thumb")).statusCode] as const));
      expect(statuses.every(([, status]) => status === 200 || status === 403)).toBe(true);
      return statuses.filter(([, status]) => status === 200).map(([who]) => who);
    };
    const bytes = await jpeg({ seed: 4 });
    const loose = await studio.take("eastInspector", bytes, { ...west, kind: "site" });
    expect(await seers(loose.id)).toEqual(["eastInspector"]);

    const { photo } = await studio.reported(bytes);
    const everywhere = ["leader", "dispatcher", "inspector", "secondInspector", "both", "planner", "auditor", "administrator", "security"];
    expect(await seers(photo.id)).toEqual(expect.arrayContaining([...everywhere, "westDispatcher", "evidence"]));
    for (const who of ["eastDispatcher", "eastInspector", "bureauHandler", "crewHandler"] as const)
      expect((await get(who, photo.id, "picture")).statusCode, who).toBe(403);
    const cookie = await cookieOfDevice(studio.db);
    expect((await studio.precinct.app.inject({ url: `/api/photos/${photo.id}/thumb`, headers: { cookie } })).statusCode, "a wall").toBe(
      200,
    );

    const [check] = await studio.db.query<{
      id: number;
    }>(sql`insert into check_in (client_id, person_id, site_id, at, geom, accuracy_m, distance_m, proved)
      values (gen_random_uuid(), 10, 501, now(), ST_Point(119.011, 33.511, 4326), 5, 3, true) returning id`);
    await studio.db.query(sql`update photo set check_in_id = ${check?.id}::bigint where id = ${loose.id}::bigint`);
    const seen = await seers(loose.id);
    expect(seen).toEqual(
      expect.arrayContaining(["leader", "dispatcher", "westDispatcher", "eastDispatcher", "inspector", "eastInspector", "auditor"]),
    );
    for (const who of ["westHandler", "planner", "administrator", "security", "evidence"]) expect(seen).not.toContain(who);
  });

  it("stands on its problem's card with its distance, in the order taken; who may cover it is said", async () => {
    const at = { lon: west.lon + 0.001, lat: west.lat };
    const first = await studio.take("inspector", await jpeg({ seed: 6 }), { ...at, accuracy_m: 9, ago_s: 600 });
    const second = await studio.take("inspector", await jpeg({ seed: 7 }), { ago_s: 60 });
    const { id } = await studio.precinct.report({ photos: [second.id, first.id] });
    const { photos } = await studio.precinct.read(id);
    expect(photos.map((one) => one.id)).toEqual([first.id, second.id]);
    const [measured] = await studio.db.query<{ m: number }>(
      sql`select ST_Distance(ST_Point(${at.lon}::float8, ${at.lat}::float8, 4326)::geography, ST_Point(${west.lon}::float8, ${west.lat}::float8, 4326)::geography) as m`,
    );
    expect(photos[0]).toMatchObject({ kind: "before", lon: at.lon, accuracy_m: 9, by: "inspector", mayRedact: true });
    expect(Math.abs((photos[0]?.distance_m as number) - (measured?.m as number))).toBeLessThan(0.01);
    expect(photos[1]?.distance_m).toBeNull();
    const covers = async (who: Who) => (await studio.precinct.read(id, who)).photos[0]?.mayRedact;
    const may = await Promise.all(
      (["inspector", "secondInspector", "westDispatcher", "leader", "auditor", "evidence"] as const).map(covers),
    );
    expect(may).toEqual([true, true, true, false, false, false]);
  });

  it("is named by its taker's acts alone, whole, and for one problem", async () => {
    const bytes = await jpeg({ seed: 8 });
    const { photo, problem } = await studio.reported(bytes);
    const unfinished = await studio.begin("inspector", bytes);
    const others = await studio.take("dispatcher", bytes);
    const gone = await studio.take("inspector", bytes);
    await studio.precinct.post("inspector", `/api/photos/${gone.id}/withdraw`, { reason: "拍错了" });
    for (const [id, expected] of [
      [photo.id, /nothing else was said with/],
      [unfinished.id, /whole/],
      [others.id, /you uploaded/],
      [gone.id, /not withdrawn/],
      [999_999, /you uploaded/],
    ] as const) {
      const reply = await studio.precinct.post("inspector", "/api/problems", { category: "0103", ...east, source: "patrol", photos: [id] });
      expect([reply.statusCode, reply.json().parameter, reply.json().value], `${id}`).toEqual([400, "photos", `${id}`]);
      expect(reply.json().expected.en).toMatch(expected);
    }
    expect((await studio.precinct.read(problem)).photos.map((one: Photo) => one.id)).toEqual([photo.id]);
    // What was found is no proof of what was mended.
    const spot = await studio.precinct.attempt("inspector", "fix_on_spot", await studio.precinct.read(problem), { photos: [photo.id] });
    expect([spot.statusCode, spot.json().parameter]).toEqual([400, "photos"]);
    const after = await studio.take("inspector", bytes, { kind: "before" });
    const fixed = body<{ photos: Photo[] }>(
      await studio.precinct.attempt("inspector", "fix_on_spot", await studio.precinct.read(problem), { photos: [after.id, after.id] }),
    );
    expect(fixed.photos.map(({ id, kind }) => [id, kind])).toEqual([
      [photo.id, "before"],
      [after.id, "after"],
    ]);
  });
});
