/** Faces and plates covered, the picture without covers under a right of its own, and withdrawals that reach every copy. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Photo as Contract } from "../../../server/contract/photoSchemas.ts";
import type { Box, Photo, ProblemDocument } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { type PhotoStore, StoreUnavailable } from "../../../server/photos/store.ts";
import { sweepPhotos } from "../../../server/photos/sweep.ts";
import { databases } from "../../support/databases.ts";
import { body, people, type Reply, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { drawn, jpeg } from "./pictures.ts";
import { Studio } from "./studio.ts";

const face: Box = { x: 0.25, y: 0.3, w: 0.2, h: 0.25 };
const plate: Box = { x: 0.6, y: 0.7, w: 0.15, h: 0.1 };

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}
/** How even the part of a picture under a box is; `inset` pixels from its edges are left out. */
async function under(bytes: Buffer, { x, y, w, h }: Box, inset: number): Promise<Spread> {
  const { width, height } = await sharp(bytes).metadata();
  const [left, top] = [Math.ceil(x * width) + inset, Math.ceil(y * height) + inset];
  const part = sharp(bytes).extract({
    left,
    top,
    width: Math.floor(w * width) - 2 * inset - 1,
    height: Math.floor(h * height) - 2 * inset - 1,
  });
  const { channels } = await sharp(await part.png().toBuffer()).stats();
  return { mean: channels.reduce((sum, c) => sum + c.mean, 0) / 3, deviation: Math.max(...channels.map((c) => c.stdev)) };
}

