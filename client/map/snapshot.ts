/** The map as it is drawn: a small JPEG, or all of it. */
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

/** Every canvas of the map, one over the other; the overlay keeps its own picture, the map's is taken in the frame it is drawn in. */
function stacked(map: MapLibre): HTMLCanvasElement {
  const { width, height } = map.getCanvas();
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  // It is read back as a whole: kept where that is cheap.
  const ink = sheet.getContext("2d", { willReadFrequently: true });
  for (const one of map.getContainer().querySelectorAll("canvas")) ink?.drawImage(one, 0, 0, width, height);
  return sheet;
}

/** All that is drawn, in the map's own pixels. */
export function wholeOf(map: MapLibre): Promise<HTMLCanvasElement> {
  const drawn = map.once("render").then(() => stacked(map));
  map.triggerRepaint();
  return drawn;
}
