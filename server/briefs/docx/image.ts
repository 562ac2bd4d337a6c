/** Pictures as fields of a template. */

export interface Size_px {
  readonly width: number;
  readonly height: number;
}

/** A picture as easy-template-x takes it. */
export interface Image extends Size_px {
  readonly _type: "image";
  readonly source: Buffer;
  readonly format: "image/png" | "image/jpeg";
  readonly altText: string;
}

const isPng = (bytes: Buffer): boolean => bytes.readUInt32BE(0) === 0x89504e47;

/** Frame headers, which say the size: all SOFn but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(bytes: Buffer): Size_px | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    if (isFrame(bytes[at + 1] as number)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** What a PNG or JPEG says of itself; null when it is neither. */
function sizeOf(bytes: Buffer): Size_px | null {
  if (bytes.length < 24) return null;
  if (isPng(bytes)) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : null;
}

/** The picture as large as it fits; null without one. */
export function image(bytes: Buffer | null | undefined, most: Size_px, altText: string): Image | null {
  const size = bytes ? sizeOf(bytes) : null;
  if (!bytes || !size || size.width === 0 || size.height === 0) return null;
  const scale = Math.min(most.width / size.width, most.height / size.height);
  return {
    _type: "image",
    source: bytes,
    format: isPng(bytes) ? "image/png" : "image/jpeg",
    width: Math.round(size.width * scale),
    height: Math.round(size.height * scale),
    altText,
  };
}
