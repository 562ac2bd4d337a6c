/** A folder and a bucket: whole or not at all, nothing outside, and a bucket that fails, stalls and answers nonsense. */
import { createHash, createHmac } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { photoStore } from "../../../server/photos/openStore.ts";
import { s3Store } from "../../../server/photos/s3Store.ts";
import { type PhotoStore, StoreUnavailable } from "../../../server/photos/store.ts";
import { sweepPhotos } from "../../../server/photos/sweep.ts";
import { readSettings } from "../../../server/settings.ts";
import { freshDb } from "../../support/databases.ts";
import { loadPrecinct } from "../acts/precinct.ts";
import { jpeg } from "./pictures.ts";
import { Studio } from "./studio.ts";

const bytes = Buffer.from([0xff, 0xd8, 0, 255, 1, 2, 3]);

/** What every store does alike. */
async function keeps(store: PhotoStore): Promise<void> {
  expect(await store.get("0/1-1-thumb.jpg")).toBeNull();
  await store.remove("0/1-1-thumb.jpg");
  await store.put("0/1-1-thumb.jpg", bytes, "image/jpeg");
  expect((await store.get("0/1-1-thumb.jpg"))?.equals(bytes)).toBe(true);
  await store.put("0/1-1-thumb.jpg", Buffer.from("newer"), "image/jpeg");
  expect((await store.get("0/1-1-thumb.jpg"))?.toString()).toBe("newer");
  await store.remove("0/1-1-thumb.jpg");
  await store.remove("0/1-1-thumb.jpg");
  expect(await store.get("0/1-1-thumb.jpg")).toBeNull();
}

describe("a folder", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "store-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("keeps, gives back and removes; is made when the first photo comes, and again when it was taken away", async () => {
    const folder = join(home, "deep", "photos");
    const store = photoStore({ folder });
    expect(await store.get("0/1-1-thumb.jpg")).toBeNull();
    await expect(stat(folder)).rejects.toThrow(/ENOENT/);
    await keeps(store);
    await rm(folder, { recursive: true });
    await store.put("5/5000-1-picture.jpg", bytes, "image/jpeg").catch(() => {});
    await store.put("5/5000-1-picture.jpg", bytes, "image/jpeg");
    expect(await readdir(join(folder, ".writing"))).toEqual([]);
  });

  it.each(["../out.jpg", "0/../../out.jpg", "/etc/out.jpg", "0/./1.jpg", ".writing/x", "0//1.jpg", "", "0/..", "0\\..\\..\\x", "0/a\0b"])(
    "refuses the key %j",
    async (key) => {
      const store = folderStore(join(home, "photos"));
      await expect(store.put(key, bytes, "image/jpeg")).rejects.toThrow(/No key/);
      await expect(store.get(key)).rejects.toThrow(/No key/);
      await expect(store.remove(key)).rejects.toThrow(/No key/);
      expect(await readdir(home)).toEqual([]);
    },
  );

  it("written by many at once has one of them, whole", async () => {
    const store = folderStore(home);
    const all = Array.from({ length: 20 }, (_, n) => Buffer.alloc(50_000, n));
    await Promise.all(all.map((one) => store.put("0/1-1-picture.jpg", one, "image/jpeg")));
    const kept = await store.get("0/1-1-picture.jpg");
    expect(all.some((one) => kept?.equals(one))).toBe(true);
  });

  it("where a file stands in the way it says that it is not to be had; what others left half written goes after an hour", async () => {
    await writeFile(join(home, "file"), "x");
    await expect(folderStore(join(home, "file")).put("0/1-1-thumb.jpg", bytes, "image/jpeg")).rejects.toThrow(StoreUnavailable);
    await mkdir(join(home, ".writing"));
    for (const name of ["old", "new"]) await writeFile(join(home, ".writing", name), "half");
    await utimes(join(home, ".writing", "old"), new Date(Date.now() - 3_700_000), new Date(Date.now() - 3_700_000));
    await folderStore(home).put("0/1-1-thumb.jpg", bytes, "image/jpeg");
    expect(await readdir(join(home, ".writing"))).toEqual(["new"]);
  });
});

