/** A picture made ready to be sent: upright, not larger than anybody needs, nothing in it but pixels. */
import { header_bytes, type PictureKind, readHeader } from "./header.ts";
import { PhotoError } from "./photoError.ts";
import { shrinkInPage } from "./shrink.ts";

export interface Prepared {
  /** JPEG. */
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  /** Of the blob, hexadecimal. */
  readonly sha256: string;
}

/** A file may be so large; what is sent of it is far less. */
export const largest_bytes = 100 * 1024 * 1024;
/** More pixels than this are not decoded: they need 4 bytes each. */
export const most_pixels = 120_000_000;

interface Waiting {
  readonly resolve: (prepared: Prepared) => void;
  readonly reject: (error: Error) => void;
}
interface Reply {
  readonly ask: number;
  readonly prepared?: Prepared;
  readonly failed?: string;
}

/** The worker never began: without a network its script may not be here yet. */
class NoWorker extends Error {}

let worker: Worker | null = null;
/** The worker has answered at least once. */
let spoke = false;
let asks = 0;
const waiting = new Map<number, Waiting>();

function settle({ ask, prepared, failed }: Reply): void {
  const one = waiting.get(ask);
  waiting.delete(ask);
  if (prepared) one?.resolve(prepared);
  else one?.reject(new Error(failed ?? "no answer"));
}

/** The worker broke, by a lack of memory mostly, or was never there: whoever waits is told, and the next picture gets a new one. */
function broken(): void {
  worker?.terminate();
  worker = null;
  for (const one of waiting.values()) one.reject(spoke ? new Error("the worker broke") : new NoWorker("the worker did not begin"));
  waiting.clear();
}

function theWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  spoke = false;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    spoke = true;
    settle(data);
  };
  worker.onerror = broken;
  return worker;
}

function shrunk(file: Blob): Promise<Prepared> {
  if (typeof OffscreenCanvas === "undefined" || typeof Worker === "undefined") return shrinkInPage(file);
  return new Promise((resolve, reject) => {
    const ask = ++asks;
    waiting.set(ask, { resolve, reject });
    theWorker().postMessage({ ask, file });
  });
}

/** @throws PhotoError when it cannot be a photo, by what can be known before it is decoded */
export async function examine(file: Blob): Promise<PictureKind> {
  if (file.size === 0)
    throw new PhotoError({ zh: "文件是空的（0 字节），请重新选择照片", en: "The file is empty (0 bytes): choose another" });
  if (file.size > largest_bytes) {
    const mb = Math.round(file.size / 1024 / 1024);
    throw new PhotoError({ zh: `文件 ${mb} MB，照片最大 100 MB`, en: `The file has ${mb} MB; a photo may have 100 MB` });
  }
  const header = readHeader(new Uint8Array(await file.slice(0, header_bytes).arrayBuffer()));
  if (!header) {
    throw new PhotoError({
      zh: "这个文件不是照片；可用 JPEG、PNG、WebP、GIF、BMP、AVIF",
      en: "This file is no picture; JPEG, PNG, WebP, GIF, BMP and AVIF are",
    });
  }
  const { width, height } = header.size ?? { width: 1, height: 1 };
  if (width * height > most_pixels) {
    throw new PhotoError({
      zh: `照片有 ${width} × ${height} 像素，最多 1.2 亿像素`,
      en: `The picture has ${width} × ${height} pixels; at most 120 million can be taken`,
    });
  }
  return header.kind;
}

const unreadable = (kind: PictureKind) =>
  new PhotoError(
    kind === "heic"
      ? { zh: "这个浏览器读不了 HEIC 照片，请另存为 JPEG 再选", en: "This browser cannot read HEIC: save the picture as JPEG first" }
      : { zh: "照片损坏或不完整，读不出来，请重新选择", en: "The picture is damaged or cut off and cannot be read: choose another" },
  );

/**
 * Shrinks a picture in a worker, so that the page goes on.
 * @throws PhotoError with words, when it is no picture that this browser can read
 */
export async function prepare(file: Blob): Promise<Prepared> {
  const kind = await examine(file);
  try {
    return await shrunk(file).catch((error: unknown) => {
      if (error instanceof NoWorker) return shrinkInPage(file);
      throw error;
    });
  } catch {
    throw unreadable(kind);
  }
}
