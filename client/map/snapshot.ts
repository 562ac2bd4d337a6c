/** A small JPEG of the map as it is drawn. */
import type { Map as MapLibre } from "maplibre-gl";

/** Without a frame by then there is none: a lost context draws nothing, and a camera on its way shows nothing worth keeping. */
const patience_ms = 3_000;
const quality = 0.72;

/** Small and packed beside the page: asked of a canvas of the page, the graphics card would be waited for. */
async function packed(picture: ImageBitmap): Promise<Blob | null> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(picture);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

function taken(canvas: HTMLCanvasElement, width: number): Promise<ImageBitmap> {
  const share = Math.min(1, width / canvas.width);
  const of = (length: number) => Math.max(1, Math.round(length * share));
  return createImageBitmap(canvas, { resizeWidth: of(canvas.width), resizeHeight: of(canvas.height), resizeQuality: "medium" });
}

/** @param width at most, pixels @returns null when nothing is drawn, or the camera moves */
export function snapshotOf(map: MapLibre, width: number): Promise<Blob | null> {
  return new Promise((done) => {
    const draw = () => {
      clearTimeout(timer);
      if (map.isMoving()) return done(null);
      // The canvas keeps its picture no longer than the frame it was drawn in: it is taken here, and packed afterwards.
      taken(map.getCanvas(), width)
        .then(packed)
        .then(done, () => done(null));
    };
    const timer = setTimeout(() => {
      map.off("render", draw);
      done(null);
    }, patience_ms);
    map.once("render", draw);
    map.triggerRepaint();
  });
}
