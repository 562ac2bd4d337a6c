/** What the first bytes of a file say it is: its kind by its magic bytes, and its size in pixels before anything is decoded. */

export type PictureKind = "jpeg" | "png" | "webp" | "gif" | "bmp" | "avif" | "heic";
export interface PictureHeader {
  readonly kind: PictureKind;
  /** Null when the header read does not hold it. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** So many bytes from the front are read. A camera's preview and maker's notes may lie before a JPEG's size. */
export const header_bytes = 512 * 1024;

const text = (view: DataView, at: number, length: number) =>
  at + length <= view.byteLength ? String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length)) : "";

/** The size in a JPEG's start of frame; null when it lies beyond what was read, or the markers are broken. */
function jpegSize(view: DataView): PictureHeader["size"] {
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at++;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else if (marker === 0xda || marker === 0xd9) return null;
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView): PictureHeader["size"] {
  const part = text(view, 12, 4);
  if (view.byteLength < 30) return null;
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (part === "VP8X") return { width: three(24) + 1, height: three(27) + 1 };
  if (part === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

const isobmff: Readonly<Record<string, PictureKind>> = {
  avif: "avif",
  avis: "avif",
  heic: "heic",
  heix: "heic",
  mif1: "heic",
  msf1: "heic",
};

function sized(kind: PictureKind, view: DataView): PictureHeader["size"] {
  if (kind === "jpeg") return jpegSize(view);
  if (kind === "webp") return webpSize(view);
  if (view.byteLength < 26) return null;
  if (kind === "png") return { width: view.getUint32(16), height: view.getUint32(20) };
  if (kind === "gif") return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (kind === "bmp") return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  return null;
}

function kindOf(view: DataView): PictureKind | null {
  if (view.byteLength < 12) return null;
  if (view.getUint16(0) === 0xffd8 && view.getUint8(2) === 0xff) return "jpeg";
  if (view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a) return "png";
  if (text(view, 0, 4) === "RIFF" && text(view, 8, 4) === "WEBP") return "webp";
  if (/^GIF8[79]a$/.test(text(view, 0, 6))) return "gif";
  if (text(view, 0, 2) === "BM") return "bmp";
  return text(view, 4, 4) === "ftyp" ? (isobmff[text(view, 8, 4)] ?? null) : null;
}

/** @returns null when it is no picture we know */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = kindOf(view);
  return kind && { kind, size: sized(kind, view) };
}
