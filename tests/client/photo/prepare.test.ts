import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import sharp from "sharp";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readHeader } from "../../../client/photo/header.ts";
import { PhotoError } from "../../../client/photo/photoError.ts";
import { examine, most_pixels } from "../../../client/photo/prepare.ts";
import { sha256, sha256Of } from "../../../client/photo/sha256.ts";
import { fitted, longest_px } from "../../../client/photo/shrink.ts";

afterEach(() => vi.unstubAllGlobals());
const theirs = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("SHA-256 where the browser has none", () => {
  it("is what another implementation says, for any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => sha256Of(bytes) === theirs(bytes)));
    for (let length = 0; length < 200; length++) {
      const bytes = randomBytes(length);
      expect(sha256Of(bytes), String(length)).toBe(theirs(bytes));
    }
  });

  it("of a part of a larger buffer, and of a megabyte", () => {
    const bytes = new Uint8Array(randomBytes(1_048_576 + 77));
    expect(sha256Of(bytes.subarray(13))).toBe(theirs(bytes.subarray(13)));
  });

  it("is used where the page is not a secure context", async () => {
    const bytes = Uint8Array.from(randomBytes(1000));
    expect(await sha256(bytes)).toBe(theirs(bytes));
    vi.stubGlobal("crypto", {});
    expect(await sha256(bytes)).toBe(theirs(bytes));
  });
});

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "#888" } });

describe("a file's first bytes", () => {
  it("tell its kind and size as another reader does", async () => {
    const size = { width: 301, height: 207 };
    const made = picture(size.width, size.height);
    for (const kind of ["jpeg", "png", "webp", "gif"] as const) {
      expect(readHeader(await made.clone().toFormat(kind).toBuffer()), kind).toEqual({ kind, size });
    }
    expect(readHeader(await made.clone().webp({ lossless: true }).toBuffer())).toEqual({ kind: "webp", size });
    expect(readHeader(await made.clone().jpeg({ progressive: true }).withMetadata({ density: 300 }).toBuffer())?.size).toEqual(size);
    expect(readHeader(await made.clone().avif().toBuffer())?.kind).toBe("avif");
  });

  it("of anything else tell nothing, and never throw", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => readHeader(bytes) !== undefined));
    const jpeg = fc.uint8Array({ maxLength: 64 }).map((rest) => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...rest]));
    fc.assert(fc.property(jpeg, (bytes) => readHeader(bytes) !== undefined));
    expect(readHeader(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"))).toBeNull();
    expect(readHeader(new TextEncoder().encode("%PDF-1.7 and some more"))).toBeNull();
  });
});

/** A PNG's head alone: so large a picture cannot be made here, and must be refused before it is decoded. */
function flood(width: number, height: number): Blob {
  const head = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).copy(head);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return new Blob([head]);
}
const refusal = (file: Blob) =>
  examine(file).then(
    (kind) => kind,
    (error: unknown) => (error instanceof PhotoError ? error.words : error),
  );

describe("a file that cannot be a photo", () => {
  it("is refused in words that name the limit", async () => {
    expect(await refusal(new Blob([]))).toMatchObject({ zh: expect.stringContaining("0 字节"), en: expect.stringContaining("0 bytes") });
    expect(await refusal(new Blob(["hello, this is a letter"]))).toMatchObject({ zh: expect.stringContaining("不是照片") });
    expect(await refusal(flood(30_000, 30_000))).toMatchObject({ zh: expect.stringContaining("1.2 亿像素") });
    expect(await refusal({ size: 101 * 1024 * 1024 } as Blob)).toMatchObject({ zh: expect.stringContaining("100 MB") });
    expect(await refusal(flood(most_pixels / 10_000, 10_000))).toBe("png");
  });
});

describe("the size it is sent at", () => {
  it("keeps its shape, is never enlarged, and is at most so long", () => {
    expect(fitted(4000, 3000)).toEqual({ width: 2048, height: 1536 });
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
    expect(fitted(10_000, 2)).toEqual({ width: 2048, height: 1 });
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const size = fitted(width, height);
        return (
          Math.max(size.width, size.height) === Math.min(longest_px, Math.max(width, height)) && Math.min(size.width, size.height) >= 1
        );
      }),
    );
  });
});