describe.each(databases())("covered on $name", (engine) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open(engine);
  });
  afterAll(() => studio.close());
  const served = async (id: number, what: string, who: Who = "inspector"): Promise<Reply> =>
    studio.precinct.get(who, `/api/photos/${id}/${what}`);
  const bytesOf = async (id: number, what: string): Promise<Buffer> => (await served(id, what)).rawPayload;
  const original = (who: Who, id: number, reason = "投诉复核") => studio.precinct.post(who, `/api/photos/${id}/original`, { reason });
  const withdraw = (who: Who, id: number, reason = "拍到无关人员") => studio.precinct.post(who, `/api/photos/${id}/withdraw`, { reason });
  const filesOf = async (id: number): Promise<string[]> => (await studio.files()).filter((path) => path.startsWith(`0/${id}-`));
  const said = (reply: Reply): ProblemDocument => reply.json<ProblemDocument>();

  it("nothing of what was there is left under a box, in the picture or its thumbnail; all around it is as it was", async () => {
    const { photo, problem } = await studio.reported(await jpeg({ width: 2560, height: 1920 }));
    const [before, thumbBefore] = [await bytesOf(photo.id, "picture"), await bytesOf(photo.id, "thumb")];
    expect((await under(before, face, 4)).deviation, "there is something to cover").toBeGreaterThan(30);
    expect((await under(thumbBefore, face, 3)).deviation).toBeGreaterThan(10);
    const tag = (await served(photo.id, "picture")).headers.etag;

    const answer = body<Photo>(await studio.cover("inspector", photo.id, [face, plate]));
    expectContract(Contract, answer);
    expect(answer).toMatchObject({ id: photo.id, boxes: [face, plate], sha256: photo.sha256, mayRedact: true });
    const days = (Date.parse(answer.originalUntil as string) - Date.now()) / 86_400_000;
    expect(Math.abs(days - 180)).toBeLessThan(0.01);

    const picture = await bytesOf(photo.id, "picture");
    for (const box of [face, plate]) {
      const { mean, deviation } = await under(picture, box, 1);
      expect(deviation).toBeLessThan(1);
      expect(Math.abs(mean - 42)).toBeLessThan(3);
      // So small a picture rings with what is around the box; that nothing is from under it, the next test proves to the byte.
      const [small, smallBefore] = [await under(await bytesOf(photo.id, "thumb"), box, 3), await under(thumbBefore, box, 3)];
      expect(Math.abs(small.mean - 42)).toBeLessThan(6);
      expect(small.deviation).toBeLessThan(smallBefore.deviation / 3);
    }
    const aside: Box = { x: 0.6, y: 0.1, w: 0.2, h: 0.2 };
    const [was, is] = [await under(before, aside, 0), await under(picture, aside, 0)];
    expect(Math.abs(was.mean - is.mean)).toBeLessThan(1.5);
    expect((await served(photo.id, "picture")).headers.etag).not.toBe(tag);
    expect((await studio.precinct.read(problem)).photos[0]?.boxes).toEqual([face, plate]);
    expect(await studio.told()).toEqual({ layer: "problems", problem, act: null });
    expect((await studio.audited("change")).at(-1)).toEqual({
      person: people.inspector.id,
      problem,
      route: "POST /api/photos/{id}/cover",
      detail: { what: "photo", photo: photo.id, before: { boxes: [] }, after: { boxes: [face, plate] } },
    });
    expect(await filesOf(photo.id), "the original and what is shown").toHaveLength(4);
  });

  it("two pictures that differ only under a box are the same to the byte once it is covered", async () => {
    const { data, info } = await drawn({ seed: 12 }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const other = Buffer.from(data);
    const [left, top] = [face.x * info.width, face.y * info.height];
    for (let y = top; y < top + face.h * info.height; y++)
      other.fill(y % 256, (y * info.width + left) * 3, (y * info.width + left + face.w * info.width) * 3);
    const uploads = [data, other].map((raw) => sharp(raw, { raw: info }).png().toBuffer());
    const photos = await Promise.all(uploads.map(async (bytes) => studio.take("inspector", await bytes)));
    expect(new Set(photos.map((photo) => photo.sha256)).size).toBe(2);
    for (const { id } of photos) expect((await studio.cover("inspector", id, [face])).statusCode).toBe(200);
    for (const what of ["picture", "thumb"]) {
      const [one, two] = await Promise.all(photos.map((photo) => bytesOf(photo.id, what)));
      expect(one?.equals(two as Buffer), what).toBe(true);
    }
  });

  it("given anew as a whole: fewer boxes uncover, none shows the original again to the byte, and old sets are gone", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 2 }));
    const first = await bytesOf(photo.id, "picture");
    await studio.cover("inspector", photo.id, [face, plate]);
    const { originalUntil } = body<Photo>(await studio.cover("inspector", photo.id, [plate]));
    const picture = await bytesOf(photo.id, "picture");
    expect((await under(picture, face, 4)).deviation).toBeGreaterThan(30);
    expect((await under(picture, plate, 1)).deviation).toBeLessThan(1);
    expect(await filesOf(photo.id)).toHaveLength(4);
    const bare = body<Photo>(await studio.cover("inspector", photo.id, []));
    expect([originalUntil !== null, bare.boxes, bare.originalUntil]).toEqual([true, [], null]);
    expect((await bytesOf(photo.id, "picture")).equals(first)).toBe(true);
    expect(await filesOf(photo.id)).toHaveLength(2);
    expect(body<Photo>(await studio.cover("inspector", photo.id, [])).boxes).toEqual([]);
    expect(await studio.row(photo.id)).toMatchObject({ original: null, writing: [], dead: [] });
  });

  it("by its taker, and by dispatchers and inspectors who reach its problem; by nobody else", async () => {
    const { photo } = await studio.reported(await jpeg({ seed: 3 }));
    const who = Object.keys(people).filter((name) => name !== "left") as Who[];
    const statuses = await Promise.all(who.map(async (name) => [name, (await studio.cover(name, photo.id, [face])).statusCode] as const));
    const may = statuses.filter(([, status]) => status !== 403).map(([name]) => name);
    expect(may.toSorted()).toEqual(["both", "dispatcher", "inspector", "secondDispatcher", "secondInspector", "westDispatcher"]);
    expect(statuses.every(([, status]) => [200, 403, 409].includes(status))).toBe(true);
    const loose = await studio.take("inspector", await jpeg({ seed: 3 }));
    for (const name of ["dispatcher", "secondInspector"] as const) {
      expect((await studio.cover(name, loose.id, [face])).statusCode).toBe(403);
      expect((await withdraw(name, loose.id)).statusCode).toBe(403);
    }
  });

  it("refuses boxes that are outside, tiny, too many or no boxes", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 4 }));
    const cases: readonly (readonly [unknown, string])[] = [
      [[{ ...face, x: -0.1 }], "boxes[0].x"],
      [[{ ...face, y: 1.1 }], "boxes[0].y"],
      [[face, { ...face, x: 0.9 }], "boxes[1].w"],
      [[{ ...face, h: 0.8 }], "boxes[0].h"],
      [[{ ...face, w: 0.004 }], "boxes[0].w"],
      [[{ ...face, h: 0 }], "boxes[0].h"],
      [[{ ...face, h: "0.1" }], "boxes[0].h"],
      [[{ x: 0.1, y: 0.1, w: 0.1 }], "boxes[0].h"],
      [[{ ...face, z: 1 }], "boxes[0].z"],
      [Array.from({ length: 51 }, () => face), "boxes"],
      [face, "boxes"],
      [undefined, "boxes"],
    ];
    for (const [boxes, parameter] of cases) {
      const reply = await studio.cover("inspector", photo.id, boxes as object[]);
      expect([reply.statusCode, said(reply).parameter], JSON.stringify(boxes)).toEqual([400, parameter]);
    }
    const edge = { x: 0.9, y: 0.7, w: 0.1, h: 0.3 };
    expect(body<Photo>(await studio.cover("inspector", photo.id, [edge])).boxes).toHaveLength(1);
    expect((await studio.cover("inspector", 999_999, [face])).statusCode).toBe(404);
    const { id } = await studio.begin("inspector", await jpeg({ seed: 4 }));
    expect((await studio.cover("inspector", id, [face])).statusCode, "not whole yet").toBe(404);
  });

  it("of several at once the late are told to look again, and what is shown is what is said", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 5 }));
    const replies = await Promise.all([[face], [plate], [face, plate]].map((boxes) => studio.cover("inspector", photo.id, boxes)));
    const statuses = replies.map((reply) => reply.statusCode);
    expect([statuses.includes(200), statuses.filter((status) => ![200, 409].includes(status))]).toEqual([true, []]);
    const row = await studio.row(photo.id);
    expect(row).toMatchObject({ writing: [], dead: [] });
    expect(await filesOf(photo.id)).toHaveLength(4);
    for (const box of [face, plate]) {
      const isSaid = JSON.stringify(row?.boxes).includes(`"x": ${box.x}`) || JSON.stringify(row?.boxes).includes(`"x":${box.x}`);
      expect((await under(await bytesOf(photo.id, "picture"), box, 4)).deviation < 1).toBe(isSaid);
    }
  });

  it("the picture without covers is the keeper's of evidence, for a reason, audited, kept by no cache", async () => {
    const { photo, problem } = await studio.reported(await jpeg({ seed: 6 }));
    const first = await bytesOf(photo.id, "picture");
    expect((await original("evidence", photo.id)).rawPayload.equals(first), "not covered yet: it is what is shown").toBe(true);
    await studio.cover("inspector", photo.id, [face]);
    const before = (await studio.audited("reveal")).length;
    for (const who of Object.keys(people).filter((name) => name !== "left") as Who[]) {
      if (who === "evidence") continue;
      const reply = await original(who, photo.id);
      expect([reply.statusCode, reply.headers["content-type"]], who).toEqual([403, "application/problem+json; charset=utf-8"]);
    }
    expect((await studio.audited("refusal")).length).toBeGreaterThanOrEqual(15);
    for (const reason of ["", "x", "长".repeat(501)]) expect(said(await original("evidence", photo.id, reason)).parameter).toBe("reason");
    expect(await studio.audited("reveal"), "none of these was shown").toHaveLength(before);

    const reply = await original("evidence", photo.id, "投诉复核，案号 17");
    expect([reply.statusCode, reply.headers["cache-control"], reply.headers["content-type"]]).toEqual([200, "no-store", "image/jpeg"]);
    expect(reply.rawPayload.equals(first)).toBe(true);
    expect((await studio.audited("reveal")).at(-1)).toEqual({
      person: people.evidence.id,
      problem,
      route: "POST /api/photos/{id}/original",
      detail: { photo: photo.id, reason: "投诉复核，案号 17" },
    });
    expect((await original("evidence", 999_999)).statusCode).toBe(404);
  });

  it("after its time the original is gone: to evidence too, and covers can only be added", async () => {
    await studio.db.query(sql`update sign_in_policy set original_days = 7`);
    const { photo, problem } = await studio.reported(await jpeg({ seed: 7 }));
    const covered = body<Photo>(await studio.cover("inspector", photo.id, [face]));
    expect(Math.abs((Date.parse(covered.originalUntil as string) - Date.now()) / 86_400_000 - 7)).toBeLessThan(0.01);
    await studio.db.query(sql`update photo set original_until = now() - interval '1 second' where id = ${photo.id}::bigint`);
    const told = await studio.told();
    for (const swept of [false, true]) {
      if (swept) await sweepPhotos(studio.db, studio.store);
      expect([(await original("evidence", photo.id)).statusCode, (await studio.precinct.read(problem)).photos[0]?.originalUntil]).toEqual([
        410,
        null,
      ]);
      for (const boxes of [[], [plate], [{ ...face, w: 0.1 }]]) {
        const reply = await studio.cover("inspector", photo.id, boxes);
        expect([reply.statusCode, said(reply).detail], `${swept}`).toEqual([409, expect.stringContaining("can be added")]);
      }
    }
    expect(await studio.told()).toEqual({ layer: "problems", problem, act: null });
    expect(told).toBeDefined();
    expect(await filesOf(photo.id)).toHaveLength(2);
    const more = body<Photo>(await studio.cover("inspector", photo.id, [face, plate]));
    expect([more.boxes.length, more.originalUntil]).toEqual([2, null]);
    for (const box of [face, plate]) expect((await under(await bytesOf(photo.id, "picture"), box, 1)).deviation).toBeLessThan(1);
    expect(await filesOf(photo.id)).toHaveLength(2);
    await studio.db.query(sql`update sign_in_policy set original_days = 180`);
  });

  it("withdrawn, every copy is gone for everybody, and who, when and why stays", async () => {
    const { photo, problem } = await studio.reported(await jpeg({ seed: 8 }));
    await studio.cover("inspector", photo.id, [face]);
    expect(await filesOf(photo.id)).toHaveLength(4);
    for (const who of ["secondInspector", "eastDispatcher", "leader", "evidence", "auditor"] as const)
      expect((await withdraw(who, photo.id)).statusCode, who).toBe(403);
    expect(said(await withdraw("westDispatcher", photo.id, "x")).parameter).toBe("reason");
    const answer = body<Photo>(await withdraw("westDispatcher", photo.id, "拍到住户家中"));
    expectContract(Contract, answer);
    expect(answer).toMatchObject({ mayRedact: false, originalUntil: null, withdrawn: { by: "westDispatcher", why: "拍到住户家中" } });
    expect(await filesOf(photo.id)).toEqual([]);
    expect(await studio.row(photo.id)).toMatchObject({
      state: "withdrawn",
      shown: null,
      original: null,
      dead: [],
      writing: [],
      by: "westDispatcher",
    });
    for (const what of ["thumb", "picture"]) {
      const reply = await served(photo.id, what);
      expect([reply.statusCode, reply.headers["content-type"]]).toEqual([410, "application/problem+json; charset=utf-8"]);
      expect(said(reply)).toMatchObject({ status: 410, detail_zh: "照片已由westDispatcher撤回：拍到住户家中" });
    }
    expect([(await original("evidence", photo.id)).statusCode, (await studio.cover("inspector", photo.id, [face])).statusCode]).toEqual([
      410, 410,
    ]);
    expect((await studio.precinct.read(problem)).photos[0]?.withdrawn?.why).toBe("拍到住户家中");
    expect(await studio.told()).toEqual({ layer: "problems", problem, act: null });
    expect((await studio.audited("change")).at(-1)).toMatchObject({
      problem,
      detail: { what: "photo withdrawn", photo: photo.id, reason: "拍到住户家中" },
    });
    const twice = body<Photo>(await withdraw("inspector", photo.id, "再撤一次"));
    expect(twice.withdrawn?.why).toBe("拍到住户家中");
    const { id } = await studio.begin("inspector", await jpeg({ seed: 9 }));
    await studio.part("inspector", id, 0, (await jpeg({ seed: 9 })).subarray(0, 500));
    expect((await withdraw("inspector", id)).statusCode).toBe(200);
    expect(await studio.row(id)).toMatchObject({ state: "withdrawn", parts: 0 });
    expect((await studio.part("inspector", id, 500, Buffer.from("x"))).statusCode).toBe(410);
  });

  it("a store that is away delays no withdrawal; the sweep removes what was left, however often and by however many", async () => {
    let away = true;
    const store: PhotoStore = {
      put: (key, bytes, media) => studio.store.put(key, bytes, media),
      get: (key) => studio.store.get(key),
      remove: (key) => (away ? Promise.reject(new StoreUnavailable("away")) : studio.store.remove(key)),
    };
    const troubled = await Studio.over(studio.db, studio.folder, store);
    const photo = await troubled.take("inspector", await jpeg({ seed: 10 }));
    await troubled.cover("inspector", photo.id, [face]);
    expect((await troubled.precinct.post("inspector", `/api/photos/${photo.id}/withdraw`, { reason: "拍错了" })).statusCode).toBe(200);
    expect((await served(photo.id, "thumb")).statusCode).toBe(410);
    expect(await filesOf(photo.id)).toHaveLength(4);
    await expect(sweepPhotos(studio.db, store)).rejects.toThrow(StoreUnavailable);
    away = false;
    await Promise.all([1, 2, 3].map(() => sweepPhotos(studio.db, store)));
    expect([await filesOf(photo.id), (await studio.row(photo.id))?.dead]).toEqual([[], []]);
    await troubled.precinct.app.close();
  });

  it("a cover whose picture cannot be written leaves everything as it was", async () => {
    const photo = await studio.take("inspector", await jpeg({ seed: 11 }));
    const store: PhotoStore = {
      put: (key, bytes, media) =>
        key.endsWith("thumb.jpg") ? Promise.reject(new StoreUnavailable("full")) : studio.store.put(key, bytes, media),
      get: (key) => studio.store.get(key),
      remove: (key) => studio.store.remove(key),
    };
    const troubled = await Studio.over(studio.db, studio.folder, store);
    const before = await bytesOf(photo.id, "picture");
    expect((await troubled.cover("inspector", photo.id, [face])).statusCode).toBe(503);
    expect((await bytesOf(photo.id, "picture")).equals(before)).toBe(true);
    expect(await studio.row(photo.id)).toMatchObject({ boxes: [], original: null, writing: [], dead: [] });
    expect(await filesOf(photo.id)).toHaveLength(2);
    await troubled.precinct.app.close();
  });
});
