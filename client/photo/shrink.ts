/** A picture drawn no larger than anybody needs, and made a JPEG; in the worker, or in the page where a worker cannot draw. */
import type { Prepared } from "./prepare.ts";
import { sha256 } from "./sha256.ts";

/** Pixels of the longer side that are kept. */
export const longest_px = 2048;
const quality = 0.85;

/** The size it is drawn at: its own shape, never larger than it was. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longest_px / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

type Ground = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function draw(ground: Ground | null, picture: CanvasImageSource, size: { width: number; height: number }): void {
  if (!ground) throw new Error("no canvas");
  // What is clear in a PNG is white on paper, not black.
  ground.fillStyle = "#fff";
  ground.fillRect(0, 0, size.width, size.height);
  ground.imageSmoothingQuality = "high";
  ground.drawImage(picture, 0, 0, size.width, size.height);
}

async function finished(blob: Blob, size: { width: number; height: number }): Promise<Prepared> {
  return { blob, ...size, sha256: await sha256(new Uint8Array(await blob.arrayBuffer())) };
}

/** In a worker. @throws when it cannot be decoded */
export async function shrinkInWorker(file: Blob): Promise<Prepared> {
  // Upright by default; naming "from-image" would be refused by Chromium 110, which does it without.
  const picture = await createImageBitmap(file);
  const size = fitted(picture.width, picture.height);
  const canvas = new OffscreenCanvas(size.width, size.height);
  draw(canvas.getContext("2d", { alpha: false }), picture, size);
  picture.close();
  return finished(await canvas.convertToBlob({ type: "image/jpeg", quality }), size);
}

/** In the page. @throws when it cannot be decoded */
export async function shrinkInPage(file: Blob): Promise<Prepared> {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const size = fitted(picture.naturalWidth, picture.naturalHeight);
    const canvas = Object.assign(document.createElement("canvas"), size);
    draw(canvas.getContext("2d", { alpha: false }), picture, size);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (!blob) throw new Error("no picture came of the canvas");
    return await finished(blob, size);
  } finally {
    URL.revokeObjectURL(address);
  }
}
