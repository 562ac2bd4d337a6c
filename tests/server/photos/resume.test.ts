/** An upload that is cut, begun again, sent twice, by two processes, at once: one photo, once, byte for byte what was taken. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PhotoUpload as Contract } from "../../../server/contract/photoSchemas.ts";
import type { PhotoUpload, ProblemDocument } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { type PhotoStore, photoKey, StoreUnavailable } from "../../../server/photos/store.ts";
import { databases } from "../../support/databases.ts";
import { body, march, setClock } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { jpeg, png } from "./pictures.ts";
import { Studio } from "./studio.ts";

describe.each(databases())("uploads on $name", (engine) => {
  let studio: Studio;
  let second: Studio;
  beforeAll(async () => {
    studio = await Studio.open(engine);
    second = await Studio.over(studio.db, studio.folder, studio.store);
  });
  afterAll(async () => {
    await second.precinct.app.close();
    await studio.close();
  });
  const photos = async (): Promise<number> =>
    (await studio.db.query<{ n: number }>(sql`select count(*)::int as n from photo where state = 'ready'`))[0]?.n ?? -1;

  it("go on from where they were cut, wherever and however often, in any process", { timeout: 120_000 }, async () => {
    const bytes = await jpeg({ width: 400, height: 300 });
    const cuts = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 });
    const hiccups = fc.infiniteStream(fc.constantFrom("none", "twice", "again", "other process"));
    await fc.assert(
      fc.asyncProperty(cuts, hiccups, async (places, trouble) => {
        const clientId = randomUUID();
        const ends = [...new Set(places), bytes.length].toSorted((a, b) => a - b);
        let sent = await studio.begin("inspector", bytes, { clientId });
        for (const end of ends) {
          const { value } = trouble.next();
          const by = value === "other process" ? second : studio;
          if (value === "again") expect(await by.begin("inspector", bytes, { clientId })).toEqual(sent);
          const part = bytes.subarray(sent.offset, end);
          const { offset } = sent;
          sent = body<PhotoUpload>(await by.part("inspector", sent.id, offset, part));
          expectContract(Contract, sent);
          if (value !== "twice") continue;
          const repeated = await by.part("inspector", sent.id, offset, part);
          if (end === bytes.length) expect(body<PhotoUpload>(repeated)).toEqual(sent);
          else expect([repeated.statusCode, repeated.json<ProblemDocument>().now]).toEqual([409, { offset: end }]);
        }
        expect(sent).toMatchObject({ offset: bytes.length, bytes: bytes.length, photo: { id: sent.id, width: 400, height: 300 } });
        expect(await studio.row(sent.id)).toMatchObject({ state: "ready", parts: 0, writing: [], dead: [] });
      }),
      { numRuns: engine.name === "postgres" ? 25 : 12, seed: 3 },
    );
  });

  it("the same announced twenty times at once is one; a last part sent five times at once is one photo", async () => {
    const bytes = await png({ seed: 9 });
    const clientId = randomUUID();
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? studio : second).begin("inspector", bytes, { clientId })),
    );
    const id = begun[0]?.id as number;
    expect(new Set(begun.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ id, offset: 0, bytes: bytes.length, photo: null })]),
    );
    const before = await photos();
    const ended = await Promise.all(Array.from({ length: 5 }, (_, n) => (n % 2 ? studio : second).part("inspector", id, 0, bytes)));
    for (const reply of ended) {
      if (reply.statusCode === 200) expect(reply.json().photo).toMatchObject({ id });
      // The parts are gone once one of them has ended it; then the page asks how far it is.
      else expect([reply.statusCode, reply.json().now]).toEqual([409, { offset: 0 }]);
    }
    expect(await photos()).toBe(before + 1);
    const again = await studio.begin("inspector", bytes, { clientId });
    expect(again.photo).toMatchObject({ id });
    const row = await studio.row(id);
    expect(row).toMatchObject({ writing: [], dead: [] });
    const kept = (await studio.files()).filter((path) => path.startsWith(`0/${id}-`));
    expect(kept, "one set of files").toEqual([photoKey(id, row?.shown as number, "picture"), photoKey(id, row?.shown as number, "thumb")]);
  });

  it("a clientId is its first announcer's, and one picture's; an unfinished one with other bytes begins again", async () => {
    const [one, other] = [await jpeg({ seed: 21 }), await jpeg({ seed: 22 })];
    const clientId = randomUUID();
    const { id } = await studio.begin("inspector", one, { clientId });
    expect((await studio.announce("dispatcher", one, { clientId })).statusCode).toBe(409);
    await studio.part("inspector", id, 0, one.subarray(0, 100));
    expect(await studio.begin("inspector", other, { clientId })).toEqual({ id, offset: 0, bytes: other.length, photo: null });
    expect(body<PhotoUpload>(await studio.part("inspector", id, 0, other)).photo).toMatchObject({ id });
    const changed = await studio.announce("inspector", one, { clientId });
    expect([changed.statusCode, changed.json().now]).toEqual([409, { id }]);
    expect((await studio.announce("dispatcher", other, { clientId })).statusCode).toBe(409);
  });

  it("was taken when the server was told, less how long ago; announced again it does not move", async () => {
    await setClock(studio.db, march("02T10:00"));
    const bytes = await jpeg({ seed: 31 });
    const clientId = randomUUID();
    const said = { clientId, ago_s: 3600, lon: 119.0123456, lat: 33.51, accuracy_m: 12.5 };
    const { id } = await studio.begin("inspector", bytes, said);
    await setClock(studio.db, march("05T10:00"));
    await studio.begin("inspector", bytes, { ...said, ago_s: 5 });
    const { photo } = body<PhotoUpload>(await studio.part("inspector", id, 0, bytes));
    expect(Math.abs(Date.parse(photo?.taken as string) - march("02T09:00"))).toBeLessThan(120_000);
    expect(photo).toMatchObject({
      by: "inspector",
      lon: 119.0123456,
      lat: 33.51,
      accuracy_m: 12.5,
      distance_m: null,
      boxes: [],
      mayRedact: true,
    });
  });

  it("a store that is away loses nothing: the last part is sent again when it is back", async () => {
    let away = true;
    const store: PhotoStore = {
      put: (key, bytes, media) =>
        away && key.endsWith("thumb.jpg") ? Promise.reject(new StoreUnavailable("away")) : studio.store.put(key, bytes, media),
      get: (key) => studio.store.get(key),
      remove: (key) => studio.store.remove(key),
    };
    const troubled = await Studio.over(studio.db, studio.folder, store);
    const bytes = await jpeg({ seed: 41 });
    const { id } = await troubled.begin("inspector", bytes);
    await troubled.part("inspector", id, 0, bytes.subarray(0, 1000));
    const reply = await troubled.part("inspector", id, 1000, bytes.subarray(1000));
    expect([reply.statusCode, reply.headers["retry-after"], reply.json().type]).toEqual([503, "5", "urn:chuangtu:store"]);
    expect(await studio.row(id)).toMatchObject({ state: "uploading", parts: 1, shown: null });
    away = false;
    expect(body<PhotoUpload>(await troubled.part("inspector", id, 1000, bytes.subarray(1000))).photo).toMatchObject({ id });
    await troubled.precinct.app.close();
  });

  it("withdrawn while it is looked through: nothing of it stays", async () => {
    let arrived = (): void => {};
    let goOn = (): void => {};
    const putting = new Promise<void>((done) => {
      arrived = done;
    });
    const gate = new Promise<void>((done) => {
      goOn = done;
    });
    const store: PhotoStore = {
      async put(key, bytes, media) {
        arrived();
        await gate;
        return studio.store.put(key, bytes, media);
      },
      get: (key) => studio.store.get(key),
      remove: (key) => studio.store.remove(key),
    };
    const slow = await Studio.over(studio.db, studio.folder, store);
    const bytes = await jpeg({ seed: 51 });
    const { id } = await slow.begin("inspector", bytes);
    const ending = slow.part("inspector", id, 0, bytes);
    await putting;
    expect((await studio.precinct.post("inspector", `/api/photos/${id}/withdraw`, { reason: "拍错了" })).statusCode).toBe(200);
    goOn();
    const reply = await ending;
    expect([reply.statusCode, reply.json().type]).toEqual([410, "urn:chuangtu:gone"]);
    expect((await studio.files()).filter((path) => path.startsWith(`0/${id}-`))).toEqual([]);
    expect(await studio.row(id)).toMatchObject({ state: "withdrawn", shown: null, parts: 0, writing: [], dead: [] });
    await slow.precinct.app.close();
  });
});
