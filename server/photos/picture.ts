/** From an upload's bytes to the picture that is kept: looked through, decoded whole, turned upright, made anew without anything but pixels. */
import { createHash } from "node:crypto";
import sharp, { type Sharp } from "sharp";
import { refusedField } from "../ask/body.ts";
import type { ParameterError } from "../contract/parameter.ts";
import type { Box } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { PictureSet } from "./store.ts";
import { endOf, hasTail, otherKind, type PictureKind, pictureKind } from "./wire.ts";

/** Of an upload. A side and a number of pixels are read from the header: what is larger is never decoded. */
export const most_bytes = 10 * 1024 * 1024;
export const mostSide_px = 12_000;
export const mostPixels = 50_000_000;
/** Longest sides of what is kept. */
export const pictureSide_px = 2560;
export const thumbSide_px = 320;
/** Decoding takes no longer: a picture made to take long is refused. */
const timeout_s = 20;

// A decoded picture is used once.
sharp.cache(false);

const refusedAs = (value: string, zh: string, en: string): ParameterError => refusedField("photo", value, { zh, en } satisfies Word);
const damaged = (kind: PictureKind): ParameterError => refusedAs(kind, "完整、未损坏的图片", "a whole picture that is not damaged");

/** @throws ParameterError that names what it is instead */
function kindOf(bytes: Buffer): PictureKind {
  const kind = pictureKind(bytes);
  if (kind) return kind;
  const other = otherKind(bytes);
  const [zh, en] = other ? [`；这是 ${other}`, `; this is ${other}`] : ["", ""];
  throw refusedAs(other ?? "?", `JPEG、PNG 或 WebP 图片${zh}`, `a JPEG, PNG or WebP picture${en}`);
}

/** @throws ParameterError when the file does not end where its picture does */
function refuseTail(kind: PictureKind, bytes: Buffer): void {
  const end = endOf(kind, bytes);
  if (end === null) throw damaged(kind);
  if (!hasTail(bytes, end)) return;
  const more = bytes.length - end;
  throw refusedAs(
    kind,
    `到图片结尾为止的文件；其后还有 ${more} 字节`,
    `a file that ends where its picture does; there are ${more} bytes behind it`,
  );
}

/** @throws ParameterError when its header says that it is larger than may be decoded */
async function refuseLarge(kind: PictureKind, bytes: Buffer): Promise<void> {
  const header = await sharp(bytes, { limitInputPixels: false, failOn: "error" })
    .metadata()
    .catch(() => {
      throw damaged(kind);
    });
  const { width, height } = header;
  if (width <= mostSide_px && height <= mostSide_px && width * height <= mostPixels) return;
  const [side, mega] = [mostSide_px.toLocaleString("en"), mostPixels / 1e6];
  throw refusedAs(
    `${width} × ${height}`,
    `每边不超过 ${side} 像素、总共不超过 ${mega} 百万像素的图片`,
    `a picture of ${side} pixels a side and ${mega} megapixels at most`,
  );
}

const within = (picture: Sharp, side: number): Sharp =>
  picture.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true }).timeout({ seconds: timeout_s });

const thumbOf = (picture: Buffer): Promise<Buffer> => within(sharp(picture), thumbSide_px).jpeg({ quality: 75 }).toBuffer();

export interface Looked extends PictureSet {
  readonly width: number;
  readonly height: number;
  /** Of the picture as it is kept. */
  readonly sha256: Buffer;
}

/**
 * Looks an upload through and makes what is kept of it. Colours become sRGB; what lay behind transparency becomes white.
 * @throws ParameterError naming `photo`, what it is and what would be right
 */
export async function lookThrough(bytes: Buffer): Promise<Looked> {
  const kind = kindOf(bytes);
  refuseTail(kind, bytes);
  await refuseLarge(kind, bytes);
  // Of a JPEG that ends in its middle the decoder only warns, and paints the rest grey.
  const decoded = sharp(bytes, { failOn: kind === "jpeg" ? "warning" : "error", limitInputPixels: mostPixels }).autoOrient();
  const { data: picture, info } = await within(decoded, pictureSide_px)
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg({ quality: 82 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw damaged(kind);
    });
  const sha256 = createHash("sha256").update(picture).digest();
  return { picture, thumb: await thumbOf(picture), width: info.width, height: info.height, sha256 };
}

/** JPEG smears what it holds over squares of this side, and colours a little beyond them: what is covered is covered so far. */
const block_px = 16;
const beyond_px = 2;

/** Whole pixels of a box, grown to whole blocks and beyond. */
function covered_px({ x, y, w, h }: Box, width: number, height: number): { left: number; top: number; width: number; height: number } {
  const down = (share: number, of: number): number => Math.max(0, Math.floor((share * of) / block_px) * block_px - beyond_px);
  const up = (share: number, of: number): number => Math.min(of, Math.ceil((share * of) / block_px) * block_px + beyond_px);
  const [left, top] = [down(x, width), down(y, height)];
  return { left, top, width: up(x + w, width) - left, height: up(y + h, height) - top };
}

const paint = { r: 38, g: 42, b: 48 } as const;

/**
 * The picture with boxes painted over in one colour: no mosaic and no blur, from which numbers have been read.
 * The thumbnail is made from the covered picture.
 */
export async function covered(picture: Buffer, boxes: readonly Box[]): Promise<PictureSet> {
  const { width, height } = await sharp(picture).metadata();
  const patches = boxes.map((box) => {
    const { left, top, ...size } = covered_px(box, width, height);
    return { input: { create: { ...size, channels: 3 as const, background: paint } }, left, top };
  });
  const made = await sharp(picture).composite(patches).jpeg({ quality: 82 }).toBuffer();
  return { picture: made, thumb: await thumbOf(made) };
}
