/** Pictures made up for tests, and files that only look like some. */
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

interface Drawn {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
}

/** A picture of random squares: like no other of another seed, and not too small. */
export function drawn({ width = 640, height = 480, seed = 1 }: Drawn = {}): Sharp {
  let state = seed;
  const pixels = Buffer.alloc(64 * 48 * 3, 0).map(() => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >> 16;
  });
  return sharp(pixels, { raw: { width: 64, height: 48, channels: 3 } }).resize({ width, height, kernel: "nearest", fit: "fill" });
}
export const jpeg = (drawing: Drawn = {}): Promise<Buffer> => drawn(drawing).jpeg({ quality: 80 }).toBuffer();
export const png = (drawing: Drawn = {}): Promise<Buffer> => drawn(drawing).png().toBuffer();
export const webp = (drawing: Drawn = {}): Promise<Buffer> => drawn(drawing).webp().toBuffer();

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of one colour, one bit a pixel: some kB, however large it says it is. `rows`: how many of them are really in it. */
export function flood(width: number, height: number, rows = height): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const data = deflateSync(Buffer.alloc(rows * (Math.ceil(width / 8) + 1)), { level: 9 });
  const parts = [chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** What is no picture of the three kinds, and the name it is to be told by. */
export const others: readonly (readonly [name: string, bytes: Buffer])[] = [
  ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic and more", "latin1")],
  ["AVIF", Buffer.from("\0\0\0\x18ftypavif\0\0\0\0mif1avif and more", "latin1")],
  ["MP4", Buffer.from("\0\0\0\x18ftypisom\0\0\x02\0isomiso2 and more", "latin1")],
  ["PDF", Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj")],
  ["HTML", Buffer.from("\ufeff  <!DOCTYPE html><script>alert(1)</script>")],
  ["SVG", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ["GIF", Buffer.from("GIF89a/*\x01\0\x01\0*/=1;alert(1)", "latin1")],
  ["ZIP (DOCX, XLSX, APK)", Buffer.from("PK\x03\x04\x14\0\0\0", "latin1")],
  ["EXE", Buffer.from("MZ\x90\0\x03", "latin1")],
  ["TIFF", Buffer.from("II*\0\x08\0\0\0", "latin1")],
  ["?", Buffer.from("just some words")],
  ["?", Buffer.alloc(300)],
];
