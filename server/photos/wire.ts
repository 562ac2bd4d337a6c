/** What a file is by its first bytes, and where a picture ends by its own account: before anything is decoded. */

export type PictureKind = "jpeg" | "png" | "webp";

const starts = (bytes: Buffer, text: string, at = 0): boolean => bytes.toString("latin1", at, at + text.length) === text;

/** @returns null when it begins like none of the three */
export function pictureKind(bytes: Buffer): PictureKind | null {
  if (starts(bytes, "\xff\xd8\xff")) return "jpeg";
  if (starts(bytes, "\x89PNG\r\n\x1a\n")) return "png";
  return starts(bytes, "RIFF") && starts(bytes, "WEBP", 8) ? "webp" : null;
}

const known: readonly (readonly [name: string, begins: string])[] = [
  ["GIF", "GIF8"],
  ["BMP", "BM"],
  ["TIFF", "II*\0"],
  ["TIFF", "MM\0*"],
  ["PDF", "%PDF"],
  ["ZIP (DOCX, XLSX, APK)", "PK\x03\x04"],
  ["RAR", "Rar!"],
  ["7z", "7z\xbc\xaf"],
  ["gzip", "\x1f\x8b"],
  ["EXE", "MZ"],
  ["ELF", "\x7fELF"],
  ["WebM, MKV", "\x1a\x45\xdf\xa3"],
  ["AVI, WAV", "RIFF"],
  ["MP3", "ID3"],
  ["JPEG XL", "\xff\x0a"],
];

/** Brands of the ISO container: pictures and films look alike but for these. */
function boxed(bytes: Buffer): string | null {
  if (!starts(bytes, "ftyp", 4)) return null;
  const brand = bytes.toString("latin1", 8, 12);
  if (/^avi[fs]$/.test(brand)) return "AVIF";
  return /^(hei|hev|mif|msf)/.test(brand) ? "HEIC" : "MP4";
}

/** What a file that is none of the three is, for words: a name, or null when it is not known. */
export function otherKind(bytes: Buffer): string | null {
  const named = boxed(bytes) ?? known.find(([, begins]) => starts(bytes, begins))?.[0];
  if (named) return named;
  const text = bytes
    .toString("latin1", 0, 512)
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.includes("<svg"))) return "SVG";
  if (/^<(!doctype html|html|head|body|script|!--)/.test(text)) return "HTML";
  return text.startsWith("<?xml") ? "XML" : null;
}

/** Index behind the coded data that begins at `from`: that of the next marker which is neither a stuffed byte nor a restart. */
function afterScan(bytes: Buffer, from: number): number | null {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return null;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return null;
}

function jpegEnd(bytes: Buffer): number | null {
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] as number;
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      if (at + 4 > bytes.length) return null;
      const length = bytes.readUInt16BE(at + 2);
      if (length < 2) return null;
      const behind = at + 2 + length;
      const next = marker === 0xda ? afterScan(bytes, behind) : behind;
      if (next === null) return null;
      at = next;
    }
  }
  return null;
}

function pngEnd(bytes: Buffer): number | null {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const behind = at + 12 + bytes.readUInt32BE(at);
    if (behind > bytes.length) return null;
    if (starts(bytes, "IEND", at + 4)) return behind;
    at = behind;
  }
  return null;
}

function webpEnd(bytes: Buffer): number | null {
  if (bytes.length < 12) return null;
  const length = bytes.readUInt32LE(4);
  const end = 8 + length + (length % 2);
  return end <= bytes.length ? end : null;
}

const ends: Readonly<Record<PictureKind, (bytes: Buffer) => number | null>> = { jpeg: jpegEnd, png: pngEnd, webp: webpEnd };

/** How many bytes the picture has by its own account; null when it does not end. */
export const endOf = (kind: PictureKind, bytes: Buffer): number | null => ends[kind](bytes);

/** True when there is something behind the picture's end; zeros are nothing. */
export const hasTail = (bytes: Buffer, end: number): boolean => bytes.subarray(end).some((byte) => byte !== 0);