const region = "cn-test-1";
const access = { key: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** The signature of a request by AWS's own description (version 4), computed here. @returns why it is refused, or null */
function signatureFault({ headers, method, url = "" }: IncomingMessage, body: Buffer): string | null {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? "");
  if (!given) return "no signature";
  const [, credential = "", names = "", signature] = given;
  const time = `${headers["x-amz-date"]}`;
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  if (credential !== `${access.key}/${scope}`) return `credential ${credential}`;
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.split(";").includes(name))) return `signed only ${names}`;
  const age_ms = Math.abs(Date.now() - Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z")));
  if (!(age_ms < 60_000)) return `signed at ${time}`;
  if (headers["x-amz-content-sha256"] !== sha256(body)) return "other bytes";
  const lines = names.split(";").map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, url, "", lines.join(""), names, sha256(body)].join("\n");
  const keyed = [region, "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${access.secret}`, time.slice(0, 8)));
  const expected = hmac(keyed, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n")).toString("hex");
  return signature === expected ? null : `signature ${signature} instead of ${expected}`;
}

type Mood = "well" | "500" | "slow down" | "stall" | "stall in the middle" | "hang up" | "403" | "404" | "nonsense" | "redirect";

describe("a bucket", () => {
  let server: Server;
  let address: string;
  const kept = new Map<string, { body: Buffer; media: string | undefined }>();
  let moods: Mood[] = [];
  let asked: string[] = [];
  const open: ServerResponse[] = [];

  function well(request: IncomingMessage, body: Buffer, reply: ServerResponse): void {
    const path = request.url ?? "";
    const fault = signatureFault(request, body);
    if (fault) return void reply.writeHead(403).end(`<Error><Code>SignatureDoesNotMatch</Code>${fault}</Error>`);
    if (!path.startsWith("/photos/")) return void reply.writeHead(404).end("<Error><Code>NoSuchBucket</Code></Error>");
    if (request.method === "PUT") {
      kept.set(path, { body, media: request.headers["content-type"] });
      return void reply.writeHead(200).end();
    }
    if (request.method === "DELETE") {
      kept.delete(path);
      return void reply.writeHead(204).end();
    }
    const found = kept.get(path);
    return void (found ? reply.writeHead(200).end(found.body) : reply.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>"));
  }

  function inMood(mood: Mood, request: IncomingMessage, body: Buffer, reply: ServerResponse): void {
    if (mood === "well") return void well(request, body, reply);
    if (mood === "500" || mood === "403" || mood === "404") return void reply.writeHead(Number(mood)).end("<Error/>");
    if (mood === "slow down") return void reply.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
    if (mood === "nonsense") return void reply.writeHead(299).end("\0\xff{");
    if (mood === "redirect") return void reply.writeHead(307, { location: "http://127.0.0.1:9/elsewhere" }).end();
    if (mood === "hang up") return void request.socket.destroy();
    open.push(reply);
    if (mood === "stall in the middle") reply.writeHead(200, { "content-length": "100" }).write("begun");
  }

  beforeAll(async () => {
    server = createServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("error", () => {});
      request.on("end", () => {
        const mood = moods.shift() ?? "well";
        asked.push(`${request.method} ${mood}`);
        inMood(mood, request, Buffer.concat(chunks), reply);
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  beforeEach(() => {
    moods = [];
    asked = [];
    kept.clear();
  });
  const bucket = (more: Partial<typeof access> = {}) =>
    s3Store({ bucket: `${address}/photos`, region, ...access, ...more }, { timeout_ms: 150, wait_ms: 1 });

  it("keeps, gives back and removes, each request signed for its very bytes", async () => {
    await keeps(bucket());
    await bucket().put("12/12345-3-picture.jpg", bytes, "image/jpeg");
    expect([...kept]).toEqual([["/photos/12/12345-3-picture.jpg", { body: bytes, media: "image/jpeg" }]]);
    const place = readSettings({
      PHOTO_S3: `${address}/photos/`,
      PHOTO_S3_KEY: access.key,
      PHOTO_S3_SECRET: access.secret,
      PHOTO_S3_REGION: region,
    });
    expect((await photoStore(place.photos).get("12/12345-3-picture.jpg"))?.equals(bytes)).toBe(true);
  });

  it("another key's or region's signature is refused, and said so", async () => {
    await expect(bucket({ secret: "wrong" }).put("0/1-1-thumb.jpg", bytes, "image/jpeg")).rejects.toThrow(/SignatureDoesNotMatch/);
    expect(asked, "what is not allowed is not asked again").toEqual(["PUT well"]);
    expect(kept.size).toBe(0);
  });

  it.each(["500", "slow down", "stall", "stall in the middle", "hang up"] as const)(
    "asks again twice when it is met by: %s",
    async (mood) => {
      const store = bucket();
      moods = [mood, mood];
      await store.put("0/1-1-thumb.jpg", bytes, "image/jpeg");
      moods = [mood, mood];
      expect((await store.get("0/1-1-thumb.jpg"))?.equals(bytes)).toBe(true);
      moods = [mood];
      await store.remove("0/1-1-thumb.jpg");
      expect(asked).toEqual([
        `PUT ${mood}`,
        `PUT ${mood}`,
        "PUT well",
        `GET ${mood}`,
        `GET ${mood}`,
        "GET well",
        `DELETE ${mood}`,
        "DELETE well",
      ]);
      expect(kept.size).toBe(0);
      moods = [mood, mood, mood, mood];
      await expect(store.get("0/1-1-thumb.jpg")).rejects.toThrow(StoreUnavailable);
      expect(asked.length).toBe(11);
      moods = [];
    },
  );

  it("what it never says is not taken for done: 403, 404 to a PUT, nonsense, a redirect", async () => {
    for (const mood of ["403", "404", "nonsense", "redirect"] as const) {
      moods = [mood];
      await expect(bucket().put("0/1-1-thumb.jpg", bytes, "image/jpeg"), mood).rejects.toThrow(StoreUnavailable);
      expect(moods, "once").toEqual([]);
    }
    moods = ["404"];
    expect(await bucket().get("0/1-1-thumb.jpg")).toBeNull();
  });

  it("a photo's whole life in it: sent, covered, seen, withdrawn, swept", async () => {
    const db = await freshDb("embedded");
    await loadPrecinct(db);
    const store = bucket();
    const studio = await Studio.over(db, tmpdir(), store);
    const photo = await studio.take("inspector", await jpeg());
    moods = ["500", "stall"];
    expect((await studio.cover("inspector", photo.id, [{ x: 0.1, y: 0.1, w: 0.2, h: 0.2 }])).statusCode).toBe(200);
    expect(kept.size).toBe(4);
    expect((await studio.precinct.get("inspector", `/api/photos/${photo.id}/picture`)).statusCode).toBe(200);
    moods = ["stall", "stall", "stall"];
    const away = await studio.precinct.get("inspector", `/api/photos/${photo.id}/picture`);
    expect([away.statusCode, away.body]).toEqual([503, expect.not.stringContaining("127.0.0.1")]);
    moods = ["403"];
    await studio.precinct.post("inspector", `/api/photos/${photo.id}/withdraw`, { reason: "拍错了" });
    expect(kept.size, "the bucket refused to remove").toBe(4);
    await sweepPhotos(db, store);
    expect(kept.size).toBe(0);
    await studio.precinct.app.close();
    await db.close();
  });
});
