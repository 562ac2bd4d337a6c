/** What is no photo, or too large, or not what was announced: refused with the limit named, and nothing of it kept. */
import { randomUUID } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDocument } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import type { Reply } from "../acts/precinct.ts";
import { drawn, flood, jpeg, others, png, sha256, webp } from "./pictures.ts";
import { Studio } from "./studio.ts";

setFlagsFromString("--expose-gc");
const said = (reply: Reply): ProblemDocument => reply.json<ProblemDocument>();
const exif = { IFD0: { ImageDescription: "PK\x03\x04 <script>alert(1)</script>" } };

describe.each(databases())("refused on $name", (engine) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open(engine);
  });
  afterAll(() => studio.close());

  const nothingKept = async (): Promise<void> => {
    const [left] = await studio.db.query(
      sql`select (select count(*)::int from photo_part) as parts, (select count(*)::int from photo where state <> 'uploading') as photos`,
    );
    expect([left, await studio.files()]).toEqual([{ parts: 0, photos: 0 }, []]);
  };
  const refusedAs = async (bytes: Buffer, value: unknown, expected: RegExp): Promise<void> => {
    const reply = await studio.send("inspector", bytes);
    expect([reply.statusCode, said(reply).parameter], reply.body).toEqual([400, "photo"]);
    expect(said(reply).value).toEqual(value);
    expect(said(reply).expected?.en).toMatch(expected);
    expect(said(reply).expected?.zh).toMatch(/[一-鿿]/);
  };

  it("an announcement: nothing, too much, no hash, half a place; each by its field and its limit", async () => {
    const bytes = Buffer.from("x");
    const cases: readonly (readonly [Record<string, unknown>, string, RegExp])[] = [
      [{ bytes: 0 }, "bytes", /1–10485760 \(10 MiB/],
      [{ bytes: 100 * 1024 * 1024 }, "bytes", /10 MiB/],
      [{ bytes: 10 * 1024 * 1024 + 1 }, "bytes", /10485760/],
      [{ bytes: 1.5 }, "bytes", /whole number/],
      [{ bytes: "12" }, "bytes", /whole number/],
      [{ sha256: "abc" }, "sha256", /64 hexadecimal/],
      [{ sha256: undefined }, "sha256", /64/],
      [{ clientId: "1" }, "clientId", /UUID/],
      [{ kind: "selfie" }, "kind", /before, after, site/],
      [{ ago_s: -1 }, "ago_s", /0 to/],
      [{ ago_s: 31 * 86_400 }, "ago_s", /2592000/],
      [{ lon: 119 }, "lat", /together/],
      [{ lat: 33 }, "lon", /together/],
      [{ accuracy_m: 5 }, "lon", /together/],
      [{ lon: 181, lat: 33 }, "lon", /180/],
      [{ lon: 119, lat: 33, accuracy_m: -1 }, "accuracy_m", /0 to/],
      [{ takenAt: "2026-01-01" }, "takenAt", /one of/],
    ];
    for (const [change, parameter, expected] of cases) {
      const reply = await studio.announce("inspector", bytes, change);
      expect([reply.statusCode, said(reply).parameter], JSON.stringify(change)).toEqual([400, parameter]);
      expect(said(reply).expected?.en).toMatch(expected);
    }
    await nothingKept();
  });

  it("by who does no acts with photos, and by nobody", async () => {
    const bytes = await jpeg();
    for (const who of ["planner", "auditor", "administrator", "security", "evidence"] as const)
      expect((await studio.announce(who, bytes)).statusCode, who).toBe(403);
    expect((await studio.announce(null, bytes)).statusCode).toBe(401);
    const { id } = await studio.begin("inspector", bytes);
    expect((await studio.part("dispatcher", id, 0, bytes)).statusCode, "somebody else's").toBe(403);
    expect((await studio.part(null, id, 0, bytes)).statusCode).toBe(401);
    expect((await studio.part("inspector", 999_999, 0, bytes)).statusCode).toBe(404);
    await nothingKept();
  });

  it("a part: empty, over 1 MiB, from elsewhere, beyond what was announced, as JSON", async () => {
    const bytes = await jpeg();
    const { id } = await studio.begin("inspector", bytes);
    const empty = await studio.part("inspector", id, 0, Buffer.alloc(0));
    expect([empty.statusCode, said(empty).parameter]).toEqual([400, "body"]);
    const large = await studio.part("inspector", id, 0, Buffer.alloc(1024 * 1024 + 1));
    expect([large.statusCode, said(large).detail]).toEqual([413, expect.stringContaining("1048576 bytes")]);
    for (const offset of ["", "-1", "x", "1e3", "10485761"]) {
      const reply = await studio.part("inspector", id, offset, bytes);
      expect([reply.statusCode, said(reply).parameter], offset).toEqual([400, "offset"]);
    }
    const gap = await studio.part("inspector", id, 5, bytes);
    expect([gap.statusCode, said(gap).now]).toEqual([409, { offset: 0 }]);
    const over = await studio.part("inspector", id, 0, Buffer.concat([bytes, Buffer.from("!")]));
    expect([over.statusCode, said(over).parameter, said(over).expected?.en]).toEqual([
      400,
      "body",
      expect.stringContaining(`${bytes.length} bytes`),
    ]);
    const json = await studio.precinct.post("inspector", `/api/photos/${id}/part?offset=0`, { a: 1 });
    expect([json.statusCode, said(json).parameter]).toEqual([400, "body"]);
    await nothingKept();
  });

  it.each(others)("what is no picture of the three kinds: %s", async (name, bytes) => {
    await refusedAs(bytes, name, name === "?" ? /^a JPEG, PNG or WebP picture$/ : /this is /);
    await nothingKept();
  });

  it("a flood of pixels: by its header alone, and by the limit of a side or of all", async () => {
    const pictures = [flood(30_000, 30_000), flood(12_001, 10), flood(10, 12_001), flood(8000, 7000)];
    expect(pictures[0]?.length).toBeLessThan(200_000);
    (globalThis as { gc?: () => void }).gc?.();
    const before = process.memoryUsage().rss;
    for (const bytes of pictures) await refusedAs(bytes, expect.stringMatching(/^\d+ × \d+$/), /12,000 pixels a side and 50 megapixels/);
    expect((process.memoryUsage().rss - before) / 1e6, "MB more than before").toBeLessThan(150);
    await nothingKept();
  });

  it("two files in one: something behind a picture's own end", async () => {
    const zip = Buffer.from("PK\x03\x04\x14\0\0\0 and a whole archive PK\x05\x06", "latin1");
    const html = Buffer.from("<html><script>alert(1)</script></html>");
    for (const [picture, tail] of [
      [await jpeg(), zip],
      [await png(), html],
      [await webp(), zip],
      [await drawn().jpeg({ progressive: true }).toBuffer(), await jpeg()],
    ] as const)
      await refusedAs(
        Buffer.concat([picture, tail]),
        expect.stringMatching(/^(jpeg|png|webp)$/),
        new RegExp(`ends where its picture does; there are ${tail.length} bytes`),
      );
    await nothingKept();
  });

  it("a truncated picture, wherever it was cut; and one whose inside is not what its outside says", async () => {
    for (const whole of [await jpeg(), await drawn().jpeg({ progressive: true }).toBuffer(), await png(), await webp()])
      for (const share of [0.02, 0.3, 0.7, 0.999]) {
        const cut = whole.subarray(0, Math.max(12, Math.floor(whole.length * share)));
        const reply = await studio.send("inspector", cut);
        expect([reply.statusCode, said(reply).parameter], `${share}`).toEqual([400, "photo"]);
      }
    await refusedAs(flood(500, 500, 200), "png", /not damaged/);
    const broken = await jpeg();
    const ended = Buffer.concat([broken.subarray(0, broken.length >> 1), Buffer.from([0xff, 0xd9])]);
    await refusedAs(ended, "jpeg", /not damaged/);
    await nothingKept();
  });

  it("bytes that are not those announced: the upload begins again at 0, and then is taken", async () => {
    const bytes = await jpeg({ seed: 5 });
    const { id } = await studio.begin("inspector", bytes);
    const half = bytes.length >> 1;
    expect((await studio.part("inspector", id, 0, bytes.subarray(0, half))).json()).toMatchObject({ id, offset: half, photo: null });
    const wrong = Buffer.from(bytes.subarray(half).map((byte) => byte ^ 1));
    const reply = await studio.part("inspector", id, half, wrong);
    expect([reply.statusCode, said(reply).parameter, said(reply).expected?.en]).toEqual([
      400,
      "sha256",
      expect.stringContaining(sha256(bytes)),
    ]);
    expect(await studio.row(id)).toMatchObject({ state: "uploading", parts: 0 });
    expect(said(await studio.part("inspector", id, half, wrong)).now).toEqual({ offset: 0 });
    expect((await studio.part("inspector", id, 0, bytes)).json()).toMatchObject({ offset: bytes.length, photo: { id } });
    await studio.db.query(sql`delete from photo where id = ${id}::bigint`);
    for (const path of await studio.files()) await studio.store.remove(path);
  });

  it("more than fifty uploads at once that are not whole", async () => {
    const bytes = await jpeg();
    const [begun] = await studio.db.query<{ n: number }>(
      sql`select count(*)::int as n from photo where person_id = 9 and state = 'uploading'`,
    );
    expect(begun?.n).toBe(0);
    const clientId = randomUUID();
    for (let n = 0; n < 50; n++) await studio.begin("secondInspector", bytes, n === 0 ? { clientId } : {});
    const reply = await studio.announce("secondInspector", bytes);
    expect([reply.statusCode, reply.headers["retry-after"], said(reply).detail]).toEqual([429, "60", expect.stringContaining("50 photos")]);
    expect((await studio.announce("secondInspector", bytes, { clientId })).statusCode, "one that is begun already").toBe(200);
    expect((await studio.announce("inspector", bytes)).statusCode, "somebody else's").toBe(200);
  });

  it("random bytes and mutated pictures are never a failure, and what is taken is a picture", { timeout: 120_000 }, async () => {
    const whole = [await jpeg({ width: 60, height: 40 }), await png({ width: 60, height: 40 }), await webp({ width: 60, height: 40 })];
    const withExif = await drawn({ width: 60, height: 40 }).withExif(exif).jpeg().toBuffer();
    const start = fc
      .constantFrom("\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "RIFF\0\0\0\0WEBP", "GIF89a", "")
      .map((text) => Buffer.from(text, "latin1"));
    const random = fc.tuple(start, fc.uint8Array({ minLength: 1, maxLength: 400 })).map(([head, tail]) => Buffer.concat([head, tail]));
    const change = fc.record({ at: fc.double({ min: 0, max: 0.999999, noNaN: true }), byte: fc.nat(255) });
    const mutated = fc
      .tuple(fc.constantFrom(...whole, withExif), fc.array(change, { minLength: 1, maxLength: 6 }))
      .map(([bytes, changes]) => {
        const copy = Buffer.from(bytes);
        for (const { at, byte } of changes) copy[Math.floor(at * copy.length)] = byte;
        return copy;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(random, mutated), async (bytes) => {
        const reply = await studio.send("inspector", bytes);
        expect([200, 400]).toContain(reply.statusCode);
        if (reply.statusCode === 200) expect(reply.json().photo).toMatchObject({ width: expect.any(Number), withdrawn: null });
        else expect(said(reply).parameter).toBe("photo");
      }),
      { numRuns: engine.name === "postgres" ? 150 : 80, seed: 11 },
    );
  });
});
