/** A small JPEG of the map as it is drawn. */
import type { Map as MapLibre } from "maplibre-gl";

/** Without a frame by then there is none: a lost context draws nothing. */
const patience_ms = 3_000;
const quality = 0.72;

function shrunk(canvas: HTMLCanvasElement, width: number): HTMLCanvasElement {
  const share = Math.min(1, width / canvas.width);
  const small = document.createElement("canvas");
  small.width = Math.max(1, Math.round(canvas.width * share));
  small.height = Math.max(1, Math.round(canvas.height * share));
  small.getContext("2d")?.drawImage(canvas, 0, 0, small.width, small.height);
  return small;
}

/** @param width at most, pixels */
export function snapshotOf(map: MapLibre, width: number): Promise<Blob | null> {
  return new Promise((done) => {
    const draw = () => {
      clearTimeout(timer);
      // The canvas keeps its picture no longer than the frame it was drawn in: it is taken here, and packed afterwards.
      shrunk(map.getCanvas(), width).toBlob(done, "image/jpeg", quality);
    };
    const timer = setTimeout(() => {
      map.off("render", draw);
      done(null);
    }, patience_ms);
    map.once("render", draw);
    map.triggerRepaint();
  });
}
